import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Nexus, openNexus } from '../../../src/nexus.ts';
import { gitRepo, type ShellResult, type TestRepo } from '../../helpers/git-repo.ts';
import { nexus } from '../../helpers/nexus-program.ts';

/** What an installation adds for the whole team, and memory itself; all else must be the same with and without. */
const OURS = '(\\.nexus|\\.husky|tools|lefthook-local\\.yml)';
/** Index, working tree, branch and stashes; names of all refs. */
const SHAPE = `
git status --porcelain=v2 --branch --show-stash --untracked-files=all --no-renames | grep -Ev '^# branch.oid|^[12?u] (.* )?${OURS}'
git for-each-ref --format='%(refname)'
`;
/** Subjects, dates and number of parents of all commits, and how each differs from each parent. */
const HISTORY = `
git log --all --reverse --topo-order --date-order -m --root --raw --no-abbrev --no-renames --format='%s %an %ad %cd %P' |
  sed -E '/^:/!s/[0-9a-f]{40}/parent/g' | grep -Ev '^[^\t]*\t${OURS}'
`;

export interface PairOptions {
  /** Makes the hooks that are there before Nexus comes. */
  readonly setUp?: (repo: TestRepo) => void;
  readonly env?: NodeJS.ProcessEnv;
}

/** The same work in two repositories, of which one has Nexus: git must not show a difference. */
export class Pair {
  readonly ours: TestRepo;
  readonly control: TestRepo;
  readonly notes: string[] = [];
  #time = Date.UTC(2026, 0, 2) / 1000;
  #config = '';

  constructor(options: PairOptions = {}) {
    [this.ours, this.control] = [gitRepo(), gitRepo()];
    const dates = this.#dates();
    for (const repo of [this.ours, this.control]) {
      Object.assign(repo.env, dates);
      options.setUp?.(repo);
      repo.write({ 'work/a': 'a\n', 'work/b': 'b\n', 'work/sub/c': 'c\n' });
    }
    expect(nexus(this.ours, ['init', '--yes']).code).toBe(0);
    for (const repo of [this.ours, this.control]) {
      repo.run('sh', ['-c', 'git add -A && git commit -q -m base'], { env: { NEXUS: '0' } });
      Object.assign(repo.env, options.env);
    }
    this.#config = this.ours.git('config', '--list', '--local');
    this.#compare('base');
  }

  #dates(): NodeJS.ProcessEnv {
    this.#time += 60;
    const date = `${this.#time} +0000`;
    return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  }

  /** A line for the next commit of the repository that has Nexus. */
  async note(text: string, cwd = this.ours.dir): Promise<void> {
    await (await opened(this.ours, cwd)).note(text);
    this.notes.push(text);
  }

  /** Runs a script in both. How it ends and what it leaves must be the same, and Nexus must not say a word. */
  do(script: string, options: { input?: string; env?: NodeJS.ProcessEnv } = {}): ShellResult {
    const env = { ...options.env, ...this.#dates() };
    const [ours, control] = [this.ours, this.control].map((repo) => repo.sh(script, { ...options, env }));
    expect([script, ours?.code, ours?.stderr], script).toEqual([script, control?.code, ours?.stderr]);
    expect(ours?.stderr.toLowerCase(), script).not.toContain('nexus');
    this.#compare(script);
    return ours ?? { code: -1, stdout: '', stderr: '' };
  }

  #compare(after: string): void {
    const [ours, control] = [this.ours, this.control].map((repo) => repo.sh(SHAPE).stdout);
    expect(ours, after).toBe(control);
  }

  /** At the end: the same history, the same settings, and no record deleted anywhere. */
  compareHistory(): void {
    const [ours, control] = [this.ours, this.control].map((repo) => repo.sh(HISTORY).stdout);
    expect(ours).toBe(control);
    expect(ours?.length).toBeGreaterThan(100);
    expect(this.ours.git('config', '--list', '--local')).toBe(this.#config);
    const deleted = ['log', '--all', '--diff-filter=D', '--name-only', '--format=%s', '--', '.nexus'];
    expect(this.ours.git(...deleted)).toBe('');
  }

  /** How often each note is told, over the records of all branches. */
  told(): Readonly<Record<string, number>> {
    const tree = `git for-each-ref --format='%(refname)' refs/heads | xargs -n1 git ls-tree -r`;
    const list = `${tree} | grep '\\.nexus/episodes/' | sort -u | cut -d' ' -f3 | cut -f1`;
    const text = this.ours.sh(`{ ${list}; } | while read -r blob; do git cat-file -p "$blob"; done`).stdout;
    const lines = text.split('\n');
    return Object.fromEntries(
      this.notes.map((note) => [note, lines.filter((line) => line === `- ${note}`).length]),
    );
  }

  expectAllToldOnce(): void {
    expect(this.told()).toEqual(Object.fromEntries(this.notes.map((note) => [note, 1])));
  }

  get home(): string {
    return join(this.ours.dir, '.git/nexus');
  }

  /** Names of what waits in the journal. */
  journal(worktree = 'main'): readonly string[] {
    const folder = join(this.home, 'journal', worktree);
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  /** Until the workers in the background have settled what the commits hold. */
  async settled(): Promise<void> {
    for (let tries = 0; tries < 1000; tries++) {
      if (readdirSync(join(this.home, 'pending')).length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('the worker of post-commit did not settle');
  }
}

async function opened(repo: TestRepo, cwd: string): Promise<Nexus> {
  return openNexus({
    cwd,
    env: repo.env,
    clock: Date.now,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    machine: {},
    warm: false,
  });
}
