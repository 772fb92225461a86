import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openSystemGit } from '../../src/repo/system-git.ts';
import { gitHistoryContract } from '../contracts/git-history.ts';
import { gitPortContract, type PortUnderTest } from '../contracts/git-port.ts';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';

const port: PortUnderTest = { name: 'git', open: async (place) => openSystemGit(place) };
gitPortContract(port);
gitHistoryContract(port);

const open = (repo: TestRepo, cwd = repo.dir) => openSystemGit({ cwd, env: repo.env });
const failure = (code: string) => expect.objectContaining({ name: 'NexusError', code });

describe('repositories that only git can read', () => {
  test('a linked worktree shares the common folder and keeps its own index', async () => {
    const repo = gitRepo({ f: '1' });
    const dir = join(tempDir(), 'wt');
    repo.git('worktree', 'add', '-q', '-b', 'feat', dir);
    const git = open(repo, dir);
    expect(await git.facts()).toMatchObject({
      root: dir,
      gitDir: join(repo.dir, '.git/worktrees/wt'),
      commonDir: join(repo.dir, '.git'),
      branch: 'feat',
    });
    writeFileSync(join(dir, 'g'), 'x');
    await git.stage(['g']);
    expect(await git.staged('')).toMatchObject([{ status: 'added', path: 'g' }]);
    expect(await open(repo).hasStaged()).toBe(false);
  });

  test('SHA-256 ids', async () => {
    const repo = gitRepo({ 'a/f': '1' }, ['--object-format=sha256']);
    const git = open(repo);
    const { head, objectFormat } = await git.facts();
    expect([objectFormat, head?.length]).toEqual(['sha256', 64]);
    expect(await git.diffTrees(undefined, 'HEAD', 'a')).toMatchObject([{ status: 'added', path: 'a/f' }]);
    const [oid = ''] = await git.blobIds([{ rev: 'HEAD', path: 'a/f' }]);
    expect(Buffer.from((await git.readBlobs([oid])).get(oid) ?? []).toString()).toBe('1');
    expect((await git.log({ withFiles: true }))[0]?.files).toEqual(['a/f']);
    expect((await git.blame('a/f'))[0]?.oid).toBe(head);
    repo.write({ 'a/f': '2' });
    symlinkSync('f', join(repo.dir, 'a/link'));
    const dirty = await git.dirtyFiles();
    repo.git('add', '-A');
    expect(dirty.get('a/f')).toBe(repo.git('rev-parse', ':a/f'));
    expect(dirty.get('a/link')).toBe(repo.git('rev-parse', ':a/link'));
  });

  test.each(['--cone', '--no-cone'])('a sparse checkout (%s), in which memory lies outside', async (mode) => {
    const repo = gitRepo({ 'src/a': '1', 'docs/b': '1', '.nexus/notes/n.md': 'n' });
    repo.git('sparse-checkout', 'init', mode);
    repo.git('sparse-checkout', 'set', mode === '--cone' ? 'src' : '/src/');
    repo.write({ '.nexus/notes/new.md': 'new' });
    const git = open(repo);
    expect(await git.dirtyFiles()).toEqual(new Map());
    await git.stage(['.nexus/notes/new.md']);
    expect(await git.staged('')).toMatchObject([{ status: 'added', path: '.nexus/notes/new.md' }]);
    repo.git('commit', '-q', '-m', 'two');
    expect((await git.listTree('HEAD', '')).map((entry) => entry.path)).toEqual([
      '.nexus/notes/n.md',
      '.nexus/notes/new.md',
      'docs/b',
      'src/a',
    ]);
  });

  test('a partial clone: nothing is fetched, what is missing is left out', async () => {
    const repo = gitRepo({ 'a.txt': 'one', 'b.txt': 'two' });
    const first = repo.git('rev-parse', 'HEAD');
    repo.commit('two', { 'a.txt': 'three' });
    repo.git('config', 'uploadpack.allowFilter', 'true');
    const dir = join(tempDir(), 'clone');
    repo.git('clone', '-q', '--filter=blob:none', `file://${repo.dir}`, dir);
    const oids = ['a.txt', 'b.txt'].map((path) => repo.git('rev-parse', `${first}:${path}`));
    rmSync(join(repo.dir, '.git'), { recursive: true });
    const git = open(repo, dir);
    const blobs = await git.readBlobs(oids);
    expect([...blobs.keys()]).toEqual(oids.slice(1));
    const specs = ['a.txt', 'b.txt', 'nope'].map((path) => ({ rev: first, path }));
    expect(await git.blobIds(specs)).toEqual([...oids, undefined]);
    expect((await git.log({ path: 'a.txt' })).length).toBe(2);
    expect(await git.listTree(first, '')).toHaveLength(2);
  });
});

describe('stage', () => {
  test('takes paths literally, deletions included, and nothing else', async () => {
    const repo = gitRepo({ 'a*': '1', ab: '1', gone: '1' });
    repo.write({ 'a*': '2', ab: '2', ':(top)x': 'x', '-n': 'y', 'sp ace/ü\n.md': 'z' });
    rmSync(join(repo.dir, 'gone'));
    mkdirSync(join(repo.dir, 'sub'));
    const git = open(repo, join(repo.dir, 'sub'));
    expect(await git.hasStaged()).toBe(false);
    await git.stage([]);
    expect(await git.hasStaged()).toBe(false);
    await git.stage(['a*', 'gone', ':(top)x', '-n', 'sp ace/ü\n.md']);
    expect(await git.hasStaged()).toBe(true);
    const staged = (await git.staged('')).map(({ status, path }) => `${status} ${path}`);
    const expected = ['added -n', 'added :(top)x', 'modified a*', 'deleted gone', 'added sp ace/ü\n.md'];
    expect(staged).toEqual(expected);
    await expect(git.stage(['never was'])).rejects.toEqual(failure('git-failed'));
  });

  test('never forces what the user ignores, and names the rule', async () => {
    const repo = gitRepo({ '.gitignore': '*.log\n.nexus/\n' });
    repo.write({ '.nexus/notes/n.md': 'n' });
    const git = open(repo);
    await expect(git.stage(['.nexus/notes/n.md'])).rejects.toMatchObject({
      code: 'refused',
      message: 'git ignores .nexus/notes/n.md',
      hint: expect.stringContaining("'.nexus/' in .gitignore:2"),
    });
    expect(await git.hasStaged()).toBe(false);
  });

  test('uses the index that a hook was given, also if its name is relative', async () => {
    const repo = gitRepo({ f: '1' });
    repo.write({ f: '2', 'm.md': 'm' });
    repo.git('add', 'f');
    repo.sh('cp .git/index .git/other-index');
    const env = { ...repo.env, GIT_INDEX_FILE: '.git/other-index', GIT_PREFIX: '' };
    const hook = openSystemGit({ cwd: repo.dir, env, hookEnv: true });
    await hook.stage(['m.md']);
    expect((await hook.staged('')).map((change) => change.path)).toEqual(['f', 'm.md']);
    const plain = openSystemGit({ cwd: repo.dir, env });
    expect((await plain.staged('')).map((change) => change.path)).toEqual(['f']);
  });

  test.each(['the main worktree', 'a linked worktree'])(
    'joins the commit of a running hook in %s',
    async (where) => {
      const repo = gitRepo({ f: '1' });
      const dir = where === 'the main worktree' ? repo.dir : join(tempDir(), 'wt');
      if (dir !== repo.dir) repo.git('worktree', 'add', '-q', '-b', 'feat', dir);
      const signals = tempDir();
      // The hook says what git gave it, then waits for us.
      const hook = `#!/bin/sh\nenv >${signals}/env\n: >${signals}/ready\nuntil [ -e ${signals}/go ]; do sleep 0.01; done\n`;
      repo.write({ '.git/hooks/pre-commit': hook });
      repo.sh('chmod +x .git/hooks/pre-commit');
      writeFileSync(join(dir, 'f'), '2');
      writeFileSync(join(dir, 'm.md'), 'm');
      const commit = spawn('git', ['commit', '-q', '-am', 'two'], {
        cwd: dir,
        env: repo.env,
        stdio: 'ignore',
      });
      const ended = once(commit, 'exit');
      while (!existsSync(join(signals, 'ready'))) await setTimeout(10);
      const given = readFileSync(join(signals, 'env'), 'utf8').matchAll(/^(GIT_\w+)=(.*)$/gm);
      const env = {
        ...repo.env,
        ...Object.fromEntries([...given].map(([, name = '', value]) => [name, value])),
      };
      await openSystemGit({ cwd: dir, env, hookEnv: true }).stage(['m.md']);
      writeFileSync(join(signals, 'go'), '');
      expect((await ended)[0]).toBe(0);
      const git = open(repo, dir);
      expect((await git.log({ max: 1, withFiles: true }))[0]).toMatchObject({
        subject: 'two',
        files: ['f', 'm.md'],
      });
      expect(await git.hasStaged()).toBe(false);
      expect(await git.dirtyFiles()).toEqual(new Map());
    },
  );

  test('a hook of another repository does not lead astray', async () => {
    const repo = gitRepo({ f: '1' });
    const other = gitRepo({ other: '1' });
    const env = {
      ...other.env,
      GIT_DIR: join(repo.dir, '.git'),
      GIT_WORK_TREE: repo.dir,
      GIT_INDEX_FILE: 'x',
    };
    const git = openSystemGit({ cwd: other.dir, env });
    expect((await git.facts()).root).toBe(other.dir);
    expect((await git.listTree('HEAD', '')).map((entry) => entry.path)).toEqual(['other']);
    expect(await git.hasStaged()).toBe(false);
  });
});

describe('the working tree', () => {
  test('dirtyFiles gives the id that each file would have, and leaves memory out', async () => {
    const repo = gitRepo({ same: '1', edit: '1', gone: '1', staged: '1', '.nexus/n.md': 'n', crlf: 'a\n' });
    repo.git('config', 'core.autocrlf', 'input');
    rmSync(join(repo.dir, 'gone'));
    repo.write({
      edit: '2',
      'new "file"\n\\': 'n',
      staged: '2',
      '.nexus/n.md': 'changed',
      '.nexus/x.md': 'x',
    });
    repo.write({ crlf: 'a\r\nb\r\n' });
    repo.git('add', 'staged');
    symlinkSync('/etc/hostname', join(repo.dir, 'link'));
    repo.sh('mkfifo pipe; git init -q nested; cd nested; git commit -q --allow-empty -m x');
    const dirty = await open(repo).dirtyFiles();
    const paths = ['crlf', 'edit', 'gone', 'link', 'new "file"\n\\', 'staged'];
    expect([...dirty.keys()].sort()).toEqual(paths);
    expect(dirty.get('gone')).toBe('');
    repo.git('add', 'crlf', 'edit', 'link', 'new*');
    for (const path of paths.filter((one) => one !== 'gone'))
      expect([path, dirty.get(path)]).toEqual([path, repo.git('rev-parse', `:${path}`)]);
  });

  test('dirtyFiles tells of the others when files go while git reads them', async () => {
    const repo = gitRepo({ a: '1' });
    repo.write({ a: '2', temporary: 'x', z: '3' });
    const bin = tempDir();
    const real = repo.sh('command -v git').stdout.trim();
    const script = `#!/bin/sh\ncase "$*" in *hash-object*) rm -f temporary ;; esac\nexec "${real}" "$@"\n`;
    writeFileSync(join(bin, 'git'), script, { mode: 0o755 });
    const git = openSystemGit({ cwd: repo.dir, env: { ...repo.env, PATH: `${bin}:${repo.env.PATH}` } });
    const dirty = await git.dirtyFiles();
    expect(existsSync(join(repo.dir, 'temporary'))).toBe(false);
    const [a, z] = ['a', 'z'].map((path) => repo.git('hash-object', path));
    expect([...dirty]).toEqual([
      ['a', a],
      ['temporary', ''],
      ['z', z],
    ]);
  });

  test('diffText shows just these paths, against HEAD or a commit, whatever is configured', async () => {
    const repo = gitRepo({ a: '1\n', b: '1\n' });
    repo.commit('two', { a: '2\n' });
    repo.write({ a: '3\n', b: '3\n' });
    repo.git('config', 'diff.noprefix', 'true');
    repo.git('config', 'diff.external', 'touch pwned');
    repo.git('config', 'color.ui', 'always');
    const git = open(repo);
    const text = await git.diffText(undefined, ['a']);
    expect(text).toMatch(/^diff --git a\/a b\/a\n[\s\S]*\n-2\n\+3\n$/);
    expect(await git.diffText('HEAD~1', ['a'])).toContain('\n-1\n+3\n');
    expect(await git.diffText(undefined, [])).toBe('');
    await expect(git.diffText('--output=pwned', ['a'])).rejects.toEqual(failure('unknown-revision'));
    expect(existsSync(join(repo.dir, 'pwned'))).toBe(false);
  });

  test('an empty repository has a diff and staged files too', async () => {
    const repo = gitRepo();
    repo.write({ a: '1\n' });
    const git = open(repo);
    expect(await git.hasStaged()).toBe(false);
    await git.stage(['a']);
    expect(await git.hasStaged()).toBe(true);
    expect(await git.diffText(undefined, ['a'])).toContain('+1\n');
  });

  test('config reads one value, or none', async () => {
    const repo = gitRepo();
    repo.git('config', 'nexus.two-lines', 'a\nb');
    repo.git('config', 'url.https://example.org/.insteadOf', 'x:');
    const git = open(repo);
    expect(await git.config('nexus.two-lines')).toBe('a\nb');
    expect(await git.config('url.https://example.org/.insteadof')).toBe('x:');
    for (const key of ['nexus.none', 'nodot', '--list', '-l.x', ''])
      expect(await git.config(key)).toBeUndefined();
  });
});

describe('what a repository configures', () => {
  test('is never run: fsmonitor, text conversion, pager, an embedded bare repository', async () => {
    const repo = gitRepo({ 'a.txt': '1\n', '.gitattributes': '*.txt diff=evil\n' });
    const touch = `touch ${join(repo.dir, 'pwned')};`;
    repo.commit('two', { 'a.txt': '2\n' });
    for (const key of ['core.fsmonitor', 'core.pager', 'diff.evil.textconv', 'diff.evil.command'])
      repo.git('config', key, touch);
    const git = open(repo);
    repo.write({ 'a.txt': '3\n' });
    await git.dirtyFiles();
    await git.diffText(undefined, ['a.txt']);
    await git.log({ path: 'a.txt', withFiles: true });
    await git.diffTrees('HEAD~1', 'HEAD', '');
    await git.blame('a.txt');
    expect(existsSync(join(repo.dir, 'pwned'))).toBe(false);

    const bare = join(repo.dir, '.nexus', 'x');
    repo.git('-c', 'core.fsmonitor=', 'init', '-q', '--bare', bare);
    writeFileSync(
      join(bare, 'config'),
      `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = "${touch}"\n`,
    );
    await expect(open(repo, bare).dirtyFiles()).rejects.toEqual(failure('bare-repository'));
    expect(existsSync(join(repo.dir, 'pwned'))).toBe(false);
  });
});
