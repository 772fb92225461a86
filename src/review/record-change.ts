import type { FieldChange, RecordChange } from '../core/change.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import { bodySections } from '../core/sections.ts';

/** Before and after of one file; a side that is missing or cannot be read is undefined. */
export interface ChangedFile {
  readonly path: string;
  readonly oldPath?: string;
  readonly before: NexusRecord | undefined;
  readonly after: NexusRecord | undefined;
  /** A side was there but could not be read. */
  readonly unreadable?: boolean;
}

/** Speaks of changed files as changes of records, in path order. */
export function recordChanges(
  files: readonly ChangedFile[],
  titles: ReadonlyMap<string, StoredRecord>,
): readonly RecordChange[] {
  const changes = files.flatMap((file): RecordChange[] => {
    const change = changeOf(file);
    return change === undefined ? [] : [change, ...supersededBy(file, titles)];
  });
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function changeOf(file: ChangedFile): RecordChange | undefined {
  const { before, after, path } = file;
  const shown = after ?? before;
  if (shown === undefined || file.unreadable === true) {
    const title = shown?.title ?? path.split('/').at(-1) ?? path;
    return { type: 'unreadable', id: shown?.id ?? '', kind: shown?.kind ?? '', title, path, fields: [] };
  }
  const base = { id: shown.id, kind: shown.kind, title: shown.title, path };
  if (before === undefined) return { ...base, type: 'added', fields: [] };
  if (after === undefined) return { ...base, type: 'deleted', fields: [] };
  // A tombstone has no title of its own; a reader wants to know what went.
  if (after.forgotten !== undefined && before.forgotten === undefined)
    return { ...base, type: 'forgotten', title: before.title, fields: [] };
  const fields = fieldChanges(before, after);
  const renamed = file.oldPath !== undefined && file.oldPath !== path;
  if (after.retired !== undefined && before.retired === undefined)
    return { ...base, type: 'retired', fields };
  if (fields.length > 0)
    return { ...base, type: 'changed', fields, ...(renamed ? { oldPath: file.oldPath } : {}) };
  return renamed ? { ...base, type: 'renamed', oldPath: file.oldPath, fields: [] } : undefined;
}

function supersededBy(file: ChangedFile, titles: ReadonlyMap<string, StoredRecord>): RecordChange[] {
  const had = new Set(file.before?.supersedes ?? []);
  return (file.after?.supersedes ?? [])
    .filter((id) => !had.has(id))
    .map((id) => {
      const old = titles.get(id);
      return {
        type: 'superseded',
        id,
        kind: old?.record.kind ?? file.after?.kind ?? '',
        title: old?.record.title ?? id,
        path: old?.path ?? file.path,
        fields: [],
        by: file.after?.id ?? '',
      };
    });
}

/** Field by field and section by section; a field that a version does not know is compared too. */
export function fieldChanges(
  before: NexusRecord | undefined,
  after: NexusRecord | undefined,
): readonly FieldChange[] {
  const left = new Map(before === undefined ? [] : flat(before));
  const right = new Map(after === undefined ? [] : flat(after));
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names
    .map((name) => ({ name, before: left.get(name), after: right.get(name) }))
    .filter((change) => change.before !== change.after);
}

function flat(record: NexusRecord): [string, string][] {
  const { body, extra, ...known } = record;
  const out: [string, string][] = [];
  const visit = (name: string, value: unknown): void => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return;
    if (Array.isArray(value)) out.push([name, value.map((item) => plain(item)).join('\n')]);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(`${name}.${key}`, inner);
    } else out.push([name, plain(value)]);
  };
  for (const [key, value] of [...Object.entries(known), ...Object.entries(extra)]) visit(key, value);
  for (const { name, text } of bodySections(body)) out.push([name === '' ? 'body' : `## ${name}`, text]);
  return out;
}

function plain(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
