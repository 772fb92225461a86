import type { Execution, TaskFacts } from '../core/execution.ts';
import { complexityOf } from './complexity.ts';
import { textSimilarity } from './text-similarity.ts';

/**
 * How similar an earlier execution is to a task, 0 to 1: the same category gives .4, the same type .3,
 * the same complexity .2, and the description's likeness to the category's name up to .1. A task
 * without a type has no type in common with any. The sum is taken in this order: in binary fractions
 * .2 and .1 are more than .3, and a threshold tells.
 */
export function seedSimilarity(task: TaskFacts): (earlier: Execution) => number {
  const complexity = complexityOf(task);
  const description = textSimilarity(task.description ?? '');
  return (earlier) => {
    let score = 0;
    if (task.category === earlier.category) score += 0.4;
    if (task.type === earlier.type) score += 0.3;
    if (complexity === earlier.complexity) score += 0.2;
    return score + description(earlier.category) * 0.1;
  };
}
