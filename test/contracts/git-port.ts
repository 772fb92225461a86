import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GitPort } from '../../src/core/ports.ts';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';

export interface PortUnderTest {
  readonly name: GitPort['backend'];
  open(place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }): Promise<GitPort>;
  /** Test name → why this implementation cannot pass it. */
  readonly skip?: Readonly<Record<string, string>>;
}

/** Commits with a date of their own, a minute apart, so that "newest first" has one answer. */
export function datedCommits(repo: TestRepo): (subject: string, tree?: Record<string, string>) => string {
  let minute = 0;
  return (subject, tree = {}) => {
    minute += 1;
    const date = `${1_700_000_000 + minute * 60} +0000`;
    repo.env.GIT_AUTHOR_DATE = date;
    repo.env.GIT_COMMITTER_DATE = date;
    return repo.commit(subject, tree);
  };
}

export const lines = (...numbers: number[]) => `${numbers.map((n) => `line ${n}`).join('\n')}\n`;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const failure = (code: string) => expect.objectContaining({ name: 'NexusError', code });

/** What every `GitPort` must do, on real repositories. */
export function gitPortContract(port: PortUnderTest): void {
  const check = (name: string, body: () => Promise<void>) => {
    const reason = port.skip?.[name];
    if (reason === undefined) test(name, body);
    else test.skip(`${name}: ${reason}`, body);
  };
  const open = (repo: TestRepo, cwd = repo.dir) => port.open({ cwd, env: repo.env });
  const subjects = async (git: GitPort, options: Parameters<GitPort['log']>[0]) =>
    (await git.log(options)).map((commit) => commit.subject);

  describe(`${port.name}: place`, () => {
    check('facts of a plain repository, also from a subfolder', async () => {
      const repo = gitRepo({ 'a b/ü.txt': 'x' });
      const expected = {
        root: repo.dir,
        gitDir: join(repo.dir, '.git'),
        commonDir: join(repo.dir, '.git'),
        objectFormat: 'sha1',
        head: repo.git('rev-parse', 'HEAD'),
        branch: 'main',
        shallow: false,
      };
      expect(await (await open(repo)).facts()).toEqual(expected);
      const below = await open(repo, join(repo.dir, 'a b'));
      expect(await below.facts()).toEqual(expected);
      expect((await below.listTree('HEAD', '')).map((entry) => entry.path)).toEqual(['a b/ü.txt']);
    });

    check('facts are read anew, with an unborn and a detached HEAD', async () => {
      const repo = gitRepo();
      const git = await open(repo);
      expect(await git.facts()).toMatchObject({ head: undefined, branch: 'main' });
      const first = repo.commit('one', { f: '1' });
      expect(await git.facts()).toMatchObject({ head: first, branch: 'main' });
      repo.git('switch', '-q', '-c', 'feature/x');
      expect(await git.facts()).toMatchObject({ head: first, branch: 'feature/x' });
      repo.git('checkout', '-q', '--detach');
      expect(await git.facts()).toMatchObject({ head: first, branch: undefined });
    });

    check('no repository and a bare one are told apart', async () => {
      const repo = gitRepo({ f: '1' });
      const elsewhere = tempDir();
      const ask = async (cwd: string) => (await port.open({ cwd, env: repo.env })).facts();
      await expect(ask(elsewhere)).rejects.toEqual(failure('no-repository'));
      await expect(ask(join(elsewhere, 'missing'))).rejects.toEqual(failure('no-repository'));
      repo.git('clone', '-q', '--bare', '.', join(elsewhere, 'bare'));
      await expect(ask(join(elsewhere, 'bare'))).rejects.toEqual(failure('bare-repository'));
    });

    check('an unborn HEAD has no history, and says so where a revision was named', async () => {
      const repo = gitRepo();
      const git = await open(repo);
      expect(await git.log({})).toEqual([]);
      expect(await git.log({ path: '.nexus', withFiles: true })).toEqual([]);
      expect(await git.resolve('HEAD')).toBeUndefined();
      await expect(git.log({ rev: 'HEAD' })).rejects.toEqual(failure('unknown-revision'));
      await expect(git.listTree('HEAD', '')).rejects.toEqual(failure('unknown-revision'));
      repo.write({ 'a.txt': 'a' });
      repo.git('add', '-A');
      expect(await git.staged('')).toMatchObject([{ status: 'added', path: 'a.txt' }]);
    });

    check('a submodule is a repository of its own, and a link in the other', async () => {
      const inner = gitRepo({ 'lib.txt': 'lib' });
      const outer = gitRepo({ 'app.txt': 'app' });
      outer.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.dir, 'deps/lib');
      outer.commit('with a submodule');
      const below = await port.open({ cwd: join(outer.dir, 'deps/lib'), env: outer.env });
      expect(await below.facts()).toMatchObject({
        root: join(outer.dir, 'deps/lib'),
        gitDir: join(outer.dir, '.git/modules/deps/lib'),
        branch: 'main',
      });
      expect(await subjects(below, { path: 'lib.txt' })).toEqual(['first']);
      const above = await open(outer);
      const link = { path: 'deps/lib', mode: '160000', oid: inner.git('rev-parse', 'HEAD') };
      expect(await above.listTree('HEAD', 'deps')).toEqual([link]);
      expect(await above.blobIds([{ rev: 'HEAD', path: 'deps/lib' }])).toEqual([undefined]);
    });

    check('a shallow clone ends where it was cut', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      for (const n of range(1, 4)) commit(`c${n}`, { f: String(n), [`g${n}`]: 'x' });
      const dir = join(tempDir(), 'clone');
      repo.git('clone', '-q', '--depth=2', `file://${repo.dir}`, dir);
      const git = await port.open({ cwd: dir, env: repo.env });
      expect((await git.facts()).shallow).toBe(true);
      const log = await git.log({ withFiles: true });
      expect(log.map((one) => one.subject)).toEqual(['c4', 'c3']);
      expect(log[1]?.parents).toEqual([]);
      expect(log[1]?.files).toEqual(['f', 'g1', 'g2', 'g3']);
      expect(await git.resolve('HEAD~2')).toBeUndefined();
    });
  });

  describe(`${port.name}: revisions`, () => {
    check('are understood as people write them', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      const one = commit('one', { f: '1' });
      const two = commit('two', { f: '2' });
      repo.git('tag', 'v1', one);
      repo.git('tag', '-a', 'v2', '-m', 'annotated', two);
      repo.git('tag', '-a', 'v2-again', '-m', 'of a tag', 'v2');
      repo.git('switch', '-q', '-c', 'side', one);
      commit('three', { g: '3' });
      repo.git('switch', '-q', 'main');
      repo.git('merge', '-q', '--no-edit', 'side');
      const git = await open(repo);
      const known = ['HEAD', '@', 'main', 'heads/main', 'refs/heads/main', 'v1', 'v2', 'v2-again', 'tags/v2'];
      known.push(
        'refs/tags/v2',
        'v2^{}',
        'v2^{commit}',
        'HEAD~',
        'HEAD~2',
        'HEAD^',
        'HEAD^2',
        'HEAD^1~1',
        '@~1',
      );
      known.push(one, one.slice(0, 9), `${two.slice(0, 12)}^`, 'HEAD^0', 'side~1', one.toUpperCase());
      repo.git('pack-refs', '--all');
      for (const rev of known)
        expect([rev, await git.resolve(rev)]).toEqual([rev, repo.git('rev-parse', `${rev}^{commit}`)]);
      const unknown = [
        '',
        'nope',
        'HEAD~9',
        'HEAD^3',
        'v1..v2',
        '^main',
        'HEAD:f',
        '0'.repeat(40),
        'HEAD^{tree}',
      ];
      for (const rev of unknown) expect([rev, await git.resolve(rev)]).toEqual([rev, undefined]);
      const mixed = known.flatMap((rev, at) => [rev, unknown[at] ?? 'nope']);
      const each = await Promise.all(mixed.map((rev) => git.resolve(rev)));
      expect(await git.resolveEach(mixed)).toEqual(each);
    });

    check('that are hostile name nothing and write nothing', async () => {
      const repo = gitRepo({ f: '1' });
      const git = await open(repo);
      const hostile = [
        '--output=pwned',
        '-opwned',
        '--all',
        '-h',
        '--exec=touch pwned',
        '../../HEAD',
        'a\0b',
        'x\ny',
      ];
      hostile.push(
        'config',
        '/etc/hostname',
        'refs/../config',
        '-',
        '--',
        ':/first',
        ':f',
        '$(touch pwned)',
        '@{-1}',
      );
      const before = repo.sh('ls -A . .git').stdout;
      const head = await git.resolve('HEAD');
      const asked = hostile.flatMap((rev) => [rev, 'HEAD']);
      expect(await git.resolveEach(asked)).toEqual(hostile.flatMap(() => [undefined, head]));
      for (const rev of hostile) {
        expect([rev, await git.resolve(rev)]).toEqual([rev, undefined]);
        const unknown = failure('unknown-revision');
        await expect(git.log({ rev })).rejects.toEqual(unknown);
        await expect(git.log({ exclude: rev })).rejects.toEqual(unknown);
        await expect(git.listTree(rev, '')).rejects.toEqual(unknown);
        await expect(git.diffTrees(rev, 'HEAD', '')).rejects.toEqual(unknown);
        await expect(git.blame('f', rev)).rejects.toEqual(unknown);
        await expect(git.mergeBase(rev, 'HEAD')).rejects.toEqual(unknown);
        expect(await git.blobIds([{ rev, path: 'f' }])).toEqual([undefined]);
      }
      expect(repo.sh('ls -A . .git').stdout).toBe(before);
    });
  });

  describe(`${port.name}: objects`, () => {
    check('trees list files of all kinds, and blobs come back byte by byte', async () => {
      const repo = gitRepo({ 'dir/a b.txt': 'one', 'dir/ü/日本.md': 'two', 'dir.txt': 'three', run: '#!' });
      symlinkSync('dir.txt', join(repo.dir, 'dir/link'));
      repo.sh('chmod +x run');
      repo.git('add', '-A');
      repo.git('commit', '-q', '-m', 'more');
      const git = await open(repo);
      const tree = await git.listTree('HEAD', 'dir');
      expect(tree.map(({ path, mode }) => [path, mode])).toEqual([
        ['dir/a b.txt', '100644'],
        ['dir/link', '120000'],
        ['dir/ü/日本.md', '100644'],
      ]);
      expect(await git.listTree('HEAD', 'dir/')).toEqual(tree);
      expect((await git.listTree('HEAD', '.')).map((entry) => entry.mode)).toContain('100755');
      expect((await git.listTree('HEAD', 'dir/a b.txt')).map((entry) => entry.path)).toEqual(['dir/a b.txt']);
      expect(await git.listTree('HEAD', 'di')).toEqual([]);
      expect(await git.listTree('HEAD', '*')).toEqual([]);

      const asked = ['dir/ü/日本.md', 'dir', 'nope', 'dir/a b.txt', '', 'dir/link', 'a\nb'];
      const ids = await git.blobIds(asked.map((path) => ({ rev: 'HEAD', path })));
      const present = [true, false, false, true, false, true, false];
      expect(ids.map((oid) => oid !== undefined)).toEqual(present);
      expect(await git.blobIds([{ rev: 'nope', path: 'run' }])).toEqual([undefined]);
      expect(await git.blobIds([])).toEqual([]);

      const oids = tree.map((entry) => entry.oid);
      const commit = repo.git('rev-parse', 'HEAD');
      const blobs = await git.readBlobs([...oids, ...oids, commit, 'f'.repeat(40), 'not an id', '']);
      const texts = oids.map((oid) => new TextDecoder().decode(blobs.get(oid)));
      expect(texts).toEqual(['one', 'dir.txt', 'two']);
      expect(blobs.size).toBe(3);
      expect(await git.readBlobs([])).toEqual(new Map());
    });

    check('everything is found in packs too', async () => {
      const repo = gitRepo();
      for (const n of range(1, 5)) repo.commit(`c${n}`, { 'big.txt': lines(...range(1, 200 + n)) });
      repo.git('gc', '-q');
      const git = await open(repo);
      expect(await subjects(git, { path: 'big.txt' })).toHaveLength(5);
      const [oid = ''] = await git.blobIds([{ rev: 'HEAD~3', path: 'big.txt' }]);
      expect(new TextDecoder().decode((await git.readBlobs([oid])).get(oid))).toBe(lines(...range(1, 202)));
    });

    check('diffs tell added, modified, deleted and renamed', async () => {
      const long = lines(...range(1, 40));
      const repo = gitRepo({
        keep: 'k',
        edit: 'e',
        gone: 'g',
        same: 'moved as is',
        'n/like': long,
        type: 'now a folder',
      });
      repo.git('rm', '-q', 'gone', 'same', 'n/like', 'type');
      const two = repo.commit('two', {
        edit: 'E',
        'new file': 'n',
        'ñ/same': 'moved as is',
        'n/similar': `${long}more\n`,
        'type/inner': 'x',
      });
      const git = await open(repo);
      const show = (changes: Awaited<ReturnType<GitPort['diffTrees']>>) =>
        changes.map(({ status, path, oldPath = '' }) => `${status} ${oldPath} ${path}`);
      const changes = await git.diffTrees('HEAD~1', two, '');
      expect(show(changes)).toEqual([
        'modified  edit',
        'deleted  gone',
        'renamed n/like n/similar',
        'added  new file',
        'deleted  type',
        'added  type/inner',
        'renamed same ñ/same',
      ]);
      const idOf = (spec: string) => repo.git('rev-parse', spec);
      const find = (path: string) => changes.find((change) => change.path === path);
      expect(find('edit')).toEqual({
        status: 'modified',
        path: 'edit',
        oldOid: idOf('HEAD~1:edit'),
        newOid: idOf('HEAD:edit'),
      });
      expect(find('gone')).toEqual({ status: 'deleted', path: 'gone', oldOid: idOf('HEAD~1:gone') });
      expect(find('new file')).toEqual({ status: 'added', path: 'new file', newOid: idOf('HEAD:new file') });
      expect(show(await git.diffTrees('HEAD~1', 'HEAD', 'n'))).toEqual(['renamed n/like n/similar']);
      expect(show(await git.diffTrees('HEAD~1', 'HEAD', 'ñ'))).toEqual(['added  ñ/same']);
      expect(show(await git.diffTrees(undefined, 'HEAD~1', 'n'))).toEqual(['added  n/like']);
      expect(show(await git.diffTrees('HEAD', 'HEAD', ''))).toEqual([]);
    });

    check('the index is compared with HEAD, below a path', async () => {
      const repo = gitRepo({ '.nexus/a.md': 'a\n', '.nexus/b.md': lines(...range(1, 9)), 'src/x': 'x' });
      const git = await open(repo);
      expect(await git.staged('')).toEqual([]);
      repo.write({ '.nexus/a.md': 'A\n', '.nexus/new.md': 'n\n', 'src/x': 'X' });
      repo.git('mv', '.nexus/b.md', '.nexus/c.md');
      repo.git('add', '.nexus/a.md', '.nexus/new.md', 'src/x');
      repo.write({ '.nexus/untracked.md': 'u\n' });
      const show = (await git.staged('.nexus')).map(({ status, path }) => `${status} ${path}`);
      expect(show).toEqual(['modified .nexus/a.md', 'renamed .nexus/c.md', 'added .nexus/new.md']);
      expect((await git.staged('')).map((change) => change.path)).toContain('src/x');
      expect(await git.staged('.nex')).toEqual([]);
    });
  });
}
