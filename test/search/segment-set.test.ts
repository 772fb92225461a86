import { describe, expect, test } from 'vitest';
import { bytesReader } from '../../src/search/bytes.ts';
import { SegmentIndex } from '../../src/search/segment-index.ts';
import { mergeSegments } from '../../src/search/segment-merge.ts';
import { changeSegments, compactionPlan, type Segment, withChange } from '../../src/search/segment-set.ts';
import { buildSegment } from '../../src/search/segment-write.ts';
import { generatedDoc } from './docs.ts';

const docs = (from: number, to: number, version = 0) =>
  Array.from({ length: to - from }, (_, n) => generatedDoc(from + n, version, 400, 10));

const segment = (bytes: Uint8Array, deleted: ArrayLike<number> = []): Segment => ({
  reader: bytesReader(bytes),
  deleted,
});

describe('segments', () => {
  test('the same documents give the same bytes, in any order, the last of a key counting', () => {
    const bytes = buildSegment(docs(0, 80));
    expect(buildSegment(docs(0, 80).reverse())).toEqual(bytes);
    expect(buildSegment([...docs(10, 30, 1), ...docs(0, 80)])).toEqual(bytes);
  });

  test('a merge is byte for byte what a fresh build would be', () => {
    let segments: readonly Segment[] = [segment(buildSegment(docs(0, 1500)))];
    segments = withChange(segments, docs(1400, 1600, 1), []);
    segments = withChange(
      segments,
      docs(20, 40, 2),
      docs(0, 20).map((doc) => doc.key),
    );
    const living = [...docs(20, 40, 2), ...docs(40, 1400), ...docs(1400, 1600, 1)];
    expect(mergeSegments(segments)).toEqual(buildSegment(living));
    expect(mergeSegments([])).toEqual(buildSegment([]));
  });

  test('a change writes nothing where nothing changed', () => {
    const old = [segment(buildSegment(docs(0, 30)), [3])];
    expect(changeSegments(old, [], ['notes/no-such.md'])).toEqual({ added: undefined, deleted: [[3]] });
  });

  test('a cold query reads little of a big segment', () => {
    const bytes = buildSegment(docs(0, 4000));
    let read = 0;
    const reader = {
      size: bytes.length,
      read: (offset: number, length: number): Uint8Array => {
        read += length;
        return bytes.subarray(offset, offset + length);
      },
    };
    const rare = generatedDoc(17, 0, 400, 10).fields.title ?? '';
    const index = new SegmentIndex([{ reader, deleted: [] }]);
    expect(index.search({ text: rare.split(' ').slice(0, 2).join(' '), limit: 5 }).total).toBeGreaterThan(0);
    expect(read).toBeLessThan(bytes.length / 4);
  });

  test('a reader may give views into any buffer', () => {
    const bytes = buildSegment(docs(0, 300));
    const shifted = Buffer.alloc(bytes.length + 3);
    shifted.set(bytes, 3);
    const reader = {
      size: bytes.length,
      read: (offset: number, length: number): Uint8Array => shifted.subarray(offset + 3, offset + 3 + length),
    };
    const query = { text: docs(17, 18)[0]?.fields.body ?? '', limit: 20 };
    const wanted = new SegmentIndex([segment(bytes)]).search(query);
    expect(wanted.total).toBeGreaterThan(20);
    expect(new SegmentIndex([{ reader, deleted: [] }]).search(query)).toEqual(wanted);
  });
});

describe('compactionPlan', () => {
  test('leaves a tidy set alone', () => {
    expect(compactionPlan([])).toEqual([]);
    expect(
      compactionPlan([
        { docs: 100_000, deleted: 10 },
        { docs: 5, deleted: 0 },
      ]),
    ).toEqual([]);
  });

  test('rewrites what is mostly deleted', () => {
    expect(
      compactionPlan([
        { docs: 100, deleted: 31 },
        { docs: 50, deleted: 0 },
      ]),
    ).toEqual([0]);
  });

  test('merges the small ones and spares the big one', () => {
    const small = Array.from({ length: 8 }, () => ({ docs: 3, deleted: 0 }));
    expect(compactionPlan([{ docs: 100_000, deleted: 0 }, ...small])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('keeps segments few and the copying proportional to k log n', () => {
    let sizes = [{ docs: 100_000, deleted: 0 }];
    let copied = 0;
    const commits = 5000;
    for (let commit = 0; commit < commits; commit += 1) {
      sizes.push({ docs: 1 + (commit % 3), deleted: 0 });
      const plan = compactionPlan(sizes);
      if (plan.length === 0) continue;
      const merged = plan.reduce((sum, at) => sum + (sizes[at]?.docs ?? 0), 0);
      copied += merged;
      sizes = [...sizes.filter((_, at) => !plan.includes(at)), { docs: merged, deleted: 0 }];
      expect(sizes.length).toBeLessThanOrEqual(8);
    }
    expect(copied).toBeLessThan(2 * commits * Math.log2(2 * commits));
  });
});
