import type { NexusRecord } from './record.ts';
import type { Withheld } from './trust.ts';

/** A stretch of work in one worktree, from its start to its end. Local until its episode is written. */
export interface Session {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** The commit at HEAD when it started. */
  readonly head?: string;
  readonly branch?: string;
  readonly focus?: string;
  /** The program that started it, where no person did: `claude`, `codex` … */
  readonly by?: string;
}

/** What is told while working. Decisions and patterns become records, preferences lines of a living document. */
export type EntryKind = 'note' | 'decision' | 'preference' | 'pattern' | 'blocker';

/** In an episode's section "Blockers": what stands in front of one that went away. */
export const RESOLVED = 'Resolved: ';

/** What one session came to, read from its episode or, while it is open, from what was told so far. */
export interface SessionSummary {
  /** Id of its episode, or of the open session. */
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly started: string;
  readonly branch?: string;
  readonly by?: string;
  readonly focus?: string;
  readonly accomplished: readonly string[];
  readonly next: readonly string[];
  readonly decisions: readonly string[];
  readonly patterns: readonly string[];
  readonly preferences: readonly string[];
  readonly blockers: readonly string[];
  readonly notes: readonly string[];
  readonly errors: readonly { readonly signature: string; readonly resolved: boolean }[];
  /** Of the episode's file; absent while nothing is written. */
  readonly path?: string;
}

/** What the next start is told. Everything is there only if it is known. */
export interface SessionOverview {
  readonly project?: string;
  readonly lastSession?: SessionSummary;
  readonly focus?: string;
  readonly preferences: readonly string[];
  readonly blockers: readonly string[];
  readonly openErrors: readonly { readonly signature: string; readonly command: string }[];
  /** What was held back from an agent; absent where nothing was. */
  readonly withheld?: Withheld;
}

export interface SessionStart {
  readonly session: Session;
  /** A program asked for it while a person's session was open: that one goes on, and what is told goes into it. */
  readonly joined?: true;
  readonly overview: SessionOverview;
  /** A session that was left open, closed now; its episode where there was something to tell. */
  readonly closed?: { readonly session: Session; readonly episode?: NexusRecord; readonly path?: string };
}

export interface SessionAdded {
  readonly id: string;
  /** The record or document that was written. */
  readonly path?: string;
  readonly redacted: number;
}

export interface SessionEnd {
  readonly session: Session;
  /** Absent where there was nothing to tell. */
  readonly episode?: NexusRecord;
  readonly path?: string;
}
