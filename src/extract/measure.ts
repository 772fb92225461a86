import type { Complexity } from '../core/code.ts';

/**
 * How complex: `low` up to 5 branches and 3 levels, `medium` up to 10 branches and 5 levels, else `high`.
 * Branches are McCabe's cyclomatic number, for which he gives 10 as the upper limit (A Complexity Measure, IEEE
 * Transactions on Software Engineering SE-2, 1976); its half, and levels of nesting, part the simple from the rest.
 */
export function complexityOf(branches: number, depth: number): Complexity {
  if (branches <= 5 && depth <= 3) return 'low';
  return branches <= 10 && depth <= 5 ? 'medium' : 'high';
}
