import { FIELDS } from './fields.ts';
import { encodeNumbers, encodePostings, PACK } from './postings.ts';
import { SegmentReader } from './segment-read.ts';
import { compactionPlan, type Segment, type SegmentSize } from './segment-set.ts';
import { type DocRow, renumbered, writeSegment } from './segment-write.ts';

/**
 * One segment of the living documents of several, byte for byte as if built from them, without
 * looking at their text again.
 */
export function mergeSegments(segments: readonly Segment[]): Uint8Array {
  const readers = segments.map(({ reader }) => new SegmentReader(reader));
  const found = new Map<string, { readonly segment: number; readonly doc: number }>();
  for (const [segment, reader] of readers.entries()) {
    const deleted = new Set(Array.from(segments[segment]?.deleted ?? []));
    let doc = 0;
    for (const key of reader.keys()) {
      if (!deleted.has(doc)) found.set(key, { segment, doc });
      doc += 1;
    }
  }
  const numbers = readers.map((reader) => new Int32Array(reader.docCount).fill(-1));
  const rows = [...found.keys()].sort().flatMap((key, number): DocRow[] => {
    const at = found.get(key);
    const reader = at === undefined ? undefined : readers[at.segment];
    if (at === undefined || reader === undefined) return [];
    const map = numbers[at.segment];
    if (map !== undefined) map[at.doc] = number;
    return [
      {
        key,
        time: reader.time(at.doc),
        boost: reader.boost(at.doc),
        lengths: FIELDS.map((_, field) => reader.length(field, at.doc)),
        json: reader.stored(at.doc).json,
        sequence: reader.sequence(at.doc),
      },
    ];
  });
  const mapOf = (segment: number): Int32Array => numbers[segment] ?? new Int32Array(0);
  return writeSegment({ rows, terms: mergedTerms(readers, mapOf), facets: mergedFacets(readers, mapOf) });
}

/**
 * Merges segments until `compactionPlan` is content: after each change, few of them are left to look into.
 * @param write keeps the bytes of a merged segment; one without documents is left out
 */
export function compactSegments<T extends { readonly segment: Segment }>(
  all: readonly T[],
  sizeOf: (one: T) => SegmentSize,
  write: (bytes: Uint8Array) => T,
): readonly T[] {
  let now = all;
  for (;;) {
    const chosen = new Set(compactionPlan(now.map(sizeOf)));
    if (chosen.size === 0) return now;
    const merged = write(mergeSegments(now.filter((_, at) => chosen.has(at)).map(({ segment }) => segment)));
    const rest = now.filter((_, at) => !chosen.has(at));
    now = sizeOf(merged).docs === 0 ? rest : [...rest, merged];
  }
}

function* mergedTerms(
  readers: readonly SegmentReader[],
  mapOf: (segment: number) => Int32Array,
): Generator<readonly [string, Uint8Array]> {
  for (const [term, parts] of side(readers.map((reader) => reader.terms()))) {
    const lists = FIELDS.map((_, field) =>
      joined(
        parts.flatMap(({ segment, value }) =>
          value
            .filter((postings) => postings.field === field)
            .map(({ docs, frequencies }) => {
              const packed = Float64Array.from(docs, (doc, at) => doc * PACK + (frequencies[at] ?? 1));
              return renumbered(packed, mapOf(segment), PACK);
            }),
        ),
      ),
    );
    const bytes = encodePostings(lists);
    if (bytes.length > 0) yield [term, bytes];
  }
}

function* mergedFacets(
  readers: readonly SegmentReader[],
  mapOf: (segment: number) => Int32Array,
): Generator<readonly [string, Uint8Array]> {
  for (const [facet, parts] of side(readers.map((reader) => reader.facets()))) {
    const docs = joined(parts.map(({ segment, value }) => renumbered(value, mapOf(segment), 1)));
    if (docs.length > 0) yield [facet, encodeNumbers(docs)];
  }
}

function joined(lists: readonly Float64Array[]): Float64Array {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined) return only;
  const all = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all.sort();
}

interface Part<T> {
  readonly segment: number;
  readonly value: T;
}

/** Sorted streams side by side: each name once, with what every stream has of it. */
function* side<T>(
  streams: readonly Generator<readonly [string, T]>[],
): Generator<readonly [string, readonly Part<T>[]]> {
  const heads = streams.map((stream) => stream.next());
  for (;;) {
    let least: string | undefined;
    for (const head of heads) {
      if (head.done !== true && (least === undefined || head.value[0] < least)) least = head.value[0];
    }
    if (least === undefined) return;
    const parts: Part<T>[] = [];
    for (const [segment, head] of heads.entries()) {
      if (head.done === true || head.value[0] !== least) continue;
      parts.push({ segment, value: head.value[1] });
      const next = streams[segment]?.next();
      if (next !== undefined) heads[segment] = next;
    }
    yield [least, parts];
  }
}
