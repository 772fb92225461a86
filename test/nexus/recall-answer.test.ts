import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Freshness } from '../../src/core/recall.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

const LINES = Array.from({ length: 30 }, (_, n) => `const line${n} = ${n};`).join('\n');

describe('freshness', () => {
  async function cited(files: readonly string[]): Promise<TestRepo> {
    const repo = await withMemory(gitRepo({ 'src/a.ts': `${LINES}\n`, 'src/b.ts': 'b\n' }));
    await (await open(repo)).remember({ kind: 'decision', title: 'cites code', files });
    repo.commit('decide');
    return repo;
  }

  async function freshness(repo: TestRepo): Promise<[Freshness, string | undefined]> {
    const [hit] = (await (await open(repo)).recall({ text: 'cites code', kinds: ['decision'] })).hits;
    return [hit?.freshness ?? 'uncited', hit?.freshnessDetail];
  }

  test('six ways to change what is cited are told apart, committed or not', async () => {
    const repo = await cited(['src/a.ts#L10-L12']);
    expect(await freshness(repo)).toEqual(['verified', undefined]);
    repo.write({ 'src/a.ts': `${LINES}\nconst more = 1;\n` });
    expect(await freshness(repo)).toEqual(['verified', undefined]);
    repo.write({ 'src/a.ts': `// above\n\n${LINES}\n` });
    expect(await freshness(repo)).toEqual(['moved', 'src/a.ts#L10 is now at line 12']);
    repo.commit('push down');
    expect(await freshness(repo)).toEqual(['moved', 'src/a.ts#L10 is now at line 12']);
    repo.commit('change', { 'src/a.ts': LINES.replace('line10 = 10', 'line10 = 11') });
    expect(await freshness(repo)).toEqual(['stale', 'src/a.ts#L10-L12 changed since']);
    repo.commit('restore', { 'src/a.ts': `${LINES}\n` });
    expect(await freshness(repo)).toEqual(['verified', undefined]);
    repo.git('mv', 'src/a.ts', 'src/c.ts');
    repo.commit('rename');
    expect(await freshness(repo)).toEqual(['moved', 'src/a.ts is now src/c.ts']);
    rmSync(join(repo.dir, 'src/c.ts'));
    repo.commit('delete');
    expect(await freshness(repo)).toEqual(['stale', 'src/a.ts is gone']);
  });

  test('a whole file counts as changed by any change; what is not cited is not checked', async () => {
    const repo = await cited(['src/b.ts']);
    expect(await freshness(repo)).toEqual(['verified', undefined]);
    repo.write({ 'src/b.ts': 'bb\n' });
    expect(await freshness(repo)).toEqual(['stale', 'src/b.ts changed since']);
    await (await open(repo)).remember({ kind: 'note', title: 'no citation at all' });
    const { hits } = await (await open(repo)).recall({ text: 'citation', kinds: ['note'] });
    expect(hits).toMatchObject([{ freshness: 'uncited' }]);
  });

  test('among the hits of an answer stale ones go last', async () => {
    const repo = await cited(['src/b.ts']);
    await (await open(repo)).remember({
      kind: 'decision',
      title: 'cites other code that is longer',
      files: ['src/a.ts'],
    });
    repo.commit('another', { 'src/b.ts': 'changed\n' });
    const { hits } = await (await open(repo)).recall({ text: 'cites code', kinds: ['decision'] });
    expect(hits.map((hit) => hit.freshness)).toEqual(['verified', 'stale']);
  });
});

describe('lifecycle', () => {
  test('retired, superseded, expired and forgotten records are not served', async () => {
    const repo = await withMemory(gitRepo({ a: 'x' }));
    const nexus = await open(repo);
    const keep = await nexus.remember({ kind: 'note', title: 'heron one' });
    const retired = await nexus.remember({ kind: 'note', title: 'heron two' });
    const old = await nexus.remember({ kind: 'decision', title: 'heron three' });
    const gone = await nexus.remember({ kind: 'note', title: 'heron four' });
    await nexus.remember({ kind: 'note', title: 'heron five', expires: '2020-01-01' });
    await nexus.retire(retired.record.id, 'over');
    const next = await nexus.supersede(old.record.id, { title: 'heron six' });
    await nexus.forget(gone.record.id);
    const answer = await (await open(repo)).recall({ text: 'heron' });
    expect(answer.hits.map((hit) => hit.title).sort()).toEqual(['heron one', 'heron six']);
    expect(next.record).toMatchObject({ kind: 'decision', supersedes: [old.record.id] });
    expect((await nexus.list({ all: true })).total).toBe(6);
    expect((await nexus.list({})).records.map(({ record }) => record.id).sort()).toEqual(
      [keep.record.id, next.record.id].sort(),
    );
  });
});

describe('filters', () => {
  test('each narrows the answer, alone and together', async () => {
    const repo = await withMemory(gitRepo({ 'src/db/pool.ts': 'x\n', 'src/web.ts': 'y\n' }));
    const nexus = await open(repo);
    await nexus.remember({
      kind: 'pattern',
      title: 'otter in the pool',
      tags: ['Db'],
      language: 'TypeScript',
      files: ['src/db/pool.ts#L1'],
    });
    await nexus.remember({
      kind: 'solution',
      title: 'otter on the web',
      tags: ['web'],
      language: 'python',
      files: ['src/web.ts'],
    });
    repo.git('add', '-A');
    repo.git(
      '-c',
      'user.name=Ben',
      'commit',
      '-q',
      '--author',
      'Ben <ben@example.org>',
      '-m',
      'learn about otters',
    );
    const found = async (query: object) =>
      (await (await open(repo)).recall({ text: 'otter', ...query })).hits.map((hit) => hit.title);
    expect(await found({ kinds: ['pattern'] })).toEqual(['otter in the pool']);
    expect(await found({ kinds: ['pattern', 'solution'] })).toHaveLength(2);
    expect(await found({ tags: ['db'] })).toEqual(['otter in the pool']);
    expect(await found({ language: 'Python' })).toEqual(['otter on the web']);
    expect(await found({ file: 'src/db' })).toEqual(['otter in the pool']);
    expect(await found({ file: 'src/db/', tags: ['web'] })).toEqual([]);
    expect((await found({ author: 'ben@example.org' })).sort()).toEqual([
      'learn about otters',
      'otter in the pool',
      'otter on the web',
    ]);
    // An edit by hand is not committed yet; who wrote the record still is who committed it last.
    const [web] = (await nexus.list({ kinds: ['solution'] })).records;
    repo.write({ [web?.path ?? '']: `${repo.sh(`cat '${web?.path}'`).stdout}\nmore\n` });
    expect(await found({ author: 'ben@example.org', kinds: ['solution'] })).toEqual(['otter on the web']);
    expect(await found({ author: 'Ann Author' })).toEqual([]);
    expect(await found({ since: Date.now() + 86_400_000 })).toEqual([]);
    expect(await found({ since: Date.now() - 86_400_000, kinds: ['pattern'] })).toHaveLength(1);
    const all = await (await open(repo)).recall({ text: '', kinds: ['pattern', 'solution'] });
    expect(all).toMatchObject({ tier: 'filter', total: 2 });
    expect((await (await open(repo)).recall({ text: 'otter', limit: 1 })).total).toBeGreaterThan(1);
  });

  test('as of a revision: the records, their text and the commits of then', async () => {
    const repo = await withMemory(gitRepo({ a: 'x' }));
    const nexus = await open(repo);
    const { record } = await nexus.remember({
      kind: 'decision',
      title: 'ibis',
      body: '## Decision\n\nthe first way\n',
    });
    repo.env.GIT_AUTHOR_NAME = 'Ann';
    repo.commit('decide');
    repo.git('tag', 'v1');
    repo.env.GIT_AUTHOR_NAME = 'Ben';
    await nexus.edit(record.id, { section: { name: 'Decision', text: 'the second way' } });
    await nexus.remember({ kind: 'note', title: 'ibis later' });
    repo.commit('later about the ibis');
    const then = await (await open(repo)).recall({ text: 'ibis', at: 'v1' });
    expect(then.hits.map((hit) => [hit.title, hit.snippet])).toEqual([['ibis', 'the first way']]);
    const now = await (await open(repo)).recall({ text: 'ibis', kinds: ['decision'] });
    expect(now.hits[0]?.snippet).toBe('the second way');
    // Who, and which commit, as it was then.
    expect(then.hits[0]).toMatchObject({ author: 'Ann', commit: repo.git('rev-parse', 'v1') });
    expect(now.hits[0]).toMatchObject({ author: 'Ben', commit: repo.git('rev-parse', 'HEAD') });
    const by = async (author: string) => (await open(repo)).recall({ text: 'ibis', at: 'v1', author });
    expect([(await by('Ann')).hits.length, (await by('Ben')).hits.length]).toEqual([1, 0]);
    await expect((await open(repo)).recall({ text: 'x', at: 'nowhere' })).rejects.toMatchObject({
      code: 'unknown-revision',
    });
  });
});

test('what waits in the journal is found, and says that it waits', async () => {
  const repo = await withMemory(gitRepo({ a: 'x' }));
  await (await open(repo)).note('the walrus is read-only on Sundays');
  const { hits } = await (await open(repo)).recall({ text: 'walrus' });
  expect(hits).toMatchObject([
    { kind: 'note', standing: 'waiting', title: 'the walrus is read-only on Sundays' },
  ]);
  expect(hits[0]?.path).toBeUndefined();
});

test('an id, or enough of it, and a path are answers of their own', async () => {
  const repo = await withMemory(gitRepo({ 'src/a.ts': 'x\n' }));
  const { record } = await (await open(repo)).remember({ kind: 'note', title: 'by id', files: ['src/a.ts'] });
  const byId = await (await open(repo)).recall({ text: record.id });
  expect(byId).toMatchObject({ tier: 'id', hits: [{ id: record.id }] });
  const byPath = await (await open(repo)).recall({ text: './src/a.ts' });
  expect(byPath.tier).toBe('path');
  expect(byPath.hits.map((hit) => [hit.title, hit.reasons])).toEqual([
    ['by id', ['cites src/a.ts']],
    ['first', ['changed src/a.ts']],
  ]);
});
