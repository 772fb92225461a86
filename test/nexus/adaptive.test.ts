import { expect, test } from 'vitest';
import { createAdaptiveExecutor, type Task } from '../../src/library.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const task = (id: string): Task => ({
  id,
  description: `add index ${id}`,
  category: 'database',
  type: 'schema',
});

test('an open memory advises, and learns from how it went', async () => {
  const memory = await open(await withMemory(gitRepo({ 'README.md': 'x\n' })));
  const executor = createAdaptiveExecutor({
    recommend: memory.recommend,
    record: memory.recordExecution,
    solutionsFor: memory.solutionsFor,
    run: ({ id }) => {
      if (id === 'broken') throw new RangeError('no such table');
      return { tools: ['psql'] };
    },
  });
  expect((await executor.execute(task('a'))).execution).toMatchObject({
    approach: 'standard',
    complexity: 'low',
    tools: ['psql'],
  });
  await executor.execute(task('b'), { approach: 'incremental' });
  await executor.execute(task('c'), { approach: 'incremental' });
  await expect(executor.execute(task('broken'), { approach: 'parallel' })).rejects.toThrow('no such table');

  expect(await memory.recommend(task('next'))).toMatchObject({
    approach: 'incremental',
    similar: 3,
    tools: [['psql', 3]],
  });
  expect((await executor.executeAll([task('d'), task('e')])).approach).toBe('incremental');
});

test('a wait between attempts ends when the work is called off', async () => {
  const off = new AbortController();
  const executor = createAdaptiveExecutor({
    recommend: () => ({ approach: 'api_heavy', confidence: 1 }),
    record: () => undefined,
    solutionsFor: () => [],
    retry: { baseMs: 3_600_000, maxMs: 3_600_000 },
    watch: ({ type }) => {
      if (type === 'retry') setTimeout(() => off.abort(new Error('called off')), 1);
    },
    run: () => {
      throw new Error('503');
    },
  });
  await expect(executor.execute(task('a'), { signal: off.signal })).rejects.toThrow('called off');
});

test.each(['standard', 'incremental', 'parallel', 'api_heavy'] as const)(
  '%s: of thirty tasks those that fail are recovered by what memory knows, and it is told',
  async (approach) => {
    const memory = await open(await withMemory(gitRepo({ 'README.md': 'x\n' })));
    const remembered = await memory.remember({
      kind: 'error',
      title: 'RangeError: the pool has no size',
      error: { type: 'RangeError', message: 'the pool has no size' },
      body: '## Resolution\n\nGive it one.\n',
    });
    await memory.remember({
      kind: 'solution',
      title: 'RangeError: the queue has no end',
      body: '## Solution\n\nEnd it.\n',
    });
    const tasks = Array.from({ length: 30 }, (_, index): Task => {
      const dependencies = index === 0 ? [] : [`t${Math.floor((index - 1) / 2)}`];
      return { ...task(`t${index}`), dependencies };
    });
    const fragile = new Set(['t3', 't5', 't20']);
    const order: string[] = [];
    const statuses = new Map<string, string>();
    const executor = createAdaptiveExecutor({
      recommend: memory.recommend,
      record: memory.recordExecution,
      solutionsFor: memory.solutionsFor,
      retry: { retries: 1, baseMs: 1 },
      recover: ({ id, approach: words }, { task: failed }) => {
        // The most similar message first; the other one is not tried.
        expect([id, words]).toEqual([remembered.record.id, 'Give it one.']);
        return fragile.delete(failed.id);
      },
      saveStatus: (changes) => {
        for (const [id, status] of changes) statuses.set(id, status);
      },
      run: ({ id }) => {
        if (fragile.has(id)) throw new RangeError('the pool has no size');
        order.push(id);
        return {};
      },
    });
    const done = await executor.executeAll(tasks, { approach });
    expect([...statuses.values()]).toEqual(Array.from({ length: 30 }, () => 'completed'));
    expect(order).toHaveLength(30);
    for (const { id, dependencies = [] } of tasks)
      for (const need of dependencies) expect(order.indexOf(need)).toBeLessThan(order.indexOf(id));
    const recovered = done.outcomes.filter((one) => one.recovered !== undefined);
    expect(recovered.map(({ id }) => id).sort()).toEqual(['t20', 't3', 't5']);
    for (const { execution, recovered: by } of recovered) {
      expect(by?.id).toBe(remembered.record.id);
      expect(execution).toMatchObject({
        approach: `${approach}_recovered`,
        success: true,
        success_factors: expect.arrayContaining(['error_recovery']),
      });
    }
    expect((await memory.recommend(task('next'))).approach).toBe(approach);
  },
);
