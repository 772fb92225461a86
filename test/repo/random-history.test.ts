import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { GitPort } from '../../src/core/ports.ts';
import { openIsoGit } from '../../src/repo/iso-git.ts';
import { openSystemGit } from '../../src/repo/system-git.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';

const PATHS = ['a', 'd/x', 'd/y', '.nexus/n.md', '.nexus/deep/m.md'];
const COMMITS = 30;

/** Numerical Recipes' linear congruential generator: small, and the same everywhere. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A stream for git-fast-import(1): roots, branches, merges that take either side or neither, renames, deletions. */
function randomHistory(seed: number): string {
  const random = randomOf(seed);
  const states: Map<string, string>[] = [];
  const out: string[] = [];
  for (let n = 0; n < COMMITS; n++) {
    const parents = [...new Set([n - 1 - random(Math.min(n, 4)), n - 1 - random(Math.min(n, 8))])];
    const from = n === 0 || (n > 3 && random(12) === 0) ? [] : parents.slice(0, random(3) === 0 ? 2 : 1);
    const state = new Map(states[from[0] ?? -1]);
    const other = states[from[1] ?? -1];
    for (const path of PATHS) {
      if (other !== undefined && random(2) === 0) {
        const theirs = other.get(path);
        if (theirs === undefined) state.delete(path);
        else state.set(path, theirs);
      }
      const action = random(n === 0 ? 1 : 9);
      if (action === 0) state.set(path, Array.from({ length: 12 }, () => `line ${random(4000)}\n`).join(''));
      if (action === 1) state.set(path, `${state.get(path) ?? ''}more ${random(9999)}\n`);
      if (action === 2) state.delete(path);
      const target = PATHS[random(PATHS.length)] ?? path;
      const content = state.get(path);
      if (action === 3 && content !== undefined && target !== path) {
        state.delete(path);
        state.set(target, content);
      }
    }
    states.push(state);
    const date = `Ann Author <ann@example.org> ${1_700_000_000 + n * 60} +0000`;
    const message = `c${n}`;
    out.push(`commit refs/heads/${n === COMMITS - 1 ? 'main' : `b${n}`}`, `mark :${n + 1}`);
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

function randomRepo(seed: number): TestRepo {
  const repo = gitRepo();
  const input = randomHistory(seed);
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: repo.dir, env: repo.env, input });
  return repo;
}

describe('both implementations agree on random histories', () => {
  test.each([1, 2, 3, 4, 5, 6])('seed %i', async (seed) => {
    const repo = randomRepo(seed);
    const random = randomOf(seed + 1000);
    const system: GitPort = openSystemGit({ cwd: repo.dir, env: repo.env });
    const iso = await openIsoGit({ cwd: repo.dir });
    const same = async <T>(what: string, ask: (git: GitPort) => Promise<T>) => {
      expect([what, await ask(iso)]).toEqual([what, await ask(system)]);
    };
    const revs = repo.git('for-each-ref', '--format=%(refname)').split('\n');
    const pick = () => revs[random(revs.length)] ?? 'main';

    await same('whole log', (git) => git.log({ withFiles: true }));
    await same('whole log with changes', (git) => git.log({ withChanges: true }));
    for (const path of [...PATHS, 'd', '.nexus', 'none']) {
      const expected = repo.git('log', '--format=%H', 'main', '--', path).split('\n').filter(Boolean);
      expect([path, (await iso.log({ rev: 'main', path })).map((commit) => commit.oid)]).toEqual([
        path,
        expected,
      ]);
      await same(`log of ${path}`, (git) => git.log({ rev: 'main', path, withFiles: true, max: 9 }));
      await same(`changes of ${path}`, (git) => git.log({ rev: 'main', path, withChanges: true, max: 9 }));
      await same(`follow ${path}`, (git) => git.log({ rev: 'main', path, follow: true }));
    }
    await same('log of several', (git) =>
      git.log({ rev: 'main', paths: PATHS.slice(0, 2), withFiles: true }),
    );
    for (let round = 0; round < 12; round++) {
      const [a, b, path] = [pick(), pick(), PATHS[random(PATHS.length)] ?? ''];
      await same(`${a}..${b}`, (git) => git.log({ rev: b, exclude: a }));
      // Git simplifies while it is still finding out what is excluded, so its choice among equal sides of
      // a merge depends on dates. The most that may be listed is what --full-history lists.
      const listed = (await iso.log({ rev: b, exclude: a, path })).map((commit) => commit.oid);
      const most = repo.git('log', '--format=%H', '--full-history', `${a}..${b}`, '--', path).split('\n');
      expect(most).toEqual(expect.arrayContaining(listed));
      await same(`base ${a} ${b}`, (git) => git.mergeBase(a, b));
      await same(`diff ${a} ${b}`, (git) => git.diffTrees(a, b, ''));
      await same(`diff ${a} ${b} d`, (git) => git.diffTrees(a, b, 'd'));
      await same(`tree ${a}`, (git) => git.listTree(a, ''));
      await same(`blame ${a} ${path}`, (git) =>
        git.blame(path, a).catch((error: unknown) => (error instanceof Error ? error.message : error)),
      );
    }
  });
});
