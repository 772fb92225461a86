import { sortedSet } from '../format/lines.ts';
import { isObject } from '../format/plain.ts';

/** Data as one text: the same for the same data, whatever the order of its keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (isObject(value))
    return `{${sortedSet(Object.keys(value))
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(',')}}`;
  return JSON.stringify(value) ?? 'null';
}

/**
 * The versions of one place after a merge, of which each side may have several already: what both still have, and
 * what either added. A version that both took away for different ones is gone. In an order of its own, so that the
 * sides may be swapped, and so that it does not matter in which order many branches are merged.
 */
export function mergeVersions<T>(base: readonly T[], a: readonly T[], b: readonly T[]): readonly T[] {
  const byText = (list: readonly T[]): Map<string, readonly [T]> =>
    new Map(list.map((one) => [canonical(one), [one]]));
  const [inBase, inA, inB] = [byText(base), byText(a), byText(b)];
  const every = new Map([...inA, ...inB]);
  const kept = [...every.keys()].filter((key) => !inBase.has(key) || (inA.has(key) && inB.has(key)));
  return sortedSet(kept.length === 0 ? [...every.keys()] : kept).flatMap((key) => every.get(key) ?? []);
}
