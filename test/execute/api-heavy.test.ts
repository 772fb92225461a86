import { expect, test } from 'vitest';
import { createAdaptiveExecutor } from '../../src/execute/executor.ts';
import { options, tasks, world } from './world.ts';

const HOW = { approach: 'api_heavy' } as const;

test('attempts are repeated, after waits that double, of which at most half is taken off', async () => {
  for (const [random, waits] of [
    [0, [500, 1000, 2000, 3000]],
    [0.999999, [250, 500, 1000, 1500]],
  ] as const) {
    const it = world();
    const at: number[] = [];
    const told = options(
      { ...it, random: () => random },
      {
        retry: { retries: 4, baseMs: 500, maxMs: 3000 },
        run: () => {
          at.push(it.passed());
          throw new Error('503');
        },
      },
    );
    const done = await it.settle(createAdaptiveExecutor(told).executeAll(tasks('a'), HOW));
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    for (const [index, wait] of waits.entries()) expect(gaps[index]).toBeCloseTo(wait, 1);
    expect(at).toHaveLength(5);
    expect(done.statuses.get('a')).toBe('failed');
    expect(told.executions).toMatchObject([{ approach: 'api_heavy', success: false, api_calls: 5 }]);
  }
});

test('one that passes after a while is one success; the caller may forbid, or lengthen, the wait', async () => {
  const it = world();
  let tries = 0;
  const told = options(it, {
    mayRetry: ({ message }) => (message === '429' ? 60_000 : message !== '400'),
    run: ({ id }) => {
      if (id === 'bad') throw new Error('400');
      if (++tries < 3) throw new Error('429');
      return {};
    },
  });
  const done = await it.settle(createAdaptiveExecutor(told).executeAll(tasks('late', 'bad'), HOW));
  expect(Object.fromEntries(done.statuses)).toEqual({ late: 'completed', bad: 'failed' });
  expect(it.passed()).toBe(120_000);
  expect(told.executions.map(({ task, api_calls }) => [task, api_calls])).toEqual([
    ['do bad', 1],
    ['do late', 3],
  ]);
});

test('no more attempts begin in a second than allowed', async () => {
  const it = world();
  const at: number[] = [];
  const told = options(it, {
    rate: 5,
    concurrency: 20,
    run: () => {
      at.push(it.passed());
      return {};
    },
  });
  const list = tasks(...Array.from({ length: 20 }, (_, index) => `t${index}`));
  await it.settle(createAdaptiveExecutor(told).executeAll(list, HOW));
  expect(at).toEqual(Array.from({ length: 20 }, (_, index) => index * 200));
});

test('endpoints take turns, and one that failed is not asked again at once', async () => {
  const it = world();
  const asked: string[] = [];
  const told = options(it, {
    concurrency: 1,
    endpoints: ['one', 'two', 'three'],
    run: ({ id }, { endpoint }) => {
      asked.push(`${id} ${endpoint}`);
      if (endpoint === 'two') throw new Error('down');
      return {};
    },
  });
  const done = await it.settle(createAdaptiveExecutor(told).executeAll(tasks('a', 'b', 'c', 'd'), HOW));
  expect(asked).toEqual(['a one', 'b two', 'b three', 'c one', 'd two', 'd three']);
  expect(new Set(done.statuses.values())).toEqual(new Set(['completed']));
});

test('batches: several tasks in one call, and only those that failed again', async () => {
  const it = world();
  const calls: string[] = [];
  const told = options(it, {
    batch: 3,
    concurrency: 1,
    runBatch: (list, { attempt }) => {
      calls.push(list.map(({ id }) => id).join(''));
      return list.map(({ id }) =>
        id === 'b' && attempt === 1 ? { failure: { type: 'Busy', message: 'later' } } : { api_calls: 1 },
      );
    },
  });
  const done = await it.settle(
    createAdaptiveExecutor(told).executeAll(tasks('a', 'b', 'c', 'd', 'e<a,d'), HOW),
  );
  expect(calls).toEqual(['abc', 'b', 'd', 'e']);
  expect(new Set(done.statuses.values())).toEqual(new Set(['completed']));
  expect(told.executions[0]?.success_factors).toEqual(['api_integration']);
});

test('a batch that answers too little, or not at all, is a failure of the tasks concerned', async () => {
  const it = world();
  const told = options(it, {
    retry: { retries: 0 },
    runBatch: (list) => {
      if (list.length === 1) throw new RangeError('no route');
      return [{}];
    },
  });
  const done = await it.settle(createAdaptiveExecutor(told).executeAll(tasks('a', 'b', 'c<a'), HOW));
  expect(done.outcomes.map(({ id, failure }) => [id, failure?.message])).toEqual([
    ['a', undefined],
    ['b', 'b: there is no result'],
    ['c', 'no route'],
  ]);
});

test.each([{ rate: 0 }, { concurrency: 0 }, { batch: 1.5 }])('%o is refused', async (wrong) => {
  await expect(
    (async () => createAdaptiveExecutor(options(world(), wrong)).executeAll(tasks('a'), HOW))(),
  ).rejects.toThrow(/rate|concurrency|batch/);
});
