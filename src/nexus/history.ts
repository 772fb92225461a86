import type { RecordChange } from '../core/change.ts';
import { NexusError } from '../core/error.ts';
import { isId } from '../core/id.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, GitPort } from '../core/ports.ts';
import type { StoredRecord } from '../core/record.ts';
import { decodeRecord } from '../format/decode.ts';
import { blameParts, markUncommitted, type PartBlame } from '../review/blame-parts.ts';
import { fieldChanges, recordChanges } from '../review/record-change.ts';
import { idOfPath, kindOfPath } from '../store/paths.ts';
import { type Context, requireRepository } from './context.ts';
import { findOwn, otherRecord } from './others.ts';
import { recordAt } from './record-at.ts';
import { changedFiles, type FilePair, oidsOf, pairsToWorktree, supersededIn } from './record-files.ts';
import { existing } from './revision.ts';

export interface MemoryCommit {
  readonly commit: CommitInfo;
  readonly changes: readonly RecordChange[];
  /** What the records say that it added, by id. */
  readonly bodies: ReadonlyMap<string, string>;
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
  const { rev, max } = query;
  if (rev !== undefined) await existing(git, rev);
  else if (facts.head === undefined) return [];
  const here = query.id === undefined ? undefined : (await context.reader()).lookup(query.id);
  // A record of a pack or source is in no commit here; what came of it is told by episodes.
  if (query.id !== undefined && here === undefined && (await otherRecord(context, query.id))) return [];
  const id = query.id === undefined ? undefined : await placeOf(context, git, query.id, rev, here);
  const commits =
    id === undefined ? await recordCommits(git, rev, max) : await commitsOf(git, id.id, id.path, rev, max);
  return withRecords(context, commits, id?.id);
}

/**
 * Commits with what they did to records; those that did nothing to any are left out.
 * @param commits with their changes @param id only what was done to this record
 */
export async function withRecords(
  context: Context,
  commits: readonly CommitInfo[],
  id?: string,
): Promise<readonly MemoryCommit[]> {
  const pairs = commits.flatMap(({ oid, changes = [] }) =>
    changes
      .filter(({ path }) => kindOfPath(path) !== undefined)
      .filter(({ path }) => id === undefined || (idOfPath(path) ?? id) === id)
      .map(({ path, oldOid, newOid }) => {
        const pair: FilePair = { path, before: oldOid, after: newOid };
        return { oid, pair };
      }),
  );
  // However many commits: one question to git for all of them.
  const blobs = await requireRepository(context).git.readBlobs(oidsOf(pairs.map(({ pair }) => pair)));
  const perCommit = commits.map((commit) => ({
    commit,
    files: changedFiles(
      pairs.filter(({ oid }) => oid === commit.oid).map(({ pair }) => pair),
      blobs,
    ),
  }));
  const titles = await supersededIn(
    context,
    perCommit.flatMap(({ files }) => files),
  );
  return perCommit
    .map(({ commit, files }) => {
      const changes = recordChanges(files, titles);
      const bodies = new Map(
        files.flatMap(({ before, after }) =>
          before === undefined && after !== undefined ? [[after.id, after.body]] : [],
        ),
      );
      return { commit, changes: id === undefined ? changes : changes.filter((one) => one.id === id), bodies };
    })
    .filter(({ changes }) => changes.length > 0);
}

/** Commits that touched records. Settings and documents change too, so a few more are asked for. */
async function recordCommits(
  git: GitPort,
  rev: string | undefined,
  max: number,
): Promise<readonly CommitInfo[]> {
  for (let ask = max + 2; ; ask *= 4) {
    const commits = await git.log({
      ...(rev === undefined ? {} : { rev }),
      max: ask,
      path: MEMORY_ROOT,
      withChanges: true,
    });
    const found = commits.filter((commit) => commit.files.some((path) => kindOfPath(path) !== undefined));
    if (found.length >= max || commits.length < ask) return found.slice(0, max);
  }
}

/** One record's commits, through renames, and from its tombstone on to what it was before. */
async function commitsOf(
  git: GitPort,
  id: string,
  path: string,
  rev: string | undefined,
  max: number,
): Promise<readonly CommitInfo[]> {
  const from = rev === undefined ? {} : { rev };
  const commits = [...(await git.log({ ...from, max, path, follow: true, withChanges: true }))];
  const oldest = commits.at(-1);
  const before = oldest?.files.find((file) => file !== path && idOfPath(file) === id);
  const parent = oldest?.parents[0];
  if (before === undefined || parent === undefined || commits.length >= max) return commits;
  const known = new Set(commits.map((commit) => commit.oid));
  const older = await commitsOf(git, id, before, parent, max - commits.length);
  return [...commits, ...older.filter((commit) => !known.has(commit.oid))];
}

/** Where a record lies in a revision, or in the working tree where none is named. @param here as the working tree has it */
async function placeOf(
  context: Context,
  git: GitPort,
  text: string,
  rev: string | undefined,
  here: StoredRecord | undefined,
): Promise<{ readonly id: string; readonly path: string }> {
  const now = rev === undefined || !isId(text) ? here : undefined;
  if (rev === undefined && now !== undefined) {
    // A record that was moved and not committed yet has its history under the old name.
    const committed = await pathAt(git, now.record.id, now.path, 'HEAD');
    return { id: now.record.id, path: committed ?? now.path };
  }
  const id = now?.record.id ?? text.toLowerCase();
  const entries = await git.listTree(rev ?? 'HEAD', MEMORY_ROOT);
  const named = entries.filter(({ path }) => idOfPath(path)?.startsWith(id) === true);
  const [only] = named;
  const sound = text.length >= 4 && new Set(named.map(({ path }) => idOfPath(path))).size === 1;
  if (only !== undefined && sound) return { id: idOfPath(only.path) ?? id, path: only.path };
  const found = (await context.reader()).find(text);
  return { id: found.record.id, path: found.path };
}

/** A record's path as of a revision; undefined where it is not in it. */
async function pathAt(git: GitPort, id: string, path: string, rev: string): Promise<string | undefined> {
  const [here] = await git.blobIds([{ rev, path }]);
  if (here !== undefined) return path;
  const entries = (await git.resolve(rev)) === undefined ? [] : await git.listTree(rev, MEMORY_ROOT);
  return entries.find((entry) => idOfPath(entry.path) === id)?.path;
}

/**
 * What happened to records from one revision to another; without `to`, to the working tree. `a...b` as
 * `from` means: from where the two parted, to `b`. Before the first commit, HEAD is nothing, and so is no `from`.
 */
export async function diff(
  context: Context,
  from: string | undefined,
  to: string | undefined,
): Promise<readonly RecordChange[]> {
  const { git, facts } = requireRepository(context);
  const parted = to === undefined ? /^(.*?)\.\.\.(.*)$/.exec(from ?? '') : null;
  if (parted !== null) {
    const [left = '', right = ''] = [parted[1] || 'HEAD', parted[2] || 'HEAD'];
    const tip = await existing(git, right);
    const base = await git.mergeBase(await existing(git, left), tip);
    if (base !== undefined) return changesBetween(context, git, base, tip);
    throw new NexusError(
      'usage',
      'bad-value',
      `"${left}" and "${right}" have no commit in common`,
      `compare them as they are: nexus diff ${left}..${right}`,
    );
  }
  const unborn = facts.head === undefined && from === 'HEAD' && to === undefined;
  const base = unborn || from === undefined ? undefined : await existing(git, from);
  if (to !== undefined) return changesBetween(context, git, base, await existing(git, to));
  const { pairs, blobs } = await pairsToWorktree(context, git, base);
  const files = changedFiles(pairs, blobs);
  return recordChanges(files, await supersededIn(context, files));
}

async function changesBetween(
  context: Context,
  git: GitPort,
  from: string | undefined,
  to: string,
): Promise<readonly RecordChange[]> {
  const changed = await git.diffTrees(from, to, MEMORY_ROOT);
  const pairs = changed
    .flatMap(({ path, oldPath, oldOid, newOid }): FilePair[] =>
      oldPath === undefined || oldPath === path
        ? [{ path, before: oldOid, after: newOid }]
        : [
            { path: oldPath, before: oldOid, after: undefined },
            { path, before: undefined, after: newOid },
          ],
    )
    .filter(({ path }) => kindOfPath(path) !== undefined);
  const files = changedFiles(pairs, await git.readBlobs(oidsOf(pairs)));
  return recordChanges(files, await supersededIn(context, files));
}

/** Who last changed each field and section of a record, and in which commit; as of a revision with `at`. */
export async function blame(
  context: Context,
  id: string,
  at?: string,
): Promise<{ readonly stored: StoredRecord; readonly parts: readonly PartBlame[] }> {
  const { git, facts } = requireRepository(context);
  if (at !== undefined) {
    const { stored } = await recordAt(context, id, at);
    return { stored, parts: blameParts(await git.blame(stored.path, at)) };
  }
  const stored = await findOwn(context, id);
  const path =
    facts.head === undefined ? undefined : await pathAt(git, stored.record.id, stored.path, facts.head);
  if (facts.head === undefined || path === undefined) {
    throw new NexusError(
      'not-found',
      'unknown-id',
      `${stored.path} is not committed yet, so nobody has signed for it`,
      `commit it: git add ${stored.path} && git commit`,
    );
  }
  const parts = blameParts(await git.blame(path));
  const [oid = ''] = await git.blobIds([{ rev: facts.head, path }]);
  const bytes = (await git.readBlobs([oid])).get(oid);
  const committed = bytes === undefined ? undefined : decodeRecord(bytes, path).record;
  const changed = committed === undefined ? [] : fieldChanges(committed, stored.record);
  return { stored, parts: markUncommitted(parts, changed) };
}
