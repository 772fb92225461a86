import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visibleText } from '../../src/present/visible-text.ts';
import { EVIL, FORBIDDEN } from '../helpers/hostile.ts';

const shown = (text: string): string => visibleText(Buffer.from(text));

/** What is shown, back to what was in the file: the other way round, so that nothing can be lost. */
function revealed(text: string): Uint8Array {
  const parts = text.split(/(<U\+(?:byte [0-9A-F]{2}|[0-9A-F]{4,6})>)/);
  const bytes = parts.map((part) => {
    const [, byte, code] = /^<U\+(?:byte ([0-9A-F]{2})|([0-9A-F]{4,6}))>$/.exec(part) ?? [];
    if (byte !== undefined) return Buffer.from(byte, 'hex');
    return Buffer.from(code === undefined ? part : String.fromCodePoint(Number.parseInt(code, 16)));
  });
  return new Uint8Array(Buffer.concat(bytes));
}

test('what a person can see stays as it is, in any script, line for line', () => {
  const text = '## Fix\n\n\tcafé, 漢字, हिन्दी, “quoted” — 👩‍💻 ⚠️ <b> U+202E\n\nno end of line';
  expect(shown(text)).toBe(text);
});

test('what is not seen, or acted on, is named; bytes that are no text, too', () => {
  expect(shown('\x1b[2Ja\u202eb\u200bc\u{e0041}\r\n')).toBe(
    '<U+001B>[2Ja<U+202E>b<U+200B>c<U+E0041><U+000D>\n',
  );
  expect(visibleText(Uint8Array.of(0xc3, 0xa9, 0x9b, 0x41, 0xed, 0xa0, 0x80, 10, 0xc3, 0xa9))).toBe(
    'é<U+byte 9B>A<U+byte ED><U+byte A0><U+byte 80>\né',
  );
  expect(shown(EVIL)).not.toMatch(FORBIDDEN);
});

test('no two files are shown alike: written out, the name of a character is shown otherwise than the character', () => {
  expect(shown('<U+202E>')).toBe('<U+003C>U+202E>');
  const piece = fc.oneof(
    fc.constantFrom(
      '<U+',
      '202E>',
      '<',
      '003C>',
      'byte 9B>',
      '\u202e',
      '\x1b',
      '\n',
      '\r',
      '👩',
      '\u200d',
      '\ufe0f',
    ),
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  );
  const text = fc.array(piece).map((parts) => new Uint8Array(Buffer.from(parts.join(''))));
  fc.assert(
    fc.property(fc.oneof(text, fc.uint8Array()), (bytes) => {
      expect(revealed(visibleText(bytes))).toEqual(new Uint8Array(bytes));
    }),
  );
});
