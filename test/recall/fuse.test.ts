import { expect, test } from 'vitest';
import type { Likeness } from '../../src/core/embeddings.ts';
import { fuse } from '../../src/recall/fuse.ts';
import type { Candidate } from '../../src/recall/rank.ts';

function candidate(id: string, score: number): Candidate {
  return {
    ...{ key: id, tier: 'text', score, time: 0, fields: [] },
    terms: score > 0 ? ['word'] : [],
    stored: { id, kind: 'note', title: id, created: '2026-11-01T10:00:00Z', tags: [], files: [] },
  };
}

/** Of a thousand, in which chance alone puts the nearest 3.7 deviations out. */
const likeness = (far: Readonly<Record<string, number>>): Likeness => ({
  count: 1000,
  nearest: () => [],
  of: (id) => far[id],
});

const scores = (fused: readonly Candidate[]) =>
  Object.fromEntries(fused.map(({ key, score }) => [key, score]));

test('what is no nearer than chance puts it changes nothing', () => {
  const found = [candidate('a', 10), candidate('b', 4)];
  expect(fuse(found, likeness({ a: -2, b: 3.7 }))).toEqual(found);
  expect(fuse(found, likeness({}))).toEqual(found);
});

test('what stands out gains, three tenths of the best words at most', () => {
  const found = [candidate('a', 10), candidate('b', 8), candidate('c', 4)];
  const fused = fuse(found, likeness({ b: 5, c: 50 }));
  expect(scores(fused).a).toBe(10);
  expect(scores(fused).b).toBeGreaterThan(8);
  expect(scores(fused).b).toBeLessThan(11);
  expect(fused[2]).toMatchObject({ score: 7, meaning: 3 });
});

test('what no word found is there only where it stands out, and below what the words found best', () => {
  const found = [candidate('a', 10), candidate('silent', 0), candidate('far', 0)];
  expect(scores(fuse(found, likeness({ silent: 50, far: 3 })))).toEqual({ a: 10, silent: 3 });
});

test('where no word is known meaning alone ranks', () => {
  const found = [candidate('near', 0), candidate('nearer', 0), candidate('far', 0)];
  const fused = scores(fuse(found, likeness({ near: 5, nearer: 6, far: 1 })));
  expect(Object.keys(fused)).toEqual(['near', 'nearer']);
  expect(fused.nearer).toBeGreaterThan(fused.near ?? 1);
});
