import { MEMORY_ROOT } from '../core/kinds.ts';
import type { TreeEntry } from '../core/ports.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import type { Finding } from '../core/review.ts';
import { decodeText } from '../format/decode.ts';
import type { ReviewFile } from '../review/check-file.ts';
import { hostsIn } from '../review/hosts.ts';
import { contradictions, type Double, duplicates, floods } from '../review/neighbours.ts';
import { doublesIndex, saidIn } from '../store/doubles.ts';
import { idOfPath, kindOfPath } from '../store/paths.ts';
import type { Repository } from './context.ts';
import type { ReviewPairs } from './review-files.ts';

/** The rest of the memory, beside what changes. */
export interface RestOfMemory {
  /** Every file's text at base; read only where something new must be compared with it. */
  readonly texts: ReadonlyMap<string, string>;
  readonly pathsAtHead: ReadonlySet<string>;
  readonly pathsById: ReadonlyMap<string, readonly string[]>;
}

export async function restOfMemory(
  { git }: Repository,
  entries: readonly TreeEntry[],
  { pairs, blobs }: ReviewPairs,
): Promise<RestOfMemory> {
  const pathsAtHead = new Set(entries.map(({ path }) => path));
  for (const { path, after } of pairs)
    if (after === undefined) pathsAtHead.delete(path);
    else pathsAtHead.add(path);
  const pathsById = new Map<string, string[]>();
  for (const path of pathsAtHead) {
    const id = kindOfPath(path) === undefined ? undefined : idOfPath(path);
    if (id !== undefined) pathsById.set(id, [...(pathsById.get(id) ?? []), path]);
  }
  const isNew = pairs.some(({ path, before, after }) => {
    if (after === undefined) return false;
    if (kindOfPath(path) !== undefined && (before === undefined || kindOfPath(path) === 'decision'))
      return true;
    return hostsIn(new TextDecoder().decode(blobs.get(after))).length > 0;
  });
  const texts = new Map<string, string>();
  if (isNew) {
    const found = await git.readBlobs(entries.map(({ oid }) => oid));
    for (const { path, oid } of entries) {
      const bytes = found.get(oid);
      if (bytes !== undefined) texts.set(path, new TextDecoder().decode(bytes));
    }
  }
  return { texts, pathsAtHead, pathsById };
}

export function knownHosts({ texts }: RestOfMemory): ReadonlySet<string> {
  return new Set([...texts.values()].flatMap(hostsIn));
}

/** What changed records say beside the others: contradictions, near duplicates, a flood. */
export function neighbourFindings(files: readonly ReviewFile[], rest: RestOfMemory): readonly Finding[] {
  const now = files.flatMap(({ path, after }): StoredRecord[] =>
    after?.record === undefined ? [] : [{ path, record: after.record }],
  );
  const added = now.filter(({ record, path }) => {
    const before = files.find((file) => file.path === path)?.before?.record;
    return before?.id !== record.id && !wasThere(record, rest, files);
  });
  return [
    ...decisionFindings(now, files, rest),
    ...duplicates(
      added.filter(({ record }) => record.forgotten === undefined && record.kind !== 'episode'),
      alikeIn(files, rest),
    ),
    ...floods(added, MEMORY_ROOT),
  ];
}

/** One that was moved is not new. */
function wasThere({ id }: NexusRecord, { pathsById }: RestOfMemory, files: readonly ReviewFile[]): boolean {
  return files.some(({ before }) => before?.record?.id === id) || (pathsById.get(id)?.length ?? 0) > 1;
}

function decisionFindings(
  now: readonly StoredRecord[],
  files: readonly ReviewFile[],
  { texts }: RestOfMemory,
): readonly Finding[] {
  const fresh = now.filter(({ record, path }) => {
    if (record.kind !== 'decision') return false;
    const before = files.find((file) => file.path === path)?.before?.record;
    return before === undefined || before.title !== record.title;
  });
  if (fresh.length === 0) return [];
  const changed = new Set(files.map(({ path }) => path));
  const old = [...texts].flatMap(([path, text]): StoredRecord[] => {
    if (kindOfPath(path) !== 'decision' || changed.has(path)) return [];
    const { record } = decodeText(text, path);
    return record === undefined ? [] : [{ path, record }];
  });
  const decisions = [...old, ...now.filter(({ record }) => record.kind === 'decision')];
  const superseded = new Set([...old, ...now].flatMap(({ record }) => record.supersedes));
  // Of two that are both new, the later one is told of the earlier.
  return fresh.flatMap((one) =>
    contradictions(
      one,
      decisions.filter((other) => !fresh.includes(other) || other.record.id < one.record.id),
      superseded,
    ),
  );
}

type Named = Pick<NexusRecord, 'id' | 'title'>;

/** Looks for a record that says nearly the same, by the measure of `dedupe`. */
function alikeIn(
  files: readonly ReviewFile[],
  { texts }: RestOfMemory,
): (record: NexusRecord) => Double | undefined {
  const changed = new Set(files.map(({ path }) => path));
  const index = doublesIndex<Named>();
  // Not taken apart as YAML: ten thousand records would take seconds.
  for (const [path, text] of texts) {
    const kind = kindOfPath(path);
    const id = idOfPath(path);
    if (kind === undefined || id === undefined || changed.has(path) || /^(?:retired|forgotten):/m.test(text))
      continue;
    const title = unquoted(/^title:[ \t]*(.*)$/m.exec(text)?.[1] ?? '');
    const signature = kind === 'error' ? unquoted(/^[ \t]+signature:[ \t]*(.*)$/m.exec(text)?.[1] ?? '') : '';
    const shape = kind === 'pattern' ? unquoted(/^[ \t]+shape:[ \t]*(.*)$/m.exec(text)?.[1] ?? '') : '';
    const end = text.indexOf('\n---', 3);
    const body = text.slice(end < 0 ? text.length : end + 4);
    index.add({ kind, title, body, signature, shape }, { id, title });
  }
  // What it said before counts no more; what it says now is asked for below.
  for (const { before, after } of files)
    if (before !== undefined && after?.record !== undefined) index.add(saidIn(after.record), after.record);
  return (record) => {
    const found = index.find(saidIn(record));
    index.add(saidIn(record), record);
    return found === undefined || found.value.id === record.id
      ? undefined
      : { ...found.value, how: found.how };
  };
}

function unquoted(value: string): string {
  return /^(["'])(.*)\1$/.exec(value.trim())?.[2]?.replaceAll('\\"', '"') ?? value.trim();
}
