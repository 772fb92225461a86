import type { RecordChange } from './change.ts';

/** Commits that others do not have, and what they do to records. */
export interface Ahead {
  /** How many of them touch memory; of more than a thousand, that. */
  readonly commits: number;
  readonly changes: readonly RecordChange[];
}

/** A branch whose memory is not all on the other side. */
export interface UnpushedBranch extends Ahead {
  readonly branch: string;
  /** What it is compared with, `origin/topic`; absent where it follows nothing: then with all that is known of remotes. */
  readonly upstream?: string;
}

/** How far the memory has come on its way to the team, as far as this clone knows. */
export interface ShareStatus {
  /** Absent at a detached HEAD. */
  readonly branch?: string;
  readonly remotes: readonly string[];
  readonly uncommitted: readonly RecordChange[];
  /** The checked-out branch first. */
  readonly unpushed: readonly UnpushedBranch[];
  /** Of the checked-out commit; absent where that is all in the main branch, or none is known. */
  readonly unmerged?: Ahead & { readonly main: string };
  /** Remotes on a forge where everybody may be able to read, that have no memory yet. */
  readonly firstPush: readonly { readonly remote: string; readonly host: string }[];
  /** What the last pull or merge brought into this branch; absent where git cannot tell. */
  readonly incoming?: Incoming;
}

export interface Incoming {
  readonly how: 'pull' | 'merge';
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The commits between which it lies. */
  readonly from: string;
  readonly to: string;
  readonly changes: readonly RecordChange[];
}
