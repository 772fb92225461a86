import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { GitPort } from '../../src/core/ports.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { datedCommits, lines, type PortUnderTest } from './git-port.ts';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const failure = (code: string) => expect.objectContaining({ name: 'NexusError', code });

/** Writes a commit object as it stands, for what `git commit` would not write. */
function rawCommit(repo: TestRepo, headers: string, message: Buffer): string {
  const input = Buffer.concat([Buffer.from(`tree ${repo.git('write-tree')}\n${headers}\n\n`), message]);
  const args = ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'];
  return execFileSync('git', args, { cwd: repo.dir, env: repo.env, input, encoding: 'utf8' }).trim();
}

/** What every `GitPort` must do with history. */
export function gitHistoryContract(port: PortUnderTest): void {
  const check = (name: string, body: () => Promise<void>) => {
    const reason = port.skip?.[name];
    if (reason === undefined) test(name, body);
    else test.skip(`${name}: ${reason}`, body);
  };
  const open = (repo: TestRepo) => port.open({ cwd: repo.dir, env: repo.env });
  const subjects = async (git: GitPort, options: Parameters<GitPort['log']>[0]) =>
    (await git.log(options)).map((commit) => commit.subject);

  describe(`${port.name}: log`, () => {
    check('is newest first, whole, limited, and with the files of each commit', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      commit('one', { 'a b.txt': '1', 'ü/x': '1' });
      const two = commit('two\n\nBecause of three.\n\nSigned-off-by: Ben <ben@example.org>', {
        'a b.txt': '2',
      });
      commit('three', { 'ü/x': '2', new: 'n' });
      repo.git('mv', 'new', 'newer');
      commit('four');
      const git = await open(repo);
      expect(await subjects(git, {})).toEqual(['four', 'three', 'two', 'one']);
      expect(await subjects(git, { max: 2 })).toEqual(['four', 'three']);
      expect(await subjects(git, { max: 0 })).toEqual([]);
      expect(await subjects(git, { max: 2, skip: 1 })).toEqual(['three', 'two']);
      expect(await subjects(git, { skip: 3, path: 'ü' })).toEqual([]);
      expect(await subjects(git, { skip: 1, path: 'ü' })).toEqual(['one']);
      expect(await subjects(git, { rev: 'HEAD~1', exclude: 'HEAD~3' })).toEqual(['three', 'two']);
      expect(await subjects(git, { rev: 'HEAD~2', exclude: 'HEAD' })).toEqual([]);
      expect((await git.log({ withFiles: true })).map((one) => one.files)).toEqual([
        ['new', 'newer'],
        ['new', 'ü/x'],
        ['a b.txt'],
        ['a b.txt', 'ü/x'],
      ]);
      const [four, three] = await git.log({ withChanges: true });
      const blob = (spec: string): string => repo.git('rev-parse', spec);
      expect(four?.changes).toEqual([
        { status: 'deleted', path: 'new', oldOid: blob('HEAD~1:new') },
        { status: 'added', path: 'newer', newOid: blob('HEAD:newer') },
      ]);
      expect(three?.files).toEqual(['new', 'ü/x']);
      expect(three?.changes?.[1]).toEqual({
        status: 'modified',
        path: 'ü/x',
        oldOid: blob('HEAD~2:ü/x'),
        newOid: blob('HEAD:ü/x'),
      });
      expect(await git.log({ rev: two, max: 1 })).toEqual([
        {
          oid: two,
          parents: [repo.git('rev-parse', `${two}^`)],
          authorName: 'Ann Author',
          authorEmail: 'ann@example.org',
          authorTime: 1_700_000_120,
          commitTime: 1_700_000_120,
          subject: 'two',
          body: 'Because of three.\n\nSigned-off-by: Ben <ben@example.org>',
          files: [],
        },
      ]);
      // Signed as an object is, whoever would verify it.
      const raw = repo
        .git('cat-file', 'commit', two)
        .replace(/\n\n/, '\ngpgsig -----BEGIN x-----\n none\n\n');
      const signed = repo
        .run('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], { input: `${raw}\n` })
        .stdout.trim();
      expect(await git.signed([two, signed, 'nope'])).toEqual(new Set([signed]));
      await expect(git.log({ rev: 'nope' })).rejects.toEqual(failure('unknown-revision'));
      await expect(git.log({ exclude: 'nope' })).rejects.toEqual(failure('unknown-revision'));
    });

    check('of a path takes it literally and knows files from folders', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      commit('one', { 'd/a': '1', 'd*': '1', 'da/x': '1' });
      commit('two', { 'd/b': '1' });
      commit('three', { 'd*': '2' });
      repo.git('rm', '-q', 'd/b');
      commit('four');
      const git = await open(repo);
      expect(await subjects(git, { path: 'd' })).toEqual(['four', 'two', 'one']);
      expect(await subjects(git, { path: './d/' })).toEqual(['four', 'two', 'one']);
      expect(await subjects(git, { path: 'd*' })).toEqual(['three', 'one']);
      expect(await subjects(git, { path: ':(top)d' })).toEqual([]);
      expect(await subjects(git, { path: 'd/b', max: 1 })).toEqual(['four']);
      expect(await subjects(git, { path: '.', max: 1 })).toEqual(['four']);
      expect(await subjects(git, { paths: ['d/b', './d*'] })).toEqual(['four', 'three', 'two', 'one']);
      expect(await subjects(git, { paths: ['d/b', 'none', '*', '--all'] })).toEqual(['four', 'two']);
      expect(await subjects(git, { paths: ['d*'], max: 1 })).toEqual(['three']);
      expect(await subjects(git, { paths: [] })).toEqual([]);
      const [last] = await git.log({ path: 'd/a', withFiles: true });
      expect(last?.files).toEqual(['d*', 'd/a', 'da/x']);
    });

    check('survives the merge of a branch older than the memory', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      commit('base', { src: '1' });
      repo.git('branch', 'old');
      for (const n of range(1, 3)) commit(`n${n}`, { [`.nexus/${n}.md`]: String(n) });
      repo.git('switch', '-q', 'old');
      commit('side', { other: '1' });
      repo.git('switch', '-q', 'main');
      datedCommits(repo)('noop');
      repo.env.GIT_COMMITTER_DATE = '1700009999 +0000';
      repo.git('merge', '-q', '--no-ff', '-m', 'merged', 'old');
      const git = await open(repo);
      expect(await subjects(git, { path: '.nexus' })).toEqual(['n3', 'n2', 'n1']);
      expect(await subjects(git, { path: '.nexus/2.md' })).toEqual(['n2']);
      const [merge] = await git.log({ max: 1, withFiles: true });
      expect([merge?.subject, merge?.files, merge?.parents.length]).toEqual(['merged', ['other'], 2]);
      const changed = await git.log({ withChanges: true });
      expect(changed[0]?.changes?.map(({ path }) => path)).toEqual(['other']);
      expect(changed.find(({ subject }) => subject === 'noop')?.changes).toEqual([]);
    });

    check('follows a file through renames, but not into a file that it resembles', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      commit('template', { 'memory/template.md': lines(...range(1, 30)) });
      commit('born', { 'a.md': lines(...range(1, 29), 99) });
      commit('edited', { 'a.md': lines(...range(1, 29), 100) });
      repo.git('mv', 'a.md', 'b.md');
      commit('moved', { 'b.md': lines(...range(1, 29), 101) });
      commit('edited again', { 'b.md': lines(...range(1, 29), 102) });
      const git = await open(repo);
      expect(await subjects(git, { path: 'b.md' })).toEqual(['edited again', 'moved']);
      const whole = ['edited again', 'moved', 'edited', 'born'];
      expect(await subjects(git, { path: 'b.md', follow: true })).toEqual(whole);
      expect(await subjects(git, { path: 'b.md', follow: true, max: 3 })).toEqual(whole.slice(0, 3));
      expect(await subjects(git, { path: 'b.md', follow: true, exclude: 'HEAD~3' })).toEqual(
        whole.slice(0, 3),
      );
    });

    check('takes any message and any date as data', async () => {
      const repo = gitRepo({ f: '1' });
      const head = repo.git('rev-parse', 'HEAD');
      const who = 'Ann Author <ann@example.org>';
      const odd = (date: string, message: string, more = '', parent = head) =>
        rawCommit(
          repo,
          `parent ${parent}\nauthor ${who} ${date}\ncommitter ${who} ${date}${more}`,
          Buffer.from(message, 'latin1'),
        );
      const git = await open(repo);
      const read = async (oid: string) => (await git.log({ rev: oid, max: 1 }))[0];
      const dates = ['9999999999999 +9999', '99999999999999999999999 +0000', '0 +0000', '253402300800 -1200'];
      for (const date of dates) {
        const commit = await read(odd(date, 'dated\n'));
        expect(commit?.subject).toBe('dated');
        for (const seconds of [commit?.authorTime ?? Number.NaN, commit?.commitTime ?? Number.NaN])
          expect(() => new Date(seconds * 1000).toISOString()).not.toThrow();
      }
      const separators = 'a\x1eb\x1fc\td\n\nbody\x1e\n\n\x1flast\n';
      expect(await read(odd('1 +0000', separators))).toMatchObject({
        subject: 'a\x1eb\x1fc\td',
        body: 'body\x1e\n\n\x1flast',
      });
      expect(await read(odd('1 +0000', ''))).toMatchObject({ subject: '', body: '' });
      expect(await read(odd('1 +0000', '\n\nlate  \nsecond\n\n\nbody'))).toMatchObject({
        subject: 'late second',
        body: 'body',
      });
      const latin = await read(odd('1 +0000', '\xe4ndern\n', '\nencoding ISO-8859-1'));
      expect(latin?.subject).toBe('ändern');
      const signed = odd('1 +0000', 'signed\n', '\ngpgsig -----BEGIN\n parent of none\n -----END');
      expect(await read(signed)).toMatchObject({ subject: 'signed', parents: [head] });
      expect(await subjects(git, { rev: odd('99999999999 +0000', 'late\n') })).toEqual(['late', 'first']);
    });
  });

  describe(`${port.name}: blame`, () => {
    check('names the commit of each line, through a rename and a merge', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      const one = commit('one', { 'old.txt': lines(...range(1, 12)) });
      repo.git('switch', '-q', '-c', 'side');
      const side = commit('side', { 'old.txt': lines(0, ...range(1, 12)) });
      repo.git('switch', '-q', 'main');
      const two = commit('two', { 'old.txt': lines(...range(1, 11), 99) });
      repo.git('merge', '-q', '-m', 'merge', 'side');
      repo.git('mv', 'old.txt', 'new name.txt');
      commit('moved');
      repo.write({ 'new name.txt': 'not committed\n' });
      const git = await open(repo);
      const blamed = await git.blame('new name.txt');
      expect(blamed.map((line) => line.oid)).toEqual([side, ...range(1, 11).map(() => one), two]);
      expect(blamed[12]).toEqual({
        line: 13,
        text: 'line 99',
        oid: two,
        authorName: 'Ann Author',
        authorTime: 1_700_000_180,
        subject: 'two',
      });
      expect((await git.blame('old.txt', one)).map((line) => line.text).join('\n')).toBe(
        lines(...range(1, 12)).trimEnd(),
      );
      await expect(git.blame('new name.txt', one)).rejects.toEqual(failure('bad-value'));
    });
  });

  describe(`${port.name}: merge base`, () => {
    check('is the last common commit, or none', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      commit('base', { f: '1' });
      repo.git('branch', 'side');
      const fork = commit('fork', { f: '2' });
      repo.git('switch', '-q', '-c', 'topic');
      commit('topic', { g: '1' });
      repo.git('switch', '-q', 'main');
      commit('main', { h: '1' });
      const git = await open(repo);
      expect(await git.mergeBase('main', 'topic')).toBe(fork);
      expect(await git.mergeBase('main', 'main~1')).toBe(fork);
      expect(await git.mergeBase('side', 'topic')).toBe(repo.git('rev-parse', 'side'));
      repo.git('switch', '-q', '--orphan', 'apart');
      commit('apart', { z: '1' });
      expect(await git.mergeBase('main', 'apart')).toBeUndefined();
    });
  });

  describe(`${port.name}: refs`, () => {
    check('branches, remote ones and tags are told with their commits, the newest first', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      const one = commit('one', { f: '1' });
      repo.git('tag', 'v1');
      repo.git('tag', '-a', '-m', 'a tag', 'v1-annotated');
      repo.git('tag', '-a', '-m', 'a tag of a tag', 'v1-twice', 'v1-annotated');
      repo.git('tag', 'a-file', 'HEAD:f');
      const two = commit('two', { f: '2' });
      repo.git('update-ref', 'refs/remotes/origin/topic/x', one);
      repo.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/topic/x');
      repo.git('pack-refs', '--all');
      repo.git('branch', 'ü', one);
      const git = await open(repo);
      const told = await git.refs(10);
      expect(told[0]).toEqual({
        name: 'main',
        kind: 'branch',
        ref: 'refs/heads/main',
        oid: two,
        commitTime: 1_700_000_120,
        subject: 'two',
      });
      expect(told.slice(1).map(({ kind, name, oid }) => `${kind} ${name} ${oid === one}`)).toEqual([
        'branch ü true',
        'remote origin/topic/x true',
        'tag v1 true',
        'tag v1-annotated true',
        'tag v1-twice true',
      ]);
      expect((await git.refs(1)).map(({ name }) => name)).toEqual(['main']);
      expect(await (await open(gitRepo())).refs(5)).toEqual([]);
    });

    check('commits until a time', async () => {
      const repo = gitRepo();
      const commit = datedCommits(repo);
      for (const name of ['one', 'two', 'three']) commit(name, { f: name });
      const git = await open(repo);
      expect(await subjects(git, { until: 1_700_000_120 })).toEqual(['two', 'one']);
      expect(await subjects(git, { until: 1_700_000_179, max: 1 })).toEqual(['two']);
      expect(await subjects(git, { until: 1_700_000_000 })).toEqual([]);
    });
  });
}
