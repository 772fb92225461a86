import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import type { RecallQuery } from '../../src/core/recall.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { recordOf } from '../../src/store/draft.ts';
import { pathOf } from '../../src/store/paths.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

async function titles(repo: TestRepo, text: string, rest: Partial<RecallQuery> = {}): Promise<string[]> {
  const { hits } = await (await open(repo)).recall({ text, limit: 50, ...rest });
  return hits.map((hit) => hit.title).sort();
}

async function note(repo: TestRepo, title: string, body = ''): Promise<string> {
  return (await (await open(repo)).remember({ kind: 'note', title, body })).path;
}

const cacheDir = (repo: TestRepo): string => join(repo.dir, '.git/nexus/cache/main');
const kinds = { kinds: ['note' as const] };

/** `many` records beside the two that are asked for: beyond a few hundred, git looks at the files. */
async function someMemory(many = 0): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'README.md': '# x\n' }));
  for (let n = 0; n < many; n++) {
    const record = recordOf(
      { kind: 'note', title: `filler ${n}` },
      { id: makeId(n, new Uint8Array(10)), now: 0 },
    );
    repo.write({ [pathOf(record)]: encodeRecord(record) });
  }
  await note(repo, 'pool of sockets', 'the zebra way');
  await note(repo, 'pool of workers');
  repo.commit('notes');
  return repo;
}

describe.each([0, 300])('with %i records more a cold recall is never wrong about', (many) => {
  test('what was just saved, edited by hand in any way, renamed or deleted', async () => {
    const repo = await someMemory(many);
    expect(await titles(repo, 'pool', kinds)).toEqual(['pool of sockets', 'pool of workers']);
    const path = join(repo.dir, await note(repo, 'pool of threads'));
    expect(await titles(repo, 'pool', kinds)).toHaveLength(3);

    // In place, with a size and a modification time that a careless check would take for the same.
    const { mtime, atime } = statSync(path);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('pool of threads', 'pool of THREADS'));
    expect(await titles(repo, 'pool', kinds)).toContain('pool of THREADS');
    appendFileSync(path, '\nquagga\n');
    expect(await titles(repo, 'quagga')).toEqual(['pool of THREADS']);
    writeFileSync(path, text);
    utimesSync(path, atime, mtime);
    expect(await titles(repo, 'quagga')).toEqual([]);

    rmSync(path);
    expect(await titles(repo, 'pool', kinds)).toEqual(['pool of sockets', 'pool of workers']);

    // A committed one: edited in place, committed as it is, edited again, put back by git.
    const [first] = (await (await open(repo)).recall({ text: 'zebra' })).hits;
    const committed = join(repo.dir, first?.path ?? '');
    const original = readFileSync(committed, 'utf8');
    appendFileSync(committed, 'okapi\n');
    expect(await titles(repo, 'okapi')).toEqual(['pool of sockets']);
    repo.commit('a commit');
    expect(await titles(repo, 'okapi')).toEqual(['pool of sockets']);
    writeFileSync(committed, original.replace('zebra', 'tapir'));
    expect(await titles(repo, 'okapi')).toEqual([]);
    expect(await titles(repo, 'tapir')).toEqual(['pool of sockets']);
    repo.git('checkout', '-q', '--', '.nexus');
    expect(await titles(repo, 'okapi')).toEqual(['pool of sockets']);
    expect(await titles(repo, 'tapir')).toEqual([]);
    repo.git('mv', first?.path ?? '', '.nexus/notes/renamed.md');
    expect((await (await open(repo)).recall({ text: 'okapi' })).hits).toMatchObject([
      { path: '.nexus/notes/renamed.md' },
    ]);
  });

  test('what was deleted and comes back as git has it, also what was gone before the first question', async () => {
    const repo = await someMemory(many);
    const [first = '', second = ''] = repo.git('ls-files', '.nexus/notes/pool*').split('\n');
    rmSync(join(repo.dir, first));
    rmSync(cacheDir(repo), { recursive: true, force: true });
    expect(await titles(repo, 'pool', kinds)).toHaveLength(1);
    rmSync(join(repo.dir, second));
    expect(await titles(repo, 'pool', kinds)).toEqual([]);
    repo.git('restore', '.nexus');
    expect(await titles(repo, 'pool', kinds)).toEqual(['pool of sockets', 'pool of workers']);
    repo.git('rm', '-q', first);
    expect(await titles(repo, 'pool', kinds)).toHaveLength(1);
    repo.git('restore', '--staged', '--worktree', '.nexus');
    expect(await titles(repo, 'pool', kinds)).toEqual(['pool of sockets', 'pool of workers']);
    repo.git('rm', '-q', first);
    repo.git('commit', '-q', '-m', 'gone');
    expect(await titles(repo, 'pool', kinds)).toHaveLength(1);
    repo.git('revert', '--no-edit', 'HEAD');
    expect(await titles(repo, 'pool', kinds)).toEqual(['pool of sockets', 'pool of workers']);
  });

  test('branches, resets, rewritten history and a pull', async () => {
    const repo = await someMemory(many);
    await titles(repo, 'pool');
    repo.git('checkout', '-q', '-b', 'topic');
    await note(repo, 'pool on a branch');
    repo.commit('a branch learns about ponies');
    expect(await titles(repo, 'branch')).toEqual(['a branch learns about ponies', 'pool on a branch']);
    repo.git('checkout', '-q', 'main');
    expect(await titles(repo, 'branch ponies')).toEqual([]);
    repo.git('merge', '-q', '--no-ff', '-m', 'take the topic in', 'topic');
    expect(await titles(repo, 'ponies', { kinds: ['commit'] })).toEqual(['a branch learns about ponies']);
    repo.git('reset', '-q', '--hard', 'HEAD~1');
    expect(await titles(repo, 'branch ponies')).toEqual([]);
    repo.git('commit', '-q', '--amend', '-m', 'zebras instead');
    expect(await titles(repo, 'zebras', { kinds: ['commit'] })).toEqual(['zebras instead']);
    expect(await titles(repo, 'notes', { kinds: ['commit'] })).toEqual([]);
  });

  test('a broken record: it is a problem with file and line, and hides no other', async () => {
    const repo = await someMemory(many);
    repo.write({ '.nexus/notes/broken.md': '---\nid: "x"\ntitle: [unclosed\n---\n\npool\n' });
    const nexus = await open(repo);
    for (const _ of [1, 2]) {
      const answer = await nexus.recall({ text: 'pool', kinds: ['note'] });
      expect(answer.hits).toHaveLength(2);
      expect(answer.problems).toMatchObject([{ file: '.nexus/notes/broken.md', line: 4 }]);
    }
    repo.write({ '.nexus/notes/broken.md': '---\nid: "x"\n---\n' });
    expect((await (await open(repo)).recall({ text: 'pool' })).problems.length).toBeGreaterThan(0);
    // Mended in place, where no folder tells of it.
    const sound = readFileSync(
      join(repo.dir, (await open(repo).then((nexus) => nexus.list({}))).records[0]?.path ?? ''),
      'utf8',
    );
    writeFileSync(
      join(repo.dir, '.nexus/notes/broken.md'),
      sound.replace(/id: "...../, 'id: "0zzzz').replace(/title: .*/, 'title: gnu'),
    );
    expect(await titles(repo, 'gnu')).toEqual(['gnu']);
    rmSync(join(repo.dir, '.nexus/notes/broken.md'));
    expect((await (await open(repo)).recall({ text: 'pool' })).problems).toEqual([]);
  });

  test('settings: how many commits are recalled', async () => {
    const repo = await someMemory(many);
    expect(await titles(repo, 'memory', { kinds: ['commit'] })).toEqual(['give it a memory']);
    repo.write({ '.nexus/config.yaml': 'schema: 1\nrecall:\n  commits: 0\n' });
    expect(await titles(repo, 'memory', { kinds: ['commit'] })).toEqual([]);
    repo.write({ '.nexus/config.yaml': 'schema: 1\nrecall:\n  commits: 5\n' });
    expect(await titles(repo, 'memory', { kinds: ['commit'] })).toEqual(['give it a memory']);
  });
});

test('of many files, one that a link took the place of is named, and all whose folder is elsewhere now', async () => {
  const repo = await someMemory(300);
  const [first, second] = [await note(repo, 'pool of links'), await note(repo, 'pool of folders')];
  const strange = async (): Promise<string[]> => {
    const { problems } = await (await open(repo)).recall({ text: 'pool' });
    return problems.map(({ code, file }) => `${code} ${file}`).sort();
  };
  expect(await strange()).toEqual([]);
  renameSync(join(repo.dir, first), join(repo.dir, 'elsewhere.md'));
  symlinkSync(join(repo.dir, 'elsewhere.md'), join(repo.dir, first));
  expect(await strange()).toEqual([`not-a-file ${first}`]);
  renameSync(join(repo.dir, '.nexus/notes'), join(repo.dir, 'notes'));
  symlinkSync(join(repo.dir, 'notes'), join(repo.dir, '.nexus/notes'));
  expect(await strange()).toEqual(expect.arrayContaining([`not-a-file ${second}`]));
});

test('a cold recall is never wrong about a cache that is torn, truncated, emptied, foreign or half gone', async () => {
  const repo = await someMemory();
  const want = await titles(repo, 'pool zebra');
  expect(want).toHaveLength(2);
  const files = () => readdirSync(cacheDir(repo)).sort();
  for (const name of files()) {
    const path = join(cacheDir(repo), name);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += 41) {
      const torn = Buffer.from(bytes);
      torn[at] = (torn[at] ?? 0) ^ 0x55;
      writeFileSync(path, torn);
      expect(await titles(repo, 'pool zebra')).toEqual(want);
      writeFileSync(path, bytes);
    }
    const worn = bytes.map((byte, at) => (at > 200 && at % 37 === 0 ? byte ^ 0x55 : byte));
    writeFileSync(path, worn);
    expect(await titles(repo, 'pool zebra')).toEqual(want);
    truncateSync(path, Math.floor(bytes.length / 2));
    expect(await titles(repo, 'pool zebra')).toEqual(want);
  }
  for (const name of files()) {
    rmSync(join(cacheDir(repo), name));
    expect(await titles(repo, 'pool zebra')).toEqual(want);
  }
  const other = await withMemory(gitRepo({ 'README.md': '# other\n' }));
  await note(other, 'pool of foreigners');
  await titles(other, 'pool');
  for (const name of readdirSync(cacheDir(other)))
    copyFileSync(join(cacheDir(other), name), join(cacheDir(repo), name));
  expect(await titles(repo, 'pool zebra')).toEqual(want);
});

test('two worktrees have a cache each', async () => {
  const repo = await someMemory();
  repo.git('worktree', 'add', '-q', '-b', 'side', '../side');
  const side = Object.assign(Object.create(Object.getPrototypeOf(repo)), repo, {
    dir: join(repo.dir, '../side'),
  }) as TestRepo;
  await note(side, 'pool of the side');
  expect(await titles(side, 'pool', kinds)).toHaveLength(3);
  expect(await titles(repo, 'pool', kinds)).toHaveLength(2);
});

test('a process that stays sees its own writes, other processes and commits', async () => {
  const repo = await someMemory();
  const stays = await open(repo, { warm: true });
  const found = async (text: string) =>
    (await stays.recall({ text, limit: 50 })).hits.map((hit) => hit.title).sort();
  expect(await found('quokka')).toEqual([]);
  const { record } = await stays.remember({ kind: 'note', title: 'a quokka' });
  expect(await found('quokka')).toEqual(['a quokka']);
  await note(repo, 'another quokka');
  expect(await found('quokka')).toEqual(['a quokka', 'another quokka']);
  repo.commit('commit the quokkas');
  expect(await found('quokka')).toEqual(['a quokka', 'another quokka', 'commit the quokkas']);
  await stays.retire(record.id, 'gone');
  expect(await found('quokka')).toEqual(['another quokka', 'commit the quokkas']);
});

test('without a memory the commits answer, and without commits it says so', async () => {
  const repo = gitRepo({ 'a.txt': 'x' });
  repo.commit('retry the upload twice', { 'src/upload.ts': 'x' });
  const answer = await (await open(repo)).recall({ text: 'how do we retry uploads' });
  expect(answer.hits[0]).toMatchObject({ kind: 'commit', title: 'retry the upload twice' });
  expect(answer.searched).toEqual({ records: 0, commits: 2 });
  const file = await (await open(repo)).recall({ text: 'src/upload.ts' });
  expect(file).toMatchObject({ tier: 'path', hits: [{ title: 'retry the upload twice' }] });
  const empty = await (await open(gitRepo())).recall({ text: 'x' });
  expect(empty).toMatchObject({ hits: [], total: 0, searched: { records: 0, commits: 0 } });
});
