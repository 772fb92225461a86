import { isId } from '../core/id.ts';
import { type FieldSpec, type FieldTable, LIMITS } from '../core/kinds.ts';
import type { ProblemCode } from '../core/problem.ts';
import { isoDate, isoSeconds, parseWhen } from '../core/time.ts';
import { normaliseCitation } from './citation.ts';
import { oneLine, sortedSet } from './lines.ts';
import { bare, plainValue } from './plain.ts';
import type { YamlMap, YamlNode } from './yaml.ts';

/** Called for each thing wrong; `at` is an offset into the YAML text. */
export type Report = (code: ProblemCode, message: string, at: number, hint: string) => void;

export interface CheckedTable {
  /** Values that keep their specification, in canonical form. */
  readonly values: Record<string, unknown>;
  /**
   * Everything else, under the same names: unknown keys, refused values, and for a group the unknown
   * and refused ones inside it. Kept so that writing the record again loses nothing.
   */
  readonly rest: Record<string, unknown>;
}

/** What an entry of a `groups` field cannot be without. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  events: ['type'],
  errors: ['signature'],
  recalled: ['id'],
  executions: ['at', 'category', 'success'],
  'review.allow': ['rule'],
};

/** Where an entry with one value refused is refused whole: what is left of it would be counted as if it were right. */
const WHOLE: ReadonlySet<string> = new Set(['errors', 'recalled', 'executions', 'review.allow']);

/** Checks a map against its table. Each problem costs one value, never its neighbours. */
export function checkTable(map: YamlMap, table: FieldTable, report: Report, prefix = ''): CheckedTable {
  const values = bare();
  const rest = bare();
  for (const { key, keyAt, value } of map.entries) {
    const spec = Object.hasOwn(table, key) ? table[key] : undefined;
    if (spec === undefined) {
      rest[key] = plainValue(value);
      continue;
    }
    const checked = checkField(spec, value, `${prefix}${key}`, (code, message, at, hint) =>
      report(code, message, at === 0 ? keyAt : at, hint),
    );
    if (checked.value !== undefined) values[key] = checked.value;
    if (checked.refused !== undefined) rest[key] = checked.refused;
  }
  return { values, rest };
}

export interface CheckedField {
  readonly value?: unknown;
  readonly refused?: unknown;
}

/** Checks one value. An empty one is as good as none. */
export function checkField(spec: FieldSpec, node: YamlNode, name: string, report: Report): CheckedField {
  if (node.kind === 'text' && node.plain && node.text === '') return {};
  switch (spec.type) {
    case 'list':
      return checkList(spec.sorted, node, name, report);
    case 'group': {
      if (node.kind !== 'map') return refuse(node, name, 'a group of `key: value` lines', report);
      const { values, rest } = checkTable(node, spec.fields, report, `${name}.`);
      return {
        ...(isEmpty(values) ? {} : { value: values }),
        ...(isEmpty(rest) ? {} : { refused: rest }),
      };
    }
    case 'groups':
      return checkGroups(spec.fields, node, name, report);
    default:
      return checkScalar(spec, node, name, report);
  }
}

function checkScalar(
  spec: Exclude<FieldSpec, { type: 'list' | 'group' | 'groups' }>,
  node: YamlNode,
  name: string,
  report: Report,
): CheckedField {
  if (node.kind !== 'text') return refuse(node, name, 'a single value', report);
  const text = oneLine(node.text);
  switch (spec.type) {
    case 'line':
      if (text === '') return {};
      if (text.length > LIMITS.line)
        return refuse(node, name, `at most ${LIMITS.line} characters (it has ${text.length})`, report);
      return { value: text };
    case 'choice':
      return spec.choices.includes(text)
        ? { value: text }
        : refuse(node, name, `one of ${spec.choices.join(', ')}`, report);
    case 'id':
      return isId(text) ? { value: text } : refuse(node, name, 'an id of 26 characters', report);
    case 'flag':
      if (/^(?:true|false)$/i.test(text)) return { value: text.toLowerCase() === 'true' };
      return refuse(node, name, 'true or false', report);
    case 'number': {
      const number = /^-?\d{1,15}(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN;
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
      if (!Number.isFinite(number)) return refuse(node, name, 'a number', report);
      if (number < min || number > max) return refuse(node, name, `a number from ${min} to ${max}`, report);
      return { value: number === 0 ? 0 : number };
    }
    case 'date':
    case 'time': {
      const ms = /^\d{4}-/.test(text) ? parseWhen(text, 0) : undefined;
      // Date.parse takes 30 February for 2 March; the day must survive the round trip.
      const exists = ms !== undefined && /^\d{4}-\d{2}-\d{2}/.test(text) && dayExists(text);
      if (!exists)
        return spec.type === 'date'
          ? refuse(node, name, 'a date such as 2026-01-31', report)
          : refuse(node, name, 'a time such as 2026-01-31T12:00:00Z', report);
      return { value: spec.type === 'date' ? isoDate(ms) : isoSeconds(ms) };
    }
  }
}

function dayExists(text: string): boolean {
  const day = text.slice(0, 10);
  const ms = Date.parse(`${day}T00:00:00Z`);
  return ms >= 0 && isoDate(ms) === day;
}

function checkList(sorted: boolean, node: YamlNode, name: string, report: Report): CheckedField {
  if (node.kind !== 'list') return refuse(node, name, 'a list, one `- item` per line', report);
  const items: string[] = [];
  const refused: unknown[] = [];
  for (const [index, item] of node.items.entries()) {
    const at = item.at === 0 ? node.at : item.at;
    const text = item.kind === 'text' ? oneLine(item.text) : undefined;
    if (text === '') continue;
    const keep = (message: string, code: ProblemCode, hint: string): void => {
      report(code, message, at, hint);
      refused.push(plainValue(item));
    };
    if (text === undefined) keep(`${name}: an item is not a text`, 'bad-field', 'one line of text per item');
    else if (text.length > LIMITS.line)
      keep(`${name}: an item of ${text.length} characters`, 'bad-field', `at most ${LIMITS.line} characters`);
    else if (items.length >= LIMITS.list) {
      if (items.length === LIMITS.list && refused.length === 0)
        report('bad-field', `${name}: ${node.items.length} items`, at, `at most ${LIMITS.list} items`);
      refused.push(...node.items.slice(index).map(plainValue));
      break;
    } else if (name === 'files') {
      const citation = normaliseCitation(text);
      if (citation !== undefined) items.push(citation);
      else keep(`${name}: not a path inside the repository`, 'bad-citation', 'as in src/app.ts#L10-L20');
    } else items.push(text);
  }
  const kept = sorted ? sortedSet(items) : items;
  return {
    ...(kept.length === 0 ? {} : { value: kept }),
    ...(refused.length === 0 ? {} : { refused }),
  };
}

function checkGroups(table: FieldTable, node: YamlNode, name: string, report: Report): CheckedField {
  if (node.kind !== 'list') return refuse(node, name, 'a list of groups', report);
  const required = Object.hasOwn(REQUIRED, name) ? (REQUIRED[name] ?? []) : [];
  const groups: Record<string, unknown>[] = [];
  const refused: unknown[] = [];
  for (const item of node.items) {
    const at = item.at === 0 ? node.at : item.at;
    if (item.kind !== 'map') {
      report('bad-field', `${name}: an entry is not a group`, at, `as in \`- ${required[0] ?? 'key'}: …\``);
      refused.push(plainValue(item));
      continue;
    }
    const { values, rest } = checkTable(item, table, report, `${name}.`);
    const missing = required.find((key) => values[key] === undefined);
    if (missing !== undefined) {
      if (rest[missing] === undefined)
        report('missing-field', `${name}: an entry without ${missing}`, at, `add ${missing}`);
      refused.push(plainValue(item));
      continue;
    }
    if (WHOLE.has(name) && Object.keys(rest).some((key) => Object.hasOwn(table, key))) {
      refused.push(plainValue(item));
      continue;
    }
    for (const [key, spec] of Object.entries(table))
      if (spec.type === 'flag' && spec.optional !== true) values[key] ??= false;
    // Unknown and refused values of an entry stay in the entry: entries have no name of their own.
    for (const key of Object.keys(rest)) values[key] ??= rest[key];
    groups.push(values);
  }
  return {
    ...(groups.length === 0 ? {} : { value: groups }),
    ...(refused.length === 0 ? {} : { refused }),
  };
}

function refuse(node: YamlNode, name: string, expected: string, report: Report): CheckedField {
  report('bad-field', `${name} is not ${expected}`, node.at, 'correct it or remove the line');
  return { refused: plainValue(node) };
}

function isEmpty(value: Record<string, unknown>): boolean {
  return Object.keys(value).length === 0;
}
