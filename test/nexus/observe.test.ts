import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asJournalEvent, type JournalEvent } from '../../src/capture/journal-event.ts';
import type { ObservedCommand } from '../../src/core/observation.ts';
import type { Nexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const ERROR = 'RangeError: connection pool has no size\n    at file:///home/ann/app/app.mjs:3:44';

function journal(repo: TestRepo, kind: 'journal' | 'open' = 'journal'): JournalEvent[] {
  const folder = join(repo.dir, '.git/nexus', kind, 'main');
  try {
    return readdirSync(folder).flatMap((name) => {
      const event = asJournalEvent(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      return event === undefined ? [] : [event];
    });
  } catch {
    return [];
  }
}

function command(key: string, over: Partial<ObservedCommand> = {}): ObservedCommand {
  return {
    type: 'command',
    key,
    by: 'claude',
    command: 'node app.mjs',
    failed: true,
    output: ERROR,
    exit: 1,
    ...over,
  };
}

async function memory(): Promise<{ repo: TestRepo; nexus: Nexus }> {
  const repo = await withMemory(gitRepo({ 'settings.json': '{}\n' }));
  return { repo, nexus: await open(repo) };
}

test('a failed command waits in the journal, its success is the fix, and who ran it is told', async () => {
  const { repo, nexus } = await memory();
  expect(await nexus.observe(command('1'))).toMatchObject({ kept: true, known: { hits: [] } });
  expect(journal(repo)).toMatchObject([
    {
      type: 'run',
      command: ['node', 'app.mjs'],
      folder: '',
      exit: 1,
      by: 'claude',
      failure: { type: 'RangeError', signature: 'RangeError: connection pool has no size' },
    },
  ]);
  repo.write({ 'settings.json': '{"poolSize": 8}\n' });
  // The same command, as another agent writes it.
  const passed = command('2', { failed: false, output: '', command: `cd ${repo.dir} && node app.mjs 2>&1` });
  expect(await nexus.observe(passed)).toEqual({ kept: true });
  const fix = journal(repo).find((event) => event.type === 'run' && event.exit === 0);
  expect(fix).toMatchObject({ command: ['node', 'app.mjs'], fix: { changed: ['settings.json'] } });
});

test('what nexus run saw fail is resolved by an agent', async () => {
  const { repo, nexus } = await memory();
  await nexus.observe(command('1', { by: 'codex', command: 'npm test' }));
  await nexus.observe(command('2', { command: 'npm test', failed: false }));
  expect(journal(repo).filter((event) => event.type === 'run' && event.fix !== undefined)).toHaveLength(1);
});

test('a known error gets its fix back, and it is noted what was shown', async () => {
  const { repo, nexus } = await memory();
  const { record } = await nexus.remember({
    kind: 'error',
    title: 'RangeError: connection pool has no size',
    error: {
      type: 'RangeError',
      message: 'connection pool has no size',
      signature: 'RangeError: connection pool has no size',
    },
    body: '## Context\n\nAt start.\n\n## Resolution\n\nSet `poolSize` in `settings.json`.\n',
  });
  const { known } = await nexus.observe(command('1'));
  expect(known?.hits).toMatchObject([{ id: record.id, tier: 'signature' }]);
  expect(journal(repo)).toMatchObject([{ shown: [record.id] }]);
  // Only the same error is told unasked.
  const other = await nexus.observe(command('2', { output: 'RangeError: connection pool is closed' }));
  expect(other.known?.hits).toEqual([]);
});

test('told twice is kept once, even when the first telling is consumed, and by two at the same time', async () => {
  const { repo, nexus } = await memory();
  const both = await Promise.all([nexus.observe(command('1')), (await open(repo)).observe(command('1'))]);
  expect(both.map(({ kept }) => kept).sort()).toEqual([false, true]);
  expect(journal(repo)).toHaveLength(1);
  await nexus.discardJournal();
  expect(await nexus.observe(command('1'))).toEqual({ kept: false });
  expect(journal(repo)).toEqual([]);
});

test.each([
  ['only a "no"', { command: 'grep -q poolSize settings.json', output: '' }],
  ['silent', { command: 'node app.mjs', output: ' \n' }],
  ['ended by hand', { exit: 130 }],
  ['kept by nexus run already', { command: 'cd web && nexus run -- npm test' }],
  ['an answer of nexus', { command: 'npx nexus recall pool', output: 'no match\n'.repeat(9) }],
])('not worth telling: %s', async (_, over) => {
  const { repo, nexus } = await memory();
  expect(await nexus.observe(command('1', over))).toEqual({ kept: false });
  expect(journal(repo)).toEqual([]);
});

test('a success is kept only while a failure is open, and one that only looks never', async () => {
  const { repo, nexus } = await memory();
  const passed = (key: string, line: string) =>
    nexus.observe(command(key, { command: line, failed: false, output: '' }));
  expect(await passed('1', 'npm ci')).toEqual({ kept: false });
  await nexus.observe(command('2'));
  expect(await passed('3', 'cat settings.json')).toEqual({ kept: false });
  expect(await passed('4', 'npm ci')).toEqual({ kept: true });
  expect(journal(repo)).toHaveLength(2);
});

test('the folder of a command is where it ran', async () => {
  const { repo, nexus } = await memory();
  repo.write({ 'packages/web/a': '' });
  await nexus.observe(command('1', { command: 'cd packages/web && npm test' }));
  await nexus.observe(command('2', { command: 'cd /elsewhere && npm test', output: 'Error: b' }));
  const runs = journal(repo).map((event) => (event.type === 'run' ? [event.folder, event.command] : []));
  expect(runs).toContainEqual(['packages/web', ['npm', 'test']]);
  expect(runs).toContainEqual(['', ['sh', '-c', 'cd /elsewhere && npm test']]);
});

test('of a session the newest summary stays, cut to its limit', async () => {
  const { repo, nexus } = await memory();
  const summary = (key: string, text: string) =>
    nexus.observe({ type: 'summary', key, by: 'claude', session: 's1', text });
  await summary('1', 'first');
  await summary('2', 'x'.repeat(9_000));
  await summary('2', 'again');
  expect(journal(repo)).toEqual([]);
  const open = journal(repo, 'open');
  expect(open.filter((event) => event.type === 'summary')).toMatchObject([{ text: 'x'.repeat(4_000) }]);
});

test('what could not be told at once is owed to that session alone, and told once', async () => {
  const { nexus } = await memory();
  await nexus.remember({
    kind: 'error',
    title: 'RangeError: connection pool has no size',
    error: { type: 'RangeError', message: 'connection pool has no size' },
    body: '## Resolution\n\nSet `poolSize`.\n',
  });
  expect(await nexus.observe(command('1', { by: 'cursor', owed: 'cursor/u9' }))).toEqual({ kept: true });
  expect(await nexus.owesFix('cursor/another')).toBe(false);
  expect(await nexus.owedFixes('cursor/another')).toEqual([]);
  // Twice the same error is one thing to tell.
  await nexus.observe(command('2', { by: 'cursor', owed: 'cursor/u9' }));
  expect(await nexus.owesFix('cursor/u9')).toBe(true);
  const told = await nexus.owedFixes('cursor/u9');
  expect(told.map(({ hits }) => hits.map(({ snippet }) => snippet))).toEqual([
    [expect.stringContaining('Set `poolSize`.')],
  ]);
  expect(await nexus.owesFix('cursor/u9')).toBe(false);
});

test('nothing is kept without a memory, or where the settings say so', async () => {
  const bare = gitRepo({ a: '' });
  expect(await (await open(bare)).observe(command('1'))).toEqual({ kept: false });
  const { repo, nexus } = await memory();
  repo.write({ '.nexus/config.yaml': 'schema: 1\ncapture:\n  run: false\n' });
  expect(await nexus.observe(command('1'))).toMatchObject({ kept: false, known: { hits: [] } });
  expect([...journal(bare), ...journal(repo)]).toEqual([]);
});
