import type { Execution, TaskFacts } from '../core/execution.ts';
import { complexityOf } from './complexity.ts';
import { STANDARD } from './recommend.ts';
import { plainWords } from './text-similarity.ts';

/** What became of a task. What is not told is as if it had not been. */
export type ExecutionResult = Partial<
  Pick<Execution, 'approach' | 'success' | 'success_factors' | 'duration_s' | 'tools' | 'api_calls'>
>;

/** How a task was done, as it is kept. @param at ISO 8601, UTC, to the second. */
export function executionOf(task: TaskFacts, result: ExecutionResult, at: string): Execution {
  const words = plainWords(task.description ?? '').join(' ');
  return {
    at,
    ...(words === '' ? {} : { task: words }),
    category: task.category,
    type: task.type ?? 'general',
    complexity: complexityOf(task),
    approach: result.approach ?? STANDARD,
    success: result.success ?? false,
    success_factors: result.success_factors ?? [],
    duration_s: result.duration_s ?? 0,
    dependencies: task.dependencies ?? [],
    tools: result.tools ?? [],
    api_calls: result.api_calls ?? 0,
  };
}
