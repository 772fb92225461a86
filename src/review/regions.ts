import type { Hit, Span } from './hit.ts';

/** What of a markdown text is shown as it is written: fenced blocks and inline code (CommonMark 0.31, 4.5 and 6.1). */
export function codeSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  let fence: { readonly marks: string; readonly start: number } | undefined;
  let at = 0;
  for (const line of text.split('\n')) {
    const end = at + line.length;
    const marks = /^[ \t]*(?:[-*+>][ \t]+)*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      const closes = marks?.[0] === fence.marks[0] && (marks?.length ?? 0) >= fence.marks.length;
      if (closes) {
        spans.push({ start: fence.start, end });
        fence = undefined;
      }
    } else if (marks !== undefined) fence = { marks, start: at };
    else
      for (const { index, 0: whole } of line.matchAll(/(?<!`)(`+)(?!`)[^\n]{1,2000}?(?<!`)\1(?!`)/g))
        spans.push({ start: at + index, end: at + index + whole.length });
    at = end + 1;
  }
  if (fence !== undefined) spans.push({ start: fence.start, end: text.length });
  return spans;
}

/** The front matter with its fences, where a text begins with one. */
export function frontMatterEnd(text: string): number {
  const match = /^\ufeff?---[ \t]*\r?\n[\s\S]*?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  return match === null ? 0 : match[0].length;
}

export function inside(spans: readonly Span[], at: number): boolean {
  return spans.some(({ start, end }) => at >= start && at < end);
}

/** One hit for each match of a pattern with the flag `g`. */
export function hitsOf(
  text: string,
  pattern: RegExp,
  rule: Hit['rule'],
  message: string | ((match: RegExpExecArray) => string | undefined),
): readonly Hit[] {
  return [...text.matchAll(pattern)].flatMap((match): Hit[] => {
    const told = typeof message === 'string' ? message : message(match);
    const start = match.index + (match[0].length - match[0].trimStart().length);
    return told === undefined ? [] : [{ rule, start, end: match.index + match[0].length, message: told }];
  });
}

/** Is one of some words, separated by `|` and in lower case, in a text, whatever its case? */
export function wordFinder(text: string): (words: string) => boolean {
  const lower = text.toLowerCase();
  return (words) => words.split('|').some((word) => lower.includes(word));
}
