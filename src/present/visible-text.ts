import { belongsToEmoji, isUnsafe } from '../core/hidden-characters.ts';

/**
 * For git's diffs of memory: everything that is not seen, or that a terminal would act on, as `<U+202E>`, bytes that are
 * no UTF-8 as `<U+byte 9B>`; all else as it is, line for line. Unlike `safeText`, no two files give the same text, as
 * git would show no difference between them: a `<U+` that is written so becomes `<U+003C>U+`.
 */
export function visibleText(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text !== undefined) return visible(text);
  // One bad byte is no reason to show the other lines otherwise.
  let out = '';
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end + 1);
    const good = decoded(line);
    out += good === undefined ? visibleBytes(line) : visible(good);
    from += line.length;
  }
  return out;
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** How long the character is that begins with this byte, if it is one. */
function lengthOf(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function visibleBytes(line: Uint8Array): string {
  let out = '';
  let good = '';
  for (let at = 0; at < line.length; ) {
    const first = line[at] ?? 0;
    const char = decoded(line.subarray(at, at + lengthOf(first)));
    if (char === undefined) {
      out += `${visible(good)}<U+byte ${hex(first, 2)}>`;
      good = '';
      at++;
    } else {
      good += char;
      at += lengthOf(first);
    }
  }
  return out + visible(good);
}

function hex(number: number, digits: number): string {
  return number.toString(16).toUpperCase().padStart(digits, '0');
}

function escapeOf(char: string): string {
  return `<U+${hex(char.codePointAt(0) ?? 0, 4)}>`;
}

function visible(text: string): string {
  const literal = text.replaceAll('<U+', `${escapeOf('<')}U+`);
  if (/^[\n\t\x20-\x7e]*$/.test(literal)) return literal;
  const chars = Array.from(literal);
  let out = '';
  let before = '';
  for (const [at, char] of chars.entries()) {
    const seen = char === '\n' || char === '\t' || !isUnsafe(char);
    const kept = seen || belongsToEmoji(char, before, chars[at + 1] ?? '');
    out += kept ? char : escapeOf(char);
    before = kept ? char : '';
  }
  return out;
}
