import type { Draft } from './record.ts';

/** A record that could be written, which a person accepts or rejects. */
export interface Proposal {
  /** ULID. */
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What makes it the same proposal: never twice, and once rejected never again. */
  readonly key: string;
  /** 0 to 1, for the ranking. */
  readonly score: number;
  /** Why, in words: `the same shape in 4 places of 3 files`. */
  readonly reason: string;
  /** Where it was found: `commit 1a2b3c4`, `staged`, `src/db`, `consensus`. */
  readonly source: string;
  /** With its places as citations. */
  readonly draft: Draft;
  /** The record that holds this already; accepted, the proposal adds its places to it. */
  readonly like?: Likeness;
  /** A record that says the same as `like`: accepted, `like` takes what it lacks of it, and supersedes it. */
  readonly takes?: Omit<Likeness, 'how'>;
}

export interface Likeness {
  readonly id: string;
  readonly title: string;
  readonly how: Sameness;
}

/** By what two records are seen to say the same, the surest first, in words. */
export const SAMENESS = {
  signature: 'the same error signature',
  structure: 'the same structure',
  text: 'nearly the same text',
  title: 'the same title',
} as const;
export type Sameness = keyof typeof SAMENESS;

/** What is proposed, before it waits in the inbox. */
export type Proposed = Omit<Proposal, 'id' | 'at'>;

/** What becomes of patterns that a commit shows: they wait for a person, the surest are written, or nobody looks. */
export const PATTERN_CAPTURES = ['propose', 'auto', 'off'] as const;
export type PatternCapture = (typeof PATTERN_CAPTURES)[number];

/** With `auto` a proposal of this score or more is written as a record, for a person to commit. */
export const SURE_SCORE = 0.7;

export const VERDICTS = ['accepted', 'added', 'merged', 'rejected'] as const;
/** `added`: its places, to the record that holds it already. */
export type Verdict = (typeof VERDICTS)[number];

/** What was decided on a proposal. */
export interface Decision {
  readonly verdict: Verdict;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly proposal: Proposal;
  /** Why it was rejected. */
  readonly reason?: string;
  /** The file that was written or changed, and what an undo needs. */
  readonly written?: { readonly path: string; readonly before?: string; readonly after: string };
}
