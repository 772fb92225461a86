import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffPart, diffText } from '../../src/present/diff-text.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

function shape(parts: readonly DiffPart[]): string {
  const marks = { same: '', removed: '-', added: '+' };
  return parts.map((part) => (part.op === 'same' ? part.text : `[${marks[part.op]}${part.text}]`)).join('');
}

describe('diffText', () => {
  it.each([
    ['use pnpm here', 'use npm here', 'use [-pnpm][+npm] here'],
    ['a b c', 'a c', 'a [-b ]c'],
    ['', 'new', '[+new]'],
    ['old', '', '[-old]'],
    ['same', 'same', 'same'],
    ['', '', ''],
    ['one two three', 'uno due three', '[-one two][+uno due] three'],
    ['f(x, y)', 'f(x, z)', 'f(x, [-y][+z])'],
    ['日本語', '日本人', '日本[-語][+人]'],
  ])('%j to %j', (before, after, expected) => {
    expect(shape(diffText(before, after))).toBe(expected);
  });

  it('can be undone in both directions', () => {
    const words = fc
      .array(
        fc.oneof(
          fc.constantFrom('a', 'b', 'c', ' ', ' ', '\n', '.'),
          fc.string({ unit: ANY_UNIT, maxLength: 3 }),
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(words, words, (before, after) => {
        const parts = diffText(before, after);
        const join = (skip: DiffPart['op']) =>
          parts
            .filter((part) => part.op !== skip)
            .map((part) => part.text)
            .join('');
        expect(join('added')).toBe(before);
        expect(join('removed')).toBe(after);
        expect(parts.every((part) => part.text !== '')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives up on detail, not on time, for long texts', () => {
    const before = Array.from({ length: 5_000 }, (_, i) => `a${i}`).join(' ');
    const after = Array.from({ length: 5_000 }, (_, i) => `b${i}`).join(' ');
    expect(diffText(before, after).map((part) => part.op)).toEqual(['removed', 'added']);
  });
});
