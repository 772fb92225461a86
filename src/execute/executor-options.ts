import type { Complexity, ErrorSolution, Execution } from '../core/execution.ts';
import type { Approach, Task, TaskStatus } from '../core/plan.ts';
import type { Advised } from './approach.ts';
import type { RetryOptions, World } from './attempts.ts';
import type { TaskFailure, TaskOutcome, TaskResult } from './outcome.ts';

/** How one attempt is to be made. */
export interface Call {
  /** 1 for the first. */
  readonly attempt: number;
  readonly approach: Approach;
  /** In `api_heavy`, where endpoints were given. */
  readonly endpoint?: string;
  readonly signal?: AbortSignal;
}

/** From where a second run goes on. */
export interface Checkpoint {
  /** The task whose steps these are; absent for a list of tasks. */
  readonly task?: string;
  /** Ids of what is done, to be given as `done`. */
  readonly done: readonly string[];
  /** The first that is not; absent when all is done. */
  readonly next?: string;
}

/** What a person may want to watch. Told for display alone: nothing depends on it. */
export type ExecutorEvent =
  | { readonly type: 'recommended'; readonly id: string; readonly recommendation: Advised }
  | { readonly type: 'began'; readonly id: string }
  | { readonly type: 'ended'; readonly outcome: TaskOutcome }
  | { readonly type: 'skipped'; readonly id: string }
  | {
      readonly type: 'retry';
      readonly id: string;
      /** The attempt that failed. */
      readonly attempt: number;
      readonly waitMs: number;
      readonly failure: TaskFailure;
    }
  | { readonly type: 'recovering'; readonly id: string; readonly solution: ErrorSolution };

type Maybe<T> = T | Promise<T>;

export interface ExecutorOptions<T extends Task> extends World {
  /** The approach for a task, from what was learned. */
  recommend(task: T): Maybe<Advised>;
  /** Keeps how a task was done. What it throws is told in the outcome; the task is done all the same. */
  record(execution: Execution): Maybe<unknown>;
  /** What resolved such an error before, the best first. */
  solutionsFor(failure: TaskFailure, task: T): Maybe<readonly ErrorSolution[]>;
  complexityOf(task: T): Complexity;
  /** Does a task, or one of its steps. Fails by throwing, or by a result that says so. */
  run(task: T, call: Call): Maybe<TaskResult>;
  /** Does several at once, in `api_heavy`: a result for each, in the same order. Without it each is a call of its own. */
  runBatch?(tasks: readonly T[], call: Call): Maybe<readonly TaskResult[]>;
  /**
   * Applies a known solution to what failed; true where the task is to be tried again. Without it nothing that
   * is remembered is ever applied.
   */
  recover?(
    solution: ErrorSolution,
    failed: { readonly task: T; readonly failure: TaskFailure },
  ): Maybe<boolean>;
  /** Milliseconds for which `recover` only waited for somebody's answer: they are no time of the task's. */
  waited?(task: T): number;
  /** Breaks one task into smaller ones that depend on one another, for `execute`. Without it a task is one step. */
  stepsOf?(task: T): readonly T[];
  /** Whether `api_heavy` may try again after this failure; a number is the least wait in milliseconds. Always, if absent. */
  mayRetry?(failure: TaskFailure, attempt: number): boolean | number;
  /** Tasks, or batches of them, at the same time in `parallel` and `api_heavy`; 4 if absent. */
  readonly concurrency?: number;
  /** Tasks of one batch, at most; 10 if absent. */
  readonly batch?: number;
  /** Attempts that may begin in a second in `api_heavy`; any number if absent. */
  readonly rate?: number;
  readonly retry?: RetryOptions;
  /** Where `api_heavy` sends one attempt after the other. */
  readonly endpoints?: readonly string[];
  /** After a failure go on with what does not depend on it; by the approach if absent. */
  readonly keepGoing?: boolean;
  /** Keeps statuses of a list, before anything follows from them. What it throws ends the work. */
  saveStatus?(changes: ReadonlyMap<string, TaskStatus>): Maybe<void>;
  /** In `incremental`, after each step and before the next. What it throws ends the work. */
  checkpoint?(point: Checkpoint): Maybe<void>;
  watch?(event: ExecutorEvent): void;
}

export interface ExecuteOptions {
  /** Instead of the recommended one. */
  readonly approach?: Approach;
  /** Calls the work off; what was begun and is not done is pending again. */
  readonly signal?: AbortSignal;
  /** Ids of what an earlier run did. */
  readonly done?: readonly string[];
}
