import { MEMORY_ROOT } from '../core/kinds.ts';
import type { GitPort } from '../core/ports.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import { decodeRecord } from '../format/decode.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import type { ChangedFile } from '../review/record-change.ts';
import { idOfPath, kindOfPath, recordNames } from '../store/paths.ts';
import type { Context } from './context.ts';

/** A file that differs, by the content's id on either side; undefined where it is not there. */
export interface FilePair {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export type Blobs = ReadonlyMap<string, Uint8Array>;

/** The object ids that the pairs need, for one question to git. */
export function oidsOf(pairs: readonly FilePair[]): string[] {
  return pairs.flatMap((pair) => [pair.before, pair.after].filter((oid) => oid !== undefined));
}

/** Differing files as differing records: what has the same id is the same record, wherever it lies. */
export function changedFiles(pairs: readonly FilePair[], blobs: Blobs): readonly ChangedFile[] {
  const read = (oid: string | undefined, path: string): NexusRecord | undefined => {
    const bytes = oid === undefined ? undefined : blobs.get(oid);
    return bytes === undefined ? undefined : decodeRecord(bytes, path).record;
  };
  const files = pairs.flatMap(({ path, before: oldOid, after: newOid }): ChangedFile[] => {
    if (oldOid === newOid) return [];
    const before = read(oldOid, path);
    const after = read(newOid, path);
    const unreadable =
      (oldOid !== undefined && before === undefined) || (newOid !== undefined && after === undefined);
    if (before === undefined || after === undefined || before.id === after.id)
      return [{ path, before, after, unreadable }];
    return [
      { path, before, after: undefined },
      { path, before: undefined, after },
    ];
  });
  return pairById(files);
}

/** The same id gone here and new there is one record that was moved. */
function pairById(files: readonly ChangedFile[]): readonly ChangedFile[] {
  const gone = new Map(
    files.flatMap((file) =>
      file.after === undefined && file.before !== undefined && file.unreadable !== true
        ? [[file.before.id, file]]
        : [],
    ),
  );
  const used = new Set<ChangedFile>();
  const out = files.map((file) => {
    const fresh = file.before === undefined && file.unreadable !== true ? file.after : undefined;
    const old = fresh === undefined ? undefined : gone.get(fresh.id);
    if (old === undefined) return file;
    used.add(old);
    return { ...file, oldPath: old.path, before: old.before };
  });
  return out.filter((file) => !used.has(file));
}

/**
 * From a revision to the working tree. Only what differs is read from git.
 * @param loose files that may differ from it; absent where all are to be read
 */
export async function pairsToWorktree(
  context: Context,
  git: GitPort,
  from: string | undefined,
  loose?: ReadonlySet<string>,
): Promise<{ readonly pairs: readonly FilePair[]; readonly blobs: Blobs }> {
  const format = context.repository?.facts.objectFormat ?? 'sha1';
  const entries = from === undefined ? [] : await git.listTree(from, MEMORY_ROOT);
  const old = new Map(
    entries.filter((entry) => kindOfPath(entry.path) !== undefined).map((entry) => [entry.path, entry.oid]),
  );
  const blobs = new Map<string, Uint8Array>();
  const pairs: FilePair[] = [];
  const now = new Set<string>();
  for (const path of pathsNow(context, loose)) {
    if (kindOfPath(path) === undefined) continue;
    if (loose?.has(path) === false) {
      now.add(path);
      continue;
    }
    const bytes = context.files.read(path);
    if (bytes === undefined) continue;
    now.add(path);
    const after = gitBlobId(bytes, format);
    const before = old.get(path);
    if (before === after) continue;
    blobs.set(after, bytes);
    pairs.push({ path, before, after });
  }
  for (const [path, before] of old) if (!now.has(path)) pairs.push({ path, before, after: undefined });
  for (const [oid, bytes] of await git.readBlobs(pairs.flatMap((pair) => pair.before ?? [])))
    blobs.set(oid, bytes);
  return { pairs, blobs };
}

/** By path. */
function pathsNow({ files }: Context, loose: ReadonlySet<string> | undefined): readonly string[] {
  return loose === undefined ? files.list().files.map(({ path }) => path) : recordNames(files).sort();
}

/** Superseded records, which a change names by their ids, as far as they can be read now. */
export async function supersededIn(
  context: Context,
  files: readonly ChangedFile[],
): Promise<ReadonlyMap<string, StoredRecord>> {
  const wanted = new Set(
    files.flatMap(({ before, after }) =>
      (after?.supersedes ?? []).filter((id) => before?.supersedes.includes(id) !== true),
    ),
  );
  const found = new Map<string, StoredRecord>();
  if (wanted.size === 0) return found;
  const reader = await context.reader();
  for (const { path } of context.files.list().files) {
    const id = idOfPath(path);
    if (id === undefined || !wanted.has(id)) continue;
    const { record } = reader.read(path);
    if (record !== undefined) found.set(id, { record, path });
  }
  return found;
}
