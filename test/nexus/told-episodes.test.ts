import { describe, expect, test } from 'vitest';
import { learnedRepo, NOW } from '../helpers/learned-repo.ts';

const WEEK_MS = 7 * 86_400_000;

describe('the episodes behind a figure', () => {
  test('by what was done, met or failed, the newest first, with how that ended', async () => {
    const { memory, stepped } = await learnedRepo();
    const all = await memory.episodesAbout({});
    expect(all.total).toBe(12);
    expect(all.episodes[0]).toEqual({
      id: stepped,
      title: 'Load the rows, part 12',
      created: '2026-11-19T12:00:00Z',
      author: 'Ann Author',
      of: 1,
      well: 1,
    });
    const counted = async (query: Parameters<typeof memory.episodesAbout>[0]) => {
      const { total, episodes } = await memory.episodesAbout(query);
      return [total, episodes.reduce((sum, { well }) => sum + well, 0)];
    };
    expect(await counted({ about: { by: 'category', key: 'docs' } })).toEqual([6, 4]);
    expect(await counted({ about: { by: 'approach', key: 'incremental' } })).toEqual([3, 2]);
    expect(
      await counted({ about: { by: 'signature', key: 'ERR_STREAM_PREMATURE_CLOSE on publish' } }),
    ).toEqual([3, 0]);
    expect(await counted({ about: { by: 'category', key: 'docs' }, failed: true })).toEqual([2, 0]);
    expect(await counted({ about: { by: 'category', key: 'no such' } })).toEqual([0, 0]);
    expect(await counted({ since: NOW - 2 * WEEK_MS })).toEqual([2, 1]);
  });

  test('a group of failures and the episodes behind it are as many', async () => {
    const { memory } = await learnedRepo();
    for (const by of ['signature', 'category', 'approach', 'file'] as const)
      for (const { key, count } of (await memory.analyzeFailures({ by })).groups) {
        const { total } = await memory.episodesAbout({ about: { by, key }, failed: true });
        expect([by, key, total]).toEqual([by, key, count]);
      }
  });
});

describe('a report', () => {
  test('tells how each approach does, and of each error when it was met, in as many weeks as are asked for', async () => {
    const { memory } = await learnedRepo();
    const { approaches, errors, weeks } = await memory.report({ weeks: 4 });
    expect(approaches).toEqual([
      {
        approach: 'test first',
        total: 9,
        success_rate: 2 / 3,
        average_duration_s: 120,
        trend: 'insufficient_data',
      },
      {
        approach: 'incremental',
        total: 3,
        success_rate: 2 / 3,
        average_duration_s: 120,
        trend: 'insufficient_data',
      },
    ]);
    expect(weeks.map(({ week }) => week)).toEqual(['2026-10-26', '2026-11-02', '2026-11-09', '2026-11-16']);
    expect(errors.map((error) => error.weeks)).toEqual([
      [0, 1, 0, 1],
      [0, 0, 1, 0],
    ]);
  });
});
