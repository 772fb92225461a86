import { NexusError } from '../core/error.ts';
import type { Approach, Task } from '../core/plan.ts';
import { APPROACH_TABLE } from './approach.ts';
import { backoffMs, createPace, createRotation } from './attempts.ts';
import type { Call, ExecutorOptions } from './executor-options.ts';
import { type Attempt, failureOf, type TaskFailure, type TaskResult } from './outcome.ts';

/** What became of one task's attempts. */
export interface Tried<T> {
  readonly task: T;
  readonly attempt: Attempt;
  readonly attempts: number;
  /** When the first began, milliseconds since 1970. */
  readonly startedAt: number;
  /** One attempt more, as for a recovery. */
  again(): Promise<Attempt>;
}

/** Works on a unit of tasks; each is settled as soon as it is known how it ended, and not at all if called off. */
export type Perform<T> = (unit: readonly T[], settle: (tried: Tried<T>) => Promise<void>) => Promise<void>;

/** How tasks are attempted by an approach: once; or, where calls are to be spared, in batches, paced and repeated. */
export function performer<T extends Task>(
  options: ExecutorOptions<T>,
  approach: Approach,
  signal: AbortSignal | undefined,
): Perform<T> {
  const { calls } = APPROACH_TABLE[approach];
  const { retry = {}, random, clock, sleep } = options;
  const retries = calls ? (retry.retries ?? 3) : 0;
  const pace = createPace(calls ? options.rate : undefined, options);
  const rotation = createRotation(calls ? (options.endpoints ?? []) : []);

  const attemptAll = async (tasks: readonly T[], attempt: number, failed?: string) => {
    await pace(signal);
    const endpoint = rotation(failed);
    const call: Call = {
      attempt,
      approach,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(signal === undefined ? {} : { signal }),
    };
    if (signal?.aborted === true) return { endpoint, made: undefined };
    return { endpoint, made: await attemptsAt(options, calls, tasks, call) };
  };

  /** How long to wait before the next attempt; undefined for none. */
  const waitAfter = (failure: TaskFailure, attempt: number): number | undefined => {
    if (attempt > retries) return undefined;
    const may = options.mayRetry?.(failure, attempt) ?? true;
    if (may === false) return undefined;
    return Math.max(backoffMs(attempt, retry, random), may === true ? 0 : may);
  };

  return async (unit, settle) => {
    const startedAt = clock();
    let left = unit;
    let failed: string | undefined;
    for (let attempt = 1; left.length > 0; attempt++) {
      const { endpoint, made } = await attemptAll(left, attempt, failed);
      if (made === undefined) return;
      const again: T[] = [];
      const settled: Promise<void>[] = [];
      let wait = 0;
      for (const [index, task] of left.entries()) {
        const one = made[index] ?? failedAttempt(noResult(task));
        if (!one.ok && signal?.aborted === true) continue;
        const waitMs = one.ok ? undefined : waitAfter(one.failure, attempt);
        if (!one.ok && waitMs !== undefined) {
          again.push(task);
          wait = Math.max(wait, waitMs);
          options.watch?.({ type: 'retry', id: task.id, attempt, waitMs, failure: one.failure });
          continue;
        }
        let further = attempt;
        settled.push(
          settle({
            task,
            attempt: one,
            attempts: attempt,
            startedAt,
            again: async () => {
              const { made: more } = await attemptAll([task], ++further, endpoint);
              return more?.[0] ?? failedAttempt(noResult(task));
            },
          }),
        );
      }
      await Promise.all(settled);
      left = again;
      failed = endpoint;
      if (again.length > 0 && signal?.aborted !== true) await sleep(wait, signal);
    }
  };
}

async function attemptsAt<T extends Task>(
  options: ExecutorOptions<T>,
  calls: boolean,
  tasks: readonly T[],
  call: Call,
): Promise<readonly Attempt[]> {
  if (!calls || options.runBatch === undefined)
    return Promise.all(tasks.map((task) => attemptOf(task, async () => options.run(task, call))));
  try {
    const results = await options.runBatch(tasks, call);
    return tasks.map((task, index) => read(task, results[index]));
  } catch (cause) {
    return tasks.map(() => failedAttempt(cause));
  }
}

async function attemptOf(task: Task, work: () => Promise<TaskResult>): Promise<Attempt> {
  try {
    return read(task, await work());
  } catch (cause) {
    return failedAttempt(cause);
  }
}

function read(task: Task, result: TaskResult | undefined): Attempt {
  if (result === undefined) return failedAttempt(noResult(task));
  if (result.failure === undefined) return { ok: true, result };
  const { type, message } = result.failure;
  const cause = new NexusError('broken', 'task-failed', `${task.id}: ${message}`);
  return { ok: false, failure: { type, message, cause } };
}

function failedAttempt(cause: unknown): Attempt {
  return { ok: false, failure: failureOf(cause) };
}

function noResult(task: Task): NexusError {
  return new NexusError('usage', 'bad-value', `${task.id}: there is no result`, 'return one for each task');
}
