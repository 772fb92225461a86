import type { ErrorSolution, Execution } from '../core/execution.ts';
import type { Approach, Task, TaskStatus } from '../core/plan.ts';

/** What a task's doing gave. */
export interface TaskResult {
  readonly output?: string;
  readonly files_created?: readonly string[];
  readonly dependencies_resolved?: readonly string[];
  readonly tools?: readonly string[];
  readonly api_calls?: number;
  /** Beside those that are seen in the rest. */
  readonly success_factors?: readonly string[];
  /** It failed, without an exception. */
  readonly failure?: Pick<TaskFailure, 'type' | 'message'>;
}

export interface TaskFailure {
  /** Name of the error, as solutions are looked up by. */
  readonly type: string;
  readonly message: string;
  /** What was thrown. */
  readonly cause: unknown;
}

/** One attempt at one task. */
export type Attempt =
  | { readonly ok: true; readonly result: TaskResult }
  | { readonly ok: false; readonly failure: TaskFailure };

/** How a task ended in this run. */
export interface TaskOutcome {
  readonly id: string;
  readonly status: Extract<TaskStatus, 'completed' | 'failed'>;
  /** What was recorded. */
  readonly execution: Execution;
  readonly result?: TaskResult;
  readonly failure?: TaskFailure;
  /** What recovered it. */
  readonly recovered?: ErrorSolution;
  /** Why its execution could not be recorded. */
  readonly notRecorded?: string;
}

/** How a list of tasks ended. */
export interface ListOutcome {
  readonly approach: Approach;
  /** Of all tasks, those of earlier runs too. */
  readonly statuses: ReadonlyMap<string, TaskStatus>;
  /** Of what ended in this run, in the order in which it did. */
  readonly outcomes: readonly TaskOutcome[];
  /** It was called off: what had been begun is pending again. */
  readonly aborted: boolean;
}

/** An error by the name and words that solutions are looked up by. */
export function failureOf(cause: unknown): TaskFailure {
  if (!(cause instanceof Error)) return { type: 'Error', message: String(cause), cause };
  const own = cause.constructor.name;
  return { type: cause.name === 'Error' && own !== '' ? own : cause.name, message: cause.message, cause };
}

/** What contributed to a success, as far as its result shows. */
export function successFactors(task: Task, result: TaskResult): readonly string[] {
  const factors = [
    ...((result.files_created ?? []).length > 0 ? ['file_creation'] : []),
    ...((result.api_calls ?? 0) > 0 ? ['api_integration'] : []),
    ...((result.dependencies_resolved ?? []).length > 0 ? ['dependency_resolution'] : []),
    ...(task.category === 'frontend' && (result.output ?? '').toLowerCase().includes('component')
      ? ['component_creation']
      : []),
    ...(result.success_factors ?? []),
  ];
  return [...new Set(factors)];
}

/** Results of a task's steps as one. */
export function joined(results: readonly TaskResult[]): TaskResult {
  const all = (pick: (result: TaskResult) => readonly string[] | undefined): string[] => [
    ...new Set(results.flatMap((result) => pick(result) ?? [])),
  ];
  return {
    output: results.flatMap(({ output }) => output ?? []).join('\n'),
    files_created: all((result) => result.files_created),
    dependencies_resolved: all((result) => result.dependencies_resolved),
    tools: all((result) => result.tools),
    api_calls: results.reduce((sum, { api_calls = 0 }) => sum + api_calls, 0),
    success_factors: all((result) => result.success_factors),
  };
}
