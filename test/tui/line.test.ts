import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { edited, type LineField, lineOf, MAX_LINE, typed } from '../../src/adapters/tui/line.ts';

/** `|` is the cursor. */
function field(text: string): LineField {
  const cursor = text.indexOf('|');
  return { text: text.replace('|', ''), cursor };
}

function shown({ text, cursor }: LineField): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

describe('a line that is typed', () => {
  test.each([
    ['left', 'ab|c', 'a|bc'],
    ['left', '|abc', '|abc'],
    ['left', 'a👨‍👩‍👧|b', 'a|👨‍👩‍👧b'],
    ['right', 'a|é漢', 'aé|漢'],
    ['right', 'ab|', 'ab|'],
    ['ctrl-b', 'ab|', 'a|b'],
    ['ctrl-f', '|ab', 'a|b'],
    ['home', 'ab|c', '|abc'],
    ['ctrl-a', 'ab|c', '|abc'],
    ['end', 'a|bc', 'abc|'],
    ['ctrl-e', 'a|bc', 'abc|'],
    ['backspace', 'ab|c', 'a|c'],
    ['backspace', '|abc', '|abc'],
    ['backspace', 'x👍🏽|', 'x|'],
    ['ctrl-h', 'ab|', 'a|'],
    ['delete', 'a|bc', 'a|c'],
    ['delete', 'abc|', 'abc|'],
    ['ctrl-u', 'ab|c', '|c'],
    ['ctrl-k', 'a|bc', 'a|'],
    ['ctrl-w', 'one two|', 'one |'],
    ['ctrl-w', 'one two  |x', 'one |x'],
    ['ctrl-w', '  |', '|'],
    ['alt-backspace', 'one two|', 'one |'],
    ['alt-b', 'one two|', 'one |two'],
    ['ctrl-left', 'one two|', 'one |two'],
    ['alt-f', 'one| two three', 'one two| three'],
    ['alt-d', 'one| two three', 'one| three'],
  ])('%s: %s becomes %s', (key, before, after) => {
    const line = edited(field(before), key);
    expect(line && shown(line)).toBe(after);
  });

  test('a key that edits no line says so', () => {
    for (const key of ['enter', 'f1', 'ctrl-r', 'up', 'a']) expect(edited(field('a|b'), key)).toBeUndefined();
  });

  test('what is typed or pasted stands at the cursor, in one line, without controls', () => {
    expect(shown(typed(field('a|c'), 'b'))).toBe('ab|c');
    expect(shown(typed(field('|'), 'Error: x\r\n\tat y\x1b[31m'))).toBe('Error: x at y[31m|');
  });

  test('it has a bound', () => {
    const line = typed(lineOf('x'.repeat(MAX_LINE - 2)), 'abcdef');
    expect(line.text).toHaveLength(MAX_LINE);
    expect(line.cursor).toBe(MAX_LINE);
  });

  test('whatever keys come, the cursor stands between two characters', () => {
    const keys = [
      'left',
      'right',
      'home',
      'end',
      'backspace',
      'delete',
      'ctrl-u',
      'ctrl-k',
      'ctrl-w',
      'alt-b',
      'alt-f',
      'alt-d',
    ];
    const step = fc.oneof(
      fc.constantFrom(...keys),
      fc.constantFrom('a', ' ', 'é', '👨‍👩‍👧', '漢 ', 'e\u0301'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let line = lineOf('');
        for (const one of steps) line = edited(line, one) ?? typed(line, one);
        const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
        const places = [...segmenter.segment(line.text)].map(({ index }) => index).concat(line.text.length);
        expect(places).toContain(line.cursor);
      }),
    );
  });
});
