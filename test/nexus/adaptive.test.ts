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
