import type { Freshness } from '../../core/recall.ts';
import type { Theme } from './theme.ts';

/** What is said in a sign or two. */

const MINUTE = 60_000;
const SPANS: readonly (readonly [string, number])[] = [
  ['y', 525_949.2 * MINUTE],
  ['w', 10_080 * MINUTE],
  ['d', 1440 * MINUTE],
  ['h', 60 * MINUTE],
  ['m', MINUTE],
];

/** How old, in three columns: `5m`, `3d`, `41w`; `now` for what is younger than a minute or not yet. */
export function shortAge(fromMs: number, now: number): string {
  const passed = now - fromMs;
  if (!Number.isFinite(passed)) return '?';
  const span = SPANS.find(([, length]) => passed >= length);
  return span === undefined ? 'now' : `${Math.min(99, Math.floor(passed / span[1]))}${span[0]}`;
}

export function freshSign(freshness: Freshness, { glyphs }: Theme): string {
  return { verified: glyphs.verified, moved: glyphs.moved, stale: glyphs.stale, uncited: glyphs.uncited }[
    freshness
  ];
}

export function freshPaint(freshness: Freshness, theme: Theme): (text: string) => string {
  return { verified: theme.good, moved: theme.doubtful, stale: theme.bad, uncited: theme.aside }[freshness];
}
