import type { Freshness } from '../../core/recall.ts';
import { displayWidth, fit, pad } from '../../present/layout.ts';
import { safeText } from '../../present/safe-text.ts';
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
