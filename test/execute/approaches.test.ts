import { describe, expect, test } from 'vitest';
import { createAdaptiveExecutor } from '../../src/execute/executor.ts';
import type { Checkpoint } from '../../src/execute/executor-options.ts';
import { options, tasks, world } from './world.ts';

/** Fails the named tasks, each once. */
function failingOnce(...ids: readonly string[]) {
  const left = new Set(ids);
  return (task: { readonly id: string }) => {
    if (left.delete(task.id)) throw new TypeError(`${task.id} broke`);
    return {};
  };
}

describe('standard', () => {
  test('goes in the order of dependencies, else of the list, one at a time', async () => {
    const it = world();
    const told = options(it);
    const done = await it.settle(
      createAdaptiveExecutor(told).executeAll(tasks('c<b', 'a', 'b<a', 'd'), { approach: 'standard' }),
    );
    expect(told.story).toEqual(
      ['a', 'b', 'c', 'd'].flatMap((id) => [`in_progress ${id}`, `completed ${id}`]),
    );
    expect(it.passed()).toBe(4000);
    expect(done).toMatchObject({ approach: 'standard', aborted: false });
    expect(
      told.executions.map(({ task, approach, success, duration_s }) => [task, approach, success, duration_s]),
    ).toEqual(['a', 'b', 'c', 'd'].map((id) => [`do ${id}`, 'standard', true, 1]));
  });

  test('stops at a failure; a second run begins there', async () => {
    const told = options(world(), { run: failingOnce('b') });
    const executor = createAdaptiveExecutor(told);
    const first = await executor.executeAll(tasks('a', 'b', 'c'));
    expect(Object.fromEntries(first.statuses)).toEqual({ a: 'completed', b: 'failed', c: 'pending' });
    expect(first.outcomes.at(-1)?.failure).toMatchObject({ type: 'TypeError', message: 'b broke' });
    const again = tasks('a', 'b', 'c').map((task) => ({
      ...task,
      status: first.statuses.get(task.id) ?? 'pending',
    }));
    const second = await executor.executeAll(again);
    expect(second.outcomes.map(({ id }) => id)).toEqual(['b', 'c']);
    expect([...second.statuses.values()]).toEqual(['completed', 'completed', 'completed']);
  });

  test('goes on where the caller wants that', async () => {
    const told = options(world(), { run: failingOnce('a'), keepGoing: true });
    const done = await createAdaptiveExecutor(told).executeAll(tasks('a', 'b<a', 'c'));
    expect(Object.fromEntries(done.statuses)).toEqual({ a: 'failed', b: 'skipped', c: 'completed' });
  });
});

describe('incremental', () => {
  test('tells of a checkpoint after each step, before the next; a second run goes on from it', async () => {
    const points: Checkpoint[] = [];
    const order: string[] = [];
    const told = options(world(), {
      checkpoint: async (point) => {
        await Promise.resolve();
        points.push(point);
        order.push(`checkpoint ${point.done.length}`);
      },
      run: (task) => {
        order.push(task.id);
        if (task.id === 'c' && points.length < 3) throw new Error('not yet');
        return {};
      },
    });
    const executor = createAdaptiveExecutor(told);
    await executor.executeAll(tasks('a', 'b', 'c', 'd'), { approach: 'incremental' });
    expect(order).toEqual(['a', 'checkpoint 1', 'b', 'checkpoint 2', 'c']);
    expect(points.at(-1)).toEqual({ done: ['a', 'b'], next: 'c' });
    points.push({ done: [] });
    order.length = 0;
    const done = points[1]?.done ?? [];
    await executor.executeAll(tasks('a', 'b', 'c', 'd'), { approach: 'incremental', done });
    expect(order).toEqual(['c', 'checkpoint 3', 'd', 'checkpoint 4']);
    expect(points.at(-1)).toEqual({ done: ['a', 'b', 'c', 'd'] });
  });

  test('a checkpoint that cannot be kept ends the work', async () => {
    const told = options(world(), {
      run: () => ({}),
      checkpoint: () => {
        throw new Error('disk full');
      },
    });
    await expect(
      createAdaptiveExecutor(told).executeAll(tasks('a', 'b'), { approach: 'incremental' }),
    ).rejects.toThrow('disk full');
    expect(told.story).toEqual(['in_progress a', 'completed a']);
  });
});

describe('parallel', () => {
  test('as many at once as allowed, and never more', async () => {
    const it = world();
    let now = 0;
    let most = 0;
    const told = options(it, {
      concurrency: 3,
      run: async () => {
        most = Math.max(most, ++now);
        await it.sleep(1000);
        now--;
        return {};
      },
    });
    await it.settle(
      createAdaptiveExecutor(told).executeAll(tasks('a', 'b', 'c', 'd', 'e', 'f', 'g'), {
        approach: 'parallel',
      }),
    );
    expect(most).toBe(3);
    expect(it.passed()).toBe(3000);
  });

  test('what depends on something begins as soon as all of it is done', async () => {
    const it = world();
    const seconds: Readonly<Record<string, number>> = { a: 1, b: 5, c: 1, d: 1 };
    const began = new Map<string, number>();
    const told = options(it, {
      run: async ({ id }) => {
        began.set(id, it.passed());
        await it.sleep(1000 * (seconds[id] ?? 0));
        return {};
      },
    });
    await it.settle(
      createAdaptiveExecutor(told).executeAll(tasks('a', 'b', 'c<a', 'd<b,c'), { approach: 'parallel' }),
    );
    expect(Object.fromEntries(began)).toEqual({ a: 0, b: 0, c: 1000, d: 5000 });
  });

  test('a failure stops what depends on it, and nothing else; then that is done again', async () => {
    const told = options(world(), { run: failingOnce('b') });
    const executor = createAdaptiveExecutor(told);
    const list = tasks('a', 'b', 'c<b', 'd<c,a', 'e<a', 'f');
    const first = await executor.executeAll(list, { approach: 'parallel' });
    expect(Object.fromEntries(first.statuses)).toEqual({
      a: 'completed',
      b: 'failed',
      c: 'skipped',
      d: 'skipped',
      e: 'completed',
      f: 'completed',
    });
    expect(told.executions.map(({ task, success }) => `${task} ${success}`).sort()).toEqual([
      'do a true',
      'do b false',
      'do e true',
      'do f true',
    ]);
    const second = await executor.executeAll(
      list.map((task) => ({ ...task, status: first.statuses.get(task.id) ?? 'pending' })),
      { approach: 'parallel' },
    );
    expect(second.outcomes.map(({ id }) => id)).toEqual(['b', 'c', 'd']);
    expect(new Set(second.statuses.values())).toEqual(new Set(['completed']));
  });

  test('a task that a person skipped stays skipped, and what depends on it runs', async () => {
    const told = options(world(), { run: () => ({}) });
    const [a, b] = tasks('a', 'b<a');
    const done = await createAdaptiveExecutor(told).executeAll([
      ...(a === undefined ? [] : [{ ...a, status: 'skipped' as const }]),
      ...(b === undefined ? [] : [b]),
    ]);
    expect(Object.fromEntries(done.statuses)).toEqual({ a: 'skipped', b: 'completed' });
  });
});

test.each([
  [tasks('a<b', 'b<c', 'c<a'), 'tasks wait for each other: a → b → c → a'],
  [tasks('a<a'), 'a → a'],
  [tasks('build', 'test<biuld'), 'test depends on biuld, which is no task here'],
  [tasks('a', 'a'), 'the id a is there twice'],
])('a list that cannot be worked through is refused before anything is done', async (list, message) => {
  const told = options(world());
  await expect(createAdaptiveExecutor(told).executeAll(list)).rejects.toThrow(message);
  expect(told.story).toEqual([]);
});

test('no tasks are done at once', async () => {
  const done = await createAdaptiveExecutor(options(world())).executeAll([]);
  expect(done).toMatchObject({ approach: 'standard', outcomes: [], aborted: false });
});
