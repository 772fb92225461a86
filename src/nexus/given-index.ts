import { bytesReader } from '../search/bytes.ts';
import { kindFacet } from '../search/facets.ts';
import { SegmentIndex } from '../search/segment-index.ts';
import { compactSegments } from '../search/segment-merge.ts';
import { type Segment, withChange } from '../search/segment-set.ts';
import type { Context } from './context.ts';
import { type Changes, changesSince, EMPTY, type Snapshot } from './documents.ts';
import type { ReadyIndex } from './index-cache.ts';
import { loadConfig } from './settings.ts';

interface Held {
  readonly ready: ReadyIndex;
  readonly segments: readonly Segment[];
  readonly snapshot: Snapshot;
  /** How often its files were written before it was made, where that is known. */
  readonly writes: number | undefined;
}

/** One index per opened memory; its files are the one thing that stays the same from call to call. */
const held = new WeakMap<Context['files'], Held>();

/** The index that a cache would hold, in memory, brought up to what there is now. */
export async function givenIndex(context: Context): Promise<ReadyIndex> {
  const writes = context.files.writes?.();
  const before = held.get(context.files);
  if (before !== undefined && writes !== undefined && before.writes === writes) return before.ready;
  const { commits, limit } = loadConfig(context).recall;
  const known = before?.ready.index;
  const changes = await changesSince(context, before?.snapshot ?? EMPTY, (path) => known?.get(path), commits);
  // Somebody else may have asked, and been answered, meanwhile: what changed is put into what there is now.
  const segments = held.get(context.files)?.segments ?? [];
  const { problems: of, seen } = changes.next;
  const now = changes.any ? changed(segments, changes) : segments;
  const index = new SegmentIndex(now);
  const ready: ReadyIndex = {
    index,
    segments: now,
    others: async () => ({ index, packs: 0, sources: 0, problems: [] }),
    problems: [...seen.strange, ...[...of.values()].flat()],
    commits: index.facet(kindFacet('commit')).length,
    limit,
  };
  held.set(context.files, { ready, segments: now, snapshot: changes.next, writes });
  return ready;
}

function changed(segments: readonly Segment[], { upserts, removes }: Changes): readonly Segment[] {
  const all = withChange(segments, upserts, removes).map(sized);
  return compactSegments(
    all,
    ({ docs, segment }) => ({ docs, deleted: segment.deleted.length }),
    (bytes) => sized({ reader: bytesReader(bytes), deleted: [] }),
  ).map(({ segment }) => segment);
}

function sized(segment: Segment): { readonly segment: Segment; readonly docs: number } {
  return { segment, docs: new SegmentIndex([{ ...segment, deleted: [] }]).size };
}
