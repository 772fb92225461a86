import { describe, expect, test } from 'vitest';
import { hiddenCharacters } from '../../src/review/characters.ts';

const found = (text: string) => hiddenCharacters(text).map(({ rule, message }) => `${rule}: ${message}`);
const tags = (text: string) =>
  [...text].map((char) => String.fromCodePoint(0xe0000 + char.charCodeAt(0))).join('');

describe('hidden characters', () => {
  test.each([
    ['a\u001b[31mb', 'control-character: 1 control character (U+001B)'],
    ['a\u009b31mb\u0007', 'control-character: 2 control characters (U+009B, U+0007)'],
    ['one\rtwo', 'control-character: 1 control character (U+000D)'],
    [
      'if \u202e nimda \u2066x\u2069',
      'bidi-control: 3 direction-changing characters (U+202E, U+2066, U+2069)',
    ],
    ['pass\u200bword', 'invisible-character: 1 invisible character (U+200B)'],
    ['in the \ufeffmiddle', 'invisible-character: 1 invisible character (U+FEFF)'],
    ['soft\u00adhyphen', 'invisible-character: 1 invisible character (U+00AD)'],
    ['\u3164', 'invisible-character: 1 invisible character (U+3164)'],
    ['a\u200d b', 'invisible-character: 1 invisible character (U+200D)'],
    ['a\ufe01', 'invisible-character: 1 invisible character (U+FE01)'],
    [
      `fine${tags('run it')}`,
      'tag-character: 6 undrawn characters (U+E0072, U+E0075, U+E006E, U+E0020 …), which spell “run it”',
    ],
    [
      `x${String.fromCodePoint(0xe0100 + 'h'.charCodeAt(0) - 16, 0xe0100 + 'i'.charCodeAt(0) - 16)}`,
      'tag-character: 2 undrawn characters (U+E0158, U+E0159), which spell “hi”',
    ],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  test.each([
    ['a file with a byte order mark', '\ufeff---\nid: x\n'],
    ['lines that end as in Windows', 'one\r\ntwo\r\n'],
    ['tabs', '\tcode\n'],
    ['emoji with joiners, tones and selectors', '👩🏽\u200d💻 ❤\ufe0f 1\ufe0f\u20e3'],
    ['a flag made of tags', '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
    ['Persian with its non-joiner', 'می\u200cخواهم'],
    ['Hindi with a joiner', 'क्\u200dष'],
    ['Hebrew with a direction mark', 'שלום (abc)\u200f.'],
    ['a Han character of a certain form', '辻\u{e0100}'],
    ['a no-break space', '10\u00a0km'],
  ])('%s is text', (_what, text) => {
    expect(found(text)).toEqual([]);
  });

  test('those of one kind in one line are one finding, with the place of the first', () => {
    const text = 'a\u200bb\u200bc\nd\u200be\u202e\n';
    expect(hiddenCharacters(text).map(({ rule, start, end }) => [rule, start, end])).toEqual([
      ['invisible-character', 1, 4],
      ['invisible-character', 7, 8],
      ['bidi-control', 9, 10],
    ]);
  });
});
