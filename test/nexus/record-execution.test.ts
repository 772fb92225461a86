import { expect, test } from 'vitest';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Story } from '../helpers/story.ts';

const DONE = { category: 'backend', success: true } as const;

test('an execution waits for the next commit, and is in its episode', async () => {
  const story = new Story();
  const { execution } = await (await story.open()).recordExecution({
    description: '  Add\n an endpoint ',
    category: 'backend',
    type: 'api',
    approach: 'incremental',
    success: true,
    success_factors: ['tests first'],
    duration_s: 12.3456,
    dependencies: ['schema', 'auth'],
    effort: 6,
    tools: ['curl'],
    api_calls: 3,
    at: '2026-01-02T03:04:05Z',
  });
  expect(execution).toEqual({
    at: '2026-01-02T03:04:05Z',
    task: 'Add an endpoint',
    category: 'backend',
    type: 'api',
    complexity: 'high',
    approach: 'incremental',
    success: true,
    success_factors: ['tests first'],
    duration_s: 12.346,
    dependencies: ['schema', 'auth'],
    tools: ['curl'],
    api_calls: 3,
  });
  expect((await (await story.open()).status()).waiting.executions).toBe(1);
  const [path = ''] = await story.commit('endpoint');
  expect(story.read(path)).toContain('title: "Executed: Add an endpoint"');
  expect(story.read(path)).toContain('    duration_s: 12.346\n');
  expect((await (await story.open()).status()).waiting.executions).toBe(0);
  expect(await story.commit('nothing more')).toEqual([]);
});

test('secrets go, and so does what a field could not hold', async () => {
  const story = new Story();
  await (await story.open()).recordExecution({
    ...DONE,
    description: `deploy with password=${'hunter2hunter2'} ${'and more '.repeat(100)}`,
    tools: ['AKIAIOSFODNN7EXAMPLX', ...Array.from({ length: 50 }, (_, at) => `tool ${at}`)],
  });
  const [path = ''] = await story.commit('deploy');
  expect(story.read(path)).not.toMatch(/hunter2|AKIAIOS/);
  expect(story.read(path)).toContain('[REDACTED');
  expect((await (await story.open()).status()).problems).toEqual([]);
});

test('an episode tells of sixty; the others wait, and none is lost', async () => {
  const story = new Story();
  const nexus = await story.open();
  for (let at = 0; at < 100; at++)
    await nexus.recordExecution({ ...DONE, description: `task ${at}`, tools: ['x'.repeat(90)] });
  const told: number[] = [];
  for (let at = 0; at < 3; at++) {
    const [path] = await story.commit(`work ${at}`);
    if (path !== undefined) told.push(story.read(path).match(/^ {2}- at: /gm)?.length ?? 0);
    expect((await (await story.open()).status()).problems).toEqual([]);
  }
  expect(told).toEqual([60, 40]);
});

test.each([
  [{ duration_s: Number.NaN }, 'duration_s'],
  [{ duration_s: -1 }, 'duration_s'],
  [{ duration_s: Number.POSITIVE_INFINITY }, 'duration_s'],
  [{ duration_s: 1e12 }, 'duration_s'],
  [{ api_calls: -2 }, 'api_calls'],
  [{ effort: Number.NaN }, 'effort'],
  [{ category: '  ' }, 'category'],
  [{ at: 'noon' }, 'at'],
  [{ at: '2126-01-01T00:00:00Z' }, 'yet to come'],
  [{ at: '2010-01-01T00:00:00Z' }, 'before there was Nexus'],
])('%j is refused and not kept', async (over, word) => {
  const repo = await withMemory(gitRepo({ a: 'a\n' }));
  const nexus = await open(repo);
  await expect(nexus.recordExecution({ ...DONE, ...over })).rejects.toMatchObject({
    code: 'bad-value',
    message: expect.stringContaining(word),
  });
  expect((await nexus.status()).waiting.executions).toBe(0);
});
