import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hooksStatus } from '../../../src/repo/hook-install/hook-status.ts';
import { gitRepo } from '../../helpers/git-repo.ts';
import { fingerprint, HookedRepo } from './hook-fixture.ts';
import { LAYOUTS } from './layouts.ts';

describe.each(LAYOUTS)('$name', ({ manager, host, setUp }) => {
  async function installed() {
    const repo = gitRepo({ 'a.txt': 'a\n' });
    setUp(repo);
    const before = fingerprint(repo);
    const hooks = new HookedRepo(repo);
    const plan = await hooks.install();
    return { repo, hooks, plan, before };
  }

  test('a commit starts the worker, and the hook that was there still runs and still refuses', async () => {
    const { repo, hooks, plan } = await installed();
    expect(plan.manager).toBe(manager);
    expect(plan.lines.length).toBe(plan.changes.length);
    hooks.remember();
    const done = hooks.commit('one');
    expect(done).toEqual({ code: 0, stdout: '', stderr: host ? 'host ran\n' : '' });
    await hooks.called('post-commit');
    expect(
      hooks
        .calls()
        .map((call) => call.hook)
        .sort(),
    ).toEqual(['post-commit', 'pre-commit']);
    if (!host) return;
    writeFileSync(join(repo.dir, 'refuse'), '');
    const head = repo.git('rev-parse', 'HEAD');
    const refused = hooks.commit('two');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('host ran\n');
    expect(repo.git('rev-parse', 'HEAD')).toBe(head);
  });

  test('a second installation changes nothing; an uninstallation restores every byte', async () => {
    const { repo, hooks, before } = await installed();
    const after = fingerprint(repo);
    expect(after).not.toBe(before);
    expect((await hooks.install()).changes).toEqual([]);
    expect(fingerprint(repo)).toBe(after);
    expect(hooksStatus(await hooks.layout()).hooks.filter((hook) => !hook.installed)).toEqual([]);
    await hooks.uninstall();
    expect(fingerprint(repo)).toBe(before);
    expect((await hooks.uninstall()).changes).toEqual([]);
  });

  test('without the record of the installation, or with later edits, only the block goes', async () => {
    const { repo, hooks, plan, before } = await installed();
    const hook = plan.changes.find((change) => change.before !== undefined);
    if (hook !== undefined) {
      const path = join(repo.dir, hook.name.base === 'root' ? '' : '.git', hook.name.path);
      const text = readFileSync(path, 'latin1');
      writeFileSync(path, `${text}\n# mine\n`, 'latin1');
      await hooks.uninstall();
      const left = readFileSync(path, 'latin1');
      expect(left.endsWith('\n# mine\n')).toBe(true);
      expect(left).not.toContain('nexus');
      writeFileSync(path, left.slice(0, -'\n# mine\n'.length), 'latin1');
    } else {
      rmSync(join(hooks.home, 'install.json'));
      await hooks.uninstall();
    }
    expect(fingerprint(repo)).toBe(before);
  });
});
