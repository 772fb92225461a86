import type { Span } from './hit.ts';

/** Of a decoded text so many characters are ones that people write. */
const PRINTABLE = 0.85;
/** Long enough to hold a program; shorter ones that are no text are fingerprints and keys. */
const BINARY = 400;

export interface Blob extends Span {
  readonly form: string;
  /** Undefined where it is no text. */
  readonly text: string | undefined;
}

const FORMS: readonly (readonly [
  form: string,
  pattern: RegExp,
  decode: (text: string) => string | undefined,
])[] = [
  [
    'base64',
    /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{4}[\r\n ]{0,2}){8,}(?:[A-Za-z0-9+/_-]{2,4}={0,2})?(?![A-Za-z0-9+/_-])/g,
    fromBase64,
  ],
  ['hexadecimal', /(?<![A-Za-z0-9])(?:0x)?(?:[0-9a-fA-F]{2}[ :,]{0,2}){20,}(?![A-Za-z0-9])/g, fromHex],
  [
    'escapes',
    /(?:\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\u\{[0-9a-fA-F]{1,6}\}|\\[0-3][0-7]{2}){8,}/g,
    fromEscapes,
  ],
  ['percent signs', /(?:[\w.~/+-]{0,3}%[0-9a-fA-F]{2}){10,}[\w.~/+-]{0,40}/g, fromPercent],
  ['entities', /(?:&#(?:\d{2,6}|x[0-9a-fA-F]{2,5});\s{0,2}){6,}/gi, fromEntities],
  [
    'character codes',
    /(?:(?:String\.fromCharCode|chr)\s{0,2}\(|\[)\s{0,4}(?:\d{2,3}\s{0,2},\s{0,2}){9,}\d{2,3}\s{0,4}[)\]]/g,
    fromCodes,
  ],
];

/** What is written so that a reader does not read it, with what it says. */
export function blobsIn(text: string): readonly Blob[] {
  return FORMS.flatMap(([form, pattern, decode]) =>
    [...text.matchAll(pattern)].flatMap(({ index, 0: source }): Blob[] => {
      const bytes = decode(source);
      if (bytes === undefined) return [];
      const decoded = asText(bytes);
      const place = { start: index, end: index + source.length, form };
      if (decoded !== undefined) return [{ ...place, text: decoded }];
      return form === 'base64' && source.length >= BINARY && isMixed(source)
        ? [{ ...place, text: undefined }]
        : [];
    }),
  );
}

/** Letters of both cases and digits: a long path or word has no such mixture. */
function isMixed(source: string): boolean {
  return (
    /[a-z]/.test(source) && /[A-Z]/.test(source) && (source.match(/\d/g)?.length ?? 0) * 20 > source.length
  );
}

/** Bytes, as a string of code units, as UTF-8 or UTF-16 text that somebody could have written. */
function asText(bytes: string): string | undefined {
  const units = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
  const wide = units.length > 8 && units.every((unit, at) => at % 2 === 0 || unit === 0);
  if (units.length < 8) return undefined;
  try {
    const text = new TextDecoder(wide ? 'utf-16le' : 'utf-8', { fatal: true }).decode(units);
    const good = text.match(/[\p{L}\p{N}\p{P}\p{S}\p{Zs}\n\t\r]/gu)?.length ?? 0;
    // Words have letters, and letters are most of a sentence or a command.
    const letters = text.match(/\p{L}/gu)?.length ?? 0;
    return good >= text.length * PRINTABLE && letters >= text.length * 0.4 ? text : undefined;
  } catch {
    return undefined;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function fromBase64(source: string): string | undefined {
  const digits = source
    .replace(/[\r\n =]/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  let out = '';
  let bits = 0;
  let held = 0;
  for (const char of digits) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += String.fromCharCode((held >> bits) & 0xff);
    }
  }
  return out;
}

function fromHex(source: string): string {
  return (source.replace(/^0x|[ :,]/g, '').match(/../g) ?? [])
    .map((pair) => String.fromCharCode(Number.parseInt(pair, 16)))
    .join('');
}

function fromPercent(source: string): string {
  return source.replace(/%([0-9a-fA-F]{2})/g, (_, pair: string) =>
    String.fromCharCode(Number.parseInt(pair, 16)),
  );
}

function fromEscapes(source: string): string {
  return latin1(
    [...source.matchAll(/\\x([0-9a-fA-F]{2})|\\u\{?([0-9a-fA-F]{1,6})\}?|\\([0-7]{3})/g)].map(
      ([, x, u, o]) => (o === undefined ? Number.parseInt(x ?? u ?? '', 16) : Number.parseInt(o, 8)),
    ),
  );
}

function fromEntities(source: string): string {
  return latin1(
    [...source.matchAll(/&#(?:x([0-9a-f]+)|(\d+));/gi)].map(([, x, d]) =>
      x === undefined ? Number(d) : Number.parseInt(x, 16),
    ),
  );
}

function fromCodes(source: string): string {
  return latin1([...source.matchAll(/\d{2,3}/g)].map(([code]) => Number(code)));
}

/** Code points as the bytes of their UTF-8. */
function latin1(codes: readonly number[]): string {
  const text = codes.map((code) => (code <= 0x10ffff ? String.fromCodePoint(code) : '')).join('');
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
