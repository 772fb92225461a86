import { KINDS, MEMORY_ROOT } from '../core/kinds.ts';
import type { CacheFiles } from '../repo/cache-files.ts';
import { type CacheHead, readStamps } from './cache-head.ts';
import { type Context, requireRepository } from './context.ts';
import { CONFIG_PATH } from './settings-path.ts';
import { type Stamp, sameStamp, stampAt, stampOf } from './stamps.ts';

/** What tells at a glance that a memory of many files is as it was. */
export interface Watch {
  readonly config: Stamp | undefined;
  /** The index of git, through which a checkout or a commit shows. */
  readonly index: Stamp | undefined;
  /** Folders, in which a new, renamed or deleted file shows. */
  readonly folders: readonly (readonly [string, Stamp])[];
}

/**
 * What to watch of a memory that was just indexed.
 * @param paths files of it: all, or those that changed
 * @param folders those that were watched before
 */
export function watchOf(context: Context, paths: Iterable<string>, folders: readonly string[]): Watch {
  const { facts } = requireRepository(context);
  const now = context.clock();
  const kept = (stamp: Stamp | undefined): Stamp | undefined =>
    stamp === undefined ? undefined : stampOf(stamp, now);
  return {
    config: kept(stampAt(facts.root, CONFIG_PATH)),
    index: kept(stampAt(facts.gitDir, 'index')),
    // One that is missing shows in the folder above when it comes.
    folders: foldersOf(paths, folders).flatMap((path) => {
      const stamp = kept(stampAt(facts.root, path));
      return stamp === undefined ? [] : [[path, stamp] as const];
    }),
  };
}

/** Every folder that holds a record, or may hold one soon. */
function foldersOf(paths: Iterable<string>, known: readonly string[]): string[] {
  const top = Object.values(KINDS).map((kind) => `${MEMORY_ROOT}/${kind.folder}`);
  const folders = new Set([MEMORY_ROOT, ...top, ...known]);
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return [...folders];
}

/** True if the cache still tells of the tree and history as they are. When in doubt, false. */
export async function nothingChanged(context: Context, cache: CacheFiles, head: CacheHead): Promise<boolean> {
  const { facts, writer } = requireRepository(context);
  if (head.tip !== facts.head || !sameStamp(head.watch.config, stampAt(facts.root, CONFIG_PATH)))
    return false;
  if (!head.byGit || writer === undefined) return eachIsAsItWas(context, cache, head);
  const differing = writer.changedTracked(MEMORY_ROOT);
  const stamps = readStamps(cache, head);
  const still =
    stamps !== undefined &&
    nothingMoved(context, head) &&
    [...stamps].every(([path, stamp]) => sameStamp(stamp, stampAt(facts.root, path)));
  return (await differing).every((path) => stamps?.has(path) === true || !path.endsWith('.md')) && still;
}

/** The head with the stamps of now, for a process that has just looked at everything. */
export function asOfNow(context: Context, head: CacheHead): CacheHead {
  const { facts } = requireRepository(context);
  const folders = head.watch.folders.flatMap(([path]) => {
    const stamp = stampAt(facts.root, path);
    return stamp === undefined ? [] : [[path, stamp] as const];
  });
  return { ...head, watch: { ...head.watch, folders, index: stampAt(facts.gitDir, 'index') } };
}

/**
 * As `nothingChanged`, in microseconds, for a process that asks again and again: sees commits,
 * checkouts, new, renamed, deleted and replaced files, but not a file that was written in place.
 */
export function nothingMoved(context: Context, { tip, watch }: CacheHead): boolean {
  const { facts } = requireRepository(context);
  return (
    tip === facts.head &&
    sameStamp(watch.config, stampAt(facts.root, CONFIG_PATH)) &&
    sameStamp(watch.index, stampAt(facts.gitDir, 'index')) &&
    watch.folders.every(([path, stamp]) => sameStamp(stamp, stampAt(facts.root, path)))
  );
}

function eachIsAsItWas(context: Context, cache: CacheFiles, head: CacheHead): boolean {
  const stamps = readStamps(cache, head);
  const { files, problems } = context.files.list();
  if (stamps === undefined || stamps.size !== files.length) return false;
  if (problems.length !== head.problems.filter(([path]) => path === '').length) return false;
  return files.every((file) => sameStamp(stamps.get(file.path), file));
}
