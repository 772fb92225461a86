import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';
import { quiet } from '../helpers/quiet.ts';

/** Names, modes and bytes of everything below a folder. */
function treeHash(dir: string): string {
  const hash = createHash('sha256');
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(dir, folder), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(folder, entry.name);
      hash.update(`${path}\0${statSync(join(dir, path)).mode}\0`);
      if (entry.isDirectory()) walk(path);
      else hash.update(readFileSync(join(dir, path)));
    }
  };
  walk('.');
  return hash.digest('hex');
}

interface Doctor {
  readonly healthy: boolean;
  readonly checks: readonly { readonly state: string; readonly text: string; readonly hint?: string }[];
}

const doctor = (repo: TestRepo, env = {}) => nexusJson<Doctor>(repo, ['doctor'], { env });

function withMemory(): TestRepo {
  const repo = gitRepo({ 'README.md': '# x\n' });
  expect(nexus(repo, ['init']).code).toBe(0);
  repo.commit('give it a memory');
  return repo;
}

test('init says what it would do, does it once, and can be undone to the byte', () => {
  const repo = gitRepo({ 'README.md': '# x\n' });
  const hook = join(repo.dir, '.git/hooks/post-commit');
  mkdirSync(join(repo.dir, '.git/hooks'), { recursive: true });
  writeFileSync(hook, '#!/bin/sh\necho mine\n', { mode: 0o755 });
  const before = treeHash(repo.dir);

  const planned = nexus(repo, ['init', '--dry-run']);
  expect(planned).toMatchObject({ code: 0, stderr: '' });
  expect(treeHash(repo.dir)).toBe(before);

  const done = nexus(repo, ['init']);
  expect(done.stdout).toBe(planned.stdout.replace('Would change', 'Changed'));
  expect(done.stdout).toContain('add the Nexus block to .git/hooks/post-commit');
  expect(done.stdout).toContain('create .nexus/context/bank.md');
  expect(done.stdout).toContain('Told by README.md\n  project.md: name\n');
  expect(done.stderr).toContain('Next: git add .nexus && git commit');
  expect(done.stderr).toContain('Undo: nexus hooks uninstall, and delete .nexus/');

  const installed = treeHash(repo.dir);
  expect(nexus(repo, ['init'])).toEqual({ code: 0, stdout: 'Nothing to change.\n', stderr: '' });
  expect(treeHash(repo.dir)).toBe(installed);
  expect(nexus(repo, ['hooks', 'uninstall', '-n']).stdout).toContain('Would change');
  expect(treeHash(repo.dir)).toBe(installed);

  expect(nexus(repo, ['hooks', 'uninstall']).code).toBe(0);
  rmSync(join(repo.dir, '.nexus'), { recursive: true });
  rmSync(join(repo.dir, '.git/nexus'), { recursive: true, force: true });
  expect(treeHash(repo.dir)).toBe(before);
});

test('outside of a repository every verb says so', () => {
  const dir = tempDir();
  const repo = gitRepo();
  for (const argv of [['status'], ['recall', 'x', '--json'], ['note', 'x']]) {
    const done = nexus(repo, argv, { cwd: dir, env: { GIT_CEILING_DIRECTORIES: join(dir, '..') } });
    expect(done.code).toBe(2);
    expect(done.stdout + done.stderr).toContain('this is not a git repository');
  }
});

test('a repository without memory is asked for none, and told how to get one', () => {
  const repo = gitRepo();
  const before = treeHash(repo.dir);
  expect(nexus(repo, ['status'])).toMatchObject({ code: 0, stdout: 'No memory here yet; run: nexus init\n' });
  expect(nexus(repo, ['recall', 'x'])).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('Nothing to search'),
  });
  expect(nexus(repo, ['diff'])).toMatchObject({ code: 1, stderr: 'Nothing is uncommitted in memory.\n' });
  expect(nexus(repo, ['log'])).toMatchObject({ code: 1, stderr: 'No commit changed a record yet.\n' });
  const refused = nexusJson<{ error: object }>(repo, ['note', 'x']);
  expect(refused.error).toMatchObject({ code: 'not-initialised', hint: 'run: nexus init' });
  expect(readdirSync(repo.dir)).toEqual(['.git']);
  rmSync(join(repo.dir, '.git/nexus'), { recursive: true, force: true });
  expect(treeHash(repo.dir)).toBe(before);
});

describe('what is said of the next commit is so', () => {
  test('with hooks it carries the note', () => {
    const repo = withMemory();
    expect(nexus(repo, ['note', 'staging is read-only']).stderr).toContain('your next commit carries it');
    const said = nexus(repo, ['status']).stdout;
    expect(said).toContain('Your next commit carries\n  note      staging is read-only');
    repo.commit('work', { 'a.txt': 'a\n' });
    expect(repo.git('show', '--format=', 'HEAD')).toContain('staging is read-only');
    expect(nexus(repo, ['status']).stdout).toBe('1 record on main\n');
  });

  test.each([
    ['without hooks', {}, 'the pre-commit hook does not run (not installed)'],
    ['with NEXUS=0', { NEXUS: '0' }, 'NEXUS=0 is set'],
    ['in CI', { CI: 'true' }, 'CI is set'],
  ])('%s it does not, and that is said', (_, env, why) => {
    const repo = gitRepo({ 'README.md': '# x\n' });
    nexus(repo, ['init', ...(Object.keys(env).length === 0 ? ['--no-hooks'] : [])]);
    const noted = nexus(repo, ['note', 'a thought'], { env });
    expect(noted.stderr).toContain(`No commit will carry it: ${why}`);
    const status = nexus(repo, ['status'], { env }).stdout;
    expect(status).toContain('Waits on this machine\n  note      a thought');
    expect(status).toContain(why);
    expect(status).not.toContain('next commit carries');
  });
});

describe('doctor', () => {
  const bad = (report: Doctor) => report.checks.filter((check) => check.state === 'bad');

  test('a healthy repository has nothing to do; each finding elsewhere says what to do', () => {
    const repo = withMemory();
    nexus(repo, ['note', 'x']);
    const done = doctor(repo);
    expect(done.healthy).toBe(true);
    expect(done.checks.map((check) => check.text)).toContain('1 event in the journal');

    // Broken data and settings, a hook that cannot run, and memory that git ignores: all at once.
    repo.write({
      '.nexus/notes/broken-01k9x400000000000000000000.md': 'no front matter\n',
      '.nexus/config.yaml': 'schema: 1\nrecall:\n  limit: 900\n',
      '.gitignore': '*.md\n',
    });
    chmodSync(join(repo.dir, '.git/hooks/pre-commit'), 0o644);
    const sick = doctor(repo);
    expect(sick.healthy).toBe(false);
    const texts = bad(sick)
      .map((check) => check.text)
      .join('\n');
    expect(texts).toContain('broken-01k9x400000000000000000000.md');
    expect(texts).toContain('config.yaml:2: recall.limit');
    expect(texts).toContain('pre-commit: the hook file is not executable');
    expect(texts).toContain('git ignores records');
    expect(bad(sick).filter((check) => (check.hint ?? '') === '')).toEqual([]);
    const shown = nexus(repo, ['doctor']);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain("remove the rule '*.md' in .gitignore:1");

    // What it says to do about the hook does help.
    nexus(repo, ['hooks', 'install']);
    expect(
      bad(doctor(repo))
        .map((check) => check.text)
        .join('\n'),
    ).not.toContain('pre-commit');
  });

  test('hooks that are missing, overwritten, or lead nowhere', () => {
    const repo = withMemory();
    const runtime = join(repo.dir, '.git/nexus/runtime');
    const [node = '', worker = '', version = ''] = readFileSync(runtime, 'utf8').split('\n');
    writeFileSync(join(repo.dir, '.git/hooks/pre-push'), '#!/bin/sh\n# a manager wrote this\n', {
      mode: 0o755,
    });
    rmSync(join(repo.dir, '.git/hooks/post-merge'));
    expect(bad(doctor(repo))).toEqual([
      { state: 'bad', text: 'post-merge, pre-push: not installed', hint: 'run: nexus hooks install' },
    ]);
    nexus(repo, ['hooks', 'install']);

    writeFileSync(runtime, `${node}-gone\n${worker}\n${version}\n`);
    expect(bad(doctor(repo)).map((check) => check.text)).toEqual([
      expect.stringContaining('Node.js that the hooks start is gone'),
    ]);
    writeFileSync(runtime, `${node}\n${worker}-gone\n${version}\n`);
    expect(bad(doctor(repo)).map((check) => check.text)).toEqual([
      expect.stringContaining('Nexus is not where it was'),
    ]);
    nexus(repo, ['hooks', 'install']);
    expect(doctor(repo).healthy).toBe(true);
  });

  test('hooks that did not fire at the newest commit', async () => {
    const repo = withMemory();
    // The hook of the commit before may still be about to say that it ran.
    await quiet(repo.dir);
    const record = join(repo.dir, '.git/nexus/install.json');
    const old = JSON.parse(readFileSync(record, 'utf8'));
    writeFileSync(record, JSON.stringify({ ...old, at: 1 }));
    rmSync(join(repo.dir, '.git/nexus/heartbeat/post-commit'), { force: true });
    repo.write({ 'b.txt': 'b\n' });
    repo.git('add', 'b.txt');
    repo.sh('NEXUS=0 git commit -q -m quietly');
    const [silent] = bad(doctor(repo));
    expect(silent?.text).toBe('the newest commit was made without our hook');
    expect(silent?.hint).toContain('core.hooksPath');
    repo.commit('loudly', { 'c.txt': 'c\n' });
    expect(doctor(repo).healthy).toBe(true);
  });

  test('what removed worktrees left, and a state folder that cannot be written', () => {
    const repo = withMemory();
    const other = `${repo.dir}-linked`;
    repo.git('worktree', 'add', '-q', other);
    nexus(repo, ['note', 'from the worktree'], { cwd: other });
    mkdirSync(join(repo.dir, '.git/nexus/pending'), { recursive: true });
    writeFileSync(join(repo.dir, '.git/nexus/pending/repo-linked.json'), '{"files":[],"events":[]}\n');
    expect(doctor(repo).healthy).toBe(true);
    repo.git('worktree', 'remove', '--force', other);
    const report = doctor(repo);
    expect(report.checks).toContainEqual(
      expect.objectContaining({
        state: 'note',
        text: '1 event of the worktree "repo-linked", which is gone',
      }),
    );
    expect(bad(report).map((check) => check.hint)).toEqual(['delete .git/nexus/pending/repo-linked.json']);

    rmSync(join(repo.dir, '.git/nexus/pending'), { recursive: true });
    rmSync(join(repo.dir, '.git/nexus/cache'), { recursive: true, force: true });
    writeFileSync(join(repo.dir, '.git/nexus/cache'), 'in the way');
    const [blocked] = bad(doctor(repo));
    expect(blocked?.text).toContain('.git/nexus/cache cannot be written');
    expect(blocked?.hint).toBeTruthy();
  });

  test('data of a later version is a finding, not the end', () => {
    const repo = withMemory();
    repo.write({ '.nexus/config.yaml': 'schema: 99\n' });
    const found = bad(doctor(repo));
    expect(found).toHaveLength(1);
    expect(found[0]?.hint).toContain('upgrade Nexus');
  });
});
