import { expect, test } from 'vitest';
import { different, floodLast } from '../../src/recall/flood.ts';
import type { Candidate } from '../../src/recall/rank.ts';

function found(title: string, over: Partial<Candidate> = {}): Candidate {
  const stored = { id: title, kind: 'note', title, created: '', tags: [], files: [] } as const;
  return { key: title, tier: 'text', score: 1, time: 0, terms: [], fields: [], stored, ...over };
}

const titles = (all: readonly Candidate[]) => all.map(({ stored }) => stored.title);
const flood = Array.from({ length: 12 }, (_, n) => found(`Restart the queue, rule ${n}`));
const good = [found('Leases are renewed'), found('The queue is a table')];

test('what says the same more often than an answer has room goes last, but for the first two', () => {
  const ranked = [...flood.slice(0, 6), ...good, ...flood.slice(6)];
  expect(titles(floodLast(ranked, 8))).toEqual([
    ...titles(flood.slice(0, 2)),
    ...titles(good),
    ...titles(flood.slice(2)),
  ]);
  expect(different(ranked)).toBe(4);
});

test('fewer keep their order, and so does what was found exactly, and commits', () => {
  const few = [...flood.slice(0, 8), ...good];
  expect(floodLast(few, 3)).toEqual(few);
  expect(floodLast([...flood, ...good], 12)).toEqual([...flood, ...good]);
  const exact = [...flood.map((one) => ({ ...one, tier: 'signature' as const })), ...good];
  expect(floodLast(exact, 8)).toEqual(exact);
  const commits = [
    ...flood.map((one) => ({ ...one, stored: { ...one.stored, kind: 'commit' as const } })),
    ...good,
  ];
  expect(floodLast(commits, 8)).toEqual(commits);
  expect(different(commits)).toBe(commits.length);
});

test('titles without a word say nothing that could be the same', () => {
  const numbers = Array.from({ length: 12 }, (_, n) => found(`${n}`));
  expect(floodLast([...numbers, ...good], 8)).toEqual([...numbers, ...good]);
});

test('what stands below one heading, as the days of a month, and answers by other words, buries nothing', () => {
  const days = Array.from({ length: 12 }, (_, n) =>
    found(`March ${n + 1}, 2024`, {
      terms: n % 3 === 0 ? ['queue'] : n % 3 === 1 ? ['lease'] : ['queue', 'lease'],
    }),
  );
  expect(floodLast([...days, ...good], 8)).toEqual([...days, ...good]);
  expect(different(days)).toBe(6);
});
