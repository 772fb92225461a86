import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Story } from '../helpers/story.ts';

const HOUR = 3_600_000;
const NOW = Date.now();
let made = 0;

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** An episode as a commit of someone else's brings it. */
function episode(fields: string, created = NOW - HOUR): Readonly<Record<string, string>> {
  const id = makeId(
    NOW,
    Uint8Array.from({ length: 10 }, () => ++made % 256),
  );
  const text = `---\nid: "${id}"\nkind: episode\ntitle: Worked ${made}\ncreated: ${iso(created)}\n${fields}---\n`;
  return { [`.nexus/episodes/2026/11/worked-${id}.md`]: text };
}

function executions(...entries: readonly string[]): string {
  return `executions:\n${entries.map((entry) => `  - {${entry}}\n`).join('')}`;
}

async function memory(): Promise<TestRepo> {
  return withMemory(gitRepo({ a: 'a\n' }));
}

async function total(repo: TestRepo): Promise<number> {
  const { overall_metrics } = await (await open(repo)).report({});
  return overall_metrics.status === 'measured' ? overall_metrics.total_executions : 0;
}

test('what waits, what is staged and what is committed counts once', async () => {
  const story = new Story();
  const nexus = await story.open();
  await nexus.recordExecution({ category: 'backend', success: true });
  expect(await total(story.repo)).toBe(1);
  story.stage('work');
  await story.capture();
  expect(await total(story.repo)).toBe(1);
  await nexus.recordExecution({ category: 'backend', success: false });
  expect(await total(story.repo)).toBe(2);
  story.repo.git('commit', '-q', '-m', 'work');
  expect(await total(story.repo)).toBe(2);
  await (await story.open()).afterGit('post-commit');
  expect(await total(story.repo)).toBe(2);
  await story.commit('more work');
  expect(await total(story.repo)).toBe(2);
});

test('an episode that is retired, forgotten or gone does not count', async () => {
  const repo = await memory();
  const at = iso(NOW - HOUR);
  const [one, two, three, four] = [1, 2, 3, 4].map(() =>
    episode(executions(`at: ${at}, category: backend, success: true`)),
  );
  repo.commit('episodes', { ...one, ...two, ...three, ...four });
  expect(await total(repo)).toBe(4);
  const idOf = (file: object = {}): string => Object.keys(file)[0]?.slice(-29, -3) ?? '';
  const nexus = await open(repo);
  await nexus.retire(idOf(one), 'a test');
  await nexus.forget(idOf(two));
  repo.git('rm', '-q', Object.keys(three ?? {})[0] ?? '');
  expect(await total(repo)).toBe(1);
});

test('after one new episode only its file is read, whatever there was before', async () => {
  const repo = await memory();
  const done = executions(`at: ${iso(NOW - HOUR)}, category: backend, success: true`);
  const many = Array.from({ length: 100 }, () => episode(done));
  repo.commit('episodes', Object.assign({}, ...many));
  const segments = (): { file: string; docs: number }[] => {
    // Behind four bytes of a checksum.
    const head = readFileSync(join(repo.dir, '.git/nexus/cache/main/head.json')).subarray(4).toString();
    return (JSON.parse(head) as { segments: { file: string; docs: number }[] }).segments;
  };
  expect(await total(repo)).toBe(100);
  const before = segments();
  repo.write(episode(done));
  expect(await total(repo)).toBe(101);
  expect(segments().slice(0, before.length)).toMatchObject(before.map(({ file }) => ({ file })));
  expect(segments().slice(before.length)).toMatchObject([{ docs: 1 }]);
});

test('order is by time, whatever the order in episodes and files', async () => {
  const repo = await memory();
  const done = (hours: number, success: boolean): string =>
    `at: ${iso(NOW - hours * HOUR)}, category: backend, success: ${success}`;
  const early = Array.from({ length: 10 }, (_, at) => done(40 - at, false));
  const late = Array.from({ length: 10 }, (_, at) => done(20 - at, true));
  repo.commit('out of order', {
    ...episode(executions(...late.slice(5), ...early.slice(0, 5).reverse())),
    ...episode(executions(...early.slice(5), ...late.slice(0, 5).reverse())),
  });
  const { category_performance, series } = await (await open(repo)).report({});
  expect(category_performance).toMatchObject([{ total: 20, success_rate: 0.5, trend: 'improving' }]);
  expect(series[0]?.rates.slice(0, 4)).toEqual([0, 0, 0, 0]);
  expect(series[0]?.rates.slice(-4)).toEqual([1, 1, 1, 1]);
});

test.each([
  ['a duration that is no number', 'duration_s: .nan'],
  ['a negative duration', 'duration_s: -5'],
  ['a duration of ages', 'duration_s: 1e13'],
  ['endless API calls', 'api_calls: .inf'],
  ['a time that is none', 'at: sometime'],
  ['a time ten years ahead', `at: ${iso(NOW + 10 * 365 * 24 * HOUR)}`],
  ['a time ten years back', `at: ${iso(NOW - 10 * 365 * 24 * HOUR)}`],
  ['no end', 'success:'],
])('%s is a problem and counts nowhere', async (_name, wrong) => {
  const repo = await memory();
  const at = iso(NOW - HOUR);
  const sound = `at: ${at}, category: backend, success: true, duration_s: 10`;
  const [key = ''] = wrong.split(':');
  const rest = sound.split(', ').filter((field) => !field.startsWith(`${key}:`));
  repo.commit('hostile', episode(executions(sound, [...rest, wrong].join(', '))));
  const report = await (await open(repo)).report({});
  expect(report.overall_metrics).toMatchObject({ total_executions: 1, average_duration_s: 10 });
  const told = [...report.problems.map(({ message }) => message), ...report.left_out];
  expect(told).toHaveLength(1);
  expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity|null/);
});

test('an episode of a clock that is ahead counts nowhere, and is named', async () => {
  const repo = await memory();
  const ahead = NOW + 3650 * 24 * HOUR;
  repo.commit('ahead', episode(executions(`at: ${iso(ahead)}, category: backend, success: true`), ahead));
  const report = await (await open(repo)).report({});
  expect(report.overall_metrics).toEqual({ status: 'no_data' });
  expect(report.problems).toMatchObject([{ message: expect.stringContaining('yet to come') }]);
});

test('a recommendation names what did best, and only what is told counts', async () => {
  const story = new Story();
  const nexus = await story.open();
  const none = await nexus.recommend({ category: 'backend' });
  expect(none).toMatchObject({ approach: 'standard', confidence: 0, similar: 0 });
  const told = { category: 'backend', type: 'api', tools: ['curl'], success_factors: ['tests first'] };
  for (const [approach, success] of [
    ['parallel', false],
    ['incremental', true],
    ['incremental', true],
    ['parallel', true],
  ] as const)
    await nexus.recordExecution({ ...told, description: `add an endpoint ${approach}`, approach, success });
  await story.commit('work');
  const advice = await (await story.open()).recommend({ category: 'backend', type: 'api' });
  expect(advice).toMatchObject({ approach: 'incremental', confidence: 0.3, similar: 3 });
  expect(advice.recommendations.join('\n')).toContain('tests first');
  story.repo.write({ '.nexus/config.yaml': 'schema: 1\nlearn: {confidence: 2, patterns: 1}\n' });
  expect(await (await story.open()).recommend({ category: 'backend', type: 'api' })).toMatchObject({
    approach: 'parallel',
    confidence: 0.2,
  });
});

test('solutions are those of the very type, the most similar message first, with what episodes say of them', async () => {
  const repo = await memory();
  const nexus = await open(repo);
  const error = async (type: string, message: string) =>
    nexus.remember({
      kind: 'error',
      title: `${type}: ${message}`,
      error: { type, message },
      tags: ['backend'],
      body: '## Resolution\n\nGive it a size.\n\n1. open `settings.json`\n2. set `poolSize`\n',
    });
  await error('TypeError', 'x is not a function');
  await error('RangeError', 'queue has no end');
  const { record } = await error('RangeError', 'connection pool has no size');
  await nexus.remember({
    kind: 'error',
    title: 'RangeError: never resolved',
    error: { type: 'RangeError', message: 'never resolved' },
  });
  repo.commit('use', episode(`recalled:\n  - {id: "${record.id}", helped: true}\n`));
  const found = await nexus.solutionsFor({ type: 'RangeError', message: 'the connection pool has no size' });
  expect(found.map(({ error_message }) => error_message)).toEqual([
    'connection pool has no size',
    'queue has no end',
  ]);
  expect(found[0]).toMatchObject({
    approach: 'Give it a size.',
    steps: ['open `settings.json`', 'set `poolSize`'],
    success_rate: 1,
    categories: ['backend'],
  });
  expect(await nexus.solutionsFor({ type: 'rangeerror' })).toEqual([]);

  // Solutions, and errors that somebody wrote by hand, name the type in their words.
  await nexus.remember({
    kind: 'solution',
    title: 'RangeError: socket pool has no end',
    body: '## Solution\n\nClose it.\n',
  });
  await nexus.remember({ kind: 'solution', title: 'A RangeError in words', body: '## Solution\n\nThink.\n' });
  const { path } = await error('RangeError', 'by hand');
  const text = readFileSync(join(repo.dir, path), 'utf8');
  repo.write({ [path]: text.replace(/^ {2}(?:type|signature):.*\n/gm, '') });
  const all = await nexus.solutionsFor({ type: 'RangeError', message: 'socket pool has no end' });
  expect(all.map(({ error_message, approach }) => [error_message, approach])).toEqual([
    ['socket pool has no end', 'Close it.'],
    ['queue has no end', 'Give it a size.'],
    ['connection pool has no size', 'Give it a size.'],
  ]);
  expect(await nexus.solutionsFor({ type: 'RangeError', message: 'by hand' })).toMatchObject([
    { error_message: 'by hand' },
    {},
    {},
  ]);
});

test('of the newest errors that count none is taken up by one that is not served', async () => {
  const repo = await memory();
  repo.write({ '.nexus/config.yaml': 'schema: 1\nlearn: {solutions: 1}\n' });
  const nexus = await open(repo);
  const body = '## Resolution\n\nGive it a size.\n';
  const about = (message: string, expires?: string) =>
    nexus.remember({
      kind: 'error',
      title: message,
      error: { type: 'RangeError', message },
      body,
      ...(expires === undefined ? {} : { expires }),
    });
  await about('served');
  await about('expired', '2026-01-01');
  expect(await nexus.solutionsFor({ type: 'RangeError' })).toMatchObject([{ error_message: 'served' }]);
});
