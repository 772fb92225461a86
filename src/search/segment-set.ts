import type { RangeReader } from '../core/ports.ts';
import { bytesReader } from './bytes.ts';
import type { SearchDoc } from './search-index.ts';
import { SegmentReader } from './segment-read.ts';
import { buildSegment } from './segment-write.ts';

/** A segment and the numbers of its documents that no longer count, ascending. */
export interface Segment {
  readonly reader: RangeReader;
  readonly deleted: ArrayLike<number>;
}

export interface SegmentChange {
  /** To be written as a new segment after the others; absent where no document was added. */
  readonly added: Uint8Array | undefined;
  /** The older segments' deletions as they are now, in their order. */
  readonly deleted: readonly ArrayLike<number>[];
}

/**
 * What has to be written so that these documents are added, or replace those with their keys, and the
 * removed ones are gone. Costs the changed documents and a look-up of their keys in each segment.
 */
export function changeSegments(
  segments: readonly Segment[],
  docs: Iterable<SearchDoc>,
  removed: Iterable<string>,
): SegmentChange {
  const bytes = buildSegment(docs);
  const fresh = new SegmentReader(bytesReader(bytes));
  const keys = new Set([...removed, ...fresh.keys()]);
  const deleted = segments.map((segment) => {
    const reader = new SegmentReader(segment.reader);
    const gone = new Set(Array.from(segment.deleted));
    const before = gone.size;
    for (const key of keys) {
      const doc = reader.docOf(key);
      if (doc !== undefined) gone.add(doc);
    }
    return gone.size === before ? segment.deleted : Uint32Array.from(gone).sort();
  });
  return { added: fresh.docCount === 0 ? undefined : bytes, deleted };
}

/** The segments after such a change, before anything is written. */
export function withChange(
  segments: readonly Segment[],
  docs: Iterable<SearchDoc>,
  removed: Iterable<string>,
): readonly Segment[] {
  const change = changeSegments(segments, docs, removed);
  const older = segments.map(({ reader }, at) => ({ reader, deleted: change.deleted[at] ?? [] }));
  return change.added === undefined ? older : [...older, { reader: bytesReader(change.added), deleted: [] }];
}

export interface SegmentSize {
  /** All documents, deleted ones included. */
  readonly docs: number;
  readonly deleted: number;
}

/** Segments that a query may have to look into. */
const MOST_SEGMENTS = 8;
/** Share of deleted documents from which on a segment is written anew. */
const MOST_DELETED = 0.3;

/**
 * Which segments to merge now, by position; none if all is well. Like binary counting (Bentley and Saxe
 * 1980, the logarithmic method): the smallest are merged, and each next one that is not more than twice
 * as big as what is merged already, so that a document is copied O(log n) times in its life.
 */
export function compactionPlan(sizes: readonly SegmentSize[]): readonly number[] {
  const bySize = sizes
    .map(({ docs, deleted }, at) => ({ at, live: docs - deleted, worn: deleted > MOST_DELETED * docs }))
    .sort((a, b) => a.live - b.live);
  const worn = bySize.filter((segment) => segment.worn);
  if (sizes.length <= MOST_SEGMENTS) return worn.map(({ at }) => at).sort((a, b) => a - b);
  const chosen = new Set(worn);
  let sum = 0;
  for (const [rank, segment] of bySize.entries()) {
    if (rank >= 4 && segment.live > 2 * sum) break;
    chosen.add(segment);
    sum += segment.live;
  }
  return [...chosen].map(({ at }) => at).sort((a, b) => a - b);
}
