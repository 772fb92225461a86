import { type FieldSpec, type FieldTable, fieldsOf } from '../core/kinds.ts';
import type { NexusRecord } from '../core/record.ts';
import { emitEntry, Raw } from './emit.ts';
import { canonicalBody, oneLine, sortedSet } from './lines.ts';
import { bare, isObject } from './plain.ts';
import { quoted } from './scalar.ts';

/**
 * The canonical text of a record: keys in the order of the kind's table, then the unknown ones as
 * they came; one list item per line, sets sorted by code point; no line is ever folded; LF, one blank
 * line before the body, one newline at the end. The same record always gives the same bytes.
 */
export function encodeRecord(record: NexusRecord): string {
  const body = canonicalBody(record.body);
  const front = encodeFields({ ...record }, record.extra, fieldsOf(record.kind));
  return `---\n${front}---\n${body === '' ? '' : `\n${body}\n`}`;
}

/** Known fields by their table, then `extra`'s other keys. */
function encodeFields(
  values: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>>,
  table: FieldTable,
): string {
  let text = '';
  for (const [key, spec] of Object.entries(table)) {
    const value = fieldForm(spec, own(values, key), own(extra, key));
    if (value !== undefined) text += emitEntry(key, value, '');
  }
  for (const key of Object.keys(extra))
    if (!Object.hasOwn(table, key) && extra[key] !== undefined) text += emitEntry(key, extra[key], '');
  return text;
}

/**
 * A field as it is to be written, or undefined for an empty one. `rest` is what the decoder could not
 * accept in it: written back beside a list's or group's good values, or in place of a missing value.
 */
export function fieldForm(spec: FieldSpec, value: unknown, rest: unknown): unknown {
  switch (spec.type) {
    case 'list': {
      const items = (Array.isArray(value) ? value : []).map((item) => oneLine(String(item)));
      const good = (spec.sorted ? sortedSet(items) : items).filter((item) => item !== '');
      return withRest(good, rest);
    }
    case 'groups': {
      const good = (Array.isArray(value) ? value : []).filter(isObject);
      return withRest(
        good.map((entry) => groupForm(spec.fields, entry, unknownIn(entry, spec.fields))),
        rest,
      );
    }
    case 'group': {
      const form = groupForm(spec.fields, isObject(value) ? value : {}, isObject(rest) ? rest : {});
      if (Object.keys(form).length > 0) return form;
      return isObject(rest) ? undefined : rest;
    }
    default:
      return scalarForm(spec.type, value) ?? rest;
  }
}

function scalarForm(type: FieldSpec['type'], value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  const text = oneLine(String(value));
  if (text === '') return undefined;
  if (type === 'id') return new Raw(quoted(text));
  return type === 'time' || type === 'date' ? new Raw(text) : text;
}

function groupForm(
  table: FieldTable,
  values: Readonly<Record<string, unknown>>,
  rest: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const form = bare();
  for (const [key, spec] of Object.entries(table)) {
    const value = fieldForm(spec, own(values, key), own(rest, key));
    if (value !== undefined) form[key] = value;
  }
  for (const key of Object.keys(rest))
    if (!Object.hasOwn(table, key) && rest[key] !== undefined) form[key] = rest[key];
  return form;
}

function withRest(good: readonly unknown[], rest: unknown): unknown {
  if (rest === undefined) return good.length === 0 ? undefined : good;
  if (good.length === 0 && !Array.isArray(rest)) return rest;
  return [...good, ...(Array.isArray(rest) ? rest : [rest])];
}

function unknownIn(entry: Readonly<Record<string, unknown>>, table: FieldTable): Record<string, unknown> {
  const rest = bare();
  for (const key of Object.keys(entry)) if (!Object.hasOwn(table, key)) rest[key] = entry[key];
  return rest;
}

function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
