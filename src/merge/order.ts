/** Says which of two comes first where nothing else does: negative, 0, positive. */
export type Compare = (a: string, b: string) => number;

/**
 * Two lists as one: each keeps its order, of what is next the lesser comes first, and what both have comes as often as in
 * the one that has it more often.
 */
export function interleave(a: readonly string[], b: readonly string[], compare: Compare): string[] {
  const out: string[] = [];
  const [left, right] = [[...a], [...b]];
  while (left.length > 0 || right.length > 0) {
    const [x, y] = [left[0], right[0]];
    const fromLeft = y === undefined || (x !== undefined && compare(x, y) <= 0);
    const [next, rest] = fromLeft ? [left.shift(), right] : [right.shift(), left];
    if (next === undefined) break;
    out.push(next);
    const twin = rest.indexOf(next);
    if (twin >= 0) rest.splice(twin, 1);
  }
  return out;
}

/**
 * The order of all keys that either side has. Who moved keys decides; where both did, the lesser text does, so that
 * the sides may be swapped.
 */
export function mergeOrder(
  base: readonly string[],
  a: readonly string[],
  b: readonly string[],
  compare: Compare,
): readonly string[] {
  const shared = (list: readonly string[], ...others: readonly (readonly string[])[]): readonly string[] =>
    list.filter((key) => others.every((other) => other.includes(key)));
  const [ofA, ofB] = [shared(a, b), shared(b, a)];
  if (same(ofA, ofB)) return betweenAnchors(ofA, a, b, compare);
  const movedA = !same(shared(a, b, base), shared(base, a, b));
  const movedB = !same(shared(b, a, base), shared(base, a, b));
  const first = movedA === movedB ? ofA.join('\n') < ofB.join('\n') : movedA;
  const [main, other] = first ? [a, b] : [b, a];
  const out = [...main];
  for (const [index, key] of other.entries()) {
    if (main.includes(key)) continue;
    out.splice(out.indexOf(other[index - 1] ?? '') + 1, 0, key);
  }
  return out;
}

function betweenAnchors(
  anchors: readonly string[],
  a: readonly string[],
  b: readonly string[],
  compare: Compare,
): readonly string[] {
  const out: string[] = [];
  let [i, j] = [0, 0];
  for (const anchor of anchors) {
    const [nextA, nextB] = [a.indexOf(anchor, i), b.indexOf(anchor, j)];
    out.push(...interleave(a.slice(i, nextA), b.slice(j, nextB), compare), anchor);
    i = nextA + 1;
    j = nextB + 1;
  }
  return [...out, ...interleave(a.slice(i), b.slice(j), compare)];
}

function same(x: readonly string[], y: readonly string[]): boolean {
  return x.length === y.length && x.every((key, index) => key === y[index]);
}
