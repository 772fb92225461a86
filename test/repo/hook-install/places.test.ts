import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { heartbeatReport, readReflog } from '../../../src/repo/hook-install/heartbeat.ts';
import { HOOK_NAMES } from '../../../src/repo/hook-install/hook-block.ts';
import { hasConfigHooks } from '../../../src/repo/hook-install/hook-layout.ts';
import { hooksStatus } from '../../../src/repo/hook-install/hook-status.ts';
import { readRuntime, writeRuntime } from '../../../src/repo/hook-install/runtime-file.ts';
import { gitRepo, TestRepo, tempDir } from '../../helpers/git-repo.ts';
import { fingerprint, HookedRepo, put } from './hook-fixture.ts';
import { husky9 } from './layouts.ts';

describe('places', () => {
  test('a linked worktree, from a subfolder', async () => {
    const repo = gitRepo({ 'a.txt': 'a\n' });
    const tree = join(tempDir(), 'other tree');
    repo.git('worktree', 'add', '-q', '-b', 'other', tree);
    const gitDir = repo.git('-C', tree, 'rev-parse', '--absolute-git-dir');
    mkdirSync(join(tree, 'sub'));
    const hooks = new HookedRepo(repo, join(tree, 'sub'));
    await hooks.install();
    hooks.remember();
    expect(hooks.commit('one').code).toBe(0);
    const call = await hooks.called('post-commit');
    expect(call).toMatchObject({ cwd: tree, gitDir });
    expect(hooks.calls('pre-commit')).toMatchObject([{ cwd: tree }]);
    put(join(gitDir, 'CHERRY_PICK_HEAD'), '');
    hooks.repo.run('sh', ['-c', join(hooks.home, 'hooks/pre-commit')], {
      cwd: tree,
      env: { GIT_DIR: gitDir },
    });
    expect(hooks.calls('pre-commit').length).toBe(1);
  });

  test('a submodule', async () => {
    const library = gitRepo({ 'b.txt': 'b\n' });
    const repo = gitRepo({ 'a.txt': 'a\n' });
    repo.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library.dir, 'lib');
    const hooks = new HookedRepo(repo, join(repo.dir, 'lib'));
    const before = fingerprint(repo);
    await hooks.install();
    expect(fingerprint(repo)).toBe(before);
    hooks.remember();
    hooks.commit('one');
    expect((await hooks.called('post-commit')).cwd).toBe(join(repo.dir, 'lib'));
    expect(hooks.calls('pre-commit').length).toBe(1);
    expect(hooks.home).toBe(join(repo.dir, '.git/modules/lib/nexus'));
  });

  test.each(['plain', 'husky'])('spaces and letters from everywhere in the path (%s)', async (manager) => {
    const base = gitRepo();
    const dir = join(tempDir(), "ünï cödé $HOME 'q' 日本");
    mkdirSync(dir);
    const repo = new TestRepo(dir, base.env);
    repo.git('init', '-q');
    if (manager === 'husky') husky9(repo);
    const hooks = new HookedRepo(repo);
    await hooks.install();
    hooks.remember();
    expect(hooks.commit('one').code).toBe(0);
    expect((await hooks.called('post-commit')).cwd).toBe(dir);
    expect(hooks.calls('pre-commit').length).toBe(1);
  });
});

describe('hooks in the configuration (git 2.54 and later)', () => {
  test('are chosen by version', () => {
    const versions = ['2.39.5', '2.53.9', '2.54.0', '2.54.0.rc1', '2.100.1', '3.0.0', ''];
    expect(versions.map(hasConfigHooks)).toEqual([false, false, true, true, true, true, false]);
  });

  test('git reads them as meant, and what it would run starts the worker', async () => {
    const hooks = new HookedRepo(gitRepo({ '.nexus/config.yaml': 'schema: 1\n' }));
    const { repo } = hooks;
    husky9(repo);
    const before = fingerprint(repo);
    const plan = await hooks.install('2.54.0');
    expect([plan.manager, plan.lines]).toEqual(['config', ['add the Nexus block to .git/config']]);
    const input = 'refs/heads/main 1 refs/heads/main 2\n';
    for (const hook of HOOK_NAMES) {
      expect(repo.git('config', '--get-all', `hook.nexus-${hook}.event`)).toBe(hook);
      const command = repo.git('config', `hook.nexus-${hook}.command`);
      // The way in which git's run-command.c starts a command line with arguments.
      const args = hook === 'pre-push' ? ['origin', 'a url'] : ['1', '2', '1'];
      const done = repo.run('sh', ['-c', `${command} "$@"`, command, ...args], { input });
      expect(done).toEqual({ code: 0, stdout: '', stderr: '' });
    }
    expect(hooks.calls('pre-push')).toMatchObject([{ args: ['origin', 'a url'], stdin: input }]);
    await hooks.called('post-merge');
    expect((await hooks.install('2.54.0')).changes).toEqual([]);
    expect(hooksStatus(await hooks.layout('2.54.0')).hooks.filter((hook) => !hook.effective)).toEqual([]);
    await hooks.uninstall('2.54.0');
    expect(fingerprint(repo)).toBe(before);
  });

  test('settings made since are kept, and a missing home stops no git command', async () => {
    const hooks = new HookedRepo(gitRepo({ 'a.txt': 'a\n' }));
    const { repo } = hooks;
    await hooks.install('2.54.0');
    const command = repo.git('config', 'hook.nexus-pre-commit.command');
    repo.git('config', 'user.nickname', 'Ann');
    repo.git('config', 'core.editor', 'true');
    repo.git('config', 'hook.nexus-pre-push.enabled', 'false');
    await hooks.uninstall('2.54.0');
    expect(repo.git('config', 'user.nickname')).toBe('Ann');
    expect(repo.git('config', 'core.editor')).toBe('true');
    expect(readFileSync(join(repo.dir, '.git/config'), 'utf8')).not.toContain('nexus');
    expect(spawnSync('sh', ['-c', command], { cwd: repo.dir }).status).toBe(0);
  });

  test('an update of git moves plain hooks there; shared husky lines stay', async () => {
    const plain = new HookedRepo(gitRepo({ 'a.txt': 'a\n' }));
    const before = fingerprint(plain.repo);
    await plain.install('2.39.5');
    const plan = await plain.install('2.54.0');
    expect(plan.lines.length).toBe(1 + HOOK_NAMES.length);
    await plain.uninstall('2.54.0');
    expect(fingerprint(plain.repo)).toBe(before);
    const husky = new HookedRepo(gitRepo({ 'a.txt': 'a\n' }));
    husky9(husky.repo);
    await husky.install('2.39.5');
    expect(await husky.install('2.54.0')).toMatchObject({ manager: 'husky', changes: [] });
  });
});

describe('heartbeat', () => {
  test('a commit that our hook saw, one that it did not, and none', async () => {
    const hooks = new HookedRepo(gitRepo({ 'a.txt': 'a\n' }));
    const place = { cwd: hooks.cwd, env: hooks.repo.env };
    await hooks.install();
    const { home } = hooks;
    hooks.commit('one');
    await hooks.called('post-commit');
    const reflog = await readReflog(place, 20);
    expect(reflog.map((entry) => entry.message)).toEqual(['commit: one', 'commit (initial): first']);
    expect(heartbeatReport({ home, reflog }).verdict).toBe('firing');
    // Installed and committed within one second.
    expect(heartbeatReport({ home, reflog, since: reflog[0]?.time ?? 0 }).verdict).toBe('firing');
    const later = reflog.map((entry) => ({ ...entry, time: entry.time + 120 }));
    const silent = heartbeatReport({ home, reflog: later });
    expect([silent.verdict, silent.commit?.message, silent.causes.length > 0]).toEqual([
      'silent',
      'commit: one',
      true,
    ]);
    expect(heartbeatReport({ home, reflog: later, since: later[0]?.time ?? 0 }).verdict).toBe('no-commit');
    const picks = later.map((entry) => ({ ...entry, message: 'rebase (pick): x' }));
    expect(heartbeatReport({ home, reflog: picks }).verdict).toBe('no-commit');
    writeFileSync(join(home, 'heartbeat/post-commit'), 'torn');
    expect(heartbeatReport({ home, reflog }).verdict).toBe('silent');
  });

  test('no commit yet, no reflog', async () => {
    const repo = gitRepo();
    expect(await readReflog({ cwd: repo.dir, env: repo.env }, 5)).toEqual([]);
    repo.git('config', 'core.logAllRefUpdates', 'false');
    repo.commit('one', { 'a.txt': 'a\n' });
    expect(await readReflog({ cwd: repo.dir, env: repo.env }, 5)).toEqual([]);
  });
});

test('the runtime file is read line by line', () => {
  const home = join(tempDir(), 'nexus');
  const runtime = { node: '/opt/node bin/node', worker: '/opt/nexus/dist/hook.js', version: '1.2.3' };
  expect(readRuntime(home)).toBeUndefined();
  writeRuntime(home, runtime);
  expect(readRuntime(home)).toEqual(runtime);
  expect(() => writeRuntime(home, { ...runtime, node: 'a\nb' })).toThrow(
    expect.objectContaining({ code: 'refused' }),
  );
});
