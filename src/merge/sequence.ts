import { matchLines } from '../core/line-diff.ts';

/** A stretch of a merge: what stands there now, or what the sides say where both changed it. */
export type Stretch =
  | { readonly items: readonly string[] }
  | { readonly before: readonly string[]; readonly a: readonly string[]; readonly b: readonly string[] };

/** Items `from` to `to` of the base became these. */
interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly items: readonly string[];
}

/**
 * Merges two changed lists with what both came from. The order of the sides means nothing.
 * @param apart what counts as two changes of one place: `overlap` where both changed the same items; `touch`, as git
 * has it for lines, also where nothing that stayed is between the changes.
 */
export function mergeSequences(
  base: readonly string[],
  a: readonly string[],
  b: readonly string[],
  apart: 'touch' | 'overlap',
): readonly Stretch[] {
  const [ofA, ofB] = [hunksOf(base, a), hunksOf(base, b)];
  const out: Stretch[] = [];
  let at = 0;
  const keep = (to: number): void => {
    if (to > at) out.push({ items: base.slice(at, to) });
    at = Math.max(at, to);
  };
  for (const region of regionsOf([...ofA, ...ofB], apart)) {
    keep(region.from);
    const before = base.slice(region.from, region.to);
    const [inA, inB] = [ofA, ofB].map((hunks) => hunks.filter((hunk) => region.hunks.includes(hunk)));
    const [x, y] = [applied(base, region, inA ?? []), applied(base, region, inB ?? [])];
    if (inB?.length === 0 || same(x, y)) out.push({ items: x });
    else if (inA?.length === 0) out.push({ items: y });
    else out.push({ before, a: x, b: y });
    at = region.to;
  }
  keep(base.length);
  return out;
}

/** All items, where nothing is in conflict; else undefined. */
export function mergedItems(stretches: readonly Stretch[]): readonly string[] | undefined {
  const out: string[] = [];
  for (const stretch of stretches) {
    if (!('items' in stretch)) return undefined;
    out.push(...stretch.items);
  }
  return out;
}

/** Is all there that both sides still have? Of several equal items each side may have taken away other ones. */
export function keepsShared(merged: readonly string[], a: readonly string[], b: readonly string[]): boolean {
  return a.every((item) => !b.includes(item) || merged.includes(item));
}

function hunksOf(base: readonly string[], side: readonly string[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  let next = 0;
  let fresh: string[] = [];
  const close = (to: number): void => {
    if (to > next || fresh.length > 0) hunks.push({ from: next, to, items: fresh });
    fresh = [];
    next = to + 1;
  };
  for (const [index, match] of matchLines(base, side).entries()) {
    if (match < 0) fresh.push(side[index] ?? '');
    else close(match);
  }
  close(base.length);
  return hunks;
}

interface Region {
  readonly from: number;
  readonly to: number;
  readonly hunks: readonly Hunk[];
}

/** Changes of both sides put together where they meet; of one side they never do. */
function regionsOf(hunks: readonly Hunk[], apart: 'touch' | 'overlap'): readonly Region[] {
  const sorted = [...hunks].sort((x, y) => x.from - y.from || x.to - y.to);
  const regions: { from: number; to: number; hunks: Hunk[] }[] = [];
  for (const hunk of sorted) {
    const last = regions.at(-1);
    if (last !== undefined && meets(last, hunk, apart)) {
      last.to = Math.max(last.to, hunk.to);
      last.hunks.push(hunk);
    } else regions.push({ from: hunk.from, to: hunk.to, hunks: [hunk] });
  }
  return regions;
}

/** `hunk` begins where the region does, or later. */
function meets(region: Region, hunk: Hunk, apart: 'touch' | 'overlap'): boolean {
  if (apart === 'touch') return hunk.from <= region.to;
  if (region.from === region.to && hunk.from === hunk.to) return hunk.from === region.from;
  return hunk.from < region.to;
}

function applied(base: readonly string[], region: Region, hunks: readonly Hunk[]): readonly string[] {
  const out: string[] = [];
  let at = region.from;
  for (const { from, to, items } of hunks) {
    out.push(...base.slice(at, from), ...items);
    at = to;
  }
  return [...out, ...base.slice(at, region.to)];
}

function same(x: readonly string[], y: readonly string[]): boolean {
  return x.length === y.length && x.every((item, index) => item === y[index]);
}
