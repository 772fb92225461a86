import { expect, test } from 'vitest';
import { meanOf, type Quality, qualityOf } from '../../bench/retrieval/metrics.ts';

const rounded = (quality: Quality): readonly number[] =>
  [quality.recall1, quality.recall5, quality.recall10, quality.hit5, quality.mrr10, quality.ndcg10].map(
    (value) => Number(value.toFixed(4)),
  );
const of = (ranked: string, relevant: string): readonly number[] =>
  rounded(qualityOf(ranked.split(' '), new Set(relevant.split(' '))));

test('a ranking is measured as by hand', () => {
  expect(of('a b c', 'a')).toEqual([1, 1, 1, 1, 1, 1]);
  // Second of three: 1/2, and 1/log2(3).
  expect(of('x a y', 'a')).toEqual([0, 1, 1, 1, 0.5, 0.6309]);
  // Both found, first and third: (1 + 1/2) / (1 + 1/log2(3)).
  expect(of('a x b', 'a b')).toEqual([0.5, 1, 1, 1, 1, 0.9197]);
  // One of two, sixth: not among five; 1/log2(7) / (1 + 1/log2(3)).
  expect(of('1 2 3 4 5 a', 'a b')).toEqual([0, 0, 0.5, 0, 0.1667, 0.2184]);
  expect(of('1 2 3 4 5 6 7 8 9 10 a', 'a')).toEqual([0, 0, 0, 0, 0, 0]);
  expect(of('', 'a')).toEqual([0, 0, 0, 0, 0, 0]);
});

test('more answers than ten places: the best order of ten is the measure', () => {
  const ids = Array.from({ length: 12 }, (_, n) => `d${n}`);
  const { recall10, ndcg10 } = qualityOf(ids, new Set(ids));
  expect(recall10).toBeCloseTo(10 / 12);
  expect(ndcg10).toBe(1);
});

test('what is told twice counts once', () => {
  expect(of('a a a', 'a b')).toEqual([0.5, 0.5, 0.5, 1, 1, 0.6131]);
});

test('each question counts the same', () => {
  const [one, none] = [qualityOf(['a'], new Set(['a'])), qualityOf(['x'], new Set(['a']))];
  expect(rounded(meanOf([one, one, one, none]))).toEqual([0.75, 0.75, 0.75, 0.75, 0.75, 0.75]);
});
