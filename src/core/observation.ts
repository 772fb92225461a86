import type { RecallAnswer } from './recall.ts';

interface ObservationBase {
  /** The same for the same event, however often it is told: a second one is ignored. */
  readonly key: string;
  /** The program that saw it: `claude`, `codex` … */
  readonly by: string;
}

/** A shell command that a coding agent ran. */
export interface ObservedCommand extends ObservationBase {
  readonly type: 'command';
  /** As it was given to the shell. */
  readonly command: string;
  readonly failed: boolean;
  /** Of a failed one: what it printed. */
  readonly output: string;
  /** 1 where it is not known. */
  readonly exit?: number;
  readonly duration_ms?: number;
  /** Nobody can be told now what is known of it: it is not looked up, but owed to this session of the agent. */
  readonly owed?: string;
}

/** What an agent said at the end of a turn, or kept of a long one. The newest of a session replaces the others. */
export interface ObservedSummary extends ObservationBase {
  readonly type: 'summary';
  /** The agent's own session. */
  readonly session: string;
  readonly text: string;
}

export type Observation = ObservedCommand | ObservedSummary;

export interface Observed {
  /** False for a duplicate, and where nothing is kept. */
  readonly kept: boolean;
  /** What memory knows of a failure. */
  readonly known?: RecallAnswer;
}
