import type { FieldSpec, FieldTable } from '../core/kinds.ts';
import {
  CONFLICTS,
  conflictsValue,
  type FieldConflict,
  fieldPath,
  readConflicts,
} from '../format/conflict-fields.ts';
import { emitEntry } from '../format/emit.ts';
import { fieldForm } from '../format/encode.ts';
import { compareText } from '../format/lines.ts';
import { isObject, sameData } from '../format/plain.ts';
import { removePath, setPath } from '../format/splice.ts';
import { commentLines, type YamlEntries, yamlEntries } from '../format/yaml-entries.ts';
import { interleave, mergeOrder } from './order.ts';
import { mergedItems, mergeSequences } from './sequence.ts';
import { byTable, type Conflicts, mergeValue, type Three } from './value.ts';
import { canonical } from './versions.ts';

/** Three texts of the same thing. */
export interface Texts {
  readonly base: string;
  readonly a: string;
  readonly b: string;
}

interface Entry {
  readonly text: string;
  readonly value: unknown;
}

type Entries = ReadonlyMap<string, Entry>;

/**
 * Three maps in YAML, LF, as one: data by {@link mergeValue}, text as far as it can be kept. What is in conflict holds
 * one version and is told below `conflicts`.
 */
export function mergeFields(
  readBase: YamlEntries,
  readA: YamlEntries,
  readB: YamlEntries,
  table: FieldTable,
): string {
  const [base, a, b] = [byKey(readBase), byKey(readA), byKey(readB)];
  const values: Conflicts = {
    base: told(base),
    a: told(a),
    b: told(b),
    found: new Map(),
    seen: new Set(),
  };

  const names = [base, a, b].map((side) => [...side.keys()]);
  const extra = [values.base, values.a, values.b].flatMap((side) => [...side.keys()].map(topKey));
  const merged = new Map<string, unknown>();
  for (const key of new Set([...names.flat(), ...extra])) {
    if (key === CONFLICTS) continue;
    const value = mergeValue([key], specOf(table, key), three(base, a, b, key), values);
    if (value !== undefined) merged.set(key, value);
  }
  const conflicts = [...values.found.values(), ...carried(values)];
  conflicts.sort((x, y) => compareText(x.field, y.field));
  const others = mergeValue([CONFLICTS], undefined, othersIn(base, a, b), values);
  const list = conflictsValue(conflicts, readConflicts(others).others);
  if (list !== undefined) merged.set(CONFLICTS, list);

  const [ofBase = [], ofA = [], ofB = []] = names;
  const keys = mergeOrder(ofBase, ofA, ofB, byTable(table, CONFLICTS)).filter((key) => merged.has(key));
  for (const key of merged.keys()) if (!keys.includes(key)) keys.push(key);
  const orphans: string[] = [];
  let text = '';
  for (const key of new Set([...keys, ...ofA, ...ofB])) {
    const pieces = three(base, a, b, key, 'text');
    const written = merged.has(key) ? entryText(key, merged.get(key), specOf(table, key), base, a, b) : '';
    const lost = lostComments(pieces, written);
    text += merged.has(key) ? lost + written : '';
    if (!merged.has(key) && lost !== '') orphans.push(lost);
  }
  return text + orphans.sort(compareText).join('') + mergeTails(readBase, readA, readB);
}

function byKey({ entries }: YamlEntries): Entries {
  return new Map(entries.map(({ key, text, value }) => [key, { text, value }]));
}

function told(entries: Entries): ReadonlyMap<string, FieldConflict> {
  const { conflicts } = readConflicts(entries.get(CONFLICTS)?.value);
  return new Map(conflicts.map((conflict) => [conflict.field, conflict]));
}

function topKey(field: string): string {
  return fieldPath(field)[0] ?? field;
}

function three(base: Entries, a: Entries, b: Entries, key: string, what: 'value' | 'text' = 'value'): Three {
  return { base: base.get(key)?.[what], a: a.get(key)?.[what], b: b.get(key)?.[what] };
}

/** What a person wrote below `conflicts` for a purpose of their own. */
function othersIn(base: Entries, a: Entries, b: Entries): Three {
  const of = (side: Entries): unknown => {
    const { others } = readConflicts(side.get(CONFLICTS)?.value);
    return others.length === 0 ? undefined : others;
  };
  return { base: of(base), a: of(a), b: of(b) };
}

/** Conflicts in what is not there to be merged: they stay unless a side settled them. */
function carried({ base, a, b, found, seen }: Conflicts): readonly FieldConflict[] {
  const either = [...a.values(), ...b.values()].sort((x, y) => compareText(canonical(x), canonical(y)));
  return [...new Map(either.map((one) => [one.field, one])).values()].filter(
    ({ field }) =>
      !seen.has(field) && !found.has(field) && (!base.has(field) || (a.has(field) && b.has(field))),
  );
}

function specOf(table: FieldTable, key: string): FieldSpec | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** A key's lines with the merged value: those of a side, line by line those of both, or one side's with the value put in. */
function entryText(
  key: string,
  value: unknown,
  spec: FieldSpec | undefined,
  base: Entries,
  a: Entries,
  b: Entries,
): string {
  const [before, ofA, ofB] = [base.get(key), a.get(key), b.get(key)];
  const known = [before, ofA, ofB].filter((entry) => entry !== undefined);
  const fits = (text: string | undefined): text is string => {
    if (text === undefined || text === '') return false;
    const read = known.find((entry) => entry.text === text);
    return sameData(read === undefined ? valueIn(text, key) : read.value, value);
  };
  const [one, two] = [ofA?.text, ofB?.text];
  if (one === two && fits(one)) return one;
  if (one === before?.text && fits(two)) return two;
  if (two === before?.text && fits(one)) return one;
  const lines = mergeLines({ base: before?.text ?? '', a: one ?? '', b: two ?? '' });
  if (fits(lines)) return lines;
  // Who changed no data changed the form, and nobody else did.
  const formOnly = [ofA, ofB].filter((side) => side !== undefined && sameData(side.value, before?.value));
  const texts = [formOnly.map((side) => side?.text), [one, two]].flatMap((some) =>
    some.filter((text) => text !== undefined).sort(compareText),
  );
  const first = texts.find(fits);
  if (first !== undefined && formOnly.length !== 1) return first;
  for (const text of texts) {
    const edited = withValue(text, key, value, spec);
    if (fits(edited)) return edited;
  }
  const form = emitEntry(key, formOf(value, spec), '');
  return fits(form) ? form : emitEntry(key, value, '');
}

function valueIn(text: string, key: string): unknown {
  return yamlEntries(text)?.entries.find((entry) => entry.key === key)?.value;
}

/** One key's lines with another value in it; in a map only what differs is touched. */
function withValue(
  text: string,
  key: string,
  value: unknown,
  spec: FieldSpec | undefined,
): string | undefined {
  let out: string | undefined = text;
  for (const { path, to, of } of differences([key], valueIn(text, key), value, spec)) {
    if (out === undefined) return undefined;
    out = to === undefined ? removePath(out, path) : setPath(out, path, formOf(to, of), ordersOf(spec), '\n');
  }
  return out;
}

function ordersOf(spec: FieldSpec | undefined): readonly (readonly string[])[] {
  return [[], spec?.type === 'group' ? Object.keys(spec.fields) : []];
}

interface Difference {
  readonly path: readonly string[];
  readonly to: unknown;
  readonly of: FieldSpec | undefined;
}

function differences(
  path: readonly string[],
  from: unknown,
  to: unknown,
  spec: FieldSpec | undefined,
): readonly Difference[] {
  if (sameData(from, to)) return [];
  if (!isObject(from) || !isObject(to)) return [{ path, to, of: spec }];
  const table = spec?.type === 'group' ? spec.fields : {};
  return [...new Set([...Object.keys(to), ...Object.keys(from)])].flatMap((key) =>
    differences([...path, key], from[key], to[key], specOf(table, key)),
  );
}

/** A value as this version writes it: times bare, ids in quotes. What the table cannot take stays as it is. */
function formOf(value: unknown, spec: FieldSpec | undefined): unknown {
  if (spec === undefined || spec.type === 'list') return value;
  if (spec.type === 'groups')
    return Array.isArray(value) && value.every(isObject) ? fieldForm(spec, value, undefined) : value;
  if (spec.type === 'group') return isObject(value) ? fieldForm(spec, value, undefined) : value;
  return typeof value === 'string' ? fieldForm(spec, value, undefined) : value;
}

/** Line by line; undefined where both changed the same lines. */
export function mergeLines({ base, a, b }: Texts): string | undefined {
  const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const stretches = mergeSequences(linesOf(base), linesOf(a), linesOf(b), 'touch');
  return mergedItems(stretches)?.join('');
}

/** Comments that a side added and that are not in the result. */
function lostComments({ base, a, b }: Three, written: string): string {
  const of = (text: unknown): readonly string[] => commentLines(typeof text === 'string' ? text : '');
  const there = new Set([...of(base), ...of(written)]);
  const lost = interleave(of(a), of(b), compareText).filter((line) => !there.has(line));
  return lost.map((line) => `${line}\n`).join('');
}

function mergeTails(base: YamlEntries, a: YamlEntries, b: YamlEntries): string {
  const merged = mergeLines({ base: base.tail, a: a.tail, b: b.tail });
  if (merged !== undefined) return merged;
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  return `${interleave(lines(a.tail), lines(b.tail), compareText).join('\n')}\n`;
}
