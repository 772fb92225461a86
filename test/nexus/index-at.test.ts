import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecallAnswer } from '../../src/core/recall.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { gitRepo, type TestRepo, tempDir } from '../helpers/git-repo.ts';
import { open } from '../helpers/open-repo.ts';
import { type HistoryOf, type Random, randomOf, randomRepo } from '../helpers/random-history.ts';

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `01m7xpe600${letter.repeat(16)}`);
const WORDS = 'pool lease font retry socket vacuum harbour release branch colour'.split(' ');

function words(random: Random): string {
  return Array.from({ length: 3 + random(9) }, () => WORDS[random(WORDS.length)]).join(' ');
}

/** Records, of which one in eight cannot be read. */
const MEMORY: HistoryOf = {
  commits: 24,
  paths: IDS.map((id) => `.nexus/notes/${id}.md`).concat('pool.txt', '.nexus/context/lease.md'),
  text: (path, random) => {
    const id = IDS.find((one) => path.includes(one));
    if (id === undefined || random(8) === 0) return `${words(random)}\n`;
    const record = { id, kind: 'note', title: words(random), created: '2026-01-01T00:00:00Z' } as const;
    const lists = { tags: [], files: [], supersedes: [], refs: [], derived_from: [], extra: {} };
    return encodeRecord({ ...record, ...lists, body: `${words(random)}\n` });
  },
};

/** What is the same, whenever it is asked. */
function told({ hits, total, searched, problems }: RecallAnswer) {
  return {
    total,
    searched,
    hits: hits.map(({ id, path, title, score, snippet, author, commit }) => [
      id,
      path,
      title,
      score,
      snippet,
      author,
      commit,
    ]),
    problems: problems.map(({ file, code }) => `${file} ${code}`).sort(),
  };
}

const ASKED = ['pool', 'retry socket', 'vacuum of the harbour', 'c7'];

/** As of a revision, and in a clone that stands there. */
async function sameAt(repo: TestRepo, revisions: readonly string[], warm: boolean): Promise<void> {
  const here = await open(repo, { warm });
  const clone = join(tempDir(), 'clone');
  repo.git('clone', '-q', '--no-checkout', repo.dir, clone);
  for (const at of revisions) {
    repo.git('-C', clone, 'checkout', '-qf', '--detach', repo.git('rev-parse', at));
    const there = await open({ ...repo, dir: clone } as TestRepo);
    for (const text of ASKED)
      expect([at, told(await here.recall({ text, at, limit: 50 }))]).toEqual([
        at,
        told(await there.recall({ text, limit: 50 })),
      ]);
  }
}

describe('as of a revision recall finds what it finds there', () => {
  test.each([1, 2])('in a random history (%i), whatever the working tree holds', async (seed) => {
    const repo = randomRepo(seed, MEMORY);
    const random = randomOf(seed);
    const revisions = Array.from({ length: 5 }, () => `b${random(MEMORY.commits - 1)}`).concat('main');
    repo.git('checkout', '-qf', 'main');
    await sameAt(repo, revisions, true);
    // Edited, removed, brought back, and new: none of it was there then.
    for (const path of MEMORY.paths.slice(0, 3)) {
      rmSync(join(repo.dir, path), { force: true });
      if (random(2) === 0) repo.write({ [path]: MEMORY.text(path, random) });
    }
    writeFileSync(join(repo.dir, '.nexus/notes/strange.md'), 'no record\n');
    await sameAt(repo, revisions.slice(-2), false);
  });

  test('a record that came back to what it said was last changed by who wrote it then', async () => {
    const repo = gitRepo({ a: 'x' });
    const path = MEMORY.paths[0] ?? '';
    const [one, two] = [MEMORY.text(path, randomOf(1)), MEMORY.text(path, randomOf(2))];
    const first = repo.commit('one way', { [path]: one });
    repo.commit('another', { [path]: two });
    const last = repo.commit('back', { [path]: one });
    const by = async (at: string) =>
      (await (await open(repo)).recall({ text: '', kinds: ['note'], at })).hits[0]?.commit;
    expect([await by(first), await by(last)]).toEqual([first, last]);
  });

  test('where history is longer than what is recalled of it', async () => {
    const repo = randomRepo(4, MEMORY);
    repo.git('checkout', '-qf', 'main');
    repo.commit('few', { '.nexus/config.yaml': 'schema: 1\nrecall:\n  commits: 5\n' });
    const last = repo.git('rev-parse', 'HEAD~1');
    const { searched } = await (await open(repo)).recall({ text: 'pool', at: last });
    expect(searched.commits).toBe(5);
  });
});
