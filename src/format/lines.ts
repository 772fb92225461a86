/** Normal forms of text. The decoder, the encoder and the drafts agree on them, so that a record has one form. */

/** Lone surrogates have no UTF-8 form; each becomes U+FFFD, as an encoder would make it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** One line: line breaks, control characters and the blanks around them become one space; ends trimmed. */
export function oneLine(text: string): string {
  return wellFormed(text)
    .replace(/[\s\p{Cc}]+/gu, (run) => (/[\p{Cc}\u2028\u2029]/u.test(run) ? ' ' : run))
    .trim();
}

/** A text as a reader takes it: LF, and no byte order mark. */
export function plainText(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}

/** A body as it is kept: LF, no NUL, no blank lines at the start, no blanks at the end. */
export function canonicalBody(text: string): string {
  const lines = wellFormed(text).replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd').split('\n');
  const first = lines.findIndex((line) => /[^ \t]/.test(line));
  if (first < 0) return '';
  let end = lines.length;
  while (end > first && !/[^ \t]/.test(lines[end - 1] ?? '')) end--;
  const body = lines.slice(first, end).join('\n');
  let length = body.length;
  while (body[length - 1] === ' ' || body[length - 1] === '\t') length--;
  return body.slice(0, length);
}

/** Order by Unicode code point, the same in every locale and language. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** UTF-16 puts surrogate pairs (U+10000 and up) below U+E000..U+FFFF; this lifts them above. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** The entries once each, in code point order. */
export function sortedSet(items: readonly string[]): string[] {
  return [...new Set(items)].sort(compareText);
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** The line ending that a text uses: that of its first line. */
export function eolOf(text: string): '\n' | '\r\n' {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** The line in which an imported text says where it came from; left out where it is asked what a text says. */
export const ORIGIN_LINE = /^Imported from `[^`]*`(?:, section “.*”)?\.$/m;
