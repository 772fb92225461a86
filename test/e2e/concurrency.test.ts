import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { gitRepo, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { quietAtEnd } from '../helpers/quiet.ts';

const LIBRARY = fileURLToPath(new URL('../../dist/library/index.js', import.meta.url));

/** One writer of many: records of its own, as fast as it can; says each id when it is told that it is kept. */
const WRITER = `
import { randomBytes } from 'node:crypto';
import { openNexus } from ${JSON.stringify(LIBRARY)};
const [who, count] = process.argv.slice(2);
const nexus = await openNexus({
  cwd: process.cwd(), env: process.env, clock: Date.now, random: randomBytes, machine: {}, warm: true,
});
for (let n = 0; n < Number(count); n++) {
  const title = 'writer ' + who + ' record ' + n;
  const { record } = await nexus.remember({ kind: 'note', title, body: 'marker' + who + 'x' + n });
  process.stdout.write(record.id + '\\n');
}
`;

function start(
  repo: TestRepo,
  script: string,
  ...args: string[]
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [script, ...args], { cwd: repo.dir, env: repo.env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

function below(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' });
}

test('8 processes write 100 records each while git adds them: 800 of 800, and recall finds them', {
  timeout: 180_000,
}, async () => {
  const repo = gitRepo({ a: '1' });
  quietAtEnd(dirname(repo.dir));
  nexus(repo, ['init', '--yes']);
  repo.commit('memory');
  const script = join(tempDir(), 'writer.mjs');
  writeFileSync(script, WRITER);
  const writers = Array.from({ length: 8 }, (_, who) => start(repo, script, String(who), '100'));
  let busy = true;
  const all = Promise.all(writers).finally(() => {
    busy = false;
  });
  while (busy) {
    expect(await run(repo, ['add', '-A'])).toEqual({ code: 0, err: '' });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const done = await all;
  expect(done.map(({ code, err }) => [code, err])).toEqual(Array.from({ length: 8 }, () => [0, '']));
  const ids = done.flatMap(({ out }) => out.trim().split('\n'));
  expect(new Set(ids).size).toBe(800);

  const listed = nexusJson<{ total: number; records: { id: string }[]; problems: unknown[] }>(repo, [
    'list',
    '--limit',
    '1000',
  ]);
  expect(listed).toMatchObject({ total: 800, problems: [] });
  expect(listed.records.map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const [who, n] of [
    [0, 0],
    [3, 50],
    [7, 99],
  ]) {
    const { hits } = nexusJson<{ hits: { title: string }[] }>(repo, ['recall', `marker${who}x${n}`]);
    expect(hits[0]?.title).toBe(`writer ${who} record ${n}`);
  }
  expect(below(repo.dir).filter((name) => name.includes('nexus-tmp'))).toEqual([]);
  repo.git('add', '-A');
  expect(repo.git('ls-files', '.nexus/notes').split('\n')).toHaveLength(800);
});

function run(repo: TestRepo, args: readonly string[]): Promise<{ code: number | null; err: string }> {
  const child = spawn('git', args, { cwd: repo.dir, env: repo.env, stdio: ['ignore', 'ignore', 'pipe'] });
  let err = '';
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, err })));
}

test('8 worktrees commit at once, and every note ends in exactly one episode', async () => {
  const repo = gitRepo({ a: '1' });
  quietAtEnd(dirname(repo.dir));
  nexus(repo, ['init', '--yes']);
  repo.commit('memory');
  const base = dirname(repo.dir);
  // One of them has the name under which the first worktree keeps its own; one more will be gone.
  const names = ['main', 'two', 'three', 'four', 'five', 'six', 'seven', 'gone'];
  repo.git('checkout', '-q', '-b', 'one');
  const trees = names.map((name) => {
    repo.git('worktree', 'add', '-q', '-b', `branch-${name}`, join(base, name));
    return new TestRepo(join(base, name), repo.env);
  });
  const all = [repo, ...trees];
  for (const [n, tree] of all.entries()) {
    nexus(tree, ['note', `first of ${n}`]);
    nexus(tree, ['note', `second of ${n}`]);
  }
  repo.git('worktree', 'remove', '--force', join(base, 'gone'));
  const left = all.slice(0, -1);
  for (let round = 0; round < 2; round++) {
    const commits = left.map(async (tree, n) => {
      writeFileSync(join(tree.dir, `file-${round}`), String(n));
      await run(tree, ['add', '-A']);
      return run(tree, ['commit', '-q', '-m', `round ${round} of ${n}`]);
    });
    expect(await Promise.all(commits)).toEqual(left.map(() => ({ code: 0, err: '' })));
  }
  // On a busy machine a hook may have come to the end of its time: what waits goes with the next commit.
  for (const tree of left) {
    writeFileSync(join(tree.dir, 'last'), '');
    await run(tree, ['add', '-A']);
    expect(await run(tree, ['commit', '-q', '-m', 'last'])).toEqual({ code: 0, err: '' });
  }
  const told = left.flatMap((tree) => episodesOf(tree));
  const notes = told.flatMap((text) => text.match(/(?<=^- )(first|second) of \d$/gm) ?? []);
  expect(notes.sort()).toEqual(all.flatMap((_, n) => [`first of ${n}`, `second of ${n}`]).sort());
  for (const tree of left) expect(tree.git('status', '--porcelain')).toBe('');
});

/** Texts of the episodes in the commits of one worktree's own branch. */
function episodesOf(tree: TestRepo): string[] {
  return tree
    .git('ls-tree', '-r', '--name-only', 'HEAD', '.nexus/episodes')
    .split('\n')
    .filter((path) => path !== '')
    .map((path) => readFileSync(join(tree.dir, path), 'utf8'));
}

test('a note is told once, too, when another branch is checked out right after the commit', () => {
  const repo = gitRepo({ a: '1' });
  quietAtEnd(dirname(repo.dir));
  nexus(repo, ['init', '--yes']);
  repo.commit('memory');
  repo.git('branch', 'other');
  nexus(repo, ['note', 'only once']);
  // Without the background hook nobody has seen this commit when the next one is made.
  repo.write({ a: '2' });
  repo.sh('rm .git/hooks/post-commit; git commit -q -a -m told; git checkout -q other');
  nexus(repo, ['note', 'and another']);
  repo.commit('elsewhere', { a: '3' });
  const bodies = repo.git('log', '--all', '-p', '--format=', '--', '.nexus/episodes');
  expect(bodies.match(/^\+- only once$/gm)).toHaveLength(1);
  expect(bodies.match(/^\+- and another$/gm)).toHaveLength(1);
});
