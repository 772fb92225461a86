import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { nexus, nexusJson } from '../helpers/nexus-program.ts';

interface Told {
  readonly repo: TestRepo;
  readonly ids: readonly string[];
}

/** A memory with a life: records of all sorts over several commits, one edited, one retired, one renamed by hand. */
function withMemory(): Told {
  const repo = gitRepo({ 'src/pool.ts': 'export const size = 1;\n', 'README.md': '# x\n' });
  nexus(repo, ['init', '--yes', '--no-hooks']);
  const remember = (...args: string[]) => nexusJson<{ id: string }>(repo, ['remember', ...args]).id;
  const error = remember(
    'error',
    '--message',
    "RangeError: pool 'main' has no size",
    '--resolution',
    'set the size in settings.json',
    '--files',
    'src/pool.ts#L1',
  );
  const decision = remember(
    'decision',
    'Keep one pool per process',
    '--tags',
    'db,pool',
    '--body',
    'Threads.',
  );
  repo.commit('learn of pools');
  const note = remember('note', 'The staging pool is small');
  nexus(repo, ['edit', decision, '--set', 'title=Keep one pool for each process']);
  repo.commit('say it better', { 'src/pool.ts': 'export const size = 8;\n' });
  nexus(repo, ['retire', note, '--reason', 'it was enlarged']);
  repo.commit('the staging pool grew');
  nexus(repo, ['edit', error, '--set', 'language=typescript']);
  return { repo, ids: [error, decision, note] };
}

const questions = ([error = '', decision = '', note = '']: readonly string[]): string[][] => [
  ['recall', 'pool'],
  ['recall', 'pool', '--at', 'HEAD~1'],
  ['recall', 'src/pool.ts'],
  ['fix', "RangeError: pool 'main' has no size"],
  ['list', '--all'],
  ['list', '--at', 'HEAD~1'],
  ['show', error],
  ['show', decision, '--at', 'HEAD~2'],
  ['log'],
  ['log', decision, '-p'],
  ['diff'],
  ['diff', 'HEAD~2..HEAD'],
  ['blame', decision],
  ['blame', note],
  ['stats'],
  ['status'],
];

function answers(
  repo: TestRepo,
  questions: readonly (readonly string[])[],
  env: NodeJS.ProcessEnv,
): unknown[] {
  return questions.map((args) => {
    const { code, stdout, stderr } = nexus(repo, [...args, '--json'], { env });
    // Why no hook will run is told in either case, and is another reason.
    const { notCarried, ...answer } = JSON.parse(stdout) as Record<string, unknown>;
    return { asked: args.join(' '), code, stderr, answer, isCarried: notCarried === undefined };
  });
}

/** A PATH on which there is no git. */
function noGit(): NodeJS.ProcessEnv {
  return { PATH: tempDir() };
}

describe('without a git program', () => {
  test('the answers are the same: loose and packed, in a shallow clone and in a submodule', () => {
    const { repo, ids } = withMemory();
    const all = questions(ids);
    const right = answers(repo, all, {});
    expect(answers(repo, all, noGit())).toEqual(right);
    repo.git('gc', '-q', '--prune=now');
    rmSync(join(repo.dir, '.git/nexus/cache'), { recursive: true });
    expect(answers(repo, all, noGit())).toEqual(right);

    repo.commit('all of it');
    const base = tempDir();
    const at = new TestRepo(base, repo.env);
    at.git('clone', '-q', '--depth', '3', `file://${repo.dir}`, 'shallow');
    at.git('init', '-q', 'outer');
    const outer = new TestRepo(join(base, 'outer'), repo.env);
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', repo.dir, 'inner');
    const [, decision = ''] = ids;
    const some = [
      ['recall', 'pool'],
      ['list', '--all'],
      ['log'],
      ['blame', decision],
      ['diff', 'HEAD~1..HEAD'],
    ];
    for (const folder of ['shallow', 'outer/inner']) {
      const other = new TestRepo(join(base, folder), repo.env);
      expect(answers(other, some, noGit())).toEqual(answers(other, some, {}));
    }
  });

  test('what was read without git does not spoil what is read with it', () => {
    const { repo } = withMemory();
    const ask = (env: NodeJS.ProcessEnv) => nexusJson(repo, ['recall', '--file', 'README.md'], { env });
    ask(noGit());
    const told = ask({});
    rmSync(join(repo.dir, '.git/nexus/cache'), { recursive: true });
    expect(told).toEqual(ask({}));
  });

  test('records and notes are written all the same, and doctor says what is missing', () => {
    const { repo } = withMemory();
    const env = noGit();
    const done = nexusJson<{ id: string }>(repo, ['remember', 'note', 'Written without git'], { env });
    expect(nexus(repo, ['show', done.id], { env }).stdout).toContain('Written without git');
    expect(nexus(repo, ['note', 'for the next commit'], { env }).code).toBe(0);
    expect(nexus(repo, ['recall', 'next commit'], { env }).stdout).toContain('waits for the next commit');
    expect(nexus(repo, ['doctor'], { env })).toMatchObject({
      stdout: expect.stringContaining('install git to capture at commit time'),
      stderr: '',
    });
  });

  test('a new memory is made, and the hooks are named as what is missing', () => {
    const repo = gitRepo({ a: '' });
    const env = noGit();
    expect(nexus(repo, ['init', '--yes'], { env })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/create \.nexus\/config\.yaml[\s\S]*hooks need the git program/),
    });
    expect(nexus(repo, ['hooks', 'install'], { env })).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^nexus: [^\n]*git program[^\n]*\n {7}install git[^\n]*\n$/),
    });
  });

  test('a linked worktree is refused, in words that say what to install', () => {
    const { repo } = withMemory();
    const linked = join(tempDir(), 'linked');
    repo.git('worktree', 'add', '-q', linked);
    const at = new TestRepo(linked, repo.env);
    for (const args of [['recall', 'pool'], ['list'], ['status'], ['note', 'x']]) {
      expect(nexus(at, args, { env: noGit() })).toEqual({
        code: 3,
        stdout: '',
        stderr: expect.stringMatching(
          /^nexus: a linked worktree needs the git program: [^\n]*\n {7}install git[^\n]*\n$/,
        ),
      });
    }
  });
});

test('a session ends without the git program, too, and says whose commit carries it', () => {
  const { repo } = withMemory();
  const env = { PATH: tempDir() };
  expect(nexus(repo, ['session', 'start', 'the pool'], { env }).code).toBe(0);
  repo.commit('a larger pool', { 'src/pool.ts': 'export const size = 9;\n' });
  const ended = nexus(repo, ['session', 'end'], { env });
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('Commit its episode yourself') });
  expect(nexus(repo, ['session', 'log', '-n', '1'], { env }).stdout).toContain(
    '  done       a larger pool\n',
  );
});
