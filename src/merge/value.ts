import type { FieldSpec, FieldTable } from '../core/kinds.ts';
import { type FieldConflict, fieldName } from '../format/conflict-fields.ts';
import { compareText, sortedSet } from '../format/lines.ts';
import { bare, isObject, sameData } from '../format/plain.ts';
import { type Compare, interleave, mergeOrder } from './order.ts';
import { keepsShared, mergeSequences } from './sequence.ts';
import { canonical, mergeVersions } from './versions.ts';

/** What the three texts say in one place; undefined where they say nothing. */
export interface Three {
  readonly base: unknown;
  readonly a: unknown;
  readonly b: unknown;
}

/** Conflicts that the texts have already, and those that the merge ends with. */
export interface Conflicts {
  readonly base: ReadonlyMap<string, FieldConflict>;
  readonly a: ReadonlyMap<string, FieldConflict>;
  readonly b: ReadonlyMap<string, FieldConflict>;
  readonly found: Map<string, FieldConflict>;
  /** Fields that were looked at, so that what was said of others is carried on. */
  readonly seen: Set<string>;
}

/**
 * Data merged with what it came from; undefined for nothing. Maps go key by key, sorted lists as sets, other lists
 * item by item; of a value that both changed there are several versions then.
 */
export function mergeValue(
  path: readonly string[],
  spec: FieldSpec | undefined,
  values: Three,
  known: Conflicts,
): unknown {
  const { base, a, b } = values;
  const name = fieldName(path);
  const sides = [known.base, known.a, known.b];
  known.seen.add(name);
  if (sides.some((side) => side.has(name))) return versions(name, values, known);
  const inside = sides.some((side) => [...side.keys()].some((key) => key.startsWith(`${name}.`)));
  if (!inside) {
    if (sameData(a, b) || sameData(b, base)) return a;
    if (sameData(a, base)) return b;
  }
  const of = (fits: (value: unknown) => boolean): boolean =>
    [base, a, b].every((value) => value === undefined || fits(value));
  if (spec?.type === 'list' && spec.sorted && of(Array.isArray)) return mergeSets(values);
  const both = a !== undefined && b !== undefined;
  if ((both || inside) && of(isObject))
    return mergeMaps(path, spec?.type === 'group' ? spec.fields : {}, values, known);
  const list = both && of(Array.isArray) ? mergeLists(values) : undefined;
  return list ?? versions(name, values, known);
}

function mergeMaps(path: readonly string[], table: FieldTable, values: Three, known: Conflicts): unknown {
  const [base, a, b] = [asMap(values.base), asMap(values.a), asMap(values.b)];
  const out = bare();
  // In an order that does not tell the sides apart. What only the base has is looked at, since a conflict may be in it.
  const order = mergeOrder(Object.keys(base), Object.keys(a), Object.keys(b), byTable(table));
  for (const key of new Set([...order, ...Object.keys(base)])) {
    const spec = Object.hasOwn(table, key) ? table[key] : undefined;
    const inner = { base: base[key], a: a[key], b: b[key] };
    const value = mergeValue([...path, key], spec, inner, known);
    if (value !== undefined) out[key] = value;
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

/** Keys as the table has them, then all others by text. */
export function byTable(table: FieldTable, last?: string): Compare {
  const order = Object.keys(table);
  const rank = (key: string): number => {
    const at = order.indexOf(key);
    return key === last ? order.length + 1 : at < 0 ? order.length : at;
  };
  return (x, y) => rank(x) - rank(y) || compareText(x, y);
}

function asMap(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : bare();
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Added by either is in, taken away by either is out. */
function mergeSets({ base, a, b }: Three): unknown {
  const [before, inA, inB] = [base, a, b].map(
    (list) => new Map(asList(list).map((one) => [canonical(one), one])),
  );
  const every = new Map([...(inA ?? []), ...(inB ?? [])]);
  const kept = [...every.keys()].filter(
    (key) => before?.has(key) !== true || (inA?.has(key) === true && inB?.has(key) === true),
  );
  if (kept.length === 0) return undefined;
  return sortedSet(kept).map((key) => every.get(key));
}

/** Item by item, in order; undefined where both changed the same items, or it cannot be said which. */
function mergeLists({ base, a, b }: Three): unknown {
  const values = new Map([base, a, b].flatMap((list) => asList(list).map((one) => [canonical(one), one])));
  const keys = (list: unknown): string[] => asList(list).map(canonical);
  const out: string[] = [];
  for (const stretch of mergeSequences(keys(base), keys(a), keys(b), 'overlap')) {
    if ('items' in stretch) out.push(...stretch.items);
    else if (stretch.before.length === 0) out.push(...interleave(stretch.a, stretch.b, compareText));
    else return undefined;
  }
  return keepsShared(out, keys(a), keys(b)) ? out.map((key) => values.get(key)) : undefined;
}

/** One version, or a conflict of several; then the field holds the first that is not its absence. */
function versions(name: string, { base, a, b }: Three, known: Conflicts): unknown {
  const told = (conflict: FieldConflict | undefined, value: unknown): readonly unknown[] =>
    mergeVersions(
      [],
      conflict?.sides ?? [],
      conflict !== undefined && value === undefined ? [] : [value ?? null],
    );
  const before = known.base.get(name);
  const [ofA, ofB] = [known.a.get(name), known.b.get(name)];
  const sides = mergeVersions(told(before, base), told(ofA, a), told(ofB, b));
  const first = sides.find((side) => side !== null);
  if (sides.length < 2) return first;
  const earlier = before === undefined ? base : before.before;
  const written = [ofA?.before, ofB?.before].filter((one) => one !== undefined);
  const shown = earlier ?? written.sort((x, y) => compareText(canonical(x), canonical(y)))[0];
  known.found.set(name, { field: name, ...(shown === undefined ? {} : { before: shown }), sides });
  return first;
}
