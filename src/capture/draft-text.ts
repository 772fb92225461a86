import type { FailureFacts, RunEvent } from './journal-event.ts';

export const MAX_TITLE = 120;
/** Room is left for what redaction puts in the place of a secret. */
export const MAX_FIELD = 400;
export const MAX_CITED = 20;

/** Of a message that begins with nothing, the signature is what it says. */
export function firstLine({ message, signature }: FailureFacts): string {
  return message.split(/[\r\n\v\f\u0085\u2028\u2029]/).find((line) => /[^\s\p{C}]/u.test(line)) ?? signature;
}

/** What a failed run says went wrong, on one line. */
export function headline(run: RunEvent | undefined): string {
  const failure = run?.failure;
  if (failure === undefined) return 'an error';
  const message = firstLine(failure);
  return failure.type === undefined || message.startsWith(failure.type)
    ? message
    : `${failure.type}: ${message}`;
}

export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}

export function minutes(ms: number): string {
  if (ms < 90_000) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

/** Inline code, cut to a field's length. */
export function code(text: string): string {
  const line = cut(text, MAX_FIELD);
  const ticks = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map((match) => match[0].length)) + 1);
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A list of at most so many items; what is left out is counted. */
export function listed(lines: readonly string[], most: number): string {
  const more = lines.length - most;
  const shown = lines.slice(0, most).map((line) => `- ${line}`);
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

/** Blanks and line breaks become one space each. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** The first sentences that fit, or as many words where the first is longer. */
export function cutAtSentence(text: string, max: number): string {
  if (text.length <= max) return text;
  const start = text.slice(0, max);
  const end = Math.max(...['. ', '! ', '? '].map((mark) => start.lastIndexOf(mark)));
  if (end > max / 4) return start.slice(0, end + 1);
  const word = start.lastIndexOf(' ', max - 2);
  return word > 0 ? `${start.slice(0, word)} …` : cut(text, max);
}
