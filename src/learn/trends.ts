import type { ApproachPerformance, CategoryPerformance, Execution, Trend } from '../core/execution.ts';
import { mean, mostCommon } from './counts.ts';
import type { History } from './history.ts';

/** How many of a category's newest executions say how it does now. */
const RECENT = 20;
const BEST_APPROACHES = 3;
/** Fewer say nothing of a trend. */
const LEAST = 10;
/** By so much the success rates of two halves must differ, and more. */
const CHANGE = 0.1;

/** How each category does, in the order in which they were first met. */
export function categoryPerformance({ kept }: History<Execution>): readonly CategoryPerformance[] {
  return [...groupedBy(kept, ({ category }) => category)].map(([category, all]) => {
    const recent = all.slice(-RECENT);
    const approaches = successesOf(recent).map(({ approach }) => approach);
    return {
      category,
      success_rate: successRate(recent),
      average_duration_s: averageDuration(recent),
      total: all.length,
      recent: recent.length,
      best_approaches: mostCommon(approaches, BEST_APPROACHES),
      trend: trendOf(all),
    };
  });
}

/** How each approach does, the most frequent first; of equally frequent ones the first met comes first. */
export function approachPerformance({ kept }: History<Execution>): readonly ApproachPerformance[] {
  return [...groupedBy(kept, ({ approach }) => approach)]
    .map(([approach, all]) => ({
      approach,
      total: all.length,
      success_rate: successRate(all),
      average_duration_s: averageDuration(all),
      trend: trendOf(all),
    }))
    .sort((a, b) => b.total - a.total);
}

function groupedBy(
  executions: readonly Execution[],
  key: (one: Execution) => string,
): ReadonlyMap<string, readonly Execution[]> {
  const groups = new Map<string, Execution[]>();
  for (const one of executions) {
    const known = groups.get(key(one));
    if (known === undefined) groups.set(key(one), [one]);
    else known.push(one);
  }
  return groups;
}

/** @param executions of one category, oldest first: their second half against the first. */
export function trendOf(executions: readonly Execution[]): Trend {
  if (executions.length < LEAST) return 'insufficient_data';
  const middle = Math.floor(executions.length / 2);
  const change = successRate(executions.slice(middle)) - successRate(executions.slice(0, middle));
  if (change > CHANGE) return 'improving';
  return change < -CHANGE ? 'declining' : 'stable';
}

export function successesOf(executions: readonly Execution[]): readonly Execution[] {
  return executions.filter(({ success }) => success);
}

/** 0 to 1; 0 for none. */
export function successRate(executions: readonly Execution[]): number {
  return executions.length === 0 ? 0 : successesOf(executions).length / executions.length;
}

/** Seconds, of the timed ones; 0 where none was timed. */
export function averageDuration(executions: readonly Execution[]): number {
  return mean(executions.map(({ duration_s }) => duration_s).filter((seconds) => seconds > 0));
}
