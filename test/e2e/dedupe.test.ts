import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Proposal } from '../../src/core/proposal.ts';
import { type Deduped, type Draft, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const POOL: Draft = {
  kind: 'error',
  title: 'RangeError: connection pool has no size',
  tags: ['db'],
  files: ['settings.json'],
  error: { message: 'connection pool has no size', signature: 'RangeError: connection pool has no size' },
  body: '## Context\n\n`node app.mjs` failed.\n\n## Resolution\n\nChanged: `settings.json`.',
};

let repo: TestRepo;
let time = Date.parse('2026-01-02T03:04:05Z');

/** Writes a record on a branch of its own, an hour after the one before, and merges it. */
async function learnt(branch: string, draft: Draft, who = 'Ann'): Promise<string> {
  repo.git('switch', '-q', '-c', branch, 'start');
  time += 3_600_000;
  const memory = await openNexus({
    ...{ cwd: repo.dir, env: repo.env, machine: {}, warm: false, clock: () => time },
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  });
  const { record } = await memory.remember(draft);
  repo.git('add', '-A');
  repo.git('-c', `user.name=${who}`, 'commit', '-q', '-m', `learn on ${branch}`);
  repo.git('switch', '-q', 'main');
  repo.git('merge', '-q', '--no-edit', branch);
  return record.id;
}

const found = (...args: string[]): Deduped => nexusJson<Deduped>(repo, ['dedupe', ...args]);
const waiting = (): readonly Proposal[] =>
  nexusJson<{ proposals: readonly Proposal[] }>(repo, ['inbox']).proposals;
const textOf = (id: string): string => {
  const folder = join(repo.dir, '.nexus/errors');
  const name = readdirSync(folder).find((file) => file.endsWith(`${id}.md`)) ?? '';
  return readFileSync(join(folder, name), 'utf8');
};

beforeEach(async () => {
  repo = await withMemory(gitRepo({ 'settings.json': '{}\n', 'pool.ts': 'export {};\n' }));
  repo.git('branch', 'start');
});

describe('two branches that learned the same', () => {
  test('become one record: the older stays, with what only the other said, and supersedes it', async () => {
    const first = await learnt('one', POOL);
    const second = await learnt('two', {
      ...POOL,
      ...{ tags: ['config'], files: ['pool.ts'] },
      body: '## Context\n\nIt failed in CI.\n\n## Resolution\n\nChanged: `pool.ts`: the size is 8 by default.',
    });
    const listed = nexus(repo, ['dedupe']);
    expect(listed.code).toBe(1);
    expect(listed.stdout).toContain(`the same error signature as ${second.slice(0, 14)}`);
    expect(listed.stdout).toContain(
      `${first.slice(0, 14)} takes what ${second.slice(0, 14)} RangeError: connection pool has no size has more`,
    );
    // Nothing changes until somebody says so.
    expect(repo.git('status', '--porcelain')).toBe('');
    const [proposal] = waiting();
    expect(proposal?.draft.body).toContain('the size is 8 by default');

    const id = proposal?.id ?? '';
    expect(nexus(repo, ['inbox', 'accept', id]).stderr).toContain(`Merged into ${first.slice(0, 14)}`);
    const text = textOf(first);
    expect(text).toContain('tags:\n  - config\n  - db\nfiles:\n  - pool.ts\n  - settings.json\n');
    expect(text).toContain(`supersedes:\n  - "${second}"\n`);
    expect(text).toContain(
      `## Context\n\n\`node app.mjs\` failed.\n\n## Resolution\n\nChanged: \`settings.json\`.\n\nAlso, from ${second.slice(0, 14)}:\n\nChanged: \`pool.ts\`: the size is 8 by default.\n`,
    );
    const hits = nexusJson<{ hits: { id: string }[] }>(repo, ['recall', 'connection pool']).hits;
    expect(hits.filter((hit) => [first, second].includes(hit.id)).map((hit) => hit.id)).toEqual([first]);
    expect(nexus(repo, ['dedupe']).code).toBe(0);
  });

  test('every byte comes back by undo, and the proposal waits again', async () => {
    const first = await learnt('one', POOL);
    await learnt('two', { ...POOL, tags: ['config'] });
    const before = textOf(first);
    const id = found().proposals[0]?.id ?? '';
    nexus(repo, ['inbox', 'accept', id]);
    expect(textOf(first)).not.toBe(before);
    expect(nexus(repo, ['inbox', 'undo']).stderr).toContain('Not merged any more');
    expect(textOf(first)).toBe(before);
    expect(waiting().map((one) => one.id)).toEqual([id]);
  });

  test('what was rejected comes back only when one of the two has changed', async () => {
    await learnt('one', POOL);
    const second = await learnt('two', { ...POOL, tags: ['config'] });
    nexus(repo, ['inbox', 'reject', found().proposals[0]?.id ?? '', '--reason', 'two pools']);
    expect(found().proposals).toEqual([]);
    nexus(repo, ['edit', second, '--set', 'language=typescript']);
    expect(found()).toMatchObject({ added: 1, proposals: [{ takes: { id: second } }] });
  });

  test('one of which is retired meanwhile is left alone', async () => {
    await learnt('one', POOL);
    const second = await learnt('two', { ...POOL, tags: ['config'] });
    const id = found().proposals[0]?.id ?? '';
    expect(nexus(repo, ['retire', second, '--reason', 'the pool is gone']).code).toBe(0);
    const refused = nexus(repo, ['inbox', 'accept', id]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('is not served any more');
  });

  test('three at once, in a script: the oldest takes from both', async () => {
    const ids = [
      await learnt('one', POOL),
      await learnt('two', { ...POOL, tags: ['two'] }),
      await learnt('three', { ...POOL, tags: ['three'] }),
    ];
    expect(found('--dry-run')).toMatchObject({ added: 0, decided: [] });
    expect(repo.git('status', '--porcelain')).toBe('');
    const done = found('--yes');
    expect(done.decided.map(({ verdict }) => verdict)).toEqual(['merged', 'merged']);
    expect(textOf(ids[0] ?? '')).toMatch(/tags:\n {2}- db\n {2}- three\n {2}- two\n/);
    const memory = await open(repo);
    expect((await memory.show(ids[0] ?? '')).record.supersedes).toEqual(ids.slice(1).sort());
    expect(found().proposals).toEqual([]);
    // With git as it is, nothing else was touched.
    expect(repo.git('status', '--porcelain').split('\n')).toHaveLength(1);
  });

  test('one that a person edits first is written as they say', async () => {
    const first = await learnt('one', POOL);
    await learnt('two', { ...POOL, tags: ['config'] });
    const memory = await open(repo);
    const id = found().proposals[0]?.id ?? '';
    const text = await memory.proposalText(id);
    expect(text).toContain(`id: "${first}"`);
    await memory.acceptProposal(
      id,
      text.replace('title: "RangeError: connection', 'title: "RangeError: the connection'),
    );
    expect(textOf(first)).toContain('title: "RangeError: the connection pool has no size"');
    await expect(memory.mergeProposal(id, first)).rejects.toThrow('no proposal');
  });
});

test('what differs is left alone, and so is a memory without doubles', async () => {
  await learnt('one', POOL);
  await learnt('two', {
    ...POOL,
    title: 'TypeError: pool.close is not a function',
    error: { message: 'pool.close is not a function', signature: 'TypeError: <value> is not a function' },
    body: '## Resolution\n\nThe pool closes itself.',
  });
  const done = nexus(repo, ['dedupe']);
  expect([done.code, done.stderr]).toEqual([0, 'No two of 2 records say the same.\n']);
});
