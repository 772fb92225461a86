import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import {
  applyInstall,
  applyUninstall,
  readInstallRecord,
} from '../../../src/repo/hook-install/hook-apply.ts';
import { detectHooks, type HookLayout, locateHooks } from '../../../src/repo/hook-install/hook-layout.ts';
import { type InstallPlan, planInstall, planUninstall } from '../../../src/repo/hook-install/hook-plan.ts';
import { type TestRepo, tempDir } from '../../helpers/git-repo.ts';

export const SHIMS = new URL('../../../hooks', import.meta.url).pathname;
export const NOW = Date.UTC(2026, 0, 2);

/** Writes down how it was called; with `HOLD`, waits for that file before it ends, and says so. */
const WORKER = `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const [hook, ...args] = process.argv.slice(2);
const { NEXUS_HOOK, GIT_INDEX_FILE, GIT_DIR, LOG, HOLD, SAY, FAIL } = process.env;
const stdin = hook === 'pre-push' || hook === 'pre-commit' ? readFileSync(0, 'utf8') : '';
writeFileSync(LOG + '/' + hook + '-' + process.pid + '.json',
  JSON.stringify({ hook, args, stdin, cwd: process.cwd(), guard: NEXUS_HOOK, index: GIT_INDEX_FILE, gitDir: GIT_DIR, node: process.execPath }));
if (SAY) console.log(SAY);
if (FAIL) process.exit(7);
if (HOLD) {
  const timer = setInterval(() => {
    if (!existsSync(HOLD)) return;
    clearInterval(timer);
    writeFileSync(LOG + '/ended', '');
  }, 20);
}
`;

export interface Call {
  readonly hook: string;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly cwd: string;
  readonly guard?: string;
  readonly index?: string;
  readonly gitDir?: string;
  readonly node: string;
}

/** Nexus in one repository, with a worker that only writes down that it was started. */
export class HookedRepo {
  readonly repo: TestRepo;
  readonly cwd: string;
  readonly log: string;
  readonly worker: string;
  node = process.execPath;

  constructor(repo: TestRepo, cwd = repo.dir) {
    this.repo = repo;
    this.cwd = cwd;
    this.log = tempDir('nexus-log-');
    this.worker = join(tempDir('nexus worker '), 'hook.mjs');
    writeFileSync(this.worker, WORKER);
    repo.env.LOG = this.log;
  }

  async layout(gitVersion?: string): Promise<HookLayout> {
    const site = await locateHooks({ cwd: this.cwd, env: this.repo.env });
    return detectHooks(gitVersion === undefined ? site : { ...site, gitVersion });
  }

  async install(gitVersion?: string): Promise<InstallPlan> {
    const layout = await this.layout(gitVersion);
    const plan = planInstall(layout, readInstallRecord(layout.commonDir));
    const runtime = { node: this.node, worker: this.worker, version: '0.1.0' };
    applyInstall(layout, plan, { shims: SHIMS, runtime, now: NOW });
    return plan;
  }

  async uninstall(gitVersion?: string): Promise<InstallPlan> {
    const layout = await this.layout(gitVersion);
    const plan = planUninstall(layout, readInstallRecord(layout.commonDir));
    applyUninstall(layout, plan);
    return plan;
  }

  /** `<common git directory>/nexus` */
  get home(): string {
    return join(
      this.repo
        .run('git', ['rev-parse', '--path-format=absolute', '--git-common-dir'], { cwd: this.cwd })
        .stdout.trim(),
      'nexus',
    );
  }

  /** Something for pre-commit to capture. */
  remember(): void {
    put(join(this.home, 'journal', 'main', 'event.json'), '{}\n');
  }

  calls(hook?: string): readonly Call[] {
    return readdirSync(this.log)
      .filter((name) => name.endsWith('.json') && (hook === undefined || name.startsWith(`${hook}-`)))
      .map((name) => readFileSync(join(this.log, name), 'utf8'))
      .filter((text) => text !== '')
      .map((text): Call => JSON.parse(text));
  }

  /** Background workers are waited for, however long the machine takes. */
  async called(hook: string, times = 1): Promise<Call> {
    for (;;) {
      const call = this.calls(hook)[times - 1];
      if (call !== undefined) return call;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async until(name: string): Promise<void> {
    while (!existsSync(join(this.log, name))) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** Changes a file and commits it, as a person does. */
  commit(subject: string, env: NodeJS.ProcessEnv = {}) {
    writeFileSync(join(this.cwd, 'work.txt'), `${subject}\n`);
    this.repo.run('git', ['add', 'work.txt'], { cwd: this.cwd });
    return this.repo.run('git', ['commit', '-q', '-m', subject], { cwd: this.cwd, env });
  }
}

export function put(path: string, text: string | Buffer, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

/** One digest over names, modes and bytes of everything that an installation may touch. */
export function fingerprint(repo: TestRepo): string {
  const hash = createHash('sha256');
  const visit = (path: string): void => {
    const full = join(repo.dir, path);
    const stat = lstatSync(full, { throwIfNoEntry: false });
    if (stat === undefined) return;
    hash.update(`${path} ${stat.mode.toString(8)}\n`);
    if (stat.isDirectory()) for (const name of readdirSync(full).sort()) visit(`${path}/${name}`);
    else if (stat.isFile()) hash.update(readFileSync(full));
  };
  for (const path of ['.git/config', '.git/hooks', '.git/info', '.husky', 'tools', 'package.json'])
    visit(path);
  for (const name of readdirSync(repo.dir).sort()) if (name.includes('lefthook')) visit(name);
  return hash.digest('hex');
}
