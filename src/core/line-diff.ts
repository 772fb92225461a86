/**
 * The longest common subsequence of two lists of lines, as the index in `before` of each line of
 * `after`, or -1 for a new line. Myers' O(ND) algorithm in its linear-space form (E. Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986, section 4b). Lines that only one side has are taken
 * out first: they can match nothing, and files with little in common would cost the most.
 */
export function matchLines(before: readonly string[], after: readonly string[]): Int32Array {
  const match = new Int32Array(after.length).fill(-1);
  const ids = new Map<string, number>();
  const idOf = (line: string) => {
    const id = ids.get(line) ?? ids.size;
    ids.set(line, id);
    return id;
  };
  const inBefore = new Set(before);
  const inAfter = new Set(after);
  const left = keep(before, inAfter);
  const right = keep(after, inBefore);
  const a = Int32Array.from(left, (i) => idOf(before[i] ?? ''));
  const b = Int32Array.from(right, (i) => idOf(after[i] ?? ''));
  matchIds(a, b, (i, j) => {
    match[right[j] ?? 0] = left[i] ?? -1;
  });
  return match;
}

function keep(lines: readonly string[], others: ReadonlySet<string>): number[] {
  return [...lines.keys()].filter((i) => others.has(lines[i] ?? ''));
}

type Found = (i: number, j: number) => void;

/** Splits at middle snakes until ranges have one empty side. A stack, not recursion: files may be long. */
function matchIds(a: Int32Array, b: Int32Array, found: Found): void {
  const ranges: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    let [aFrom, aTo, bFrom, bTo] = range;
    while (aFrom < aTo && bFrom < bTo && a[aFrom] === b[bFrom]) found(aFrom++, bFrom++);
    while (aFrom < aTo && bFrom < bTo && a[aTo - 1] === b[bTo - 1]) found(--aTo, --bTo);
    if (aFrom === aTo || bFrom === bTo) continue;
    const { x, y } = middle(a.subarray(aFrom, aTo), b.subarray(bFrom, bTo));
    ranges.push([aFrom, aFrom + x, bFrom, bFrom + y], [aFrom + x, aTo, bFrom + y, bTo]);
  }
}

/**
 * A point on a shortest edit path, found where searches from both ends meet. Both sides differ in their
 * first and in their last line, so the point is neither corner.
 */
function middle(a: Int32Array, b: Int32Array): { readonly x: number; readonly y: number } {
  const [n, m] = [a.length, b.length];
  const delta = n - m;
  const max = Math.ceil((n + m) / 2) + 1;
  // Furthest x on diagonal k = x - y, at index k + max; backward on reversed lists.
  const forward = new Int32Array(2 * max + 2);
  const backward = new Int32Array(2 * max + 2);
  const at = (list: Int32Array, k: number) => list[k + max] ?? 0;
  const start = (list: Int32Array, k: number, d: number) =>
    k === -d || (k !== d && at(list, k - 1) < at(list, k + 1)) ? at(list, k + 1) : at(list, k - 1) + 1;
  for (let d = 0; d < max; d++) {
    for (let k = -d; k <= d; k += 2) {
      let x = start(forward, k, d);
      while (x < n && x - k < m && x - k >= 0 && a[x] === b[x - k]) x++;
      forward[k + max] = x;
      const reverse = delta - k;
      if (delta % 2 !== 0 && Math.abs(reverse) < d && x + at(backward, reverse) >= n) return { x, y: x - k };
    }
    for (let k = -d; k <= d; k += 2) {
      let x = start(backward, k, d);
      while (x < n && x - k < m && x - k >= 0 && a[n - 1 - x] === b[m - 1 - (x - k)]) x++;
      backward[k + max] = x;
      const reverse = delta - k;
      if (delta % 2 === 0 && Math.abs(reverse) <= d && x + at(forward, reverse) >= n)
        return { x: n - x, y: m - (x - k) };
    }
  }
  return { x: n, y: 0 };
}
