import { describe, expect, test } from 'vitest';
import { isNexusError } from '../../src/core/error.ts';
import { bytesReader, checksum } from '../../src/search/bytes.ts';
import type { SearchIndex, SearchQuery } from '../../src/search/search-index.ts';
import { SegmentIndex } from '../../src/search/segment-index.ts';
import { mergeSegments } from '../../src/search/segment-merge.ts';
import { buildSegment } from '../../src/search/segment-write.ts';
import { generatedDoc, wordAt } from './docs.ts';

const DOCS = Array.from({ length: 150 }, (_, n) => generatedDoc(n, 0, 300));
const QUERIES: readonly SearchQuery[] = [
  { text: `${wordAt(0)} ${wordAt(3)} ${wordAt(40)}`, limit: 5 },
  { text: wordAt(2), limit: 5, all: [['kind:note']], since: 1_700_500_000 },
  { text: wordAt(7).slice(0, 4), limit: 5, prefixLast: true },
  { text: '', limit: 5 },
];

/** All answers as text, or `damaged`. Any other failure fails the test. */
function answers(open: () => SearchIndex): string {
  try {
    const index = open();
    const hits = QUERIES.map((query) => index.search(query));
    return JSON.stringify([index.size, hits, index.facet('kind:error'), index.get(DOCS[5]?.key ?? '')]);
  } catch (error) {
    if (isNexusError(error) && error.code === 'corrupt-index') return 'damaged';
    throw error;
  }
}

function openedFrom(bytes: Uint8Array): () => SearchIndex {
  return () => new SegmentIndex([{ reader: bytesReader(bytes), deleted: [] }]);
}

describe('a damaged segment', () => {
  const good = buildSegment(DOCS);
  const right = answers(openedFrom(good));

  test('is found out, or did not matter, at every 97th byte', () => {
    expect(right).not.toBe('damaged');
    let found = 0;
    for (let at = 0; at < good.length; at += 97) {
      const bad = good.slice();
      bad[at] = (bad[at] ?? 0) ^ (1 + (at % 255));
      const got = answers(openedFrom(bad));
      if (got === 'damaged') found += 1;
      else expect(got).toBe(right);
    }
    expect(found).toBeGreaterThan(good.length / 97 / 4);
  });

  test('is found out at every byte of its beginning', () => {
    for (let at = 0; at < 160; at += 1) {
      const bad = good.slice();
      bad[at] = (bad[at] ?? 0) ^ 0x10;
      expect(answers(openedFrom(bad))).toBe('damaged');
    }
  });

  test('is found out when cut, extended, emptied, zeroed or swapped', () => {
    for (let length = 0; length < good.length; length += 1 + Math.floor(good.length / 60)) {
      expect(answers(openedFrom(good.slice(0, length)))).toBe('damaged');
    }
    const longer = new Uint8Array(good.length + 1);
    longer.set(good);
    expect(answers(openedFrom(longer))).toBe('damaged');
    expect(answers(openedFrom(new Uint8Array(good.length)))).toBe('damaged');
    const zeroed = good.slice().fill(0, good.length >> 1);
    expect(answers(openedFrom(zeroed))).toBe('damaged');
  });

  test('is never merged into a good one', () => {
    for (let at = 3; at < good.length; at += 1999) {
      const bad = good.slice();
      bad[at] = (bad[at] ?? 0) ^ 0xff;
      const merged = answers(() => openedFrom(mergeSegments([{ reader: bytesReader(bad), deleted: [] }]))());
      expect(merged).toBe('damaged');
    }
  });

  test('with deletions that cannot be its own is refused', () => {
    for (const deleted of [[150], [3, 3], [1e9]]) {
      expect(answers(() => new SegmentIndex([{ reader: bytesReader(good), deleted }]))).toBe('damaged');
    }
  });

  test('an error of the disk is passed on as it is', () => {
    const reader = {
      size: good.length,
      read: (offset: number, length: number): Uint8Array => {
        if (offset > 0) throw new Error('input/output error');
        return good.subarray(offset, offset + length);
      },
    };
    const index = new SegmentIndex([{ reader, deleted: [] }]);
    expect(() => index.search({ text: wordAt(0), limit: 1 })).toThrow('input/output error');
  });
});

test('the checksum is MurmurHash3 (x86, 32 bits, seed 0)', () => {
  const sum = (text: string): number => checksum(new TextEncoder().encode(text));
  expect(sum('')).toBe(0);
  expect(sum('hello')).toBe(0x248bfa47);
  expect(sum('hello, world')).toBe(0x149bbb7f);
  expect(sum('The quick brown fox jumps over the lazy dog')).toBe(0x2e4ff723);
});
