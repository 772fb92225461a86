import type { Recommendation } from '../core/execution.ts';
import { type Approach, isApproach } from '../core/plan.ts';

/** What the choice needs of a recommendation. */
export type Advised = Pick<Recommendation, 'approach' | 'confidence'>;

/** What tells the approaches apart. */
export interface ApproachRow {
  /** More than one task at the same time. */
  readonly together: boolean;
  /** Nothing new begins after a failure. */
  readonly stopAtFailure: boolean;
  /** Batches, a bounded rate, further attempts, endpoints in turn. */
  readonly calls: boolean;
  /** The caller is told after each step where a second run would go on. */
  readonly checkpoints: boolean;
}

/** **The one table of approaches.** */
export const APPROACH_TABLE: Readonly<Record<Approach, ApproachRow>> = {
  standard: { together: false, stopAtFailure: true, calls: false, checkpoints: false },
  incremental: { together: false, stopAtFailure: true, calls: false, checkpoints: true },
  parallel: { together: true, stopAtFailure: false, calls: false, checkpoints: false },
  api_heavy: { together: true, stopAtFailure: false, calls: true, checkpoints: false },
};

/**
 * The approach that a recommended name means. Any other name means the standard one, and so does
 * `<approach>_recovered`: what was advised there did not go through by itself.
 */
export function approachOf(name: string): Approach {
  return isApproach(name) ? name : 'standard';
}

/** One approach for several tasks: the one that their recommendations are surest of, the first met among equals. */
export function approachForAll(recommendations: readonly Advised[]): Approach {
  const sure = new Map<Approach, number>();
  for (const { approach, confidence } of recommendations) {
    const name = approachOf(approach);
    sure.set(name, (sure.get(name) ?? 0) + Math.max(0, confidence));
  }
  let best: Approach = 'standard';
  let most = 0;
  for (const [name, sum] of sure)
    if (sum > most) {
      best = name;
      most = sum;
    }
  return best;
}
