import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ago, displayWidth, fit, pad, plural, shortAge, table, wrap } from '../../src/present/layout.ts';
import { createStyle } from '../../src/present/style.ts';

const style = createStyle({ color: true });
const texts = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', 'é', 'e\u0301', '漢', '한', '👩‍👧', '❤️', '🇩🇪', 'ｆ', '-'),
  maxLength: 40,
});

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['e\u0301', 1],
    ['漢字', 4],
    ['한국', 4],
    ['\u1112\u1161\u11ab', 2],
    ['ｆｕ', 4],
    ['👍🏽', 2],
    ['👩‍👩‍👧', 2],
    ['❤️', 2],
    ['❤', 1],
    ['🇩🇪', 2],
    ['…', 1],
    ['<U+202E>', 8],
    ['\x1b[1mab\x1b[22m', 2],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('of a character is the same alone, in a plain text, and beside one that takes a closer look', () => {
    for (let code = 0x20; code < 0x3000; code++) {
      const char = String.fromCharCode(code);
      const closer = displayWidth(`${char} 한`) - 3;
      expect([code, displayWidth(char), displayWidth(`a ${char} b`) - 4]).toEqual([code, closer, closer]);
    }
  });
});

it('a character is as wide by itself as beside a wide one, where all is looked at closely', () => {
  const differing: string[] = [];
  for (let code = 0x20; code < 0x3000; code++) {
    const char = String.fromCharCode(code);
    if (displayWidth(`漢${char}`) !== 2 + displayWidth(char)) differing.push(code.toString(16));
  }
  expect(differing).toEqual([]);
});

describe('fit', () => {
  it.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 4, 'abc…'],
    ['abcdef', 1, '…'],
    ['abcdef', 0, ''],
    ['漢字漢字', 6, '漢字…'],
    ['a👩‍👩‍👧b', 3, 'a…'],
  ])('%j in %i columns', (text, columns, expected) => {
    expect(fit(text, columns)).toBe(expected);
  });

  it('keeps colours balanced', () => {
    expect(fit(`${style.red('abcdef')}xyz`, 4)).toBe(`${style.red('abc…')}`);
  });

  it('never exceeds the width', () => {
    fc.assert(
      fc.property(texts, fc.nat(30), (text, columns) => {
        expect(displayWidth(fit(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('wrap', () => {
  it('breaks at spaces, keeps line breaks and indentation', () => {
    expect(wrap('one two three\n  - four five', 9)).toBe('one two\nthree\n  - four\n  five');
    expect(wrap('one two', 6, 2)).toBe('  one\n  two');
    expect(wrap('a\n\nb', 9, 2)).toBe('  a\n\n  b');
  });

  it('breaks a word only where it is wider than the line', () => {
    expect(wrap('abcdefgh ij', 3)).toBe('abc\ndef\ngh\nij');
  });

  it('leaves room for a wide character in a deep indentation', () => {
    expect(wrap('   漢字', 4)).toBe('  漢\n  字');
  });

  it('loses nothing and never exceeds the width', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 30 }), fc.nat(2), (text, columns, indent) => {
        const wrapped = wrap(text, columns, indent);
        for (const line of wrapped.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        expect(wrapped.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('table', () => {
  it('aligns by width and leaves no spaces at the end', () => {
    const rows = [
      ['漢', 'x', '1'],
      ['abcd', '', '22'],
    ];
    expect(table(rows, 80, ['left', 'left', 'right'])).toBe('漢    x   1\nabcd     22');
    expect(table([['a', '']], 80)).toBe('a');
    expect(table([], 80)).toBe('');
  });

  it('takes room from the widest column first', () => {
    expect(table([['ab', 'abcdefghij', 'cd']], 13)).toBe('ab  abcd…  cd');
  });

  it('never exceeds the terminal where two columns can give way', () => {
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 6, max: 40 }), (left, right, columns) => {
        for (const line of table([[left, right]], columns).split('\n')) {
          expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });

  it('knows no limit in a pipe', () => {
    expect(table([['a'.repeat(300), 'b']], Number.POSITIVE_INFINITY)).toBe(`${'a'.repeat(300)}  b`);
  });
});

it('pads on either side', () => {
  expect([pad('漢', 4), pad('7', 3, 'right'), pad('long', 2)]).toEqual(['漢  ', '  7', 'long']);
});

it.each([
  [1, 'record', undefined, '1 record'],
  [0, 'record', undefined, '0 records'],
  [2, 'entry', undefined, '2 entries'],
  [2, 'day', undefined, '2 days'],
  [3, 'match', undefined, '3 matches'],
  [2, 'person', 'people', '2 people'],
])('plural(%i, %s)', (count, noun, many, expected) => {
  expect(plural(count, noun, many)).toBe(expected);
});

it.each([
  [0, 'just now'],
  [59, 'just now'],
  [60, '1 minute ago'],
  [7200, '2 hours ago'],
  [3 * 86_400, '3 days ago'],
  [8 * 86_400, '1 week ago'],
  [70 * 86_400, '2 months ago'],
  [800 * 86_400, '2 years ago'],
  [-3 * 86_400, 'in 3 days'],
  [Number.NaN, 'at an unknown time'],
])('ago: %d seconds', (seconds, expected) => {
  const now = Date.UTC(2026, 10, 21);
  expect(ago(now - seconds * 1000, now)).toBe(expected);
});

it('tells an age in three columns', () => {
  const day = 86_400_000;
  const spans = [0, 59_000, 60_000, 3_600_000, day, 13 * day, 14 * day, 92 * day, 200 * day, 800 * day, -day];
  expect(spans.map((ms) => shortAge(0, ms))).toEqual([
    ...['now', 'now', '1m', '1h', '1d', '13d', '2w', '13w', '28w', '2y', 'now'],
  ]);
  expect(shortAge(Number.NaN, 0)).toBe('?');
});
