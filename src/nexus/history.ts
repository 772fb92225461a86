import type { RecordChange } from '../core/change.ts';
import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { BlameLine, CommitInfo, GitPort, TreeChange } from '../core/ports.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import { decodeRecord } from '../format/decode.ts';
import { blameParts, type PartBlame } from '../review/blame-parts.ts';
import { type ChangedFile, recordChanges } from '../review/record-change.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, requireRepository } from './context.ts';

export interface MemoryCommit {
  readonly commit: CommitInfo;
  readonly changes: readonly RecordChange[];
}

export interface LogQuery {
  readonly rev?: string;
  readonly max: number;
  /** Only what touched this record. */
  readonly id?: string;
}

/** The memory's history: commits that changed records, newest first, each with what it did to which record. */
export async function log(context: Context, query: LogQuery): Promise<readonly MemoryCommit[]> {
  const { git, facts } = requireRepository(context);
  if (facts.head === undefined && query.rev === undefined) return [];
  const path = query.id === undefined ? MEMORY_ROOT : (await context.reader()).find(query.id).path;
  const commits = await git.log({
    ...(query.rev === undefined ? {} : { rev: query.rev }),
    max: query.max,
    path,
    ...(query.id === undefined ? {} : { follow: true }),
  });
  const out: MemoryCommit[] = [];
  for (const commit of commits) {
    const [parent] = commit.parents;
    const changes = await changesBetween(context, git, parent, commit.oid);
    const wanted =
      query.id === undefined
        ? changes
        : changes.filter((change) => change.path === path || path.endsWith(`${change.id}.md`));
    if (wanted.length > 0) out.push({ commit, changes: wanted });
  }
  return out;
}

/** What happened to records from one revision to another; without `to`, to the working tree. */
export async function diff(
  context: Context,
  from: string,
  to: string | undefined,
): Promise<readonly RecordChange[]> {
  const { git } = requireRepository(context);
  const base = await existing(git, from);
  return to === undefined
    ? changesToWorktree(context, git, base)
    : changesBetween(context, git, base, await existing(git, to));
}

async function existing(git: GitPort, rev: string): Promise<string> {
  const oid = await git.resolve(rev);
  if (oid !== undefined) return oid;
  throw new NexusError(
    'usage',
    'unknown-revision',
    `there is no revision "${rev}" here`,
    'see: git branch, git tag, git log --oneline',
  );
}

async function changesBetween(
  context: Context,
  git: GitPort,
  from: string | undefined,
  to: string,
): Promise<readonly RecordChange[]> {
  const changed = (await git.diffTrees(from, to, MEMORY_ROOT)).filter(isRecordChange);
  const blobs = await git.readBlobs(
    changed.flatMap((change) => [change.oldOid, change.newOid].filter((oid) => oid !== undefined)),
  );
  const files = changed.map((change) => changedFile(change, blobs));
  return recordChanges(files, await titlesOf(context, files));
}

function isRecordChange(change: TreeChange): boolean {
  return (
    kindOfPath(change.path) !== undefined ||
    (change.oldPath !== undefined && kindOfPath(change.oldPath) !== undefined)
  );
}

function changedFile(change: TreeChange, blobs: ReadonlyMap<string, Uint8Array>): ChangedFile {
  const read = (oid: string | undefined, path: string): NexusRecord | undefined => {
    const bytes = oid === undefined ? undefined : blobs.get(oid);
    return bytes === undefined ? undefined : decodeRecord(bytes, path).record;
  };
  const before = read(change.oldOid, change.oldPath ?? change.path);
  const after = read(change.newOid, change.path);
  const unreadable =
    (change.oldOid !== undefined && before === undefined) ||
    (change.newOid !== undefined && after === undefined);
  return {
    path: change.path,
    ...(change.oldPath === undefined ? {} : { oldPath: change.oldPath }),
    before,
    after,
    unreadable,
  };
}

/** Titles of superseded records, as far as they can be read now. */
async function titlesOf(
  context: Context,
  files: readonly ChangedFile[],
): Promise<ReadonlyMap<string, StoredRecord>> {
  const titles = new Map<string, StoredRecord>();
  const reader = await context.reader();
  for (const id of new Set(files.flatMap((file) => file.after?.supersedes ?? []))) {
    const found = reader.lookup(id);
    if (found !== undefined) titles.set(id, found);
  }
  return titles;
}

async function changesToWorktree(
  context: Context,
  git: GitPort,
  from: string,
): Promise<readonly RecordChange[]> {
  const entries = (await git.listTree(from, MEMORY_ROOT)).filter(
    (entry) => kindOfPath(entry.path) !== undefined,
  );
  const old = new Map(entries.map((entry) => [entry.path, entry.oid]));
  const blobs = await git.readBlobs([...old.values()]);
  const now = new Set(context.files.list().files.map((file) => file.path));
  const files: ChangedFile[] = [];
  for (const path of new Set([...old.keys(), ...now])) {
    const was = blobs.get(old.get(path) ?? '');
    const is = now.has(path) ? context.files.read(path) : undefined;
    if (was !== undefined && is !== undefined && Buffer.compare(was, is) === 0) continue;
    const before = was === undefined ? undefined : decodeRecord(was, path).record;
    const after = is === undefined ? undefined : decodeRecord(is, path).record;
    const unreadable =
      (was !== undefined && before === undefined) || (is !== undefined && after === undefined);
    files.push({ path, before, after, unreadable });
  }
  const paired = pairRenames(files);
  return recordChanges(paired, await titlesOf(context, paired));
}

/** The same id gone here and new there is one record that was renamed. */
function pairRenames(files: readonly ChangedFile[]): ChangedFile[] {
  const gone = new Map(
    files.flatMap((file) =>
      file.after === undefined && file.before !== undefined ? [[file.before.id, file]] : [],
    ),
  );
  const used = new Set<ChangedFile>();
  const out = files.map((file) => {
    const old = file.before === undefined && file.after !== undefined ? gone.get(file.after.id) : undefined;
    if (old === undefined) return file;
    used.add(old);
    return { ...file, oldPath: old.path, before: old.before };
  });
  return out.filter((file) => !used.has(file));
}

/** Who last changed each field and section of a record, and in which commit. */
export async function blame(
  context: Context,
  id: string,
): Promise<{ readonly stored: StoredRecord; readonly parts: readonly PartBlame[] }> {
  const { git, facts } = requireRepository(context);
  const stored = (await context.reader()).find(id);
  const known = facts.head === undefined ? [] : await git.listTree(facts.head, stored.path);
  const lines: readonly BlameLine[] = known.length === 0 ? [] : await git.blame(stored.path);
  if (lines.length === 0) {
    throw new NexusError(
      'not-found',
      'unknown-id',
      `${stored.path} is not committed yet, so nobody has signed for it`,
    );
  }
  return { stored, parts: blameParts(lines) };
}
