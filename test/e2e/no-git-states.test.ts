import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, sealedEnv, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

const READS = [['recall', 'words'], ['fix', 'an error'], ['list'], ['stats'], ['status'], ['log'], ['diff']];
const WRITES = [
  ['remember', 'note', 'words'],
  ['note', 'words'],
  ['init', '--yes'],
];

/** One line that says it, at most one more that says what to do, no stack and nothing on standard output. */
const CLEAR = /^nexus: [^\n]+\n( {7}[^\n]+\n)?$/;

function expectClear(
  repo: TestRepo,
  verbs: readonly (readonly string[])[],
  code: number,
  words: RegExp,
): void {
  for (const args of verbs) {
    const done = nexus(repo, args);
    expect({ args, ...done }).toEqual({ args, code, stdout: '', stderr: expect.stringMatching(CLEAR) });
    expect(done.stderr).toMatch(words);
  }
}

describe('where there is no working tree', () => {
  test('no repository is the caller’s mistake, a bare one a broken place', () => {
    const home = tempDir();
    const outside = new TestRepo(home, sealedEnv(home));
    const some = [...READS.slice(0, 3), ...WRITES.slice(0, 2)];
    expectClear(outside, some, 2, /this is not a git repository/);
    const answer = nexusJson<{ error: { code: string } }>(outside, ['recall', 'x']);
    expect(answer.error.code).toBe('no-repository');
    outside.git('init', '-q', '--bare', 'bare.git');
    const bare = new TestRepo(join(home, 'bare.git'), outside.env);
    expectClear(bare, some, 3, /this repository has no working tree here/);
  });
});

describe('where HEAD is unusual', () => {
  test('before the first commit memory is written and read, and the first commit carries the notes', () => {
    const repo = gitRepo();
    expect(nexus(repo, ['recall', 'words'])).toMatchObject({ code: 1, stderr: '' });
    expect(nexus(repo, ['init', '--yes']).code).toBe(0);
    nexus(repo, ['note', 'before anything']);
    nexus(repo, ['remember', 'decision', 'Start with words']);
    const codes = READS.map((args) => [args[0], nexus(repo, args).code]);
    expect(Object.fromEntries(codes)).toMatchObject({ recall: 0, list: 0, stats: 0, status: 0, log: 1 });
    repo.write({ a: '1' });
    repo.git('add', 'a', '.nexus');
    repo.git('commit', '-qm', 'first');
    expect(repo.git('show', '--name-only', '--format=', 'HEAD')).toContain('.nexus/episodes/');
    expect(repo.git('status', '--porcelain')).toBe('');
  });

  test('a detached HEAD captures as a branch does, and says no branch', () => {
    const repo = gitRepo({ a: '1' });
    nexus(repo, ['init', '--yes']);
    repo.commit('memory');
    repo.git('checkout', '-q', '--detach');
    nexus(repo, ['note', 'on no branch']);
    repo.commit('detached', { a: '2' });
    expect(repo.git('show', '--format=', 'HEAD')).toMatch(/on no branch/);
    expect(repo.git('show', '--format=', 'HEAD')).not.toMatch(/branch:/);
    expect(nexusJson(repo, ['status'])).not.toHaveProperty('branch');
  });
});

describe('where the settings cannot be used', () => {
  function withConfig(text: string): TestRepo {
    const repo = gitRepo({ a: '1' });
    nexus(repo, ['init', '--yes']);
    repo.commit('memory');
    writeFileSync(join(repo.dir, '.nexus/config.yaml'), text);
    return repo;
  }

  test('a later schema is refused with “upgrade”, git goes on, and what is run ends as it ends', () => {
    const repo = withConfig('schema: 99\n');
    expectClear(
      repo,
      [
        ['recall', 'words'],
        ['fix', 'x'],
        ['remember', 'note', 'x'],
      ],
      3,
      /schema[\s\S]*upgrade Nexus/,
    );
    const ran = nexus(repo, ['run', '--', 'sh', '-c', 'echo out; exit 7']);
    expect(ran).toMatchObject({ code: 7, stdout: 'out\n' });
    expect(nexus(repo, ['doctor'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/BAD .*schema/),
      stderr: '',
    });
    const before = repo.git('rev-parse', 'HEAD');
    repo.commit('goes on', { a: '2' });
    expect(repo.git('rev-parse', 'HEAD~1')).toBe(before);
  });

  test('a setting that is no YAML is a problem that is named, and the defaults hold', () => {
    const repo = withConfig('recall: [\n');
    expect(nexus(repo, ['recall', 'memory']).code).toBe(0);
    expect(nexus(repo, ['status'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('.nexus/config.yaml'),
    });
    expect(nexus(repo, ['doctor']).stdout).toMatch(/BAD .*\.nexus\/config\.yaml/);
  });
});

describe('where .nexus is not a folder', () => {
  test.each(['a file', 'a link', 'a dangling link'])('%s is never followed or replaced', (kind) => {
    const repo = gitRepo({ a: '1' });
    const elsewhere = tempDir();
    mkdirSync(join(elsewhere, 'notes'));
    writeFileSync(join(elsewhere, 'config.yaml'), 'schema: 1\n');
    const place = join(repo.dir, '.nexus');
    if (kind === 'a file') writeFileSync(place, 'mine\n');
    else symlinkSync(kind === 'a link' ? elsewhere : join(elsewhere, 'missing'), place);
    expectClear(repo, [['init', '--yes', '--no-hooks']], 3, /\.nexus (is a link|is not a folder)/);
    expectClear(
      repo,
      [
        ['remember', 'note', 'x'],
        ['note', 'x'],
      ],
      2,
      /has no \.nexus\/ yet/,
    );
    expect(nexus(repo, ['recall', 'first'])).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/\.nexus: is a link|\.nexus: is not a folder/),
    });
    expect(nexus(repo, ['status']).code).toBe(1);
    repo.commit('git goes on', { a: '2' });
    expect(readdirSync(elsewhere).sort()).toEqual(['config.yaml', 'notes']);
    expect(readdirSync(join(elsewhere, 'notes'))).toEqual([]);
  });
});
