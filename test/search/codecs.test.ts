import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteCursor, ByteWriter, bytesReader } from '../../src/search/bytes.ts';
import {
  decodeNumbers,
  decodePostings,
  encodeNumbers,
  encodePostings,
  PACK,
} from '../../src/search/postings.ts';
import { SortedMap, writeSortedMap } from '../../src/search/sorted-map.ts';
import { TopHits } from '../../src/search/top-hits.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: ANY_UNIT, maxLength: 80 }),
);

describe('bytes', () => {
  test('what was written is read', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.maxSafeNat(), text)), (pairs) => {
        const out = new ByteWriter(1);
        for (const [number, word] of pairs) {
          out.varint(number);
          out.text(word);
          out.f64(number / 3);
        }
        const cursor = new ByteCursor(out.bytes());
        for (const [number, word] of pairs) {
          expect([cursor.varint(), cursor.text(), cursor.f64()]).toEqual([number, word, number / 3]);
        }
        expect(cursor.done).toBe(true);
      }),
    );
  });

  test('any bytes are read to an end or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        for (const read of [() => decodePostings(bytes, 50), () => decodeNumbers(bytes, 50)]) {
          try {
            read();
          } catch (error) {
            expect(error).toMatchObject({ code: 'corrupt-index' });
          }
        }
      }),
    );
  });
});

describe('postings', () => {
  const list = fc
    .uniqueArray(fc.tuple(fc.nat({ max: 2 ** 30 }), fc.integer({ min: 1, max: PACK - 1 })), {
      selector: ([doc]) => doc,
      minLength: 1,
    })
    .map((pairs) => pairs.sort((a, b) => a[0] - b[0]));

  test('come back as they were, field by field', () => {
    fc.assert(
      fc.property(fc.array(fc.option(list, { nil: undefined }), { maxLength: 5 }), (lists) => {
        const bytes = encodePostings(lists.map((one) => one?.map(([doc, n]) => doc * PACK + n)));
        const back = decodePostings(bytes, 2 ** 31);
        const wanted = lists.flatMap((one, field) => (one === undefined ? [] : [{ field, one }]));
        expect(back.map(({ field }) => field)).toEqual(wanted.map(({ field }) => field));
        for (const [at, { docs, frequencies }] of back.entries()) {
          expect(Array.from(docs, (doc, n) => [doc, frequencies[n]])).toEqual(wanted[at]?.one);
        }
      }),
    );
  });

  test('numbers come back as they were', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), (numbers) => {
        const sorted = numbers.sort((a, b) => a - b);
        expect([...decodeNumbers(encodeNumbers(sorted), 2 ** 32)]).toEqual(sorted);
      }),
    );
  });
});

describe('the sorted map', () => {
  const entries = fc
    .uniqueArray(fc.tuple(text, fc.uint8Array({ maxLength: 40 })), {
      selector: ([key]) => key,
      maxLength: 200,
    })
    .map((pairs) => pairs.sort(([a], [b]) => (a < b ? -1 : 1)));

  test('finds every key, no other, and walks in order from anywhere', () => {
    fc.assert(
      fc.property(entries, text, (pairs, from) => {
        const out = new ByteWriter();
        const root = writeSortedMap(out, pairs);
        const map = new SortedMap(bytesReader(out.bytes()), root, 'a test');
        for (const [key, value] of pairs) expect(map.get(key)).toEqual(value);
        const known = pairs.find(([key]) => key === from)?.[1];
        expect(map.get(from)).toEqual(known);
        const later = pairs.filter(([key]) => key >= from).map(([key]) => key);
        expect(Array.from(map.entries(from), ([key]) => key)).toEqual(later);
      }),
    );
  });

  test('grows to several levels', () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => `key ${String(n).padStart(6, '0')}`);
    const out = new ByteWriter();
    const root = writeSortedMap(
      out,
      keys.map((key, n) => [key, Uint8Array.of(n & 255, n >> 8)] as const),
    );
    const map = new SortedMap(bytesReader(out.bytes()), root, 'a test');
    expect(map.get('key 012345')).toEqual(Uint8Array.of(12345 & 255, 12345 >> 8));
    expect(map.get('key 0123456')).toBeUndefined();
    expect(Array.from(map.entries(), ([key]) => key)).toEqual(keys);
  });
});

test('TopHits keeps the best in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 30 })), fc.nat({ max: 12 }), (numbers, limit) => {
      const top = new TopHits<number>(limit, (a, b) => a - b);
      for (const number of numbers) top.offer(number);
      expect(top.sorted()).toEqual([...numbers].sort((a, b) => a - b).slice(0, limit));
    }),
  );
});
