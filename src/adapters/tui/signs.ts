import type { Freshness } from '../../core/recall.ts';
import type { CheckedFile } from '../../core/record-about.ts';
import { displayWidth, fit, pad } from '../../present/layout.ts';
import { safeText } from '../../present/safe-text.ts';
import { flow, wordsIn } from '../../present/word-flow.ts';
import type { Theme } from './theme.ts';

/** What is said in a sign, or in a few columns. */

export function freshSign(freshness: Freshness, { glyphs }: Theme): string {
  return { verified: glyphs.verified, moved: glyphs.moved, stale: glyphs.stale, uncited: glyphs.uncited }[
    freshness
  ];
}

export function freshPaint(freshness: Freshness, theme: Theme): (text: string) => string {
  return { verified: theme.good, moved: theme.doubtful, stale: theme.bad, uncited: theme.aside }[freshness];
}

/** Who, in so many columns: the whole name, or the first one of it. */
export function whoText(name: string, columns: number): string {
  const whole = safeText(name);
  const short = displayWidth(whole) <= columns ? whole : (whole.split(/\s+/)[0] ?? whole);
  return pad(fit(short, columns), columns);
}

/** What is cited, and what came of it, in as many lines as it takes. */
export function citedLines(
  { citation, freshness, detail }: CheckedFile,
  theme: Theme,
  columns: number,
): readonly string[] {
  const sign = freshness === undefined ? ' ' : freshPaint(freshness, theme)(freshSign(freshness, theme));
  const words = [freshness, detail].filter((word) => word !== undefined).join(': ');
  const spans = [
    { text: safeText(citation), paint: (text: string) => text },
    ...(words === '' ? [] : [{ text: ` (${safeText(words)})`, paint: theme.aside }]),
  ];
  return flow(wordsIn(spans), columns, `${sign} `, '  ');
}
