import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import type { HealthWeek } from '../../src/core/report.ts';
import { gitRepo, TestRepo, tempDir } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';

/** Mondays. */
const MONDAYS = ['2025-11-03', '2025-11-10', '2025-11-17'];

/** A repository whose time goes on as it is told. */
async function dated(): Promise<{
  repo: TestRepo;
  on: (day: string, files: Record<string, string>) => void;
}> {
  const repo = await withMemory(gitRepo({ 'src/a.ts': 'a\n', 'src/b.ts': 'b\n', 'src/c.ts': 'c\n' }));
  const on = (day: string, files: Record<string, string>): void => {
    repo.env.GIT_COMMITTER_DATE = `${day}T12:00:00Z`;
    repo.env.GIT_AUTHOR_DATE = `${day}T12:00:00Z`;
    repo.commit(`on ${day}`, files);
  };
  return { repo, on };
}

const idOf = (seed: number, day: string): string =>
  makeId(Date.parse(`${day}T12:00:00Z`), new Uint8Array(10).fill(seed));

function note(seed: number, day: string, files: readonly string[]): Record<string, string> {
  const id = idOf(seed, day);
  const cited = files.length === 0 ? '' : `files:\n${files.map((file) => `  - ${file}\n`).join('')}`;
  const text = `---\nid: "${id}"\nkind: note\ntitle: Note ${seed}\ncreated: ${day}T12:00:00Z\n${cited}---\n`;
  return { [`.nexus/notes/note-${seed}-${id}.md`]: text };
}

function episode(seed: number, day: string, used: readonly string[]): Record<string, string> {
  const id = idOf(seed, day);
  const recalled =
    used.length === 0
      ? ''
      : `recalled:\n${used.map((one) => `  - id: "${one}"\n    helped: true\n`).join('')}`;
  const errors = 'errors:\n  - signature: "E: x"\n    resolved: true\n';
  const text = `---\nid: "${id}"\nkind: episode\ntitle: Worked\ncreated: ${day}T12:00:00Z\n${errors}${recalled}---\n`;
  return { [`.nexus/episodes/${day.slice(0, 4)}/${day.slice(5, 7)}/worked-${id}.md`]: text };
}

async function weeksOf(repo: TestRepo, prefer?: 'isomorphic-git'): Promise<readonly HealthWeek[]> {
  const nexus = await open(repo, prefer === undefined ? {} : { prefer });
  return (await nexus.report({})).health.weeks;
}

test('how today’s records stood week by week, in every clone and by either git', async () => {
  const { repo, on } = await dated();
  on('2025-11-04', {
    ...note(1, '2025-11-04', ['src/a.ts']),
    ...note(2, '2025-11-04', ['src/b.ts#L1-L1']),
    ...note(3, '2025-11-04', ['src/c.ts']),
    ...episode(9, '2025-11-04', []),
  });
  // Lines that stay where they are: touched, and not stale.
  on('2025-11-11', { 'src/b.ts': 'b\nmore\n', ...note(4, '2025-11-11', []) });
  on('2025-11-12', { 'src/a.ts': 'first change\n', ...episode(10, '2025-11-12', [idOf(2, '2025-11-04')]) });
  on('2025-11-18', { 'src/a.ts': 'second change\n', ...episode(11, '2025-11-18', []) });
  repo.git('rm', '-q', 'src/c.ts');
  on('2025-11-19', {});
  const weeks = [
    { week: MONDAYS[0], records: 3, uncited: 0, never_recalled: 3, stale: 0 },
    { week: MONDAYS[1], records: 4, uncited: 1, never_recalled: 3, stale: 1 },
    { week: MONDAYS[2], records: 4, uncited: 1, never_recalled: 3, stale: 2 },
  ];
  expect(await weeksOf(repo)).toEqual(weeks);
  expect(await weeksOf(repo, 'isomorphic-git')).toEqual(weeks);
  const dir = join(tempDir(), 'ben');
  repo.git('clone', '-q', repo.dir, dir);
  expect(await weeksOf(new TestRepo(dir, repo.env))).toEqual(weeks);
});

test('a change made on a branch before the record counts once both are merged; the working tree’s own does not', async () => {
  const { repo, on } = await dated();
  repo.git('switch', '-q', '-c', 'side');
  on('2025-11-04', { 'src/a.ts': 'on the side\n' });
  repo.git('switch', '-q', 'main');
  on('2025-11-11', { ...note(1, '2025-11-11', ['src/a.ts']), ...episode(9, '2025-11-04', []) });
  on('2025-11-11', { ...note(2, '2025-11-11', ['src/b.ts']), ...episode(10, '2025-11-18', []) });
  repo.git('merge', '-q', '--no-edit', 'side');
  repo.write({ 'src/b.ts': 'not committed\n' });
  expect((await weeksOf(repo)).map(({ week, stale }) => [week, stale])).toEqual([
    [MONDAYS[0], 0],
    [MONDAYS[1], 1],
    [MONDAYS[2], 1],
  ]);
  const { health } = await (await open(repo)).report({});
  expect(health.freshness.stale).toBe(2);
});

test('a record that was edited after what it cites changed is right again', async () => {
  const { repo, on } = await dated();
  on('2025-11-04', { ...note(1, '2025-11-04', ['src/a.ts']), ...episode(9, '2025-11-04', []) });
  on('2025-11-05', { 'src/a.ts': 'changed\n' });
  const [[path = '', text = ''] = []] = Object.entries(note(1, '2025-11-04', ['src/a.ts']));
  on('2025-11-12', { [path]: `${text}\nStill true.\n`, ...episode(10, '2025-11-12', []) });
  expect((await weeksOf(repo)).map(({ stale }) => stale)).toEqual([0, 0]);
  on('2025-11-13', { 'src/a.ts': 'changed again\n' });
  expect((await weeksOf(repo)).map(({ stale }) => stale)).toEqual([0, 1]);
});
