import type { TaskFacts } from './execution.ts';

export const TASK_STATUSES = ['pending', 'in_progress', 'completed', 'failed', 'skipped'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const APPROACHES = ['standard', 'incremental', 'parallel', 'api_heavy'] as const;
/** How a list of tasks is worked through. */
export type Approach = (typeof APPROACHES)[number];

/** One task of a list. */
export interface Task extends TaskFacts {
  readonly id: string;
  /** `pending` where it is not told. */
  readonly status?: TaskStatus;
  readonly tools?: readonly string[];
}

/** A task of a plan file: what it runs is the user's own. */
export interface PlanTask extends Task {
  /** A line for `sh`, or a program and its arguments. */
  readonly run?: string | readonly string[];
}

/** What a plan file says. */
export interface Plan {
  readonly tasks: readonly PlanTask[];
  readonly approach?: Approach;
  /** Tasks at the same time. */
  readonly concurrency?: number;
  /** Where `api_heavy` sends one attempt after the other. */
  readonly endpoints?: readonly string[];
  /** Further attempts of a failed task, in `api_heavy`. */
  readonly retries?: number;
  /** Attempts that may begin in a second, in `api_heavy`. */
  readonly rate?: number;
}

export const PLAN_LIMITS = { tasks: 1_000, concurrency: 64, retries: 20 } as const;

export function isApproach(text: string): text is Approach {
  return APPROACHES.some((approach) => approach === text);
}
