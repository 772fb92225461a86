import type { PackName } from '../core/pack.ts';
import { type CacheFiles, openCacheFiles } from '../repo/cache-files.ts';
import { bytesReader } from '../search/bytes.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { SegmentIndex } from '../search/segment-index.ts';
import type { Segment } from '../search/segment-set.ts';
import { type CacheHead, readHead } from './cache-head.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import type { ReadyIndex } from './index-cache.ts';
import type { Readiness } from './ready.ts';
import { asOfNow, nothingChanged, nothingMoved } from './tree-watch.ts';

/** What a process that stays keeps between two questions. */
interface Held {
  readonly ready: ReadyIndex;
  readonly head: CacheHead;
  /** Until then (milliseconds since 1970) a glance is enough. */
  readonly until: number;
}

/** By the one thing of an opened memory that stays the same from call to call. */
const held = new WeakMap<Context['files'], Held>();

/** Of a process that stays: where one question looks at the tree, and brings the cache up to date, the next waits for it. */
const looking = new WeakMap<Context['files'], Promise<unknown>>();

/** How often a process that stays was told to look closer: what is being looked at meanwhile may not have seen why. */
const closer = new WeakMap<Context['files'], number>();

/** A file written in place is seen this long after, at the latest, or later where looking takes long. */
const LOOK_EVERY_MS = 1_000;
/** One part in so many is what a busy process spends on looking. */
const LOOK_SHARE = 20;
/** A refresh never takes this long; a lock older than that was left by a process that died. */
const STALE_LOCK_MS = 120_000;

/**
 * The index as the cache has it, brought up to date first where the tree or history moved. Whatever
 * is wrong with the cache (missing, torn, stale, foreign, of another version) it is made anew, and
 * where it cannot be written the answer is the same, only later.
 */
export async function cachedIndex(context: Context): Promise<ReadyIndex> {
  // A second one would find the cache locked by the first, and index everything for itself.
  for (let other = looking.get(context.files); other !== undefined; other = looking.get(context.files))
    await other;
  const before = held.get(context.files);
  if (before !== undefined && context.clock() < before.until && nothingMoved(context, before.head)) {
    return before.ready;
  }
  const start = context.clock();
  const told = closer.get(context.files);
  const { ready, head } = await (context.warm ? alone(context, looked(context)) : looked(context));
  if (context.warm && head !== undefined) {
    const took = context.clock() - start;
    const isTold = closer.get(context.files) !== told;
    held.set(context.files, {
      ready,
      head: asOfNow(context, head),
      until: isTold ? 0 : start + Math.max(LOOK_EVERY_MS, took * LOOK_SHARE),
    });
  }
  return ready;
}

/**
 * The index as the cache has it, and whether it tells of the tree and history as they are, which git is asked
 * meanwhile. Undefined where there is no whole cache, or a glance shows that something moved.
 */
export function guessedIndex(
  context: Context,
): { readonly ready: ReadyIndex; readonly isSo: Promise<boolean> } | undefined {
  const cache = cacheOf(requireRepository(context));
  if (cache === undefined) return undefined;
  try {
    const head = readHead(cache);
    const segments =
      head !== undefined && nothingMoved(context, head) ? openSegments(cache, head) : undefined;
    if (head === undefined || segments === undefined) return undefined;
    return { ready: readyOf(context, segments, head), isSo: nothingChanged(context, cache, head) };
  } catch (cause) {
    if (isDamage(cause)) return undefined;
    throw cause;
  }
}

async function alone<T>({ files }: Context, work: Promise<T>): Promise<T> {
  looking.set(
    files,
    work.catch(() => undefined),
  );
  try {
    return await work;
  } finally {
    looking.delete(files);
  }
}

/** The next question looks at every file: somebody knows that one was written in place. */
export function lookCloser({ files }: Context): void {
  closer.set(files, (closer.get(files) ?? 0) + 1);
  const before = held.get(files);
  if (before !== undefined) held.set(files, { ...before, until: 0 });
}

/**
 * A search of more documents keeps a busy machine for so long that no timer rings in time (measured: half a
 * second at 100,000 where a start of Node takes four times as long as usual).
 */
const MAX_SEARCHED_AT_ONCE = 20_000;
/** So many files are looked at one by one before anybody notices. */
const MAX_LOOKED_AT = 5_000;

/**
 * `ready` where the cache tells of the tree and history as they are, so that the next question is answered from
 * it as it is and quickly; `being-made` where there is none and another process is at it; else, and when in doubt, `behind`.
 */
export async function indexReadiness(context: Context): Promise<Readiness> {
  const start = context.clock();
  const repository = requireRepository(context);
  const cache = cacheOf(repository);
  if (cache === undefined) return 'behind';
  try {
    const head = readHead(cache);
    const segments = head === undefined ? undefined : openSegments(cache, head);
    if (head === undefined) return (await isLocked(repository)) ? 'being-made' : 'behind';
    const docs = head.segments.reduce((sum, segment) => sum + segment.docs, 0);
    if (segments === undefined || docs > MAX_SEARCHED_AT_ONCE || head.stamps > MAX_LOOKED_AT) return 'behind';
    if (!(await nothingChanged(context, cache, head))) return 'behind';
    const ready = readyOf(context, segments, head);
    held.set(context.files, { ready, head: asOfNow(context, head), until: start + LOOK_EVERY_MS });
    return 'ready';
  } catch (cause) {
    if (isDamage(cause)) return 'behind';
    throw cause;
  }
}

function lockOf(repository: Repository): string {
  return `cache-${nameOf(repository)}`;
}

async function isLocked(repository: Repository): Promise<boolean> {
  const free = await repository.state.withLock(lockOf(repository), () => true, { staleMs: STALE_LOCK_MS });
  return free === undefined;
}

interface Looked {
  readonly ready: ReadyIndex;
  /** Absent where the cache could not be written. */
  readonly head?: CacheHead;
}

async function looked(context: Context): Promise<Looked> {
  const cache = cacheOf(requireRepository(context));
  if (cache === undefined) return { ready: await (await import('./given-index.ts')).givenIndex(context) };
  try {
    return await fromCache(context, cache);
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    if (!emptied(cache)) return { ready: await (await import('./given-index.ts')).givenIndex(context) };
    // Once more from nothing; a second failure is not the cache's.
    return fromCache(context, cache);
  }
}

/** True where that was damage deep in the cache, which shows only to who reads there, and the next look makes it anew. */
export function isMadeAnew(context: Context, cause: unknown): boolean {
  const cache = isDamage(cause) ? cacheOf(requireRepository(context)) : undefined;
  if (cache === undefined || !emptied(cache)) return false;
  held.delete(context.files);
  return true;
}

/** False on a disk that is full or read-only. */
function emptied(cache: CacheFiles): boolean {
  try {
    cache.write('head.json', new Uint8Array());
    return true;
  } catch {
    return false;
  }
}

function cacheOf(repository: Repository): CacheFiles | undefined {
  try {
    return openCacheFiles(repository.state.dir(`cache/${nameOf(repository)}`));
  } catch {
    return undefined;
  }
}

/** The built-in git reads fewer commits: what it found must not stand for what the git program finds. */
function nameOf({ worktree, git }: Repository): string {
  return git.backend === 'git' ? worktree : `${worktree}~embedded`;
}

/**
 * Damage shows as a checksum that does not hold, or as a file that is shorter than it says; a foreign
 * cache, or one of history that is gone, as a commit that does not exist.
 */
function isDamage(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return cause instanceof RangeError || code === 'corrupt-index' || code === 'unknown-revision';
}

/** The disk is full, read-only or not ours: what the system says then, or our own words for it. */
function isRefusedWrite(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('code' in cause) || typeof cause.code !== 'string') return false;
  return /^E[A-Z]+$/.test(cause.code) || ['disk-full', 'read-only', 'write-failed'].includes(cause.code);
}

async function fromCache(context: Context, cache: CacheFiles): Promise<Looked> {
  const head = readHead(cache);
  const segments = head === undefined ? undefined : openSegments(cache, head);
  if (head !== undefined && segments !== undefined && (await nothingChanged(context, cache, head))) {
    return { ready: readyOf(context, segments, head), head };
  }
  // What only a refresh needs (YAML, the analyser's tables) is loaded only for one.
  const { refresh, unwritten } = await import('./cache-refresh.ts');
  const repository = requireRepository(context);
  const fresh = await repository.state
    .withLock(lockOf(repository), () => refresh(context, cache), { staleMs: STALE_LOCK_MS })
    .catch((cause: unknown) => {
      if (isRefusedWrite(cause)) return undefined;
      throw cause;
    });
  // Someone else is at it, or it cannot be written: answer from what there is and what changed since.
  return fresh === undefined
    ? { ready: await unwritten(context, cache) }
    : { ready: readyOf(context, fresh.segments, fresh.head), head: fresh.head };
}

/** The segments that a head speaks of, or undefined if one is gone. */
export function openSegments(cache: CacheFiles, head: CacheHead): Segment[] | undefined {
  const segments: Segment[] = [];
  for (const { file, deleted } of head.segments) {
    const reader = cache.open(file);
    if (reader === undefined) return undefined;
    segments.push({ reader, deleted });
  }
  return segments;
}

/** A process that stays reads each segment once, as a whole; what it has read it keeps as long as it is true. */
function readyOf(context: Context, segments: readonly Segment[], head: CacheHead): ReadyIndex {
  const before = held.get(context.files);
  if (before !== undefined && holdsTheSame(before.head, head)) return before.ready;
  const own = context.warm
    ? segments.map(({ reader, deleted }) => ({ reader: bytesReader(reader.read(0, reader.size)), deleted }))
    : segments;
  const problems = head.problems.map(([, problem]) => problem);
  const { limit, packs } = head.config;
  const index = new SegmentIndex(own);
  const others = othersOf(context, index, own, packs);
  return { index, segments: own, others, problems, commits: head.commits, limit };
}

/** Of a segment's documents ever more are deleted, and none comes back. */
function holdsTheSame(a: CacheHead, b: CacheHead): boolean {
  const of = ({ segments, commits, problems, config }: CacheHead): string =>
    JSON.stringify([
      segments.map(({ file, docs, deleted }) => [file, docs, deleted.length]),
      commits,
      problems,
      config,
    ]);
  return of(a) === of(b);
}

/**
 * The same with the records beside one's own, made when first asked for, and anew where the sources are others than before:
 * another process may have fetched them.
 */
export function othersOf(
  context: Context,
  index: SearchIndex,
  segments: readonly Segment[],
  packs: readonly PackName[],
): ReadyIndex['others'] {
  const none = { index, packs: 0, sources: 0, problems: [] };
  let made: { readonly of: readonly Segment[]; readonly index: SearchIndex } | undefined;
  return async (which) => {
    const wanted = which === 'sources' ? [] : packs;
    const hasSources =
      which !== 'packs' && (context.repository?.state.listFolders('sources') ?? []).length > 0;
    if (wanted.length === 0 && !hasSources) return none;
    const found = await (await import('./others.ts')).others(context, wanted, hasSources);
    const all = [...found.packs, ...found.sources];
    if (made === undefined || made.of.length !== all.length || made.of.some((one, at) => one !== all[at]))
      made = { of: all, index: new SegmentIndex([...segments, ...all]) };
    const ofPacks = new SegmentIndex(found.packs).size;
    return {
      index: made.index,
      packs: ofPacks,
      sources: made.index.size - index.size - ofPacks,
      problems: found.problems,
    };
  };
}
