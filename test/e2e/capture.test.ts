import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';

const BROKEN = 'this text breaks the redactor';

vi.mock('../../src/capture/redact/redactor.ts', async (load) => {
  const real = await load<typeof import('../../src/capture/redact/redactor.ts')>();
  return {
    ...real,
    redactDraft: (...args: Parameters<typeof real.redactDraft>) => {
      if (args[0].body?.includes(BROKEN) === true) throw new RangeError('redaction failed');
      return real.redactDraft(...args);
    },
  };
});

/** A repository with a memory, whose commits run no hooks: the tests say when each hook runs. */
class Steps {
  readonly repo: TestRepo;

  constructor() {
    this.repo = gitRepo({ a: 'a\n', b: 'b\n', '.nexus/config.yaml': 'schema: 1\n' });
  }

  open(): Promise<Nexus> {
    return openNexus({
      cwd: this.repo.dir,
      env: this.repo.env,
      clock: Date.now,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      machine: {},
      warm: false,
      hookEnv: true,
    });
  }

  async note(text: string): Promise<void> {
    await (await this.open()).note(text);
  }

  stage(text: string): void {
    this.repo.write({ a: `${text}\n` });
    this.repo.git('add', 'a');
  }

  async capture(): Promise<readonly string[]> {
    const result = await (await this.open()).captureForCommit();
    return result.status === 'captured' ? result.paths : [];
  }

  async settle(): Promise<void> {
    await (await this.open()).afterGit('post-commit');
  }

  /** A whole commit, with what its hooks do. */
  async commit(text: string): Promise<readonly string[]> {
    this.stage(text);
    const paths = await this.capture();
    this.repo.git('commit', '-q', '-m', text);
    await this.settle();
    return paths;
  }

  /** How often a line is told at a revision. */
  told(line: string, rev = 'HEAD'): number {
    const found = this.repo.run('git', ['grep', '-hF', '-e', `- ${line}`, rev, '--', '.nexus']).stdout;
    return found.split('\n').filter((each) => each === `- ${line}`).length;
  }

  waiting(folder: 'journal' | 'pending'): readonly string[] {
    const dir = join(this.repo.dir, '.git/nexus', folder, folder === 'journal' ? 'main' : '');
    return existsSync(dir) ? readdirSync(dir) : [];
  }

  memory(): string {
    return this.repo.git('status', '--porcelain', '--untracked-files=all', '.nexus');
  }
}

describe('an aborted commit', () => {
  test('leaves a record that the next commit goes on with', async () => {
    const steps = new Steps();
    await steps.note('first');
    steps.stage('one');
    const left = await steps.capture();
    expect(steps.memory()).toBe(`A  ${left[0]}`);
    await steps.note('second');
    expect(await steps.commit('two')).toEqual(left);
    expect([steps.told('first'), steps.told('second')]).toEqual([1, 1]);
    expect([...steps.waiting('journal'), ...steps.waiting('pending')]).toEqual([]);
  });

  test('what a person changed in it stays as they wrote it', async () => {
    const steps = new Steps();
    await steps.note('first');
    steps.stage('one');
    const [path = ''] = await steps.capture();
    const file = join(steps.repo.dir, path);
    writeFileSync(file, readFileSync(file, 'utf8').replace('- first', '- first, in my words'));
    await steps.note('second');
    expect(await steps.commit('two')).toEqual([path]);
    expect([steps.told('first'), steps.told('first, in my words'), steps.told('second')]).toEqual([0, 1, 0]);
    await steps.commit('three');
    expect(steps.told('second')).toBe(1);
  });

  test('thrown away with all the rest, it is told by the next commit', async () => {
    const steps = new Steps();
    await steps.note('kept');
    steps.stage('one');
    const left = await steps.capture();
    steps.repo.git('reset', '-q', '--hard');
    expect(await steps.commit('two')).toEqual(left);
    expect(steps.told('kept')).toBe(1);
  });

  test.each([[[]], [['--include-untracked']]])('put into a stash (%j), it comes back', async (options) => {
    const steps = new Steps();
    await steps.note('stashed');
    steps.stage('one');
    const [path = ''] = await steps.capture();
    // What an aborted `git commit -a` leaves: the record is there, the index does not know it.
    if (options.length > 0) steps.repo.git('reset', '-q');
    steps.repo.git('stash', 'push', '-q', ...options);
    await steps.note('meanwhile');
    steps.repo.write({ b: 'other\n' });
    steps.repo.git('add', 'b');
    await steps.capture();
    steps.repo.git('commit', '-q', '-m', 'two');
    await steps.settle();
    steps.repo.git('stash', 'pop', '-q');
    expect(existsSync(join(steps.repo.dir, path))).toBe(true);
    await steps.commit('three');
    expect([steps.told('stashed'), steps.told('meanwhile')]).toEqual([1, 1]);
  });
});

describe('what a commit holds', () => {
  test('is seen from another branch, and not told again', async () => {
    const steps = new Steps();
    await steps.note('on a branch');
    steps.repo.git('switch', '-q', '-c', 'topic');
    steps.stage('one');
    await steps.capture();
    steps.repo.git('commit', '-q', '-m', 'one');
    steps.repo.git('switch', '-q', 'main');
    await steps.note('on main');
    await steps.commit('two');
    expect([steps.told('on a branch'), steps.told('on main'), steps.told('on a branch', 'topic')]).toEqual([
      0, 1, 1,
    ]);
  });

  test('is settled once, however many workers look at it while the next commit begins', async () => {
    const steps = new Steps();
    await steps.note('first');
    steps.stage('one');
    await steps.capture();
    steps.repo.git('commit', '-q', '-m', 'one');
    await steps.note('second');
    steps.stage('two');
    const [paths] = await Promise.all([steps.capture(), steps.settle(), steps.settle(), steps.settle()]);
    expect(paths).toHaveLength(1);
    expect(steps.waiting('pending')).toEqual(['main.json']);
    steps.repo.git('commit', '-q', '-m', 'two');
    await steps.settle();
    await steps.commit('three');
    expect([steps.told('first'), steps.told('second')]).toEqual([1, 1]);
    expect([...steps.waiting('journal'), ...steps.waiting('pending')]).toEqual([]);
  });

  test('more notes than one record holds are told by two commits, none of them cut', async () => {
    const steps = new Steps();
    const notes = Array.from({ length: 8 }, (_, n) => `${n} ${'long '.repeat(1500)}end of ${n}`);
    for (const note of notes) await steps.note(note);
    await steps.commit('one');
    await steps.commit('two');
    expect(notes.map((note) => steps.told(note))).toEqual(notes.map(() => 1));
  });
});

describe('when something fails, nothing is left behind and the journal waits', () => {
  test('an ignored memory', async () => {
    const steps = new Steps();
    await steps.note('ignored');
    writeFileSync(join(steps.repo.dir, '.git/info/exclude'), '.nexus/\n');
    steps.stage('one');
    await expect(steps.capture()).rejects.toMatchObject({ code: 'refused' });
    expect(steps.repo.git('status', '--porcelain', '--ignored', '.nexus')).toBe('');
    expect([steps.waiting('journal').length, steps.waiting('pending').length]).toEqual([1, 0]);
    rmSync(join(steps.repo.dir, '.git/info/exclude'));
    await steps.commit('two');
    expect(steps.told('ignored')).toBe(1);
  });

  test('a locked index, after an aborted commit', async () => {
    const steps = new Steps();
    await steps.note('first');
    steps.stage('one');
    const [path = ''] = await steps.capture();
    const text = readFileSync(join(steps.repo.dir, path), 'utf8');
    await steps.note('second');
    writeFileSync(join(steps.repo.dir, '.git/index.lock'), '');
    await expect(steps.capture()).rejects.toMatchObject({ code: 'git-failed' });
    expect(readFileSync(join(steps.repo.dir, path), 'utf8')).toBe(text);
    rmSync(join(steps.repo.dir, '.git/index.lock'));
    expect(await steps.commit('two')).toEqual([path]);
    expect([steps.told('first'), steps.told('second')]).toEqual([1, 1]);
  });

  test('a second file that cannot be written', async () => {
    const steps = new Steps();
    const streams = {
      stdin: 'ignore',
      stdout: process.stdout,
      stderr: process.stderr,
      isTTY: false,
    } as const;
    const command = ['sh', '-c', 'test "$(cat b)" = fixed'];
    expect((await (await steps.open()).run(command, streams)).exit).toBe(1);
    steps.repo.write({ b: 'fixed\n' });
    expect((await (await steps.open()).run(command, streams)).resolved).toHaveLength(1);
    steps.repo.git('add', 'b');
    writeFileSync(join(steps.repo.dir, '.nexus/episodes'), 'no folder');
    await expect(steps.capture()).rejects.toMatchObject({ code: 'refused' });
    expect(steps.memory()).toBe('?? .nexus/episodes');
    expect(steps.waiting('pending')).toEqual([]);
    rmSync(join(steps.repo.dir, '.nexus/episodes'));
    expect(await steps.capture()).toHaveLength(2);
  });

  test('redaction that fails', async () => {
    const steps = new Steps();
    await steps.note(BROKEN);
    steps.stage('one');
    await expect(steps.capture()).rejects.toThrow('redaction failed');
    expect(steps.memory()).toBe('');
    expect([steps.waiting('journal').length, steps.waiting('pending').length]).toEqual([1, 0]);
  });

  test('the hook says so in one line of the log, and git hears nothing', async () => {
    const { repo } = new Steps();
    expect(nexus(repo, ['init', '--yes']).code).toBe(0);
    nexus(repo, ['note', 'not yet']);
    repo.write({ '.gitignore': '.nexus/\n', a: 'more\n' });
    repo.git('add', 'a');
    const done = repo.run('git', ['commit', '-q', '-m', 'one']);
    expect(done).toEqual({ code: 0, stdout: '', stderr: '' });
    const log = readFileSync(join(repo.dir, '.git/nexus/nexus.log'), 'utf8');
    expect(log).toMatch(/^\S+ pre-commit: git ignores \.nexus\/episodes\/\S+\n$/);
  });
});

test('the value of a credential flag stays on this machine', async () => {
  const steps = new Steps();
  const value = ['cor', 'rect-', 'horse'].join('');
  const command = (exit: string) => [
    'run',
    '--',
    'sh',
    '-c',
    'echo TypeError: no >&2; exit $(cat b)',
    'x',
    '--password',
    value,
    exit,
  ];
  steps.repo.write({ b: '1\n' });
  expect(nexus(steps.repo, command('now')).code).toBe(1);
  steps.repo.write({ b: '0\n' });
  expect(nexus(steps.repo, command('now')).code).toBe(0);
  const paths = await steps.commit('fixed');
  expect(paths).toHaveLength(2);
  const text = paths.map((path) => readFileSync(join(steps.repo.dir, path), 'utf8')).join('\n');
  expect(text).toContain('--password');
  expect(text).not.toContain(value);
});

test('a memory that cannot be read changes nothing of how a command ends', () => {
  const { repo } = new Steps();
  repo.write({ '.nexus/config.yaml': 'schema: 99\n' });
  const done = nexus(repo, ['run', '--', 'sh', '-c', 'echo out; exit 7']);
  expect([done.code, done.stdout]).toEqual([7, 'out\n']);
  expect(done.stderr).toContain('not kept');
  expect(nexus(repo, ['run', '--', 'true']).code).toBe(0);
  // Neither does local state where no file can be made.
  rmSync(join(repo.dir, '.git/nexus'), { recursive: true });
  repo.write({ '.nexus/config.yaml': 'schema: 1\n', '.git/nexus': 'a file' });
  expect(nexus(repo, ['run', '--', 'sh', '-c', 'exit 5']).code).toBe(5);
});

test('a push is warned of a secret that a later commit took away again', () => {
  const { repo } = new Steps();
  const remote = join(repo.dir, '..', 'remote.git');
  repo.git('init', '-q', '--bare', remote);
  repo.git('remote', 'add', 'origin', remote);
  expect(nexus(repo, ['init', '--yes']).code).toBe(0);
  repo.git('push', '-q', 'origin', 'main');
  const token = ['gh', 'p_', 'wJ8rT2xLq9Zb4VnK7sDf', '1GhY6mPc3QaE5uRo'].join('');
  repo.commit('leak', { '.nexus/notes/a.md': `the token is ${token}\n` });
  repo.commit('oops', { '.nexus/notes/a.md': 'the token is elsewhere\n' });
  const pushed = repo.run('git', ['push', '-q', 'origin', 'main']);
  expect(pushed.code).toBe(0);
  expect(pushed.stderr).toContain('.nexus/notes/a.md seems to hold a secret');
  expect(pushed.stderr).not.toContain(token);
  repo.commit('more', { a: 'more\n' });
  expect(repo.run('git', ['push', '-q', 'origin', 'main']).stderr).toBe('');
});
