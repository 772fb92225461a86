import { expect, test } from 'vitest';
import { type AskedTwice, lostAnswers } from '../../src/review/lost-answers.ts';

const asked = (over: Partial<AskedTwice>): AskedTwice => ({
  ask: 'how?',
  record: { id: '01m7ytvkb8wa1k', title: 'So' },
  within: { before: 5, after: 5 },
  place: { before: 2, after: 2 },
  ahead: [],
  ...over,
});
const told = (over: Partial<AskedTwice>): readonly string[] =>
  lostAnswers([asked(over)], 'q').map(({ message }) => message);

test('only what a change loses is told', () => {
  expect(told({})).toEqual([]);
  expect(told({ place: { before: 2, after: 5 } })).toEqual([]);
  expect(told({ place: { before: 2, after: 6 } })).toEqual([
    'no longer finds “So” among the first 5: it was number 2, and is number 6',
  ]);
  expect(told({ place: { before: 6, after: 60 } })).toEqual([]);
  expect(told({ place: { before: 1 } })).toHaveLength(1);
});

test('a question that asks for more, or is new, must find it now; one that asks for less is held to what it asked', () => {
  expect(told({ within: { before: 5, after: 1 } })).toHaveLength(1);
  expect(told({ within: { before: 1, after: 5 }, place: { before: 1, after: 3 } })).toHaveLength(1);
  expect(told({ within: { after: 1 }, place: { before: 2, after: 2 } })).toEqual([
    'does not find “So” among the first 1: it is number 2',
  ]);
});

test('a question that goes with its record is not told of; one that goes alone is', () => {
  const gone = { within: { before: 5 }, place: { before: 1 } };
  expect(told({ ...gone, gone: 'it is retired' })).toEqual([]);
  expect(told(gone)).toEqual([
    'no longer finds “So” among the first 5: it was number 1, and is not among the first 100; the change takes the question out',
  ]);
});

test('what is long is cut, and what is many counted', () => {
  const [one] = lostAnswers(
    [
      asked({
        ask: `a\nb ${'c'.repeat(300)}`,
        place: { before: 1, after: 9 },
        ahead: ['a', 'b', 'c', 'd', 'e'],
      }),
    ],
    'q',
  );
  expect(one?.excerpt).toMatch(/^a b c{156}…$/);
  expect(one?.message).toMatch(/come before it: “a”, “b”, “c” and 2 more$/);
});
