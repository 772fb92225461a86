import { describe, expect, test } from 'vitest';
import type { GitPort } from '../../src/core/ports.ts';
import { openIsoGit } from '../../src/repo/iso-git.ts';
import { openSystemGit } from '../../src/repo/system-git.ts';
import { type HistoryOf, randomOf, randomRepo } from '../helpers/random-history.ts';

const PATHS = ['a', 'd/x', 'd/y', '.nexus/n.md', '.nexus/deep/m.md'];
const COMMITS = 30;
const HISTORY: HistoryOf = {
  commits: COMMITS,
  paths: PATHS,
  text: (_, random) => Array.from({ length: 12 }, () => `line ${random(4000)}\n`).join(''),
};

describe('both implementations agree on random histories', () => {
  test.each([1, 2, 3, 4, 5, 6])('seed %i', async (seed) => {
    const repo = randomRepo(seed, HISTORY);
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
