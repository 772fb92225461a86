import { NexusError } from '../core/error.ts';
import type { ErrorSolution, Execution } from '../core/execution.ts';
import type { Approach, Task, TaskStatus } from '../core/plan.ts';
import { graphFaults } from '../core/task-graph.ts';
import { isoSeconds } from '../core/time.ts';
import { type Advised, APPROACH_TABLE, approachForAll, approachOf } from './approach.ts';
import type { Checkpoint, ExecuteOptions, ExecutorOptions } from './executor-options.ts';
import {
  type Attempt,
  failureOf,
  joined,
  type ListOutcome,
  successFactors,
  type TaskOutcome,
  type TaskResult,
} from './outcome.ts';
import { performer, type Tried } from './perform.ts';
import { type Ending, resumed, schedule } from './schedule.ts';

/** Known solutions that are tried for one failure. */
const MAX_SOLUTIONS = 3;

/** Does tasks by what was learned of tasks like them, and has it learned how it went. */
export interface AdaptiveExecutor<T extends Task> {
  /**
   * Does one task by the recommended approach, over its steps where `stepsOf` gives some. How it went is
   * recorded; its failure is thrown on, and so is the signal's reason where it was called off.
   */
  execute(task: T, options?: ExecuteOptions): Promise<TaskOutcome>;
  /**
   * Works through a list, each task behind those that it depends on, by the approach that its open tasks'
   * recommendations are surest of. A failed task is told of in the outcome. Throws `bad-plan` for circles,
   * unknown dependencies and double ids.
   */
  executeAll(tasks: readonly T[], options?: ExecuteOptions): Promise<ListOutcome>;
}

export function createAdaptiveExecutor<T extends Task>(options: ExecutorOptions<T>): AdaptiveExecutor<T> {
  const { concurrency = 4, batch = 10 } = options;
  for (const [name, value] of Object.entries({ concurrency, batch }))
    if (!Number.isInteger(value) || value < 1)
      throw new NexusError('usage', 'bad-value', `${name} must be a whole number from 1, not ${value}`);

  const recommended = async (task: T): Promise<Advised> => {
    const recommendation = await options.recommend(task);
    options.watch?.({ type: 'recommended', id: task.id, recommendation });
    return recommendation;
  };

  /** Records how a task ended; the record is never a reason to call it failed. */
  const recorded = async (
    task: T,
    approach: string,
    startedAt: number,
    success: boolean,
    facts: Pick<Execution, 'success_factors' | 'tools' | 'api_calls'>,
  ): Promise<Pick<TaskOutcome, 'execution' | 'notRecorded'>> => {
    const now = options.clock();
    const words = task.description?.split('\n', 1)[0];
    const execution: Execution = {
      at: isoSeconds(now),
      ...(words === undefined ? {} : { task: words }),
      category: task.category,
      type: task.type ?? 'general',
      complexity: options.complexityOf(task),
      approach,
      success,
      duration_s: Math.max(0, now - startedAt) / 1000,
      dependencies: task.dependencies ?? [],
      ...facts,
    };
    try {
      await options.record(execution);
      return { execution };
    } catch (cause) {
      return { execution, notRecorded: cause instanceof Error ? cause.message : String(cause) };
    }
  };

  /** Tries what resolved such an error before; a recovery's own failure leaves the first one as it was. */
  const recovered = async (
    { task, attempt, again }: Tried<T>,
    signal: AbortSignal | undefined,
  ): Promise<{ result: TaskResult; solution: ErrorSolution; tries: number } | undefined> => {
    if (attempt.ok || options.recover === undefined) return undefined;
    const { failure } = attempt;
    let tries = 0;
    try {
      for (const solution of (await options.solutionsFor(failure, task)).slice(0, MAX_SOLUTIONS)) {
        if (signal?.aborted === true) return undefined;
        options.watch?.({ type: 'recovering', id: task.id, solution });
        if (!(await options.recover(solution, { task, failure }))) continue;
        tries++;
        const once = await again();
        if (once.ok) return { result: once.result, solution, tries };
      }
    } catch {
      // The handler is the caller's: what it throws says that this did not help.
    }
    return undefined;
  };

  /** The outcome of a task that was tried; undefined where it was called off meanwhile. */
  const settled = async (
    tried: Tried<T>,
    approach: Approach,
    signal: AbortSignal | undefined,
  ): Promise<TaskOutcome | undefined> => {
    const { task, attempt, startedAt } = tried;
    const rescue = await recovered(tried, signal);
    const result = attempt.ok ? attempt.result : rescue?.result;
    if (result === undefined && signal?.aborted === true) return undefined;
    const attempts = tried.attempts + (rescue?.tries ?? 0);
    const kept = await recorded(
      task,
      rescue === undefined ? approach : `${approach}_recovered`,
      startedAt + (options.waited?.(task) ?? 0),
      result !== undefined,
      {
        success_factors: [
          ...(rescue === undefined ? [] : ['error_recovery']),
          ...(result === undefined ? [] : successFactors(task, result)),
        ],
        tools: result?.tools ?? task.tools ?? [],
        api_calls: result?.api_calls ?? (APPROACH_TABLE[approach].calls ? attempts : 0),
      },
    );
    const outcome: TaskOutcome = {
      id: task.id,
      status: result === undefined ? 'failed' : 'completed',
      ...kept,
      ...(result === undefined ? {} : { result }),
      ...(attempt.ok ? {} : { failure: attempt.failure }),
      ...(rescue === undefined ? {} : { recovered: rescue.solution }),
    };
    options.watch?.({ type: 'ended', outcome });
    return outcome;
  };

  /** Runs a list through the schedule. `end` tells how a tried task ended. */
  const scheduled = (
    tasks: readonly T[],
    approach: Approach,
    signal: AbortSignal | undefined,
    status: (changes: ReadonlyMap<string, TaskStatus>) => Promise<void>,
    end: (tried: Tried<T>) => Promise<Ending>,
  ): Promise<Map<string, TaskStatus>> => {
    const row = APPROACH_TABLE[approach];
    const perform = performer(options, approach, signal);
    return schedule({
      tasks,
      concurrency: row.together ? concurrency : 1,
      batch: row.calls && options.runBatch !== undefined ? batch : 1,
      stopAtFailure: options.keepGoing === undefined ? row.stopAtFailure : !options.keepGoing,
      ...(signal === undefined ? {} : { signal }),
      perform: (unit, ended) => perform(unit, async (tried) => ended(tried.task, await end(tried))),
      status,
    });
  };

  /** Tells of checkpoints, where the approach has some. */
  const checkpoints = (
    tasks: readonly T[],
    approach: Approach,
    before: ReadonlyMap<string, TaskStatus>,
    of: Pick<Checkpoint, 'task'>,
  ): ((changes: ReadonlyMap<string, TaskStatus>) => Promise<void>) => {
    const statuses = new Map(before);
    return async (changes) => {
      for (const [id, status] of changes) statuses.set(id, status);
      if (!APPROACH_TABLE[approach].checkpoints || ![...changes.values()].includes('completed')) return;
      const done = tasks.flatMap(({ id }) => (statuses.get(id) === 'completed' ? [id] : []));
      const next = tasks.find(({ id }) => !['completed', 'skipped'].includes(statuses.get(id) ?? ''));
      await options.checkpoint?.({ ...of, done, ...(next === undefined ? {} : { next: next.id }) });
    };
  };

  /** Does all steps of a task that are not done yet, and says how it went as a whole. */
  const stepwise = (task: T, steps: readonly T[], approach: Approach, how: ExecuteOptions) => {
    checkGraph(steps);
    let statuses = resumed(steps, how.done);
    const results: TaskResult[] = [];
    return async (): Promise<Attempt> => {
      let first: Attempt | undefined;
      const now = steps.map((step) => ({ ...step, status: statuses.get(step.id) ?? 'pending' }));
      statuses = await scheduled(
        now,
        approach,
        how.signal,
        checkpoints(now, approach, statuses, { task: task.id }),
        async ({ attempt }) => {
          if (attempt.ok) results.push(attempt.result);
          else first ??= attempt;
          return attempt.ok ? 'completed' : 'failed';
        },
      );
      if (first !== undefined) return first;
      const open = steps.some(({ id }) => statuses.get(id) === 'pending');
      return open
        ? { ok: false, failure: failureOf(how.signal?.reason) }
        : { ok: true, result: joined(results) };
    };
  };

  return {
    async execute(task, how = {}) {
      const { signal } = how;
      const approach = how.approach ?? approachOf((await recommended(task)).approach);
      const steps = options.stepsOf?.(task) ?? [];
      const startedAt = options.clock();
      signal?.throwIfAborted();
      options.watch?.({ type: 'began', id: task.id });
      let outcome: TaskOutcome | undefined;
      if (steps.length > 0) {
        const again = stepwise(task, steps, approach, how);
        const attempt = await again();
        outcome = await settled({ task, attempt, attempts: 1, startedAt, again }, approach, signal);
      } else {
        await performer(
          options,
          approach,
          signal,
        )([task], async (tried) => {
          outcome = await settled(tried, approach, signal);
        });
      }
      if (outcome === undefined) {
        signal?.throwIfAborted();
        throw new NexusError('internal', 'internal', `${task.id} was given up without a reason`);
      }
      if (outcome.status === 'failed') throw outcome.failure?.cause;
      return outcome;
    },

    async executeAll(tasks, how = {}) {
      const { signal } = how;
      checkGraph(tasks);
      const before = resumed(tasks, how.done);
      const open = tasks.filter(({ id }) => before.get(id) === 'pending');
      const approach =
        how.approach ?? approachForAll(await Promise.all(open.map((task) => recommended(task))));
      const changed = tasks.filter((task) => before.get(task.id) !== (task.status ?? 'pending'));
      if (changed.length > 0)
        await options.saveStatus?.(new Map(changed.map(({ id }) => [id, before.get(id) ?? 'pending'])));
      const now = tasks.map((task) => ({ ...task, status: before.get(task.id) ?? 'pending' }));
      const outcomes: TaskOutcome[] = [];
      const point = checkpoints(now, approach, before, {});
      const statuses = await scheduled(
        now,
        approach,
        signal,
        async (changes) => {
          await options.saveStatus?.(changes);
          await point(changes);
          for (const [id, status] of changes)
            if (status === 'in_progress') options.watch?.({ type: 'began', id });
            else if (status === 'skipped') options.watch?.({ type: 'skipped', id });
        },
        async (tried) => {
          const outcome = await settled(tried, approach, signal);
          if (outcome === undefined) return 'pending';
          outcomes.push(outcome);
          return outcome.status;
        },
      );
      return { approach, statuses, outcomes, aborted: signal?.aborted === true };
    },
  };
}

function checkGraph(tasks: readonly Task[]): void {
  const [fault] = graphFaults(tasks);
  if (fault !== undefined) throw new NexusError('usage', 'bad-plan', fault.message, fault.hint);
}
