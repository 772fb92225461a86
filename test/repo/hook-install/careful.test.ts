import { chmodSync, lstatSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyInstall } from '../../../src/repo/hook-install/hook-apply.ts';
import { HOOK_NAMES, hasBlock } from '../../../src/repo/hook-install/hook-block.ts';
import { type InstallPlan, planInstall } from '../../../src/repo/hook-install/hook-plan.ts';
import { hooksStatus } from '../../../src/repo/hook-install/hook-status.ts';
import { gitRepo, tempDir } from '../../helpers/git-repo.ts';
import { fingerprint, HookedRepo, NOW, put, SHIMS } from './hook-fixture.ts';
import { husky9, lefthook } from './layouts.ts';

const fresh = () => new HookedRepo(gitRepo({ 'a.txt': 'a\n' }));

/** What an installation changes beside git's configuration, in which the merge driver stands. */
const hookChanges = (plan: InstallPlan): InstallPlan['changes'] =>
  plan.changes.filter(({ name }) => name.base !== 'common' || name.path !== 'config');

describe('what is left alone', () => {
  test.each([
    ['a python hook', '#!/usr/bin/env python3\nprint("host ran")\n', 0o755, 'not a shell script'],
    ['a binary', '\x7fELF\0\0\0', 0o755, 'not a shell script'],
    ['a hook that git ignores', '#!/bin/sh\nexit 1\n', 0o644, 'not executable'],
  ])('%s', async (_, text, mode, why) => {
    const hooks = fresh();
    const path = join(hooks.cwd, '.git/hooks/pre-commit');
    put(path, text, mode);
    const plan = await hooks.install();
    expect(plan.manual).toMatchObject([
      {
        about: '.git/hooks/pre-commit',
        why: expect.stringContaining(why),
        snippet: expect.stringContaining('nexus_hook'),
      },
    ]);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(lstatSync(path).mode & 0o777).toBe(mode);
    expect(hookChanges(plan).length).toBe(HOOK_NAMES.length - 1);
    const status = hooksStatus(await hooks.layout());
    expect(status.hooks.filter((hook) => !hook.effective)).toEqual([
      { hook: 'pre-commit', installed: false, effective: false, fault: 'not-installed' },
    ]);
  });

  test('a hooks folder outside of the repository, and a link that leads out of it', async () => {
    const hooks = fresh();
    const shared = tempDir('nexus-shared-');
    put(join(shared, 'pre-commit'), '#!/bin/sh\nexit 0\n', 0o755);
    symlinkSync(join(shared, 'pre-commit'), join(hooks.cwd, '.git/hooks/pre-commit'));
    expect((await hooks.install()).manual[0]?.why).toContain('outside');
    await hooks.uninstall();
    hooks.repo.git('config', 'core.hooksPath', shared);
    const before = fingerprint(hooks.repo);
    const plan = await hooks.install();
    expect([plan.manager, hookChanges(plan), plan.manual.length]).toEqual(['foreign', [], 1]);
    expect(plan.manual[0]?.snippet).toContain('nexus/hooks/post-rewrite');
    await hooks.uninstall();
    expect(fingerprint(hooks.repo)).toBe(before);
    expect(readFileSync(join(shared, 'pre-commit'), 'utf8')).toBe('#!/bin/sh\nexit 0\n');
    for (const off of ['/dev/null', '']) {
      hooks.repo.git('config', 'core.hooksPath', off);
      expect((await hooks.install()).manager).toBe('foreign');
    }
  });

  test('a link inside of the repository stays a link', async () => {
    const hooks = fresh();
    put(join(hooks.cwd, 'tools/pre-commit'), '#!/bin/sh\necho "host ran"\n', 0o755);
    const link = join(hooks.cwd, '.git/hooks/pre-commit');
    symlinkSync('../../tools/pre-commit', link);
    const before = fingerprint(hooks.repo);
    await hooks.install();
    hooks.remember();
    hooks.commit('one');
    expect(hooks.calls('pre-commit').length).toBe(1);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    await hooks.uninstall();
    expect(fingerprint(hooks.repo)).toBe(before);
  });

  test.each([
    ['its own part for a hook', 'pre-commit:\n  skip: true\n'],
    ['a flow mapping', '{ pre-commit: { skip: true } }\n'],
  ])('lefthook-local.yml with %s', async (_, text) => {
    const hooks = fresh();
    lefthook(hooks.repo);
    put(join(hooks.cwd, 'lefthook-local.yml'), text);
    const plan = await hooks.install();
    expect(hookChanges(plan)).toEqual([]);
    expect(plan.manual.map((step) => step.about)).toEqual(['lefthook-local.yml', 'lefthook']);
    expect(readFileSync(join(hooks.cwd, 'lefthook-local.yml'), 'utf8')).toBe(text);
  });

  test('local lefthook settings in another format', async () => {
    const hooks = fresh();
    lefthook(hooks.repo);
    put(join(hooks.cwd, '.lefthook-local.toml'), '');
    const plan = await hooks.install();
    expect([hookChanges(plan), plan.manual.map((step) => step.about)]).toEqual([
      [],
      ['.lefthook-local.toml', 'lefthook'],
    ]);
  });
});

describe('lefthook', () => {
  test('other local settings are kept, and git status stays clean of a file that we made', async () => {
    const hooks = fresh();
    lefthook(hooks.repo);
    hooks.repo.commit('lefthook');
    await hooks.install();
    expect(hooks.repo.git('status', '--short')).toBe('');
    await hooks.uninstall();
    const local = join(hooks.cwd, 'lefthook-local.yml');
    put(local, 'colors: false\ncommit-msg:\n  skip: true');
    const before = fingerprint(hooks.repo);
    await hooks.install();
    expect(readFileSync(local, 'utf8').startsWith('colors: false\ncommit-msg:\n  skip: true\n# >>>')).toBe(
      true,
    );
    await hooks.uninstall();
    expect(fingerprint(hooks.repo)).toBe(before);
  });
});

test('a CRLF hook keeps its line ends and runs as before', async () => {
  const hooks = fresh();
  husky9(hooks.repo);
  const path = join(hooks.cwd, '.husky/pre-commit');
  put(path, '# checks\r\necho "host ran" >&2 #\r\n');
  const before = fingerprint(hooks.repo);
  await hooks.install();
  expect(readFileSync(path, 'utf8').replaceAll('\r\n', '')).not.toContain('\n');
  hooks.remember();
  expect(hooks.commit('one').stderr).toBe('host ran\n');
  expect(hooks.calls('pre-commit').length).toBe(1);
  await hooks.uninstall();
  expect(fingerprint(hooks.repo)).toBe(before);
});

test('git-lfs still gets all of the input of pre-push', async () => {
  const hooks = new HookedRepo(gitRepo({ '.nexus/config.yaml': 'schema: 1\n' }));
  const remote = tempDir();
  hooks.repo.git('init', '-q', '--bare', remote);
  hooks.repo.git('remote', 'add', 'origin', remote);
  for (let n = 0; n < 300; n++) hooks.repo.git('tag', `a-rather-long-name-of-a-tag-${n}`);
  put(join(hooks.cwd, '.git/hooks/pre-push'), '#!/bin/sh\ncat >received\n', 0o755);
  await hooks.install();
  hooks.repo.git('push', '-q', '--tags', 'origin', 'main');
  const lines = readFileSync(join(hooks.cwd, 'received'), 'utf8').split('\n');
  expect(lines.length).toBe(302);
  expect(hooks.calls('pre-push')).toMatchObject([{ args: ['origin', remote], stdin: '' }]);
});

describe('safety of the installation', () => {
  test('a file that changed after planning stops it, and nothing is written', async () => {
    const hooks = fresh();
    const layout = await hooks.layout();
    const plan = planInstall(layout, undefined);
    put(join(hooks.cwd, '.git/hooks/pre-push'), '#!/bin/sh\n', 0o755);
    const before = fingerprint(hooks.repo);
    const runtime = { node: process.execPath, worker: hooks.worker, version: '0.1.0' };
    expect(() => applyInstall(layout, plan, { shims: SHIMS, runtime, now: NOW })).toThrow(
      expect.objectContaining({ code: 'conflict' }),
    );
    expect(fingerprint(hooks.repo)).toBe(before);
  });

  test('a failure half way takes back what was written', async () => {
    const hooks = fresh();
    const before = fingerprint(hooks.repo);
    // All other hooks come first; a lock of git's keeps the configuration.
    const layout = await hooks.layout();
    const config = (await hooks.layout('2.54.0')).hosts;
    const plan = planInstall({ ...layout, hosts: [...layout.hosts, ...config] }, undefined);
    put(join(hooks.cwd, '.git/config.lock'), '');
    const runtime = { node: process.execPath, worker: hooks.worker, version: '0.1.0' };
    expect(() => applyInstall(layout, plan, { shims: SHIMS, runtime, now: NOW })).toThrow('locked');
    expect(fingerprint(hooks.repo)).toBe(before);
    expect(lstatSync(join(hooks.cwd, '.git/config.lock')).isFile()).toBe(true);
  });

  test('folders that had to be made go again', async () => {
    const hooks = fresh();
    rmSync(join(hooks.cwd, '.git/hooks'), { recursive: true });
    hooks.repo.git('config', 'core.hooksPath', 'tools/git/hooks');
    const before = fingerprint(hooks.repo);
    await hooks.install();
    hooks.commit('one');
    await hooks.called('post-commit');
    await hooks.uninstall();
    expect(fingerprint(hooks.repo)).toBe(before);
  });

  test('an older block is renewed, and the original stays what it was', async () => {
    const hooks = fresh();
    const path = join(hooks.cwd, '.git/hooks/pre-commit');
    put(path, '#!/bin/sh\necho "host ran" >&2\n', 0o755);
    const before = fingerprint(hooks.repo);
    await hooks.install();
    writeFileSync(path, readFileSync(path, 'utf8').replace(/nexus_hook=.*\n/, 'true\n'));
    expect((await hooks.install()).lines).toEqual(['add the Nexus block to .git/hooks/pre-commit']);
    expect(readFileSync(path, 'utf8').match(/>>> nexus/g)?.length).toBe(1);
    await hooks.uninstall();
    expect(fingerprint(hooks.repo)).toBe(before);
  });

  test('a hook that the user made executable or not again is seen', async () => {
    const hooks = fresh();
    await hooks.install();
    chmodSync(join(hooks.cwd, '.git/hooks/post-commit'), 0o644);
    rmSync(join(hooks.cwd, '.git/hooks/pre-push'));
    rmSync(join(hooks.home, 'hooks/post-merge'));
    const faults = hooksStatus(await hooks.layout()).hooks.map((hook) => hook.fault);
    expect(faults).toEqual([
      undefined,
      'not-executable',
      'shim-missing',
      undefined,
      undefined,
      'not-installed',
    ]);
    rmSync(hooks.worker);
    expect(hooksStatus(await hooks.layout()).hooks[0]?.fault).toBe('runtime-missing');
  });
});

describe('husky', () => {
  test('lines that came with a commit need no record, and an uninstallation takes them out', async () => {
    const hooks = fresh();
    husky9(hooks.repo);
    await hooks.install();
    rmSync(join(hooks.home, 'install.json'));
    expect((await hooks.install()).changes).toEqual([]);
    expect((await hooks.uninstall()).lines).toContain('remove .husky/post-commit');
    expect(readFileSync(join(hooks.cwd, '.husky/pre-commit'), 'utf8')).not.toContain('nexus');
  });

  test('not active in this clone: said, and where it will look is filled', async () => {
    const hooks = fresh();
    put(join(hooks.cwd, 'package.json'), '{ "devDependencies": { "husky": "^9.1.7" } }');
    mkdirSync(join(hooks.cwd, '.husky'));
    const plan = await hooks.install();
    expect([plan.manager, plan.manual.map((step) => step.about)]).toEqual(['husky', ['husky']]);
    expect(hasBlock(readFileSync(join(hooks.cwd, '.husky/post-commit'), 'utf8'))).toBe(true);
    expect(hooksStatus(await hooks.layout()).hooks[0]?.fault).toBe('not-run-by-git');
  });

  test('taking over from plain hooks leaves no second copy that would run', async () => {
    const hooks = fresh();
    await hooks.install();
    husky9(hooks.repo);
    const plan = await hooks.install();
    expect(plan.lines.filter((line) => line.startsWith('remove .git/hooks/')).length).toBe(HOOK_NAMES.length);
    hooks.commit('one');
    await hooks.called('post-commit');
  });
});
