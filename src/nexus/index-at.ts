import { KIND_NAMES, MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, GitPort, TreeEntry } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import { commitKey, docOfCommit } from '../search/document.ts';
import { kindFacet, uncommittedFacet } from '../search/facets.ts';
import type { SearchDoc } from '../search/search-index.ts';
import { SegmentIndex } from '../search/segment-index.ts';
import { withChange } from '../search/segment-set.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, requireRepository } from './context.ts';
import { commitsWithin, docOfFile, type Provenance, provenanceSince } from './documents.ts';
import { bodyNow, type OpenIndex, type ReadyIndex, upToDate } from './index-cache.ts';
import { filesAt } from './record-at.ts';
import { existing } from './revision.ts';
import { loadConfig } from './settings.ts';

/** Records that are read at once, and make one segment. */
const BATCH = 4_096;

/** Of a process that stays the index of the revision that was asked for last, by its commit. */
const held = new WeakMap<Context['files'], { readonly oid: string; readonly opened: Promise<OpenIndex> }>();

/**
 * The index of memory and history as they were at a revision: of the index as it is now what is the same, and beside it what
 * is not, so that it costs what changed. Made for one question, or once by a process that stays. Throws `unknown-revision`.
 */
export async function openIndexAt(context: Context, at: string): Promise<OpenIndex> {
  const oid = await existing(requireRepository(context).git, at);
  const before = held.get(context.files);
  if (before?.oid === oid) return before.opened;
  const opened = indexAt(context, oid);
  if (!context.warm) return opened;
  held.set(context.files, { oid, opened });
  opened.catch(() => held.delete(context.files));
  return opened;
}

async function indexAt(context: Context, oid: string): Promise<OpenIndex> {
  const now = await upToDate(context);
  const commits = await commitsOf(context, now, oid);
  const records = await recordsOf(context, now, oid);
  let segments = withChange(now.segments, commits.added.map(docOfCommit), [...commits.gone, ...records.gone]);
  const bodies = new Map<string, string>();
  const problems: Problem[] = [];
  for (let from = 0; from < records.read.length; from += BATCH) {
    const files = await filesAt(context, records.read.slice(from, from + BATCH));
    const reader = await context.reader();
    const docs = files.flatMap(([path, bytes]): SearchDoc[] => {
      const { record, problems: wrong } = reader.decode(bytes, path);
      problems.push(...wrong);
      if (record === undefined) return [];
      bodies.set(path, record.body);
      return [docOfFile(record, bytes, path, records.provenance.get(path))];
    });
    segments = withChange(segments, docs, []);
  }
  const index = new SegmentIndex(segments);
  return {
    index,
    own: index,
    searched: { records: index.size - commits.count, commits: commits.count },
    problems,
    limit: now.limit,
    bodyOf: (path) => bodies.get(path) ?? (records.same.has(path) ? bodyNow(context, path) : undefined),
  };
}

/** Which commits the index has to gain, and to lose, by their keys. */
async function commitsOf(
  context: Context,
  { index }: ReadyIndex,
  oid: string,
): Promise<{
  readonly count: number;
  readonly added: readonly CommitInfo[];
  readonly gone: readonly string[];
}> {
  const { git } = requireRepository(context);
  const max = commitsWithin(git, loadConfig(context).recall.commits);
  const log = async (withFiles: boolean): Promise<readonly CommitInfo[]> =>
    max === 0 ? [] : git.log({ rev: oid, max, withFiles });
  const commits = await log(false);
  const wanted = new Set(commits.map((commit) => commitKey(commit.oid)));
  const known = new Set(index.facet(kindFacet('commit')));
  const isNew = (commit: CommitInfo): boolean => !known.has(commitKey(commit.oid));
  return {
    count: commits.length,
    // Which files they changed takes git the longer, and most often all are known.
    added: commits.some(isNew) ? (await log(true)).filter(isNew) : [],
    gone: [...known].filter((key) => !wanted.has(key)),
  };
}

/** Which records are the same then and now, which have to be read, and which are not there; by path. */
async function recordsOf(
  context: Context,
  { index, problems }: ReadyIndex,
  oid: string,
): Promise<{
  readonly same: ReadonlySet<string>;
  readonly read: readonly TreeEntry[];
  readonly gone: readonly string[];
  readonly provenance: ReadonlyMap<string, Provenance>;
}> {
  const { git, facts } = requireRepository(context);
  const other = new Set([
    ...index.facet(uncommittedFacet()),
    ...problems.flatMap(({ file }) => file ?? []),
    ...(await touchedBetween(git, facts.head, oid)),
  ]);
  const now = new Set(KIND_NAMES.flatMap((kind) => index.facet(kindFacet(kind))));
  const same = new Set<string>();
  const read: TreeEntry[] = [];
  for (const entry of await git.listTree(oid, MEMORY_ROOT)) {
    if (kindOfPath(entry.path) === undefined) continue;
    if (now.has(entry.path) && !other.has(entry.path)) same.add(entry.path);
    else read.push(entry);
  }
  return {
    same,
    read,
    gone: [...now].filter((path) => !same.has(path)),
    provenance: read.length === 0 ? new Map() : await provenanceSince(git, oid),
  };
}

/** What differs in the memory of two commits, and what commits changed that only one of them knows: who did it last may differ. */
async function touchedBetween(
  git: GitPort,
  head: string | undefined,
  oid: string,
): Promise<readonly string[]> {
  if (head === undefined || head === oid) return [];
  const among = { path: MEMORY_ROOT, withFiles: true };
  const [changes, ...sides] = await Promise.all([
    git.diffTrees(head, oid, MEMORY_ROOT),
    git.log({ rev: head, exclude: oid, ...among }),
    git.log({ rev: oid, exclude: head, ...among }),
  ]);
  return [
    ...changes.flatMap(({ path, oldPath }) => [path, oldPath ?? path]),
    ...sides.flat().flatMap(({ files }) => files),
  ];
}
