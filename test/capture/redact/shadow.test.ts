import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/capture/redact/redactor.ts';
import { decodedShadow, joinedShadow, sourceRange } from '../../../src/capture/redact/shadow.ts';
import { VENDOR_FORMATS } from '../../../src/capture/redact/vendor-tokens.ts';
import { type Random, sampleOf, seeded } from './sample-token.ts';

const redactor = createRedactor({});
const at = (text: string, random: Random) => 1 + Math.floor(random() * (text.length - 1));
const insert = (text: string, position: number, what: string) =>
  text.slice(0, position) + what + text.slice(position);
const hex = (char: string, width: number) => char.charCodeAt(0).toString(16).padStart(width, '0');

/** What terminals, encoders and line wrapping do to a token. */
const TRANSFORMS: Readonly<Record<string, (token: string, random: Random) => string>> = {
  plain: (token) => `error: ${token} is bad`,
  colours: (token, random) =>
    `error: \u001b[31m${insert(token, at(token, random), '\u001b[1;33m')}\u001b[0m is bad`,
  'zero-width characters': (token, random) =>
    `error: ${insert(insert(token, at(token, random), '\u200b'), 2, '\u2060')} is bad`,
  'JSON escapes': (token) => `{"error":"\\u${hex(token[0] ?? '', 4)}${token.slice(1)}","b":1}`,
  'JSON inside JSON': (token) => JSON.stringify({ log: JSON.stringify({ error: `first\n${token}` }) }),
  'URL escapes': (token) =>
    `https://example.com/a?b=%${hex(token[0] ?? '', 2)}${token.slice(1, 4)}%${hex(token[4] ?? '', 2)}${token.slice(5)}&c=1`,
  'full-width characters': (token) =>
    `error: ${token.replace(/[a-z]/, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))} is bad`,
  'a hard wrap': (token, random) =>
    `error: it was\n${insert(token, Math.floor(token.length / 2) + Math.floor(random() * 3), '\n')}\nis bad`,
  'a wrap with indentation': (token) =>
    `key:\n  ${insert(token, Math.floor(token.length / 2), '\n  ')}\nnext: 1`,
  'a shell line continuation': (token) => `run ${insert(token, Math.floor(token.length / 2), '\\\n')} --now`,
};

function missedBy(transform: (token: string, random: Random) => string): string[] {
  const random = seeded(99);
  return VENDOR_FORMATS.filter((format) => {
    const token = sampleOf(format, random);
    const { text } = redactor.text(transform(token, random));
    // Half of the token is the most that any transform leaves in one piece.
    return text.includes(token.slice(-8)) || text.includes(token.slice(1, Math.min(14, token.length >> 1)));
  }).map(({ id }) => id);
}

describe('tokens in disguise', () => {
  test.each(Object.entries(TRANSFORMS))('%s loses at most 2 points', (_, transform) => {
    const missed = missedBy(transform);
    expect(missed.length, missed.join(' ')).toBeLessThanOrEqual(VENDOR_FORMATS.length * 0.02);
  });

  test('the offsets are those of the input', () => {
    const token = sampleOf({ id: 'x', forms: ['ghp_<alnum:36>'] }, seeded(5));
    const input = `a \u001b[31m${token.slice(0, 10)}\u001b[0m${token.slice(10)} b`;
    const { text, found } = redactor.text(input);
    expect(text).toBe('a \u001b[31m[REDACTED:github-personal-token] b');
    expect(found.map(({ start, end }) => input.slice(start, end))).toEqual([
      `${token.slice(0, 10)}\u001b[0m${token.slice(10)}`,
    ]);
  });

  test('a whole token at a line end does not swallow the next line', () => {
    const token = sampleOf({ id: 'x', forms: ['ghp_<alnum:36>'] }, seeded(6));
    expect(redactor.text(`token ${token}\nretrying in a moment`).text).toMatch(/\]\nretrying in a moment$/);
    expect(redactor.text(`${token}\nsha3 and more`).text).toContain('and more');
  });

  test('text without escapes has no shadow', () => {
    expect(decodedShadow('plain text, "quoted", 100 % & more')).toBeUndefined();
    expect(joinedShadow('one line')).toBeUndefined();
  });

  test('a shadow maps back what it changed', () => {
    const input = '\\u0041b\u200bc%44\uff25';
    const shadow = decodedShadow(input);
    expect(shadow?.text).toBe('AbcDE');
    expect(shadow === undefined ? undefined : sourceRange(shadow, 0, 1)).toEqual({ start: 0, end: 6 });
    expect(shadow === undefined ? undefined : sourceRange(shadow, 2, 5)).toEqual({ start: 8, end: 13 });
  });
});
