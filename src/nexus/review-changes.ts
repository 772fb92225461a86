import type { FieldChange, RecordChange } from '../core/change.ts';
import type { CommitInfo } from '../core/ports.ts';
import type { NexusRecord } from '../core/record.ts';
import type { Finding, ReviewedFile } from '../core/review.ts';
import { bodySections } from '../core/sections.ts';
import type { ReviewFile } from '../review/check-file.ts';
import { type ChangedFile, fieldChanges } from '../review/record-change.ts';

export function groupBy<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const out = new Map<string, T[]>();
  for (const item of items) {
    const own = out.get(key(item));
    if (own === undefined) out.set(key(item), [item]);
    else own.push(item);
  }
  return out;
}

/** Without the paths of each: a commit that changed a thousand records would be told a thousand times in full. */
export function byPath(commits: readonly CommitInfo[]): ReadonlyMap<string, readonly CommitInfo[]> {
  const touches = commits.flatMap((commit) => {
    const bare = { ...commit, files: [] };
    return commit.files.map((path) => ({ path, bare }));
  });
  return new Map(
    [...groupBy(touches, ({ path }) => path)].map(([path, own]) => [path, own.map(({ bare }) => bare)]),
  );
}

/** Those of a record that was moved lie under both names; those of a superseded one are its successor's. */
export function commitsFor(
  change: RecordChange,
  files: readonly ChangedFile[],
  commits: ReadonlyMap<string, readonly CommitInfo[]>,
): readonly CommitInfo[] {
  if (change.type === 'superseded') {
    const by = files.find(({ after }) => after?.id === change.by);
    return by === undefined ? [] : (commits.get(by.path) ?? []);
  }
  const own = commits.get(change.path) ?? [];
  const old = change.oldPath === undefined ? [] : (commits.get(change.oldPath) ?? []);
  return [...own, ...old.filter((commit) => !own.includes(commit))].sort(
    (a, b) => b.commitTime - a.commitTime,
  );
}

/** What a change says of itself. */
const TOLD: ReadonlySet<string> = new Set(['id', 'kind', 'title']);

/** Of a record that came or went, all that it says is what changed. */
export function withContent(
  change: RecordChange,
  before: NexusRecord | undefined,
  after: NexusRecord | undefined,
): RecordChange {
  if (change.type !== 'added' && change.type !== 'deleted') return change;
  const [old, now] = change.type === 'added' ? [undefined, after] : [before, undefined];
  return { ...change, fields: fieldChanges(old, now).filter(({ name }) => !TOLD.has(name)) };
}

export function cleaned(change: RecordChange, clean: (text: string) => string): RecordChange {
  return { ...change, title: clean(change.title), fields: cleanFields(change.fields, clean) };
}

export function cleanedFinding(found: Finding, clean: (text: string) => string): Finding {
  const { message, excerpt } = found;
  return { ...found, message: clean(message), ...(excerpt === undefined ? {} : { excerpt: clean(excerpt) }) };
}

function cleanFields(
  fields: readonly FieldChange[],
  clean: (text: string) => string,
): readonly FieldChange[] {
  const side = (text: string | undefined) => (text === undefined ? undefined : clean(text));
  return fields.map(({ name, before, after }) => ({ name, before: side(before), after: side(after) }));
}

export function otherFile(
  { path, before, after, settings }: ReviewFile,
  findings: readonly Finding[],
  commits: readonly CommitInfo[],
  clean: (text: string) => string,
): ReviewedFile {
  const parts = (text: string | undefined): ReadonlyMap<string, string> =>
    new Map(
      bodySections(text ?? '').map(({ name, text: own }) => [name === '' ? 'text' : `## ${name}`, own]),
    );
  const [old, now] = [parts(before?.text), parts(after?.text)];
  const fields =
    settings ??
    [...new Set([...old.keys(), ...now.keys()])]
      .map((name) => ({ name, before: old.get(name), after: now.get(name) }))
      .filter((field) => field.before !== field.after);
  const what = before === undefined ? 'added' : after === undefined ? 'deleted' : 'changed';
  return { path, what, fields: cleanFields(fields, clean), commits, findings };
}
