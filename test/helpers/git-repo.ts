import { execFileSync, type StdioOptions, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { KeptFolder } from './kept-folder.ts';

/** What a fresh repository holds: nothing tidies it up meanwhile, and no samples are copied. */
const TEMPLATE = fileURLToPath(new URL('./git-template', import.meta.url));

/** An environment in which git knows nothing of this machine: no system or user config, fixed names, no `CI`. */
export function sealedEnv(home: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    TMPDIR: process.env.TMPDIR,
    HOME: home,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_EDITOR: 'true',
    GIT_AUTHOR_NAME: 'Ann Author',
    GIT_AUTHOR_EMAIL: 'ann@example.org',
    GIT_COMMITTER_NAME: 'Ann Author',
    GIT_COMMITTER_EMAIL: 'ann@example.org',
    NO_COLOR: '1',
  };
  return env;
}

export interface ShellResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder that goes when the test ends. */
export function tempDir(prefix = 'nexus-test-'): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  onTestFinished(() => removed(dir));
  return dir;
}

/** A hook's worker may still be writing there; it ends by itself. */
async function removed(dir: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      rmSync(dir, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** A real repository in a temporary folder. */
export class TestRepo {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  /** The files of its only commit, as a text to compare by; undefined as soon as anything is done with it. */
  madeOf: string | undefined;

  constructor(dir: string, env: NodeJS.ProcessEnv) {
    this.dir = dir;
    this.env = env;
  }

  /** Runs git, throws if it fails, returns standard output without the last newline. */
  git(...args: string[]): string {
    this.madeOf = undefined;
    return execFileSync('git', args, {
      cwd: this.dir,
      env: this.env,
      encoding: 'utf8',
      stdio: 'pipe',
    }).replace(/\n$/, '');
  }

  /** Runs a program and reports how it ended. */
  run(
    command: string,
    args: readonly string[],
    options: { input?: string; env?: NodeJS.ProcessEnv; cwd?: string; stdio?: StdioOptions } = {},
  ): ShellResult {
    this.madeOf = undefined;
    const done = spawnSync(command, args, {
      cwd: options.cwd ?? this.dir,
      env: { ...this.env, ...options.env },
      encoding: 'utf8',
      timeout: 60_000,
      ...(options.input === undefined ? {} : { input: options.input }),
      ...(options.stdio === undefined ? {} : { stdio: options.stdio }),
    });
    return { code: done.status ?? 128, stdout: done.stdout ?? '', stderr: done.stderr ?? '' };
  }

  /** Runs a POSIX shell script line. */
  sh(script: string, options: { input?: string; env?: NodeJS.ProcessEnv; cwd?: string } = {}): ShellResult {
    return this.run('sh', ['-c', script], options);
  }

  write(tree: Readonly<Record<string, string>>): this {
    this.madeOf = undefined;
    for (const [path, text] of Object.entries(tree)) {
      const file = join(this.dir, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return this;
  }

  /** Writes the files, adds everything, commits, returns the commit id. */
  commit(subject: string, tree: Readonly<Record<string, string>> = {}): string {
    this.write(tree);
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', subject);
    return this.#head() ?? this.git('rev-parse', 'HEAD');
  }

  /** The same for who prepares it: the hooks of Nexus stay silent. */
  withoutHooks(): TestRepo {
    return new TestRepo(this.dir, { ...this.env, NEXUS: '0' });
  }

  /** What was made before, in the place of what is here. */
  become(kept: KeptFolder): void {
    this.madeOf = undefined;
    // The files are as git has them, only their times and places are not.
    if (!kept.writeTo(this.dir)) this.git('update-index', '-q', '--refresh');
  }

  /** The commit that HEAD names, where two files tell it: hundreds of times it need not be asked of a process. */
  #head(): string | undefined {
    try {
      const told = (path: string): string => readFileSync(join(this.dir, '.git', path), 'utf8').trim();
      const head = told('HEAD');
      const id = head.startsWith('ref: ') ? told(head.slice(5)) : head;
      return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id) ? id : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Each sort of repository that was made, by what it was made of. */
const made = new Map<string, KeptFolder>();

/** A fresh repository on branch `main`; with a tree, that is its first commit. What is made of the same is made once. */
export function gitRepo(tree?: Readonly<Record<string, string>>, init: readonly string[] = []): TestRepo {
  const base = tempDir();
  const dir = join(base, 'repo');
  const home = join(base, 'home');
  mkdirSync(dir);
  mkdirSync(home);
  const repo = new TestRepo(dir, sealedEnv(home));
  const madeOf = JSON.stringify([tree ?? null, init]);
  const kept = made.get(madeOf);
  if (kept === undefined) {
    repo.git('init', '-q', '-b', 'main', `--template=${TEMPLATE}`, ...init, '.');
    if (tree !== undefined) repo.commit('first', tree);
    made.set(madeOf, new KeptFolder(dir));
  } else if (tree === undefined) kept.writeTo(dir);
  else repo.become(kept);
  if (tree !== undefined) repo.madeOf = madeOf;
  return repo;
}
