import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { HOOK_NAMES, MERGE_SHIM, TEXTCONV_SHIM } from '../../../src/repo/hook-install/hook-block.ts';
import { gitRepo, tempDir } from '../../helpers/git-repo.ts';
import { HookedRepo, put, SHIMS } from './hook-fixture.ts';

const shells = ['dash', 'bash --posix', 'busybox sh'].filter((shell) => {
  const [program = '', ...args] = shell.split(' ');
  return spawnSync(program, [...args, '-c', 'true']).status === 0;
});

async function hooked(): Promise<HookedRepo> {
  const hooks = new HookedRepo(gitRepo({ 'a.txt': 'a\n', '.nexus/config.yaml': 'schema: 1\n' }));
  await hooks.install();
  return hooks;
}

/** A PATH on which there is git and a shell's tools, and no Node.js. */
function pathWithoutNode(): string {
  const bin = tempDir('nexus-bin-');
  for (const name of ['git', 'sh', 'date', 'cat', 'setsid', 'timeout']) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    if (found.startsWith('/')) symlinkSync(found, join(bin, name));
  }
  return bin;
}

test('shims are small, and nothing but POSIX sh', () => {
  const all = [...HOOK_NAMES, MERGE_SHIM, TEXTCONV_SHIM];
  expect(readdirSync(SHIMS).sort()).toEqual([...all].sort());
  for (const hook of all) {
    const text = readFileSync(join(SHIMS, hook), 'utf8');
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
    expect(text.startsWith('#!/bin/sh\n')).toBe(true);
    expect(text.endsWith('\nexit 0\n')).toBe(hook !== MERGE_SHIM);
    for (const shell of shells)
      expect(spawnSync(shell, ['-n', join(SHIMS, hook)], { shell: true }).status).toBe(0);
  }
});

describe('pre-commit', () => {
  test('starts nothing when there is nothing to capture', async () => {
    const hooks = await hooked();
    const shim = join(hooks.home, 'hooks', 'pre-commit');
    // Without a PATH no program could be started, and none is missed.
    for (const shell of shells) {
      const [program = '', ...args] = shell.split(' ');
      const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
      const done = spawnSync(found, [...args, shim], { cwd: hooks.cwd, env: {}, encoding: 'utf8' });
      expect([done.status, done.stdout, done.stderr]).toEqual([0, '', '']);
    }
    expect(hooks.commit('one').code).toBe(0);
    expect(hooks.calls('pre-commit')).toEqual([]);
  });

  test.each(['journal', 'pending'])(
    'runs the worker in the foreground when %s holds something',
    async (where) => {
      const hooks = await hooked();
      if (where === 'journal') hooks.remember();
      else put(join(hooks.home, 'pending', 'main.json'), '{}');
      const done = hooks.commit('one', { SAY: 'remembered' });
      expect(done).toEqual({ code: 0, stdout: '', stderr: 'remembered\n' });
      expect(hooks.calls('pre-commit')).toMatchObject([
        { args: [], stdin: '', cwd: hooks.cwd, guard: '1', index: '.git/index', node: process.execPath },
      ]);
    },
  );

  test.each(['rebase-merge', 'rebase-apply', 'sequencer', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'MERGE_HEAD'])(
    'stays out while %s is there',
    async (state) => {
      const hooks = await hooked();
      hooks.remember();
      put(join(hooks.cwd, '.git', state), '');
      for (const shell of shells)
        hooks.repo.run('sh', ['-c', `${shell} ${join(hooks.home, 'hooks', 'pre-commit')}`], {
          env: { GIT_INDEX_FILE: '.git/index' },
        });
      expect(hooks.calls()).toEqual([]);
    },
  );

  test('joins a commit while bisecting, but not a partial one', async () => {
    const hooks = await hooked();
    hooks.remember();
    hooks.repo.git('bisect', 'start');
    writeFileSync(join(hooks.cwd, 'a.txt'), 'b\n');
    hooks.repo.git('commit', '-q', '-m', 'partial', 'a.txt');
    expect(hooks.calls('pre-commit')).toEqual([]);
    writeFileSync(join(hooks.cwd, 'a.txt'), 'c\n');
    hooks.repo.git('commit', '-q', '-a', '-m', 'all');
    expect(hooks.calls('pre-commit').length).toBe(1);
  });

  test('a failing worker fails no commit', async () => {
    const hooks = await hooked();
    hooks.remember();
    expect(hooks.commit('one', { FAIL: '1' }).code).toBe(0);
    expect(hooks.calls('pre-commit').length).toBe(1);
  });
});

describe('background hooks', () => {
  test('write the heartbeat, close everything, and know neither index nor guard of the hook', async () => {
    const hooks = await hooked();
    hooks.commit('one');
    const call = await hooks.called('post-commit');
    expect(call).toMatchObject({ args: [], guard: '1', cwd: hooks.cwd });
    expect(call.index).toBeUndefined();
    expect(readFileSync(join(hooks.home, 'heartbeat', 'post-commit'), 'utf8')).toMatch(/^\d{10,} -\n$/);
  });

  test('git returns through a pipe while the worker still runs', async () => {
    const hooks = await hooked();
    writeFileSync(join(hooks.cwd, 'a.txt'), 'b\n');
    const hold = join(hooks.log, 'go-on');
    const script = 'exec 9>lock; git commit -q -a -m piped 2>&1 | cat; echo returned';
    const done = hooks.repo.sh(script, { env: { HOLD: hold } });
    expect(done).toEqual({ code: 0, stdout: 'returned\n', stderr: '' });
    await hooks.called('post-commit');
    expect(existsSync(join(hooks.log, 'ended'))).toBe(false);
    writeFileSync(hold, '');
    await hooks.until('ended');
  });

  test('once per rebase, none per pick', async () => {
    const hooks = await hooked();
    const off = { env: { NEXUS: '0' } };
    const branch = (name: string, files: readonly string[]) => {
      hooks.repo.run('git', ['switch', '-q', '-c', name, 'main'], off);
      for (const file of files) {
        writeFileSync(join(hooks.cwd, file), file);
        hooks.repo.git('add', file);
        hooks.repo.run('git', ['commit', '-q', '-m', file], off);
      }
    };
    branch('picked', ['p1', 'p2']);
    branch('base', ['b1']);
    branch('side', ['s1', 's2', 's3']);
    hooks.repo.git('rebase', '-q', 'base');
    expect((await hooks.called('post-rewrite')).args).toEqual(['rebase']);
    hooks.repo.git('cherry-pick', 'main..picked');
    hooks.repo.git('switch', '-q', 'main');
    await hooks.called('post-checkout');
    expect(
      hooks
        .calls()
        .map((call) => call.hook)
        .sort(),
    ).toEqual(['post-checkout', 'post-rewrite']);
  });

  test('a merge, a change of branch; not a checkout of files, not a second time for an amend', async () => {
    const hooks = await hooked();
    hooks.repo.git('switch', '-q', '-c', 'side');
    const moved = await hooks.called('post-checkout');
    expect(moved.args[2]).toBe('1');
    hooks.commit('one');
    hooks.repo.git('checkout', '-q', '--', 'a.txt');
    hooks.repo.git('commit', '-q', '--amend', '-m', 'two');
    await hooks.called('post-commit', 2);
    hooks.repo.run('git', ['switch', '-q', 'main'], { env: { NEXUS: '0' } });
    hooks.repo.git('merge', '-q', 'side');
    expect((await hooks.called('post-merge')).args).toEqual(['0']);
    expect(
      hooks
        .calls()
        .map((call) => call.hook)
        .sort(),
    ).toEqual(['post-checkout', 'post-commit', 'post-commit', 'post-merge']);
  });
});

describe('pre-push', () => {
  test('passes on what git says, warns on standard error, refuses nothing', async () => {
    const hooks = await hooked();
    const refs = `refs/heads/main ${'1'.repeat(40)} refs/heads/main ${'0'.repeat(40)}\n`;
    for (const shell of shells) {
      const script = `${shell} ${join(hooks.home, 'hooks', 'pre-push')} origin "a url"`;
      const done = hooks.repo.sh(script, { input: refs, env: { SAY: 'careful', FAIL: '1' } });
      expect(done).toEqual({ code: 0, stdout: '', stderr: 'careful\n' });
    }
    expect(hooks.calls('pre-push').length).toBe(shells.length);
    for (const call of hooks.calls('pre-push'))
      expect(call).toMatchObject({ args: ['origin', 'a url'], stdin: refs });
    rmSync(join(hooks.cwd, '.nexus'), { recursive: true });
    hooks.repo.sh(`sh ${join(hooks.home, 'hooks', 'pre-push')} origin url`, { input: refs });
    expect(hooks.calls('pre-push').length).toBe(shells.length);
  });
});

describe('off switches and a poor machine', () => {
  test.each([
    ['NEXUS=0', { NEXUS: '0' }],
    ['CI=1', { CI: '1' }],
    ['CI=true', { CI: 'true' }],
    ['a commit inside of a hook', { NEXUS_HOOK: '1' }],
  ])('%s', async (_, env) => {
    const hooks = await hooked();
    hooks.remember();
    expect(hooks.commit('one', env).code).toBe(0);
    expect(existsSync(join(hooks.home, 'heartbeat', 'post-commit'))).toBe(false);
    hooks.commit('two', { CI: 'false' });
    await hooks.called('post-commit');
    expect(
      hooks
        .calls()
        .map((call) => call.hook)
        .sort(),
    ).toEqual(['post-commit', 'pre-commit']);
  });

  test('nexus.enabled=false', async () => {
    const hooks = await hooked();
    hooks.remember();
    hooks.repo.git('-c', 'nexus.enabled=off', 'commit', '-q', '--allow-empty', '-m', 'one');
    hooks.repo.git('config', 'nexus.enabled', 'true');
    hooks.commit('two');
    await hooks.called('post-commit');
    expect(
      hooks
        .calls()
        .map((call) => call.hook)
        .sort(),
    ).toEqual(['post-commit', 'pre-commit']);
  });

  test('no Node.js anywhere, then the recorded one without a PATH, then the one on the PATH', async () => {
    const hooks = await hooked();
    hooks.remember();
    const PATH = pathWithoutNode();
    hooks.node = '/nowhere/node';
    await hooks.install();
    expect(hooks.commit('none', { PATH })).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(hooks.calls()).toEqual([]);
    hooks.commit('on the path');
    await hooks.called('post-commit');
    hooks.node = process.execPath;
    await hooks.install();
    hooks.commit('recorded', { PATH });
    await hooks.called('post-commit', 2);
    expect(hooks.calls('pre-commit').length).toBe(2);
  });

  test.each(['runtime', 'hooks', ''])('without %j in the local state', async (gone) => {
    const hooks = await hooked();
    hooks.remember();
    rmSync(join(hooks.home, gone), { recursive: true });
    expect(hooks.commit('one')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(hooks.calls()).toEqual([]);
  });

  test('Nexus was removed from the machine', async () => {
    const hooks = await hooked();
    hooks.remember();
    rmSync(hooks.worker);
    expect(hooks.commit('one')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('local state that cannot be written', async () => {
    const hooks = await hooked();
    hooks.remember();
    // Also for root, to whom permissions mean nothing: folders where files should go.
    rmSync(join(hooks.home, 'heartbeat'), { recursive: true });
    mkdirSync(join(hooks.home, 'heartbeat', 'post-commit'), { recursive: true });
    chmodSync(hooks.home, 0o500);
    const done = hooks.commit('one');
    chmodSync(hooks.home, 0o700);
    expect(done).toEqual({ code: 0, stdout: '', stderr: '' });
    await hooks.called('post-commit');
  });
});
