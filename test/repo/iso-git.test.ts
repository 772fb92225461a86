import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MAX_PACK_BYTES } from '../../src/repo/iso-gate.ts';
import { openIsoGit } from '../../src/repo/iso-git.ts';
import { gitHistoryContract } from '../contracts/git-history.ts';
import { gitPortContract, type PortUnderTest } from '../contracts/git-port.ts';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';

const port: PortUnderTest = { name: 'isomorphic-git', open: openIsoGit };
gitPortContract(port);
gitHistoryContract(port);

const needsGit = (word: string) =>
  expect.objectContaining({
    code: 'needs-git',
    message: expect.stringContaining(word),
    hint: expect.stringContaining('git 2.31'),
  });
const facts = async (repo: TestRepo, cwd = repo.dir) => (await openIsoGit({ cwd })).facts();

describe('the gate', () => {
  test('refuses a linked worktree', async () => {
    const repo = gitRepo({ f: '1' });
    const dir = join(tempDir(), 'wt');
    repo.git('worktree', 'add', '-q', dir);
    await expect(facts(repo, dir)).rejects.toEqual(needsGit('linked worktree'));
    expect((await facts(repo)).root).toBe(repo.dir);
  });

  test('refuses other object and reference formats', async () => {
    const sha256 = gitRepo({ f: '1' }, ['--object-format=sha256']);
    await expect(facts(sha256)).rejects.toEqual(needsGit('sha256'));
    const reftable = gitRepo({ f: '1' });
    reftable.git('config', 'core.repositoryformatversion', '1');
    await expect(facts(reftable)).resolves.toBeDefined();
    reftable.git('config', 'extensions.refStorage', 'reftable');
    await expect(facts(reftable)).rejects.toEqual(needsGit('refstorage'));
    const newer = gitRepo({ f: '1' });
    newer.git('config', 'core.repositoryformatversion', '2');
    await expect(facts(newer)).rejects.toEqual(needsGit('version is 2'));
  });

  test('refuses borrowed, replaced and sparse repositories', async () => {
    const repo = gitRepo({ 'src/f': '1' });
    const base = tempDir();
    repo.git('clone', '-q', '--shared', '.', join(base, 'shared'));
    await expect(facts(repo, join(base, 'shared'))).rejects.toEqual(needsGit('borrows objects'));
    repo.git('clone', '-q', '.', join(base, 'sparse'));
    execFileSync('git', ['sparse-checkout', 'set', '--cone', 'src'], {
      cwd: join(base, 'sparse'),
      env: repo.env,
    });
    await expect(facts(repo, join(base, 'sparse'))).rejects.toEqual(needsGit('sparse checkout'));
    const two = repo.commit('two', { 'src/f': '2' });
    repo.git('replace', two, `${two}~1`);
    await expect(facts(repo)).rejects.toEqual(needsGit('replaced'));
    repo.git('pack-refs', '--all');
    await expect(facts(repo)).rejects.toEqual(needsGit('replaced'));
  });

  test('refuses packs that would not fit into memory, also when they come later', async () => {
    const repo = gitRepo({ f: '1' });
    const git = await openIsoGit({ cwd: repo.dir });
    const folder = join(repo.dir, '.git/objects/pack');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'pack-1.pack'), '');
    truncateSync(join(folder, 'pack-1.pack'), MAX_PACK_BYTES);
    await expect(git.facts()).rejects.toEqual(needsGit('size'));
    truncateSync(join(folder, 'pack-1.pack'), MAX_PACK_BYTES - 1);
    for (const n of [2, 3, 4]) {
      writeFileSync(join(folder, `pack-${n}.pack`), '');
      truncateSync(join(folder, `pack-${n}.pack`), MAX_PACK_BYTES - 1);
    }
    await expect(git.facts()).resolves.toBeDefined();
    writeFileSync(join(folder, 'pack-5.pack'), 'more');
    await expect(git.facts()).rejects.toEqual(needsGit('size'));
  });

  test('refuses split, sparse and compressed indexes only when the index is asked for', async () => {
    for (const make of [
      ['update-index', '--split-index'],
      ['update-index', '--index-version', '4'],
    ]) {
      const repo = gitRepo({ f: '1', 'd/g': '1' });
      repo.git(...make);
      const git = await openIsoGit({ cwd: repo.dir });
      expect(await git.listTree('HEAD', '')).toHaveLength(2);
      await expect(git.staged('')).rejects.toEqual(needsGit('index'));
    }
  });

  test('lets index version 3, untracked cache, packed refs and conflicts through', async () => {
    const repo = gitRepo({ f: '1', g: '1', h: '1' });
    repo.git('config', 'core.untrackedCache', 'true');
    repo.git('status');
    repo.git('switch', '-q', '-c', 'side');
    repo.commit('side', { f: 'side' });
    repo.git('switch', '-q', 'main');
    repo.commit('main', { f: 'main' });
    repo.git('pack-refs', '--all');
    repo.run('git', ['merge', '-q', 'side']);
    repo.git('update-index', '--skip-worktree', 'g');
    repo.git('rm', '-q', '--cached', 'h');
    const git = await openIsoGit({ cwd: repo.dir });
    const staged = (await git.staged('')).map(({ status, path }) => `${status} ${path}`);
    expect(staged).toEqual(['modified f', 'deleted h']);
  });
});

test('in a partial clone what was not fetched is left out, or said to be missing', async () => {
  const repo = gitRepo({ f: '1', g: 'g' });
  repo.commit('two', { f: '2' });
  repo.git('config', 'uploadpack.allowFilter', 'true');
  const dir = join(tempDir(), 'clone');
  repo.git('clone', '-q', '--filter=blob:none', `file://${repo.dir}`, dir);
  const git = await openIsoGit({ cwd: dir });
  const ids = ['HEAD~1:f', 'HEAD:f'].map((spec) => repo.git('rev-parse', spec));
  expect([...(await git.readBlobs(ids)).keys()]).toEqual(ids.slice(1));
  expect(await git.blobIds([{ rev: 'HEAD~1', path: 'f' }])).toEqual(ids.slice(0, 1));
  expect(await git.log({ path: 'f' })).toHaveLength(2);
  await expect(git.blame('f')).rejects.toMatchObject({ code: 'git-failed' });
});

describe('a long-lived instance', () => {
  test('sees new commits, and objects that were packed meanwhile', async () => {
    const repo = gitRepo({ f: '1' });
    const git = await openIsoGit({ cwd: repo.dir });
    expect(await git.log({})).toHaveLength(1);
    repo.commit('two', { f: '2' });
    repo.git('gc', '-q', '--prune=now');
    const { head } = await git.facts();
    expect(head).toBe(repo.git('rev-parse', 'HEAD'));
    expect((await git.log({ path: 'f' })).map((commit) => commit.subject)).toEqual(['two', 'first']);
    repo.commit('three', { f: '3' });
    repo.git('gc', '-q', '--prune=now');
    expect((await git.log({ max: 1 }))[0]?.subject).toBe('three');
  });

  test('writes nothing', async () => {
    const repo = gitRepo({ f: '1', g: '2' });
    repo.write({ f: '2' });
    repo.git('add', 'f');
    const state = () =>
      repo.sh('find .git -type f | sort | xargs sha1sum; ls -laR --time-style=full-iso .git/index').stdout;
    const before = state();
    const git = await openIsoGit({ cwd: repo.dir });
    await git.facts();
    await git.staged('');
    await git.log({ path: 'f', withFiles: true });
    await git.blame('f');
    expect(state()).toBe(before);
  });
});
