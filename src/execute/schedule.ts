import type { Task, TaskStatus } from '../core/plan.ts';

/** How one task ended; `pending` where it was given up before it had. */
export type Ending = Extract<TaskStatus, 'completed' | 'failed' | 'pending'>;

export interface ScheduleOptions<T extends Task> {
  /** With their statuses; dependencies name one another. Without circles, see `graphFaults`. */
  readonly tasks: readonly T[];
  /** Units at the same time. */
  readonly concurrency: number;
  /** Tasks of one unit, at most. */
  readonly batch: number;
  /** After a failure nothing new begins; otherwise only what depends on it is skipped. */
  readonly stopAtFailure: boolean;
  readonly signal?: AbortSignal;
  /** Works on a unit and tells the end of each of its tasks. */
  perform(unit: readonly T[], end: (task: T, ending: Ending) => Promise<void>): Promise<void>;
  /** Told of every change, one at a time, in order. What it throws ends the work. */
  status(changes: ReadonlyMap<string, TaskStatus>): void | Promise<void>;
}

/**
 * Statuses with which work goes on: what was begun, failed, or skipped because something failed, is to be
 * done again. A task that was skipped although nothing in its way had failed was skipped by a person: it
 * stays so, and what depends on it may run.
 */
export function resumed(tasks: readonly Task[], done: readonly string[] = []): Map<string, TaskStatus> {
  const statuses = new Map<string, TaskStatus>();
  const marked = new Set(done);
  for (const task of inOrder(tasks)) {
    const was = marked.has(task.id) ? 'completed' : (task.status ?? 'pending');
    const ready = (task.dependencies ?? []).every((id) => isDone(statuses.get(id)));
    const stays = was === 'completed' || (was === 'skipped' && ready);
    statuses.set(task.id, stays ? was : 'pending');
  }
  return statuses;
}

function isDone(status: TaskStatus | undefined): boolean {
  return status === 'completed' || status === 'skipped';
}

/** Each task behind those that it depends on, else in the order of the list. */
function inOrder<T extends Task>(tasks: readonly T[]): readonly T[] {
  const { waiting, dependants } = graphOf(tasks);
  const ordered: T[] = [];
  const ready = tasks.filter((task) => waiting.get(task.id) === 0);
  for (let task = ready.shift(); task !== undefined; task = ready.shift()) {
    ordered.push(task);
    for (const next of dependants.get(task.id) ?? []) if (counted(waiting, next.id) === 0) ready.push(next);
  }
  return ordered;
}

interface Graph<T> {
  /** How many dependencies of a task are not done. */
  readonly waiting: Map<string, number>;
  readonly dependants: ReadonlyMap<string, readonly T[]>;
}

function graphOf<T extends Task>(tasks: readonly T[]): Graph<T> {
  const waiting = new Map<string, number>();
  const dependants = new Map<string, T[]>();
  for (const task of tasks) {
    const needs = new Set(task.dependencies);
    waiting.set(task.id, needs.size);
    for (const id of needs) {
      const list = dependants.get(id);
      if (list === undefined) dependants.set(id, [task]);
      else list.push(task);
    }
  }
  return { waiting, dependants };
}

function counted(waiting: Map<string, number>, id: string): number {
  const left = (waiting.get(id) ?? 0) - 1;
  waiting.set(id, left);
  return left;
}

/**
 * Works through tasks so that each begins when all it depends on is done, never more units at once than
 * allowed. When it returns, nothing is at work any more and no task is `in_progress`.
 */
export async function schedule<T extends Task>(
  options: ScheduleOptions<T>,
): Promise<Map<string, TaskStatus>> {
  const { tasks, signal } = options;
  const statuses = resumed(tasks);
  const { waiting, dependants } = graphOf(tasks);
  const place = new Map(tasks.map((task, index) => [task.id, index]));
  /** What may begin, by its place in the list. */
  const ready: T[] = [];
  let stopped = false;
  let broken: { readonly cause: unknown } | undefined;
  let told: Promise<void> = Promise.resolve();

  const tell = (changes: ReadonlyMap<string, TaskStatus>): Promise<void> => {
    for (const [id, status] of changes) statuses.set(id, status);
    told = told.then(async () => {
      if (broken !== undefined || changes.size === 0) return;
      try {
        await options.status(changes);
      } catch (cause) {
        broken = { cause };
      }
    });
    return told;
  };
  const enter = (task: T): void => {
    const at = place.get(task.id) ?? 0;
    const before = ready.findLastIndex((other) => (place.get(other.id) ?? 0) < at);
    ready.splice(before + 1, 0, task);
  };
  const release = (id: string): void => {
    for (const next of dependants.get(id) ?? [])
      if (counted(waiting, next.id) === 0 && statuses.get(next.id) === 'pending') enter(next);
  };
  const end = async (task: T, ending: Ending): Promise<void> => {
    const changes = new Map<string, TaskStatus>([[task.id, ending]]);
    if (ending === 'failed' && options.stopAtFailure) stopped = true;
    else if (ending === 'failed')
      for (const id of behind(task.id, dependants))
        if (statuses.get(id) === 'pending') changes.set(id, 'skipped');
    await tell(changes);
    if (ending === 'completed') release(task.id);
  };
  const work = async (unit: readonly T[]): Promise<void> => {
    await tell(new Map(unit.map(({ id }) => [id, 'in_progress'])));
    try {
      if (broken === undefined) await options.perform(unit, end);
    } catch (cause) {
      broken ??= { cause };
    }
    const left = unit.filter(({ id }) => statuses.get(id) === 'in_progress');
    await tell(new Map(left.map(({ id }) => [id, 'pending'])));
  };

  for (const task of inOrder(tasks)) {
    const status = statuses.get(task.id);
    if (isDone(status)) for (const next of dependants.get(task.id) ?? []) counted(waiting, next.id);
  }
  for (const task of tasks)
    if (statuses.get(task.id) === 'pending' && waiting.get(task.id) === 0) ready.push(task);

  const units = new Set<Promise<void>>();
  for (;;) {
    while (
      !stopped &&
      broken === undefined &&
      signal?.aborted !== true &&
      ready.length > 0 &&
      units.size < options.concurrency
    ) {
      const unit = work(ready.splice(0, options.batch)).finally(() => units.delete(unit));
      units.add(unit);
    }
    if (units.size === 0) break;
    await Promise.race(units);
  }
  if (broken !== undefined) throw broken.cause;
  return statuses;
}

/** All that depends on a task, directly or not. */
function behind(id: string, dependants: ReadonlyMap<string, readonly Task[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const next of dependants.get(at) ?? [])
      if (!found.has(next.id)) {
        found.add(next.id);
        open.push(next.id);
      }
  return found;
}
