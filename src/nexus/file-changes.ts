import { MEMORY_ROOT } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import { kindOfPath } from '../store/paths.ts';
import type { Context } from './context.ts';
import { isMissing, MISSING, type Stamp, sameStamp, stampAt, stampOf } from './stamps.ts';

/** What was seen of the files of a memory. */
export interface FilesSeen {
  /**
   * Of a few files, each one's stamp. Of many, git knows the committed ones, and only those are stamped
   * here that are not, or not so, in the commit at HEAD; or that are there, and not here.
   */
  readonly stamps: ReadonlyMap<string, Stamp>;
  readonly byGit: boolean;
  /** Links and the like. */
  readonly strange: readonly Problem[];
}

export interface FileChanges {
  /** To be read (again). */
  readonly changed: readonly string[];
  readonly gone: readonly string[];
  readonly next: FilesSeen;
}

/** Up to this many files each one is looked at, 3 µs apiece; beyond, git does it, on several cores. */
export const LOOK_AT_EACH = 256;

/**
 * Which files are not as they were seen.
 * @param tip the commit at HEAD when they were seen
 * @param moved files that commits changed since, as far as they are known already
 */
export async function fileChanges(
  context: Context,
  before: FilesSeen,
  tip: string | undefined,
  moved: ReadonlySet<string>,
): Promise<FileChanges> {
  return before.byGit && tip !== undefined
    ? changesByGit(context, before, tip, moved)
    : withMissing(context, changesByLooking(context, before, moved));
}

/** Where git is asked from now on: what it has and the tree has not will come back as git has it, unnoticed. */
async function withMissing(context: Context, changes: FileChanges): Promise<FileChanges> {
  if (!changes.next.byGit) return changes;
  const stamps = new Map(changes.next.stamps);
  for (const path of (await context.repository?.writer?.differing(MEMORY_ROOT)) ?? [])
    if (kindOfPath(path) !== undefined && !stamps.has(path)) stamps.set(path, MISSING);
  return { ...changes, next: { ...changes.next, stamps } };
}

function changesByLooking(context: Context, before: FilesSeen, moved: ReadonlySet<string>): FileChanges {
  const { files, problems: strange } = context.files.list();
  const now = context.clock();
  const stamps = new Map<string, Stamp>();
  const changed: string[] = [];
  for (const file of files) {
    const seen = before.stamps.get(file.path);
    const same = sameStamp(seen, file);
    stamps.set(file.path, same && seen !== undefined ? seen : stampOf(file, now));
    if (!same || moved.has(file.path)) changed.push(file.path);
  }
  const gone = [...before.stamps.keys()].filter((path) => !stamps.has(path));
  const { writer, facts } = context.repository ?? {};
  const byGit = files.length > LOOK_AT_EACH && writer !== undefined && facts?.head !== undefined;
  return { changed, gone, next: { stamps, byGit, strange } };
}

/** Asks git what differs from HEAD and what commits changed; the cost is git's own, and what changed. */
async function changesByGit(
  context: Context,
  before: FilesSeen,
  tip: string,
  moved: ReadonlySet<string>,
): Promise<FileChanges> {
  const { git, writer, facts } = context.repository ?? {};
  const root = facts?.root ?? '';
  const head = facts?.head ?? tip;
  const differing = new Set((await writer?.differing(MEMORY_ROOT)) ?? []);
  const committed = head === tip ? [] : ((await git?.diffTrees(tip, head, MEMORY_ROOT)) ?? []);
  const certain = new Set([
    ...moved,
    ...committed.flatMap((change) => [change.path, change.oldPath ?? change.path]),
  ]);
  const now = context.clock();
  const stamps = new Map<string, Stamp>();
  const changed: string[] = [];
  const gone: string[] = [];
  for (const path of new Set([...certain, ...differing, ...before.stamps.keys()])) {
    if (kindOfPath(path) === undefined) continue;
    const stamp = stampAt(root, path);
    if (stamp === undefined) {
      gone.push(path);
      if (differing.has(path)) stamps.set(path, MISSING);
    } else if (certain.has(path) || !sameStamp(before.stamps.get(path), stamp)) changed.push(path);
    if (stamp !== undefined) stamps.set(path, stampOf(stamp, now));
  }
  return { changed, gone, next: { stamps, byGit: true, strange: strangeAmong(context, stamps, before) } };
}

/** What cannot be read as a file, though something is there: a link, above all. */
function strangeAmong(
  context: Context,
  stamps: ReadonlyMap<string, Stamp>,
  before: FilesSeen,
): readonly Problem[] {
  const root = context.repository?.facts.root ?? '';
  const still = before.strange.filter((problem) => stampAt(root, problem.file) !== undefined);
  const known = new Set(still.map((problem) => problem.file));
  const unreadable = (path: string): boolean => context.files.read(path) === undefined;
  // A file as it was can only be out of reach with all that is in its folder: one of each is tried.
  const folders = new Map<string, boolean>();
  const outOfReach = (path: string): boolean => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const found = folders.get(folder) ?? unreadable(path);
    folders.set(folder, found);
    return found;
  };
  const fresh = [...stamps]
    .filter(
      ([path, stamp]) =>
        !isMissing(stamp) &&
        !known.has(path) &&
        (!sameStamp(before.stamps.get(path), stamp) || outOfReach(path)) &&
        unreadable(path),
    )
    .map(
      ([file]): Problem => ({
        code: 'not-a-file',
        message: 'is not a regular file',
        file,
        hint: 'Nexus reads plain files only',
      }),
    );
  return [...still, ...fresh];
}
