import type { Problem } from './problem.ts';
import type { Kind } from './record.ts';

/**
 * Why a record may leave the tree: an episode or an error beyond the newest that count, or one that is
 * `old`, not served for long.
 */
export type PruneClass = 'episodes' | 'errors' | 'old';

/** Why a record of these classes stays. */
export type StayReason =
  | 'uncommitted'
  | 'broken'
  | 'double'
  | 'counted'
  | 'session'
  | 'used'
  | 'met'
  | 'cited'
  | 'replaces';

interface Named {
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  /** Repository-relative. */
  readonly path: string;
  /** ISO 8601. */
  readonly created: string;
}

export interface PruneItem extends Named {
  readonly class: PruneClass;
  readonly bytes: number;
}

export interface PruneStay extends Named {
  readonly reason: StayReason;
}

export interface PruneQuery {
  /** Newest executions to keep; as the settings say where absent. */
  readonly keep?: number;
  /** Newest errors to keep; as the settings say where absent. */
  readonly keepSolutions?: number;
  /** Records that were retired, superseded or expired long ago, too. */
  readonly old?: boolean;
}

/** What would go, and what stays and why. */
export interface PrunePlan {
  readonly keep: { readonly patterns: number; readonly solutions: number };
  /** In the order in which they go: no record is served again because its successor went first. */
  readonly items: readonly PruneItem[];
  readonly stays: readonly PruneStay[];
  /** What of it counts today, where less is to be kept than the settings count. */
  readonly counted: { readonly executions: number; readonly errors: number };
  /** Records that `old` would add. */
  readonly old: number;
  readonly problems: readonly Problem[];
}

/** What went. */
export interface Pruned {
  readonly removed: readonly string[];
  readonly failed: readonly { readonly path: string; readonly message: string }[];
}
