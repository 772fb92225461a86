import { execFileSync } from 'node:child_process';
import { gitRepo, type TestRepo } from './git-repo.ts';

export type Random = (below: number) => number;

/** Numerical Recipes' linear congruential generator: small, and the same everywhere. */
export function randomOf(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What a history is of. */
export interface HistoryOf {
  readonly commits: number;
  readonly paths: readonly string[];
  /** A text for a path, made anew. */
  text(path: string, random: Random): string;
}

/** A stream for git-fast-import(1): roots, branches, merges that take either side or neither, renames, deletions. */
function randomHistory(seed: number, { commits, paths, text }: HistoryOf): string {
  const random = randomOf(seed);
  const states: Map<string, string>[] = [];
  const out: string[] = [];
  for (let n = 0; n < commits; n++) {
    const parents = [...new Set([n - 1 - random(Math.min(n, 4)), n - 1 - random(Math.min(n, 8))])];
    const from = n === 0 || (n > 3 && random(12) === 0) ? [] : parents.slice(0, random(3) === 0 ? 2 : 1);
    const state = new Map(states[from[0] ?? -1]);
    const other = states[from[1] ?? -1];
    for (const path of paths) {
      if (other !== undefined && random(2) === 0) {
        const theirs = other.get(path);
        if (theirs === undefined) state.delete(path);
        else state.set(path, theirs);
      }
      const action = random(n === 0 ? 1 : 9);
      if (action === 0) state.set(path, text(path, random));
      if (action === 1) state.set(path, `${state.get(path) ?? ''}more ${random(9999)}\n`);
      if (action === 2) state.delete(path);
      const target = paths[random(paths.length)] ?? path;
      const content = state.get(path);
      if (action === 3 && content !== undefined && target !== path) {
        state.delete(path);
        state.set(target, content);
      }
    }
    states.push(state);
    const date = `Ann Author <ann@example.org> ${1_700_000_000 + n * 60} +0000`;
    const message = `c${n}`;
    out.push(`commit refs/heads/${n === commits - 1 ? 'main' : `b${n}`}`, `mark :${n + 1}`);
    out.push(`author ${date}`, `committer ${date}`, `data ${message.length}`, message);
    const [first, second] = from;
    if (first !== undefined) out.push(`from :${first + 1}`);
    if (second !== undefined) out.push(`merge :${second + 1}`);
    out.push('deleteall');
    for (const [path, content] of state)
      out.push(`M 100644 inline ${path}`, `data ${content.length}`, content);
  }
  return `${out.join('\n')}\n`;
}

/** A repository with roots, branches `b<n>`, merges that take either side or neither, renames and deletions; checked out nowhere. */
export function randomRepo(seed: number, of: HistoryOf): TestRepo {
  const repo = gitRepo();
  const input = randomHistory(seed, of);
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: repo.dir, env: repo.env, input });
  return repo;
}
