import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeJson } from '../../src/present/safe-json.ts';
import { safeText } from '../../src/present/safe-text.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

/** Random text in which the dangerous characters are as common as the harmless ones. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: ANY_UNIT, maxLength: 8 }),
      fc.integer({ min: 0, max: 0xff }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0x2000, max: 0x206f }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0xe0000, max: 0xe01ff }).map((code) => String.fromCodePoint(code)),
      fc.constantFrom('\u200d', '\ufe0f', '👩', '🏽', '1', '\u20e3', '\u0301'.repeat(10), '\r\n', '\ufeff'),
      fc.constantFrom('\x1b]52;c;aGk=\x07', '\x1b[2J', '\x9b31m', '\x1bP1$r\x1b\\', '\u202eabc'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

const CONTROL = /[\x00-\x1f\x7f-\x9f]/;
const HIDDEN = /[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const DRAWN = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/gu;
const EMOJI_JOIN =
  /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d(?=\p{Extended_Pictographic})/gu;
const EMOJI_SELECTOR = /(?<=\p{Extended_Pictographic})\ufe0f|(?<=[0-9#*])\ufe0f(?=\u20e3)/gu;

describe('safeText', () => {
  it.each([
    ['a colour', 'a\x1b[31mb', 'a\\x1b[31mb'],
    ['a clipboard write', '\x1b]52;c;x\x07', '\\x1b]52;c;x\\x07'],
    ['a C1 introducer', '\x9b2J', '\\x9b2J'],
    ['DEL, backspace and NUL', 'a\x7f\b\0', 'a\\x7f\\x08\\x00'],
    ['a lone carriage return', 'ok\rbad', 'ok\\x0dbad'],
    ['line breaks where one line is wanted', 'a\n\tb', 'a\\x0a\\x09b'],
    ['a bidirectional override', 'a\u202eb\u2066', 'a<U+202E>b<U+2066>'],
    ['zero width', 'pass\u200bword\ufeff', 'pass<U+200B>word<U+FEFF>'],
    ['soft hyphen and fillers', '\u00ad\u115f\u3164', '<U+00AD><U+115F><U+3164>'],
    ['tag characters', 'x\u{e0041}\u{e007f}', 'x<U+E0041><U+E007F>'],
    ['variation selectors of the supplement', 'x\u{e0100}', 'x<U+E0100>'],
    ['separators of lines and paragraphs', 'a\u2028b\u2029', 'a<U+2028>b<U+2029>'],
    ['unpaired surrogates', 'a\ud83d', 'a<U+D83D>'],
    ['a joiner outside emoji', 'ab\u200dc', 'ab<U+200D>c'],
    ['selectors in a row', '❤\ufe0f\ufe0f', '❤\ufe0f<U+FE0F>'],
    ['a selector behind a digit that is no keycap', '1\ufe0f2', '1<U+FE0F>2'],
    ['piled up marks', `e${'\u0301'.repeat(20)}x`, `e${'\u0301'.repeat(8)}<+12 marks>x`],
  ])('shows %s', (_name, text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  it.each([
    'plain ASCII ~',
    'Größe, ελληνικά, кириллица, 日本語, 한국어',
    'हिन्दी ภาษาไทย العربية \u0601',
    '👩‍👩‍👧 👩🏽‍🚀 🏳️‍🌈 ❤️ 1️⃣ 🇩🇪',
  ])('keeps %s', (text) => {
    expect(safeText(text)).toBe(text);
  });

  it('keeps line breaks and tabs on request, CR LF as one', () => {
    expect(safeText('a\r\n\tb\rc\n', { newlines: true })).toBe('a\n\tb\\x0dc\n');
  });

  it('lets no foreign control or hidden character through, and is stable', () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, newlines) => {
        const shown = safeText(text, { newlines });
        const left = newlines ? shown.replace(/[\n\t]/g, '') : shown;
        expect(left).not.toMatch(CONTROL);
        expect(left.replace(EMOJI_JOIN, '').replace(EMOJI_SELECTOR, '').replace(DRAWN, '')).not.toMatch(
          HIDDEN,
        );
        expect(shown).not.toMatch(/\p{M}{10}/u);
        expect(safeText(shown, { newlines })).toBe(shown);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('safeJson', () => {
  it('escapes what JSON.stringify lets through', () => {
    expect(safeJson({ a: 'x\x9b\x7f\u202e\u{e0041}\u200d' }, 0)).toBe(
      '{"a":"x\\u009b\\u007f\\u202e\\udb40\\udc41\\u200d"}',
    );
  });

  it('is indented by two spaces, and null for what JSON cannot say', () => {
    expect(safeJson({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
    expect(safeJson(undefined)).toBe('null');
  });

  it('parses back to the same value and holds nothing unsafe', () => {
    const value = fc.dictionary(
      hostile,
      fc.oneof(hostile, fc.integer(), fc.array(hostile, { maxLength: 3 })),
      {
        maxKeys: 4,
      },
    );
    fc.assert(
      fc.property(value, (data) => {
        const json = safeJson(data);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(data)));
        expect(json.replaceAll('\n', '')).not.toMatch(CONTROL);
        expect(json.replace(DRAWN, '')).not.toMatch(HIDDEN);
        expect(json).not.toMatch(/\p{M}{9}/u);
      }),
      { numRuns: 5_000 },
    );
  });
});
