import type { Clock } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { CacheFiles } from '../repo/cache-files.ts';
import { kindFacet, uncommittedFacet } from '../search/facets.ts';
import type { SearchDoc } from '../search/search-index.ts';
import { SegmentIndex } from '../search/segment-index.ts';
import { compactSegments } from '../search/segment-merge.ts';
import { changeSegments, type Segment, type SegmentSize, withChange } from '../search/segment-set.ts';
import { type CacheHead, readHead, readStamps, type SegmentEntry, writeHead } from './cache-head.ts';
import { openSegments, othersOf } from './cached-index.ts';
import type { Context } from './context.ts';
import { type Changes, changesSince, EMPTY, type Snapshot } from './documents.ts';
import type { ReadyIndex } from './index-cache.ts';
import { keepMerged } from './merged.ts';
import { loadConfig } from './settings.ts';
import { isMissing, type Stamp } from './stamps.ts';
import { watchOf } from './tree-watch.ts';

/** Documents of one new segment: enough to pack well, few enough to hold. */
const BATCH = 4_096;
/** Files that another process may be about to open are left alone for this long. */
const GRACE_MS = 60_000;

interface Base {
  readonly head: CacheHead | undefined;
  readonly segments: readonly Segment[];
  readonly snapshot: Snapshot;
}

const NOTHING: Base = { head: undefined, segments: [], snapshot: EMPTY };

/** What there is to build on: nothing, where a part is missing or was made with other settings. */
function baseOf(cache: CacheFiles, commits: number): Base {
  const head = readHead(cache);
  if (head === undefined || head.config.commits !== commits) return NOTHING;
  const segments = openSegments(cache, head);
  const stamps = readStamps(cache, head);
  if (segments === undefined || stamps === undefined) return NOTHING;
  const strange = head.problems.flatMap(([path, problem]) => (path === '' ? [problem] : []));
  const problems = new Map<string, Problem[]>();
  for (const [path, problem] of head.problems) {
    if (path !== '') problems.set(path, [...(problems.get(path) ?? []), problem]);
  }
  const seen = { stamps, byGit: head.byGit, strange };
  return { head, segments, snapshot: { seen, tip: head.tip, problems } };
}

async function changesOf(context: Context, base: Base, commits: number): Promise<Changes> {
  const before = base.segments.length === 0 ? undefined : new SegmentIndex(base.segments);
  return changesSince(context, base.snapshot, (path) => before?.get(path), commits);
}

/** Brings the cache up to date; the cost grows with what changed, and with the number of files to look at. */
export async function refresh(
  context: Context,
  cache: CacheFiles,
): Promise<{ readonly head: CacheHead; readonly segments: readonly Segment[] }> {
  // Before anything is looked at: what is written while git is asked would pass for seen.
  await keepMerged(context);
  const { recall, packs } = loadConfig(context);
  const config = { ...recall, packs };
  const base = baseOf(cache, config.commits);
  const changes = await changesOf(context, base, config.commits);
  const written = await applyChanges(cache, base, changes, context.warm ? pauses(context.clock) : noPause);
  const segments = written.map(({ segment }) => segment);
  const index = new SegmentIndex(segments);
  const { seen } = changes.next;
  const loose = new Set(index.facet(uncommittedFacet()));
  // Git watches what is committed as it stands; what is not, or cannot be read, or is gone, is looked at.
  const watched = ([path, stamp]: readonly [string, Stamp]): boolean =>
    loose.has(path) || changes.next.problems.has(path) || isMissing(stamp);
  const stamps = seen.byGit ? new Map([...seen.stamps].filter(watched)) : seen.stamps;
  const folders = base.head?.watch.folders.map(([path]) => path) ?? [];
  const head: CacheHead = {
    tip: changes.next.tip,
    segments: written.map(({ entry }) => entry),
    commits: index.facet(kindFacet('commit')).length,
    problems: [
      ...seen.strange.map((problem): [string, Problem] => ['', problem]),
      ...[...changes.next.problems].flatMap(([path, all]) =>
        all.map((problem): [string, Problem] => [path, problem]),
      ),
    ],
    config,
    watch: watchOf(context, seen.stamps.keys(), folders),
    stamps: stamps.size,
    byGit: seen.byGit,
  };
  writeHead(cache, head, stamps);
  cache.removeOthers(
    new Set(['head.json', 'files.bin', ...head.segments.map((segment) => segment.file)]),
    context.clock() - GRACE_MS,
  );
  return { head, segments };
}

interface Written {
  readonly entry: SegmentEntry;
  readonly segment: Segment;
}

/** Writes what changed as new segments, and merges old ones where there are too many or too worn ones. */
async function applyChanges(
  cache: CacheFiles,
  base: Base,
  changes: Changes,
  pause: () => Promise<void> | undefined,
): Promise<readonly Written[]> {
  let written: Written[] = base.segments.map((segment, at) => ({
    segment,
    entry: base.head?.segments[at] ?? { file: '', docs: 0, deleted: [] },
  }));
  let { removes } = changes;
  for await (const batch of batches(changes.upserts, pause)) {
    written = addBatch(cache, written, batch, removes);
    removes = [];
  }
  if (removes.length > 0) written = addBatch(cache, written, [], removes);
  const sizeOf = ({ entry }: Written): SegmentSize => ({ docs: entry.docs, deleted: entry.deleted.length });
  return compactSegments(written, sizeOf, (bytes) => write(cache, bytes));
}

async function* batches(
  docs: Iterable<SearchDoc>,
  pause: () => Promise<void> | undefined,
): AsyncGenerator<SearchDoc[]> {
  let batch: SearchDoc[] = [];
  for (const doc of docs) {
    batch.push(doc);
    const paused = pause();
    if (paused !== undefined) await paused;
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Somebody types meanwhile: a key must not wait for all of the work. */
const BUSY_MS = 20;

function pauses(clock: Clock): () => Promise<void> | undefined {
  let since = clock();
  return () => {
    if (clock() - since < BUSY_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = clock();
        resolve();
      }),
    );
  };
}

const noPause = (): undefined => undefined;

function addBatch(
  cache: CacheFiles,
  written: readonly Written[],
  docs: readonly SearchDoc[],
  removes: readonly string[],
): Written[] {
  const change = changeSegments(
    written.map(({ segment }) => segment),
    docs,
    removes,
  );
  const older = written.map(({ entry, segment }, at) => {
    const deleted = change.deleted[at] ?? [];
    return { entry: { ...entry, deleted }, segment: { ...segment, deleted } };
  });
  return change.added === undefined ? older : [...older, write(cache, change.added)];
}

let names = 0;

function write(cache: CacheFiles, bytes: Uint8Array): Written {
  names += 1;
  // Unique: of those who write this cache, one at a time, each has a process id and a start of its own.
  const file = `seg-${process.pid.toString(36)}-${process.hrtime.bigint().toString(36)}-${names}.nxs`;
  cache.write(file, bytes);
  const reader = cache.open(file);
  if (reader === undefined) throw new RangeError(`${file} cannot be read back`);
  const segment = { reader, deleted: [] };
  return { entry: { file, docs: new SegmentIndex([segment]).size, deleted: [] }, segment };
}

/** The answer without the writing: the cache as it is, and beside it what changed since. */
export async function unwritten(context: Context, cache: CacheFiles): Promise<ReadyIndex> {
  const {
    recall: { commits, limit },
    packs,
  } = loadConfig(context);
  const base = baseOf(cache, commits);
  const changes = await changesOf(context, base, commits);
  const segments = withChange(base.segments, changes.upserts, changes.removes);
  const index = new SegmentIndex(segments);
  const problems = [...changes.next.seen.strange, ...[...changes.next.problems.values()].flat()];
  const commitsHeld = index.facet(kindFacet('commit')).length;
  const others = othersOf(context, index, segments, packs);
  return { index, segments, others, problems, commits: commitsHeld, limit };
}
