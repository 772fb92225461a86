import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openNexus } from '../../src/nexus.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const titles = ({ hits }: { readonly hits: readonly { readonly title: string }[] }): readonly string[] =>
  hits.map(({ title }) => title);

async function tokens() {
  const repo = await withMemory(gitRepo({ 'src/auth.ts': 'auth\n' }));
  const memory = await open(repo, { warm: true });
  const { record: decided } = await memory.remember({
    kind: 'decision',
    title: 'Refresh tokens once',
    body: 'Workers wait for\nthe one refresher.\n',
    files: ['src/auth.ts'],
  });
  const { record: noted } = await memory.remember({ kind: 'note', title: 'Tokens have an hour to live' });
  repo.commit('remember');
  return { repo, memory, decided, noted };
}

test('the word that is being typed stands for all that begin so, and only for who asks for that', async () => {
  const { memory } = await tokens();
  const query = { text: 'refre', kinds: ['decision', 'note'] } as const;
  expect(titles(await memory.recall({ ...query, prefixLast: true }))).toEqual(['Refresh tokens once']);
  expect(titles(await memory.recall(query))).toEqual([]);
  await memory.note('refreshers need a lease');
  const pending = await memory.recall({ text: 'refreshe', kinds: ['note'], prefixLast: true });
  expect(pending.hits).toMatchObject([{ title: 'refreshers need a lease', standing: 'waiting' }]);
});

test('a phrase is found as it stands, over a line break and without its case; its words alone are no answer', async () => {
  const { memory } = await tokens();
  const phrase = { kinds: ['decision', 'note'], phrase: true } as const;
  const found = await memory.recall({ ...phrase, text: 'wait for THE ONE' });
  expect([found.total, ...titles(found)]).toEqual([1, 'Refresh tokens once']);
  const none = await memory.recall({ ...phrase, text: 'one for the wait' });
  expect([none.total, ...titles(none)]).toEqual([0]);
});

test('what is over is found by who asks for it, and says so', async () => {
  const { memory, decided, noted } = await tokens();
  await memory.retire(noted.id, 'They live for a day now');
  await memory.supersede(decided.id, { title: 'Refresh tokens by a lease' });
  const query = { text: 'tokens', kinds: ['decision', 'note'] } as const;
  expect(titles(await memory.recall(query))).toEqual(['Refresh tokens by a lease']);
  const { hits } = await memory.recall({ ...query, all: true });
  expect(new Map(hits.map(({ title, life }) => [title, life]))).toEqual(
    new Map([
      ['Refresh tokens by a lease', undefined],
      ['Refresh tokens once', 'superseded'],
      ['Tokens have an hour to live', 'retired'],
    ]),
  );
  expect(titles(await memory.recall({ text: '', kinds: ['note'], all: true }))).toEqual([
    'Tokens have an hour to live',
  ]);
});

test('how often a record helped comes along for who asks', async () => {
  const { memory, noted } = await tokens();
  await memory.remember({ kind: 'episode', title: 'A day', recalled: [{ id: noted.id, helped: true }] });
  const [hit] = (await memory.recall({ text: 'hour', kinds: ['note'], withUses: true })).hits;
  expect(hit?.used).toEqual({ uses: 1, helped: 1 });
  const [plain] = (await memory.recall({ text: 'hour', kinds: ['note'] })).hits;
  expect(plain).not.toHaveProperty('used');
});

test("a branch's own are its commits, the records that they changed, and what is not committed", async () => {
  const { repo, memory } = await tokens();
  repo.git('checkout', '-q', '-b', 'feature/lease');
  await memory.remember({ kind: 'note', title: 'Tokens by lease' });
  repo.commit('Lease the tokens');
  await memory.remember({ kind: 'note', title: 'Tokens by draft' });
  const own = await memory.recall({ text: 'tokens', ownBranch: true });
  expect(new Set(titles(own))).toEqual(new Set(['Lease the tokens', 'Tokens by lease', 'Tokens by draft']));
  repo.git('checkout', '-q', 'main');
  expect(titles(await memory.recall({ text: 'tokens', ownBranch: true }))).toEqual(['Tokens by draft']);
});

test('of a revision the answers are the same whether its index was made for them or kept', async () => {
  const { repo, memory } = await tokens();
  const then = repo.git('rev-parse', 'HEAD');
  await memory.remember({ kind: 'note', title: 'Tokens of today' });
  repo.commit('later');
  const query = { text: 'tokens', at: then };
  const cold = await (await open(repo)).recall(query);
  for (const at of [then, then, 'HEAD~1'])
    expect(titles(await memory.recall({ ...query, at }))).toEqual(titles(cold));
  expect(titles(await memory.recall({ text: 'tokens', at: 'HEAD' }))).toContain('Tokens of today');
  expect(titles(await memory.recall(query))).toEqual(titles(cold));
  await expect(memory.recall({ text: 'tokens', at: 'nowhere' })).rejects.toThrow('no revision "nowhere"');
});

test('a glance tells what the record says, each citation, and what came of it; as of then what it said then', async () => {
  const { repo, memory, decided } = await tokens();
  const [hit] = (await memory.recall({ text: 'refresh', kinds: ['decision'] })).hits;
  const query = { id: decided.id, path: hit?.path ?? '' };
  expect(await memory.glance(query)).toMatchObject({
    record: { title: 'Refresh tokens once' },
    citations: [{ citation: 'src/auth.ts', freshness: 'verified' }],
  });
  const then = repo.git('rev-parse', 'HEAD');
  await memory.edit(decided.id, { set: { title: 'Refresh tokens twice' } });
  repo.commit('edit', { 'src/auth.ts': 'changed\n' });
  const now = await memory.glance(query);
  expect([now.record.title, now.citations[0]?.freshness]).toEqual(['Refresh tokens twice', 'verified']);
  const before = await memory.glance({ ...query, at: then });
  expect(before).toMatchObject({
    record: { title: 'Refresh tokens once' },
    citations: [{ citation: 'src/auth.ts' }],
  });
  // Moved meanwhile: it is looked for by its id.
  expect((await memory.glance({ ...query, path: '.nexus/decisions/gone.md' })).record.id).toBe(decided.id);
});

test('questions suggest themselves: the last failure without its secrets, the branch, changed files', async () => {
  const { repo } = await tokens();
  repo.git('checkout', '-q', '-b', 'ann/412-lease_the-tokens');
  mkdirSync(join(repo.dir, 'src/db'));
  const memory = await openNexus({
    ...{ cwd: join(repo.dir, 'src/db'), env: repo.env, machine: {}, clock: Date.now, warm: true },
    random: (bytes) => new Uint8Array(bytes).fill(7),
  });
  expect(await memory.suggestions()).toEqual({
    initialised: true,
    folder: 'src/db',
    questions: [{ about: 'branch', text: 'lease the tokens' }],
  });
  const secret = `ghp_${'a1B2'.repeat(9)}`;
  await nexus(repo, ['run', '--', 'node', '-e', `throw new RangeError('no lease for ${secret}')`]);
  repo.write({ 'src/auth.ts': 'edited\n' });
  const { questions } = await memory.suggestions();
  expect(questions[0]?.about).toBe('error');
  expect(questions[0]?.text).toMatch(/^RangeError: no lease for (?!ghp_)/);
  expect(questions.slice(1)).toEqual([
    { about: 'branch', text: 'lease the tokens' },
    { about: 'file', text: 'src/auth.ts' },
  ]);
});

test('without a memory nothing is initialised', async () => {
  expect(await (await open(gitRepo({ 'a.txt': 'a\n' }))).suggestions()).toEqual({
    ...{ initialised: false, folder: '', questions: [] },
  });
});
