import { NexusError } from '../core/error.ts';
import { isKind, SCHEMA_VERSION } from '../core/kinds.ts';
import type { Draft, NexusRecord } from '../core/record.ts';
import { parseWhen } from '../core/time.ts';
import { plainText } from '../format/lines.ts';
import { isObject } from '../format/plain.ts';
import type { BadItem, FileItem, Source, TransferItem } from './item.ts';

/** One file of a memory, and the record in it if it holds one. */
export interface MemoryFile {
  /** Repository-relative. */
  readonly path: string;
  readonly text: string;
  readonly record?: NexusRecord;
}

export type ExportFormat = 'jsonl' | 'markdown';

/** The form of an export; data within has a schema of its own. */
const EXPORT_SCHEMA = 1;
const MARKDOWN_HEAD = '<!-- nexus export, schema ';
const END = '\n<!-- nexus end -->\n';

/** What an export begins with. */
export function exportHead(format: ExportFormat): string {
  if (format === 'jsonl')
    return `${line({ nexus: 'export', schema: EXPORT_SCHEMA, data: SCHEMA_VERSION })}\n`;
  return `${MARKDOWN_HEAD}${EXPORT_SCHEMA}, data ${SCHEMA_VERSION} -->

# Memory

\`nexus import\` takes this apart again, byte for byte: each file stands between two comment lines, the first
of which has its length in bytes and its path.
`;
}

/** One file as a part of an export: JSON on one line, or the text itself between two comment lines. */
export function exportPart(format: ExportFormat, { path, text, record }: MemoryFile): string {
  if (format === 'jsonl') return `${line({ path, ...(record === undefined ? {} : { record }), text })}\n`;
  const length = new TextEncoder().encode(text).length;
  return `\n<!-- nexus file ${length} ${line(path).replaceAll('>', '\\u003e')} -->\n${text}${END}`;
}

/** JSON that no terminal obeys: control, format and unassigned characters are written as `\uXXXX`. */
function line(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (char) =>
    Array.from(
      { length: char.length },
      (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** True for a text that is, or was, an export of ours. */
export function isExport(text: string): boolean {
  return text.startsWith(MARKDOWN_HEAD) || /^\ufeff?\{"nexus":\s*"export"/.test(text);
}

/** The files in an export of either form. Throws `schema-too-new` for one of a later version. */
export function readExports(sources: readonly Source[]): TransferItem[] {
  return sources.flatMap((source) =>
    source.text.startsWith(MARKDOWN_HEAD) ? readMarkdown(source) : readLines(source),
  );
}

function checkSchemas(source: Source, schema: number, data: number): void {
  if (schema <= EXPORT_SCHEMA && data <= SCHEMA_VERSION) return;
  throw new NexusError(
    'broken',
    'schema-too-new',
    `${source.path}: written by a later version of Nexus`,
    `upgrade Nexus; this version reads schema ${EXPORT_SCHEMA}, data ${SCHEMA_VERSION}`,
  );
}

function bad(source: Source, title: string, why: string): BadItem {
  return { type: 'bad', title, why, from: { file: source.path } };
}

function readLines(source: Source): TransferItem[] {
  const items: TransferItem[] = [];
  for (const [at, text] of plainText(source.text).split('\n').entries()) {
    if (text.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      items.push(bad(source, `line ${at + 1}`, 'not JSON'));
      continue;
    }
    if (isObject(value) && value.nexus === 'export')
      checkSchemas(source, number(value.schema), number(value.data));
    else items.push(itemOf(value, source, at + 1));
  }
  return items;
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** A line with a path and a text is a file; one with a kind and a title, as a script writes it, a new record. */
function itemOf(value: unknown, source: Source, at: number): TransferItem {
  if (!isObject(value)) return bad(source, `line ${at}`, 'not an object');
  const { path, text } = value;
  if (typeof path === 'string' && typeof text === 'string')
    return { type: 'file', path, text, from: { file: source.path } };
  const given = isObject(value.record) ? value.record : value;
  const { kind, title, created } = given;
  if (typeof kind !== 'string' || !isKind(kind) || typeof title !== 'string')
    return bad(source, `line ${at}`, 'neither a file (path, text) nor a record (kind, title)');
  const when = typeof created === 'string' ? parseWhen(created, 0) : undefined;
  const draft: Draft = {
    kind,
    title,
    ...texts(given, ['body', 'language', 'expires']),
    ...lists(given, ['tags', 'files']),
    ...groups(given, ['error', 'pattern', 'episode']),
  };
  return {
    type: 'record',
    draft,
    from: { file: source.path },
    ...(when === undefined ? {} : { created: when }),
    ...(typeof given.retired === 'string' ? { retired: given.retired } : {}),
  };
}

type Given = Readonly<Record<string, unknown>>;

function texts(given: Given, names: readonly string[]): Partial<Draft> {
  return Object.fromEntries(
    names.flatMap((name) => (typeof given[name] === 'string' ? [[name, given[name]]] : [])),
  );
}

function lists(given: Given, names: readonly string[]): Partial<Draft> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = given[name];
      return Array.isArray(value) ? [[name, value.filter((item) => typeof item === 'string')]] : [];
    }),
  );
}

/** The checks of a draft are by the reader of its file, so that any value may stand in a group. */
function groups(given: Given, names: readonly string[]): Partial<Draft> {
  return Object.fromEntries(names.flatMap((name) => (isObject(given[name]) ? [[name, given[name]]] : [])));
}

const FILE_LINE = /\n<!-- nexus file (\d{1,9}) ("[^\n]*?") -->\n/g;

/** One character a byte, so that lengths in bytes can be counted in it. */
function byteText(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

function readMarkdown(source: Source): TransferItem[] {
  const head = /^<!-- nexus export, schema (\d+), data (\d+) -->/.exec(source.text);
  checkSchemas(source, Number(head?.[1]), Number(head?.[2]));
  const bytes = new TextEncoder().encode(source.text);
  const flat = byteText(bytes);
  const items: TransferItem[] = [];
  const search = new RegExp(FILE_LINE);
  for (let found = search.exec(flat); found !== null; found = search.exec(flat)) {
    const start = found.index + found[0].length;
    const end = start + Number(found[1]);
    const path = pathIn(bytes, found);
    if (path === undefined || flat.slice(end, end + END.length) !== END) {
      items.push(bad(source, path ?? 'a file', 'its text does not have the length that was written down'));
      continue;
    }
    items.push(fileOf(bytes, path, start, end, source));
    // The line end before the next file's comment belongs to both.
    search.lastIndex = end + END.length - 1;
  }
  return items;
}

function fileOf(bytes: Uint8Array, path: string, start: number, end: number, source: Source): FileItem {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(start, end));
  return { type: 'file', path, text, from: { file: source.path } };
}

function pathIn(bytes: Uint8Array, found: RegExpExecArray): string | undefined {
  const at = found.index + found[0].indexOf('"');
  try {
    const path: unknown = JSON.parse(
      new TextDecoder().decode(bytes.subarray(at, at + (found[2] ?? '').length)),
    );
    return typeof path === 'string' ? path : undefined;
  } catch {
    return undefined;
  }
}
