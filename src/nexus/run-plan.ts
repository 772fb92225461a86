import { createHash } from 'node:crypto';
import { NexusError } from '../core/error.ts';
import type { Approach, PlanTask, TaskStatus } from '../core/plan.ts';
import { APPROACH_TABLE } from '../execute/approach.ts';
import type { Call, ExecutorEvent, ExecutorOptions } from '../execute/executor-options.ts';
import type { ListOutcome, TaskResult } from '../execute/outcome.ts';
import { resumed } from '../execute/schedule.ts';
import { labelledOutput } from '../repo/labelled-output.ts';
import type { ChildStreams } from '../repo/run-child.ts';
import { createAdaptiveExecutor } from './adaptive.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { type OpenPlan, openPlan } from './plan-file.ts';
import { type PlanRecovery, planRecovery } from './plan-recovery.ts';
import { recommender } from './recommend.ts';
import { recordExecution } from './record-execution.ts';
import type { Recovery } from './recover.ts';
import { type RunOutcome, run } from './run.ts';
import { shellCommand } from './shell-command.ts';

/** What a person may want to watch of a plan. */
export type PlanEvent =
  | ExecutorEvent
  /** Before anything is begun: how many there are, and how many of them are to be done. */
  | { readonly type: 'planned'; readonly total: number; readonly open: number }
  | { readonly type: 'ran'; readonly id: string; readonly outcome: RunOutcome };

export interface PlanQuery {
  /** The plan file, as a person named it. */
  readonly path: string;
  /** Instead of the plan's own, and of the recommended one. */
  readonly approach?: Approach;
  /** Tasks at the same time, instead of the plan's own; more than one means `parallel` where no approach is given. */
  readonly jobs?: number;
  /** After a failure go on with what does not depend on it. */
  readonly keepGoing?: boolean;
  /** Lets a person decide which commands of what is known are run when a task fails. */
  readonly recovery?: Pick<Recovery, 'offer'>;
  /** Begins nothing new; commands that run are waited for. */
  readonly signal?: AbortSignal;
  watch?(event: PlanEvent): void;
  /** Where whole lines go, each behind its task's id, when several commands run at once. */
  readonly lines?: Pick<ChildStreams, 'stdout' | 'stderr'>;
}

export interface PlanOutcome extends Pick<ListOutcome, 'approach' | 'outcomes' | 'aborted'> {
  /** Relative to the top. */
  readonly plan: string;
  /** Of every task, in the order of the plan. */
  readonly statuses: Readonly<Record<string, TaskStatus>>;
}

/** A lock whose process is gone is free at once; this is for one on another machine. */
const LOCK = { staleMs: 30 * 86_400_000 };
const DEFAULT_JOBS = 4;
/** Exit codes by which a person ended a command, and means all that follows: SIGINT, SIGTERM, SIGHUP. */
const CALLED_OFF: readonly number[] = [130, 143, 129];

/**
 * Works through a plan file: each task's command as `nexus run` has it, its status written back before anything
 * follows from it. So a second run goes on where the first one ended, however that was. Throws `bad-plan`, and
 * `conflict` while another process works on this plan.
 */
export async function runPlan(
  context: Context,
  query: PlanQuery,
  streams: ChildStreams,
): Promise<PlanOutcome> {
  const { state } = requireRepository(context);
  const name = createHash('sha256').update(openPlan(context, query.path).path).digest('hex').slice(0, 16);
  const done = await state.withLock(`plan-${name}`, () => work(context, query, streams), LOCK);
  if (done !== undefined) return done;
  throw new NexusError(
    'broken',
    'conflict',
    `${query.path} is being worked on by another nexus run`,
    'wait until that has ended',
  );
}

async function work(context: Context, query: PlanQuery, streams: ChildStreams): Promise<PlanOutcome> {
  const opened = openPlan(context, query.path);
  const { plan, name } = opened;
  checkCommands(opened);
  const off = new AbortController();
  const callOff = (): void => off.abort(query.signal?.reason);
  if (query.signal?.aborted === true) callOff();
  query.signal?.addEventListener('abort', callOff, { once: true });
  const approach = query.approach ?? plan.approach ?? ((query.jobs ?? 1) > 1 ? 'parallel' : undefined);
  const concurrency = query.jobs ?? plan.concurrency ?? DEFAULT_JOBS;
  const { endpoints, rate, retries } = plan;
  const lines = plan.tasks.map(({ run: line }) => JSON.stringify(line));
  const alike = new Set(lines.filter((line, at) => lines.indexOf(line) !== at));
  const recovery =
    query.recovery === undefined
      ? undefined
      : planRecovery(context, query.recovery, streams, () => off.abort());
  const executor = createAdaptiveExecutor<PlanTask>({
    ...learningOf(context),
    ...(recovery === undefined
      ? {}
      : { recover: recovery.recover, solutionsFor: recovery.solutionsFor, waited: recovery.waited }),
    clock: context.clock,
    concurrency,
    saveStatus: opened.save,
    run: (task, call) => {
      const together = concurrency > 1 && APPROACH_TABLE[call.approach].together;
      const same = alike.has(JSON.stringify(task.run));
      const how = { context, query, streams, together, same, recovery, callOff: () => off.abort() };
      return runTask(how, task, call);
    },
    ...(query.keepGoing === undefined ? {} : { keepGoing: query.keepGoing }),
    ...(query.watch === undefined ? {} : { watch: query.watch }),
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(rate === undefined ? {} : { rate }),
    ...(retries === undefined ? {} : { retry: { retries } }),
  });
  const open = [...resumed(plan.tasks).values()].filter((status) => status === 'pending').length;
  query.watch?.({ type: 'planned', total: plan.tasks.length, open });
  try {
    const done = await executor.executeAll(plan.tasks, {
      signal: off.signal,
      ...(approach === undefined ? {} : { approach }),
    });
    const { outcomes, aborted } = done;
    const statuses = Object.fromEntries(plan.tasks.map(({ id }) => [id, done.statuses.get(id) ?? 'pending']));
    return { plan: name, approach: done.approach, statuses, outcomes, aborted };
  } finally {
    query.signal?.removeEventListener('abort', callOff);
  }
}

/** What was learned, and learns. Nothing that is remembered is run from here, so no solution is sought. */
function learningOf(
  context: Context,
): Pick<ExecutorOptions<PlanTask>, 'recommend' | 'record' | 'solutionsFor'> {
  let advise: ReturnType<typeof recommender> | undefined;
  return {
    recommend: async (task) => {
      advise ??= recommender(context);
      return (await advise)(task);
    },
    record: (execution) => (hasMemory(context) ? recordExecution(context, execution) : undefined),
    solutionsFor: () => [],
  };
}

/** Every task that is to be done must say how, before the first one is begun. */
function checkCommands({ plan, name }: OpenPlan): void {
  const missing = plan.tasks.filter(
    ({ run: command, status }) => command === undefined && status !== 'completed' && status !== 'skipped',
  );
  if (missing.length === 0) return;
  throw new NexusError(
    'usage',
    'bad-plan',
    `${name}: nothing to run for ${missing.map(({ id }) => id).join(', ')}`,
    'add: run: <command>; or, for what is done by hand, status: completed or skipped',
  );
}

interface Work {
  readonly context: Context;
  readonly query: PlanQuery;
  readonly streams: ChildStreams;
  /** Others may run at the same time. */
  readonly together: boolean;
  /** Another task has the same command: only the task tells whose failure it was. */
  readonly same: boolean;
  readonly recovery: PlanRecovery | undefined;
  callOff(): void;
}

async function runTask(
  { context, query, streams, together, same, recovery, callOff }: Work,
  task: PlanTask,
  { attempt, endpoint }: Call,
): Promise<TaskResult> {
  const env = {
    ...context.env,
    NEXUS_TASK: task.id,
    NEXUS_ATTEMPT: String(attempt),
    ...(endpoint === undefined ? {} : { NEXUS_ENDPOINT: endpoint }),
  };
  const own = { ...context, env };
  const { run: line = [] } = task;
  const command = typeof line === 'string' ? shellCommand(own, line) : line;
  // What else is on the plan resolves nothing.
  const how = { step: false, ...(same ? { task: task.id } : {}) };
  const outcome = together
    ? await labelled(task.id, query.lines ?? streams, (mine) => run(own, command, mine, undefined, how))
    : await run(own, command, streams, undefined, how);
  recovery?.ran(task, command, outcome);
  query.watch?.({ type: 'ran', id: task.id, outcome });
  if (outcome.exit === 0) return { dependencies_resolved: task.dependencies ?? [] };
  if (CALLED_OFF.includes(outcome.exit)) callOff();
  const { type = `exit ${outcome.exit}`, message = outcome.notStarted ?? `exit code ${outcome.exit}` } =
    outcome.failure ?? {};
  return { failure: { type, message } };
}

/** Runs with output streams that pass whole lines on, with the task's id in front. */
async function labelled<T>(
  id: string,
  { stdout, stderr }: Pick<ChildStreams, 'stdout' | 'stderr'>,
  work: (streams: ChildStreams) => Promise<T>,
): Promise<T> {
  const out = labelledOutput(`${id} | `, stdout);
  const err = labelledOutput(`${id} | `, stderr);
  try {
    return await work({ stdin: 'ignore', stdout: out, stderr: err, isTTY: false });
  } finally {
    await Promise.all([out, err].map((stream) => new Promise<void>((resolve) => stream.end(resolve))));
  }
}
