import { appendFileSync, rmSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openState } from '../../src/repo/state-files.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const BANK = '.nexus/context/bank.md';
const cache = (repo: TestRepo): string => join(repo.dir, '.git/nexus/cache/main');
const isReady = async (repo: TestRepo, recordsOnly = true): Promise<boolean> =>
  (await (await open(repo)).readiness({ recordsOnly })) === 'ready';

/** What was written a moment ago is looked at once more. */
function age(repo: TestRepo, path: string): void {
  const then = Date.now() / 1000 - 60;
  utimesSync(join(repo.dir, path), then, then);
}

function append(repo: TestRepo, path: string, text: string): void {
  appendFileSync(join(repo.dir, path), text);
  age(repo, path);
}

async function memory(): Promise<{ repo: TestRepo; path: string }> {
  const repo = await withMemory(gitRepo({ 'README.md': '# x\n' }));
  const { path } = await (await open(repo)).remember({ kind: 'note', title: 'Uploads are resumable' });
  repo.commit('a note');
  for (const file of [path, '.nexus/config.yaml']) age(repo, file);
  return { repo, path };
}

const asked = async (repo: TestRepo): Promise<number> =>
  (await (await open(repo)).recall({ text: 'uploads' })).hits.length;

test('an answer comes at once where the index is as the tree and history are', async () => {
  const { repo, path } = await memory();
  expect(await isReady(repo)).toBe(false);
  expect(await asked(repo)).toBeGreaterThan(0);
  expect(await isReady(repo)).toBe(true);
  for (const [what, change] of [
    ['an edit', () => append(repo, path, 'more\n')],
    ['a commit', () => repo.commit('more')],
    ['a damaged head', () => truncateSync(join(cache(repo), 'head.json'), 9)],
    ['no cache', () => rmSync(cache(repo), { recursive: true })],
  ] as const) {
    change();
    expect(await isReady(repo), what).toBe(false);
    expect(await asked(repo), what).toBeGreaterThan(0);
    expect(await isReady(repo), what).toBe(true);
  }
});

test('what was found to be ready is what is answered from, until something moves', async () => {
  const { repo, path } = await memory();
  await asked(repo);
  const opened = await open(repo);
  expect(await opened.readiness({})).toBe('ready');
  rmSync(join(repo.dir, path));
  const { hits } = await opened.recall({ text: 'uploads', kinds: ['note'] });
  expect(hits).toEqual([]);
});

test('a large document that was never parsed is nothing to wait for, but for who needs none', async () => {
  const { repo } = await memory();
  append(repo, BANK, `\n## Pipelines\n\n${'- one of many lines\n'.repeat(4_000)}`);
  await asked(repo);
  expect(await isReady(repo, true)).toBe(true);
  expect(await isReady(repo, false)).toBe(false);
  await (await open(repo)).sessionOverview();
  expect(await isReady(repo, false)).toBe(true);
});

test('while a memory is read for the first time, nobody else is to start with it', async () => {
  const { repo } = await memory();
  rmSync(cache(repo), { recursive: true });
  const state = openState(join(repo.dir, '.git'));
  const opened = await open(repo);
  await state.withLock('cache-main', async () => expect(await opened.readiness({})).toBe('being-made'), {
    staleMs: 60_000,
  });
  expect(await opened.readiness({})).toBe('behind');
  await asked(repo);
  await state.withLock('cache-main', async () => expect(await isReady(repo)).toBe(true), { staleMs: 60_000 });
});
