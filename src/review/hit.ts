import type { Finding, Severity } from '../core/review.ts';
import { REVIEW_RULES, type RuleName } from '../core/review-rules.ts';

/** What a rule found in a text. Offsets are UTF-16 units, `end` exclusive. */
export interface Hit {
  readonly rule: RuleName;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Where it is not the rule's own. */
  readonly severity?: Severity;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A secret in a text, by the name of what found it. */
export interface SecretSpan extends Span {
  readonly rule: string;
}

/** A file's finding without its place in the text. */
export function finding(
  rule: RuleName,
  at: Pick<Finding, 'path' | 'id' | 'line' | 'excerpt'>,
  message: string,
  severity: Severity = REVIEW_RULES[rule].severity,
): Finding {
  return { rule, severity, ...at, message, why: REVIEW_RULES[rule].why };
}

/** Characters of an excerpt around what was found. */
const BEFORE = 48;
const MOST = 160;

/** The words concerned and a few around them, in one line, with the secrets among them taken out. */
export function excerptOf(text: string, { start, end }: Span, secrets: readonly SecretSpan[]): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const from = Math.max(lineStart, start - BEFORE);
  const stop = text.indexOf('\n', Math.min(end, from + MOST));
  const to = Math.min(stop < 0 ? text.length : stop, from + MOST);
  let out = from > lineStart ? '…' : '';
  let at = from;
  for (const secret of secrets) {
    if (secret.end <= at || secret.start >= to) continue;
    out += `${text.slice(at, Math.max(at, secret.start))}[REDACTED:${secret.rule}]`;
    at = Math.max(at, secret.end);
  }
  if (at < to) out += text.slice(at, to);
  if (Math.max(at, to) < text.length && text[Math.max(at, to)] !== '\n') out += '…';
  // A pair of surrogates that was cut in two is no character.
  return out
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim()
    .replaceAll(/\p{Cs}/gu, '');
}

/** Line numbers of offsets into a text; a look-up each, however long the text. */
export function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
