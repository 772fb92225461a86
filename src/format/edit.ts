import { type FieldSpec, type FieldTable, fieldsOf } from '../core/kinds.ts';
import type { Problem, ProblemCode } from '../core/problem.ts';
import { decodeText } from './decode.ts';
import { fieldForm } from './encode.ts';
import { checkField } from './fields.ts';
import { splitFrontMatter } from './front-matter.ts';
import { canonicalBody, eolOf } from './lines.ts';
import { isObject, nodeFrom, plainValue } from './plain.ts';
import { replaceSection } from './sections.ts';
import { removePath, setPath } from './splice.ts';

/** What to change in a record's text. Keys are field names, dotted inside a group: `error.message`. */
export interface FieldChanges {
  /** New values; an empty text, list or `null` takes the field away. A whole group's values are set one by one. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly unset?: readonly string[];
  /** A new body in place of the whole old one. */
  readonly body?: string;
  /** A new text of one section; the section is added where it is not there. */
  readonly section?: { readonly name: string; readonly text: string };
}

export interface EditResult {
  readonly text: string;
  /** What could not be changed, and was not. */
  readonly problems: readonly Problem[];
}

/** What a record is; another id or kind is another record. */
const FIXED: readonly string[] = ['id', 'kind'];
const REQUIRED: readonly string[] = ['id', 'kind', 'title', 'created'];

/**
 * Changes a record's text in place. Whatever the changes do not name stays byte for byte: comments,
 * unknown keys, order, quoting, blank lines, CRLF, a byte order mark.
 */
export function editRecord(text: string, changes: FieldChanges, path: string): EditResult {
  const split = splitFrontMatter(text);
  if ('message' in split) return { text, problems: decodeText(text, path).problems };
  const read = decodeText(text, path);
  if (read.record === undefined) return { text, problems: read.problems };
  const fields = editFields(split.yaml, changes, fieldsOf(read.record.kind), eolOf(text), path);
  const body = editBody(split.body, changes, eolOf(text));
  const head =
    text.slice(0, split.yamlStart) +
    fields.text +
    text.slice(split.yamlStart + split.yaml.length, split.bodyStart);
  const joint = body === '' || head.endsWith('\n') ? '' : eolOf(text);
  return { text: head + joint + body, problems: fields.problems };
}

function editBody(body: string, changes: FieldChanges, eol: string): string {
  let out = body;
  if (changes.body !== undefined) {
    const canonical = canonicalBody(changes.body).replaceAll('\n', eol);
    out = canonical === '' ? '' : `${eol}${canonical}${eol}`;
  }
  if (changes.section !== undefined) {
    const empty = canonicalBody(out) === '';
    const edited = replaceSection(empty ? '' : out, changes.section.name, changes.section.text);
    const native = eol === '\n' ? edited : edited.replace(/\r?\n/g, eol);
    out = empty ? eol + native : edited;
  }
  return out;
}

interface Step {
  readonly path: readonly string[];
  /** undefined takes the key away. */
  readonly value: unknown;
}

/** The changes of fields, on YAML text alone. Shared by records and settings. */
export function editFields(
  yaml: string,
  changes: Pick<FieldChanges, 'set' | 'unset'>,
  table: FieldTable,
  eol: string,
  file: string,
  fixed: readonly string[] = FIXED,
  required: readonly string[] = REQUIRED,
): EditResult {
  const problems: Problem[] = [];
  const report = (code: ProblemCode, message: string, hint: string): void => {
    problems.push({ code, message, file, hint });
  };
  const steps: Step[] = [];
  for (const [key, value] of wholeGroups(changes.set ?? {}, table)) {
    const path = pathOfKey(key, table);
    const spec = specAt(path, table);
    if (fixed.includes(key)) {
      report('bad-field', `${key} cannot be changed`, 'make a new record that supersedes this one');
      continue;
    }
    if (value === undefined || value === null || value === '') {
      steps.push({ path, value: undefined });
      continue;
    }
    const before = problems.length;
    const node = nodeFrom(value);
    const check = (known: FieldSpec): unknown =>
      checkField(known, node, key, (code, message, _at, hint) => report(code, message, hint)).value;
    const form = spec === undefined ? plainValue(node) : fieldForm(spec, check(spec), undefined);
    if (problems.length === before) steps.push({ path, value: form });
  }
  for (const key of changes.unset ?? []) steps.push({ path: pathOfKey(key, table), value: undefined });

  let text = yaml;
  const orders = (path: readonly string[]): string[][] => {
    const outer = table[path[0] ?? ''];
    return [Object.keys(table), outer?.type === 'group' ? Object.keys(outer.fields) : []];
  };
  for (const { path, value } of steps) {
    const key = path.join('.');
    if (value === undefined && required.includes(key)) {
      report('missing-field', `${key} cannot be taken away`, 'give another value');
      continue;
    }
    const next = value === undefined ? removePath(text, path) : setPath(text, path, value, orders(path), eol);
    if (next === undefined)
      report('bad-yaml', `${key} cannot be changed safely in this file`, 'edit the file by hand');
    else text = next;
  }
  return { text, problems };
}

/** `{error: {type}}` means `{'error.type'}`: what is not named in the group stays. */
function wholeGroups(set: Readonly<Record<string, unknown>>, table: FieldTable): [string, unknown][] {
  return Object.entries(set).flatMap(([key, value]): [string, unknown][] => {
    const spec = Object.hasOwn(table, key) ? table[key] : undefined;
    if (spec?.type !== 'group' || !isObject(value)) return [[key, value]];
    return Object.entries(value).map(([inner, item]) => [`${key}.${inner}`, item]);
  });
}

/** A dot leads into a group of the table; in any other key it is a character. */
function pathOfKey(key: string, table: FieldTable): string[] {
  const dot = key.indexOf('.');
  const group = dot < 0 ? '' : key.slice(0, dot);
  const inGroup = Object.hasOwn(table, group) && table[group]?.type === 'group';
  return inGroup ? [group, key.slice(dot + 1)] : [key];
}

function specAt(path: readonly string[], table: FieldTable): FieldSpec | undefined {
  const [outer = '', inner] = path;
  const spec = Object.hasOwn(table, outer) ? table[outer] : undefined;
  if (inner === undefined || spec?.type !== 'group') return spec;
  return Object.hasOwn(spec.fields, inner) ? spec.fields[inner] : undefined;
}
