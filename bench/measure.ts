import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One row of the table that `npm run bench` prints. */
export interface Row {
  readonly what: string;
  readonly figure: string;
  readonly bar: string;
  readonly met: boolean | undefined;
  readonly how: string;
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function timed(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** Milliseconds of each of `runs` rounds, the two kinds of work taking turns so that noise hits both. */
export function inTurns(
  runs: number,
  a: (round: number) => void,
  b: (round: number) => void,
): { a: number[]; b: number[] } {
  const out = { a: [] as number[], b: [] as number[] };
  for (let round = 0; round < runs; round++) {
    out.a.push(timed(() => a(round)));
    out.b.push(timed(() => b(round)));
  }
  return out;
}

const folders: string[] = [];

export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'nexus-bench-'));
  folders.push(dir);
  return dir;
}

export function cleanUp(): void {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
}

/** What this environment tells each start of Node.js, where that was asked for: certificates alone may double it. */
const toNode = process.argv.includes('--node-env')
  ? Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('NODE_')))
  : {};

/** Sealed from this machine's git config, and without `CI`, which would switch the hooks off. */
export function benchEnv(home: string): NodeJS.ProcessEnv {
  return {
    ...toNode,
    PATH: process.env.PATH,
    HOME: home,
    LANG: 'C.UTF-8',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Ann Author',
    GIT_AUTHOR_EMAIL: 'ann@example.org',
    GIT_COMMITTER_NAME: 'Ann Author',
    GIT_COMMITTER_EMAIL: 'ann@example.org',
    GIT_EDITOR: 'true',
  };
}

export const NEXUS = join(import.meta.dirname, '..', 'nexus.js');

export class BenchRepo {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;

  /** Where another program is to be started. */
  get here(): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
    return { cwd: this.dir, env: this.env };
  }

  constructor() {
    const base = scratch();
    this.dir = join(base, 'repo');
    mkdirSync(this.dir);
    this.env = benchEnv(base);
    this.git('init', '-q', '-b', 'main', '.');
    this.git('config', 'gc.auto', '0');
    this.git('config', 'maintenance.auto', 'false');
  }

  git(...args: readonly string[]): string {
    return execFileSync('git', args, {
      cwd: this.dir,
      env: this.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  }

  /** Runs the built program; throws if it fails in a way that was not expected. */
  nexus(args: readonly string[], expected: readonly number[] = [0]): string {
    const done = spawnSync(process.execPath, [NEXUS, ...args], {
      cwd: this.dir,
      env: this.env,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (!expected.includes(done.status ?? -1)) throw new Error(`nexus ${args.join(' ')}: ${done.stderr}`);
    return done.stdout;
  }

  fastImport(stream: string): void {
    execFileSync('git', ['fast-import', '--quiet'], {
      cwd: this.dir,
      env: this.env,
      input: `${stream}\n`,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  }

  write(path: string, text: string): void {
    const file = join(this.dir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** What one start takes: milliseconds, and MB at its highest; no number where /usr/bin/time is missing. */
export interface Start {
  readonly ms: number;
  readonly mb: number;
}

/** Starts the built program; throws if it fails. */
export function started(repo: BenchRepo, args: readonly string[], input = ''): Start {
  const time = existsSync('/usr/bin/time') ? ['/usr/bin/time', '-f', '%M'] : [];
  const [command = process.execPath, ...rest] = [...time, process.execPath, NEXUS, ...args];
  const start = process.hrtime.bigint();
  const done = spawnSync(command, rest, {
    cwd: repo.dir,
    env: repo.env,
    encoding: 'utf8',
    input,
    maxBuffer: 1 << 28,
  });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (done.status !== 0) throw new Error(`nexus ${args.join(' ')}: ${done.stderr}`);
  return { ms, mb: time.length === 0 ? Number.NaN : Number(done.stderr.trim().split('\n').at(-1)) / 1024 };
}

/** As after a morning's use: what V8 compiles for a verb is kept over its first runs; see `src/load.ts`. */
export function used(run: () => unknown): void {
  for (let times = 0; times < 5; times += 1) run();
}

/** Wall time of `node -e 0`, the unit of the bars, in the same sealed surroundings as what is measured by it. */
export function nodeStart(runs = 21): number[] {
  const env = benchEnv(tmpdir());
  return Array.from({ length: runs }, () =>
    timed(() => void spawnSync(process.execPath, ['-e', '0'], { env, stdio: 'ignore' })),
  );
}
