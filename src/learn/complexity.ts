import type { Complexity, TaskFacts } from '../core/execution.ts';

const COMPLEX_CATEGORIES: ReadonlySet<string> = new Set(['backend', 'database', 'integration', 'auth']);

/**
 * How complex a task looks: a long description gives 1 (over 100 characters) or 2 (over 200), each
 * dependency 1, an effort over 2 gives 1 and over 5 gives 3, a complex category 2. From 4 on it is
 * medium, from 7 on high. An effort that is no number counts as not told.
 */
export function complexityOf(task: TaskFacts): Complexity {
  const length = [...(task.description ?? '')].length;
  const effort = Number.isFinite(task.effort) ? (task.effort ?? 1) : 1;
  const score =
    (length > 200 ? 2 : length > 100 ? 1 : 0) +
    (task.dependencies ?? []).length +
    (effort > 5 ? 3 : effort > 2 ? 1 : 0) +
    (COMPLEX_CATEGORIES.has(task.category) ? 2 : 0);
  return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
}
