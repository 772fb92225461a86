import type { Doubts } from './doubt.ts';
import type { Problem } from './problem.ts';
import type { RecallHit, RecallKind } from './recall.ts';
import type { SessionOverview } from './session.ts';
import type { Withheld } from './trust.ts';

/** What one should know now, within a budget. */
export interface ContextQuery {
  /** What is about to be done, in words; without it the branch and the changed files speak. */
  readonly task?: string;
  readonly files?: readonly string[];
  /** Tokens, estimated at four characters each. */
  readonly budget?: number;
  /** Ids that were shown already. */
  readonly exclude?: readonly string[];
  /** Only records that bear on the task: what a prompt is answered with. */
  readonly recordsOnly?: boolean;
}

/** A record, or a section of a living document, that passed the gate. */
export interface ContextItem
  extends Pick<
    RecallHit,
    | 'id'
    | 'title'
    | 'path'
    | 'freshness'
    | 'freshnessDetail'
    | 'standing'
    | 'source'
    | 'created'
    | 'author'
    | 'reasons'
    | 'merged'
    | 'signed'
    | 'weaker'
    | keyof Doubts
  > {
  /** Sections are named by document and heading instead of an id: `bank/Debugging Tips`. */
  readonly kind: RecallKind | 'section';
  /** The content itself, cut to what answers. */
  readonly text: string;
}

export interface Briefing {
  /** Absent with `recordsOnly`. */
  readonly overview?: SessionOverview;
  readonly items: readonly ContextItem[];
  /** How many passed the gate before the budget. */
  readonly total: number;
  /** Estimated tokens of the rendered text. */
  readonly tokens: number;
  /** What was held back from an agent; absent where nothing was. */
  readonly withheld?: Withheld;
  readonly problems: readonly Problem[];
}
