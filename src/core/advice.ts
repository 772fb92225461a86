import type { Problem } from './problem.ts';
import type { RecallHit, Searched } from './recall.ts';
import type { Withheld } from './trust.ts';

/** What advice is asked for. */
export interface AdviceQuery {
  /** Plain words; the beginning of a long text counts. */
  readonly request: string;
  /** The file that it is about. */
  readonly file?: string;
  /** Patterns, at most; 5 where not given. The other parts are shorter. */
  readonly limit?: number;
  /** False for this repository's own memory alone. */
  readonly packs?: boolean;
}

/** A sort of problem that a request is about. */
export interface ProblemFound {
  /** As in `data-processing`. */
  readonly type: string;
  /** As people say it. */
  readonly title: string;
  /** The words of the request that told it. */
  readonly cues: readonly string[];
}

/** A record that answers, and what it says of itself. */
export interface AdvisedRecord
  extends Pick<
    RecallHit,
    | 'id'
    | 'kind'
    | 'title'
    | 'path'
    | 'pack'
    | 'source'
    | 'freshness'
    | 'standing'
    | 'created'
    | 'author'
    | 'wrong'
    | 'merged'
    | 'signed'
    | 'weaker'
  > {
  /** Comparable within one answer; 0 for what is here only because another record names it. */
  readonly score: number;
  /** Why it was chosen, in words. */
  readonly reasons: readonly string[];
  /** What to do: the first sentence of its answer. */
  readonly does: string;
  /** Why that works: its own first sentence. */
  readonly why?: string;
  /** When it does not fit: its own first sentence. */
  readonly unless?: string;
  /** `helped 3 of 4 times`. */
  readonly used?: string;
}

/** What is known of the project and bears on the request; `from` is the file that tells it. */
export interface AdviceFact {
  readonly text: string;
  readonly from: string;
}

/** Everything here is chosen from records, documents and files; nothing is made up. */
export interface AdviceAnswer {
  readonly request: string;
  /** The surest first; none where no word tells. */
  readonly types: readonly ProblemFound[];
  readonly patterns: readonly AdvisedRecord[];
  /** Anti-patterns. */
  readonly avoid: readonly AdvisedRecord[];
  /** Known errors that lie near. */
  readonly errors: readonly AdvisedRecord[];
  /** What was decided or noted here and bears on it. */
  readonly decided: readonly AdvisedRecord[];
  readonly preferences: readonly AdviceFact[];
  readonly facts: readonly AdviceFact[];
  /** How similar tasks succeeded here; absent without any. */
  readonly history?: { readonly approach: string; readonly confidence: number; readonly similar: number };
  readonly searched: Searched;
  /** What was held back from an agent; absent where nothing was. */
  readonly withheld?: Withheld;
  readonly problems: readonly Problem[];
}

/** Is there anything to tell? */
export function isAdvised(answer: AdviceAnswer): boolean {
  return answer.patterns.length + answer.avoid.length + answer.errors.length + answer.decided.length > 0;
}
