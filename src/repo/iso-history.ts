import { DateQueue } from './date-queue.ts';
import { asTreeChange, comparePath } from './iso-diff.ts';
import type { IsoObjects } from './iso-objects.ts';
import type { StoredCommit } from './object-parse.ts';
import { pairRenames } from './renames.ts';

export interface HistoryQuery {
  readonly start: string;
  /**
   * What this commit reaches is left out, before merges are simplified. (Git does both at once; where
   * a merge has equal sides and dates cross, it may choose another side.)
   */
  readonly exclude: string | undefined;
  readonly max: number;
  /** Seconds since 1970; what was committed later is left out. */
  readonly until?: number | undefined;
  /** None for all commits. */
  readonly paths: readonly string[];
}

interface Walk {
  readonly objects: IsoObjects;
  readonly excluded: ReadonlySet<string>;
  readonly bottom: string | undefined;
}

/** A commit's verdict: whether it is listed, and where history goes on. */
interface Step {
  readonly listed: boolean;
  readonly next: readonly string[];
}

/** Newest first, each commit once, by git's rules (git-log(1), "History Simplification", default mode). */
export async function walkHistory(objects: IsoObjects, query: HistoryQuery): Promise<StoredCommit[]> {
  const excluded = query.exclude === undefined ? new Set<string>() : await ancestors(objects, query.exclude);
  const walk: Walk = { objects, excluded, bottom: query.exclude };
  const queue = new DateQueue<StoredCommit>();
  const seen = new Set<string>();
  const push = async (oid: string) => {
    if (seen.has(oid) || excluded.has(oid)) return;
    seen.add(oid);
    const commit = await objects.commit(oid);
    if (commit !== undefined) queue.push(commit);
  };

  const listed: StoredCommit[] = [];
  await push(query.start);
  while (listed.length < query.max) {
    const commit = queue.pop();
    if (commit === undefined) break;
    const all: Step = { listed: true, next: commit.parents };
    const step = query.paths.length === 0 ? all : await simplify(walk, commit, query.paths);
    if (step.listed && commit.commitTime <= (query.until ?? commit.commitTime)) listed.push(commit);
    for (const parent of step.next) await push(parent);
  }
  return listed;
}

/**
 * revision.c, `try_to_simplify_commit`: a merge that agrees with one parent at the path is passed by
 * along that parent alone; else a commit is listed if it differs from a parent that is in the walk.
 */
async function simplify(walk: Walk, commit: StoredCommit, paths: readonly string[]): Promise<Step> {
  const here = await contentAt(walk.objects, commit, paths);
  if (commit.parents.length === 0) return { listed: here !== undefined, next: [] };
  let inWalk = 0;
  let changed = false;
  let changedOutside = false;
  for (const oid of commit.parents) {
    const parent = await walk.objects.commit(oid);
    const same = here === (parent && (await contentAt(walk.objects, parent, paths)));
    const counts = !walk.excluded.has(oid) || oid === walk.bottom;
    if (same && counts) return { listed: false, next: [oid] };
    if (counts) inWalk++;
    if (counts && !same) changed = true;
    if (!counts && !same) changedOutside = true;
  }
  return { listed: inWalk > 0 ? changed : changedOutside, next: commit.parents };
}

async function contentAt(
  objects: IsoObjects,
  commit: StoredCommit,
  paths: readonly string[],
): Promise<string | undefined> {
  const entries: string[] = [];
  for (const path of paths) {
    const entry = await objects.entryAt(commit.tree, path);
    entries.push(entry === undefined ? '' : `${entry.mode} ${entry.oid}`);
  }
  return entries.every((entry) => entry === '') ? undefined : entries.join('\n');
}

/** The path in the parent from which a file of the commit was renamed. */
export async function oldNameOf(
  objects: IsoObjects,
  parent: StoredCommit,
  commit: StoredCommit,
  path: string,
): Promise<string | undefined> {
  const changes = await comparePath(objects, parent.tree, commit.tree, '');
  const wanted = changes.filter((change) => change.path === path || change.after === undefined);
  const pairs = await pairRenames(wanted, (oid) => objects.blob(oid));
  return pairs.find((change) => change.path === path)?.oldPath;
}

/** What changed against the first parent; in a root commit all of it. */
export async function addFiles(objects: IsoObjects, commit: StoredCommit): Promise<StoredCommit> {
  const [first] = commit.parents;
  const parent = first === undefined ? undefined : await objects.commit(first);
  const changes = await comparePath(objects, parent?.tree, commit.tree, '');
  return { ...commit, files: changes.map((change) => change.path), changes: changes.map(asTreeChange) };
}

/** A commit and all that it reaches. */
async function ancestors(objects: IsoObjects, start: string): Promise<Set<string>> {
  const seen = new Set([start]);
  for (const oid of seen) for (const parent of (await objects.commit(oid))?.parents ?? []) seen.add(parent);
  return seen;
}

/** The newest best common ancestor (git-merge-base(1)): one that no other common ancestor reaches. */
export async function mergeBase(objects: IsoObjects, a: string, b: string): Promise<string | undefined> {
  const left = await ancestors(objects, a);
  const first: StoredCommit[] = [];
  const seen = new Set([b]);
  for (const oid of seen) {
    const commit = await objects.commit(oid);
    if (commit === undefined) continue;
    if (left.has(oid)) first.push(commit);
    else for (const parent of commit.parents) seen.add(parent);
  }
  const best: StoredCommit[] = [];
  for (const commit of first) {
    const others = first.filter((other) => other !== commit);
    const reached = await Promise.all(others.map((other) => ancestors(objects, other.oid)));
    if (!reached.some((set) => set.has(commit.oid))) best.push(commit);
  }
  return best.sort((x, y) => y.commitTime - x.commitTime)[0]?.oid;
}
