import type { AgentName } from '../../core/agents.ts';

interface Told {
  readonly agent: AgentName;
  /** The agent's own session. */
  readonly session: string;
  /** Where the agent is; the repository is looked for from there. */
  readonly cwd?: string;
  /** The event's name as the agent gives it, which some want back. */
  readonly name: string;
  /** The same for the same event; absent where the agent gives it no name of its own. */
  readonly identity?: string;
}

/** A session begins, or goes on with a context that was cleared or compacted. */
export interface SessionStarted extends Told {
  readonly kind: 'session-start';
  readonly source: string;
}

/** What a person asked for. */
export interface Prompted extends Told {
  readonly kind: 'prompt';
  readonly text: string;
}

/** A shell command has ended. */
export interface CommandEnded extends Told {
  readonly kind: 'command';
  readonly command: string;
  readonly failed: boolean;
  readonly output: string;
  readonly exit?: number;
  readonly durationMs?: number;
}

/** Something was done that teaches nothing; what is owed to the session can be told with it. */
export interface Worked extends Told {
  readonly kind: 'worked';
}

/** What the agent said at the end of a turn, or kept of a context that became too long. */
export interface Summed extends Told {
  readonly kind: 'summary';
  readonly text: string;
}

/** What agents tell, in one form for all of them. */
export type AgentEvent = SessionStarted | Prompted | CommandEnded | Worked | Summed;
