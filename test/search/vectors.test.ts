import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeVectors, encodeBlock, encodeHead, type VectorBlock } from '../../src/search/vector-file.ts';
import { likenessIn, quantised } from '../../src/search/vectors.ts';

const DIMENSION = 8;

const vector = fc
  .array(fc.integer({ min: -127, max: 127 }), { minLength: DIMENSION, maxLength: DIMENSION })
  .map((numbers) => Int8Array.from(numbers));
const hash = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const rows = fc.array(fc.record({ hash, vector }), { minLength: 1, maxLength: 5 });

/** Blocks as they are added, each naming rows of its own and of those before. */
const blocks: fc.Arbitrary<readonly VectorBlock[]> = fc
  .array(fc.tuple(rows, fc.dictionary(fc.stringMatching(/^[a-z0-9]{1,8}$/), fc.nat(100))), {
    maxLength: 4,
  })
  .map((all) => {
    let known = 0;
    return all.map(([added, names]) => {
      known += added.length;
      const named = Object.entries(names).map(
        ([id, at]) => [id, { mark: `m${at}`, row: at % known }] as const,
      );
      return { rows: added, names: new Map(named) };
    });
  });

const bytesOf = (all: readonly VectorBlock[]): Uint8Array =>
  Buffer.concat([encodeHead('made', DIMENSION), ...all.map(encodeBlock)]);

test('what was written is read, block by block', () => {
  fc.assert(
    fc.property(blocks, (all) => {
      const file = decodeVectors(bytesOf(all));
      expect(file).toMatchObject({ model: 'made', dimension: DIMENSION, whole: true });
      expect([...file.names]).toEqual([...new Map(all.flatMap(({ names }) => [...names]))]);
      const written = all.flatMap((block) => block.rows);
      expect(
        Array.from({ length: file.rows }, (_, at) => ({ hash: file.hash(at), vector: file.row(at) })),
      ).toEqual(written);
    }),
  );
});

test('what was cut off or changed is never taken for a vector', () => {
  fc.assert(
    fc.property(blocks, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, where, by) => {
      const whole = bytesOf(all);
      const changed = Uint8Array.from(whole);
      const at = where % whole.length;
      changed[at] = (changed[at] ?? 0) ^ by;
      for (const bytes of [whole.subarray(0, at), changed]) {
        try {
          const file = decodeVectors(bytes);
          expect(file.rows).toBeLessThanOrEqual(all.flatMap((block) => block.rows).length);
          for (let row = 0; row < file.rows; row += 1)
            expect(file.row(row)).toEqual(all.flatMap((block) => block.rows)[row]?.vector);
        } catch (cause) {
          expect(cause).toMatchObject({ code: 'corrupt-index' });
        }
      }
    }),
  );
});

test('the nearest lies farthest from the mean of all, however long the vectors are', () => {
  const made = [
    [1, 0, 0],
    [0, 5, 0],
    [0.1, 9, 0.1],
    [0, 0, 2],
  ].map((numbers) => ({ hash: '0'.repeat(32), vector: quantised(Float32Array.from(numbers)) }));
  const names = new Map(['x', 'y', 'near', 'z'].map((id, row) => [id, { mark: '', row }]));
  const file = decodeVectors(Buffer.concat([encodeHead('made', 3), encodeBlock({ names, rows: made })]));
  const likeness = likenessIn(file, Float32Array.from([0.1, 9, 0.1]));
  expect(likeness?.count).toBe(4);
  expect(likeness?.nearest(2)).toEqual(['near', 'y']);
  expect(likeness?.of('near')).toBeGreaterThan(likeness?.of('z') ?? 9);
  expect(likeness?.of('gone')).toBeUndefined();
  expect(likenessIn(file, Float32Array.from([1, 2]))).toBeUndefined();
});

test('where all lie alike none is nearer', () => {
  const row = { hash: '0'.repeat(32), vector: quantised(Float32Array.from([1, 1])) };
  const names = new Map(['a', 'b'].map((id, at) => [id, { mark: '', row: at }]));
  const file = decodeVectors(
    Buffer.concat([encodeHead('made', 2), encodeBlock({ names, rows: [row, row] })]),
  );
  expect(likenessIn(file, Float32Array.from([1, 0]))?.of('a')).toBe(0);
});
