import type { Finding } from './finding.ts';

/** RFC 7468 (PEM), RFC 4880 (PGP), RFC 4716 (SSH2, four dashes), and the formats that borrow them. */
const BEGIN = /-{4,5} ?BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
const END = /-{4,5} ?END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}/g;
/** PuTTY writes no PEM: the private part follows its own headline. */
const PUTTY = /Private-Lines: \d{1,3}/g;
/** A whole key is far smaller (RSA 16384 has 13 kB); the rest of a text is not part of one. */
const MAX_KEY = 32 * 1024;

/** A line of a key: base 64, PGP check sum, header (`Proc-Type:`), with quotes and log prefixes allowed. */
const BODY_LINE =
  /^(?:\\[nrt]|["'+,;|>#*\s\\]){0,40}(?:[A-Za-z0-9+/=]{8,}|=[A-Za-z0-9+/]{4}|(?:Proc-Type|DEK-Info|Version|Comment|Hash|Private-MAC|Private-Hash): ?[^\n]{0,200}|[A-Za-z0-9+/]{1,76}={0,2})?(?:\\[nrt]|["'+,;|\s\\]){0,40}$/;

function endOfUnterminated(text: string, from: number): number {
  const limit = Math.min(text.length, from + MAX_KEY);
  let at = from;
  // On one line, `\n` written out: everything up to the quote or space that ends it.
  while (at < limit && /[A-Za-z0-9+/=\\]/.test(text[at] ?? '')) at++;
  while (at < limit) {
    const next = text.indexOf('\n', at);
    const lineEnd = next < 0 || next > limit ? limit : next;
    if (lineEnd - at > 4096 || !BODY_LINE.test(text.slice(at, lineEnd))) break;
    at = lineEnd === limit ? limit : lineEnd + 1;
  }
  return at;
}

/** Private key blocks, headline to end line; if the end line is missing, as far as the lines look like a key. */
export function findPrivateKeys(text: string): Finding[] {
  const findings: Finding[] = [];
  const ends = [...text.matchAll(END)].map((match) => match.index + match[0].length);
  let nextEnd = 0;
  let covered = 0;
  for (const begin of text.matchAll(BEGIN)) {
    if (begin.index < covered) continue;
    const body = begin.index + begin[0].length;
    while (nextEnd < ends.length && (ends[nextEnd] ?? 0) < body) nextEnd++;
    const terminated = ends[nextEnd];
    covered =
      terminated !== undefined && terminated - body <= MAX_KEY ? terminated : endOfUnterminated(text, body);
    findings.push({ rule: 'private-key', start: begin.index, end: covered });
  }
  for (const begin of text.matchAll(PUTTY)) {
    const body = begin.index + begin[0].length;
    findings.push({ rule: 'private-key', start: body, end: endOfUnterminated(text, body) });
  }
  return findings;
}
