import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchLines } from '../../src/core/line-diff.ts';

/** Textbook dynamic programming, quadratic. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const next = [0];
    for (const [j, y] of b.entries())
      next.push(x === y ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    row = next;
  }
  return row[b.length] ?? 0;
}

const file = fc.array(fc.constantFrom('', 'a', 'b', 'c', '}', 'return'), { maxLength: 24 });

test('a match is a longest common subsequence, in order', () => {
  fc.assert(
    fc.property(file, file, (before, after) => {
      const match = [...matchLines(before, after)];
      const pairs = match.flatMap((i, j) => (i < 0 ? [] : [{ i, j }]));
      for (const { i, j } of pairs) expect(before[i]).toBe(after[j]);
      expect(pairs.map(({ i }) => i)).toEqual([...new Set(pairs.map(({ i }) => i))].sort((x, y) => x - y));
      expect(pairs).toHaveLength(longestCommon(before, after));
      expect(match).toHaveLength(after.length);
    }),
    { numRuns: 500 },
  );
});

test('equal files match line by line, files without a common line not at all', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `${i}`);
  expect([...matchLines(lines, lines)]).toEqual([...lines.keys()]);
  expect(
    new Set(
      matchLines(
        lines,
        lines.map((line) => `x${line}`),
      ),
    ),
  ).toEqual(new Set([-1]));
});
