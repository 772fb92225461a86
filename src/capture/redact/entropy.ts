import type { Finding } from './finding.ts';
import { isNameLike, isPlaceholder, isPublicId } from './harmless.ts';
import { entropyOf, mixOf, wordiness } from './randomness.ts';

/** One class, and the padding of base 64 after it: `NAME=value` is two. */
const RUN = /[A-Za-z0-9+/_-]+={0,2}/g;
const MIN_RUN = 24;
/** Of a longer run only this much is measured; all of it is replaced. */
const MEASURED = 512;

/**
 * Bits per character above which a run counts as random: 4.5, the usual threshold, and for runs that
 * are too short to reach it a share of the most they can have (log2 of their length).
 */
function threshold(length: number): number {
  return Math.min(4.5, 0.86 * Math.log2(length));
}

/** Runs that look generated: entropy, mixed classes, no words; what is public by nature is left alone. */
export function findRandomRuns(text: string): Finding[] {
  const findings: Finding[] = [];
  for (const match of text.matchAll(RUN)) {
    if (match[0].length < MIN_RUN) continue;
    const run = match[0];
    let start = match.index;
    const trimmed = run.replace(/^[-_/+]{1,8}/, '');
    start += run.length - trimmed.length;
    const own = withoutPublicIds(trimmed);
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    if (own.length >= MIN_RUN && isRandomRun(own, before)) {
      findings.push({ rule: 'random', start, end: start + trimmed.length });
    }
  }
  return findings;
}

/** A path or URL may go through an object id: what is left of it is judged. */
function withoutPublicIds(run: string): string {
  if (!run.includes('/')) return run;
  return run
    .split('/')
    .filter((piece) => piece.length < 7 || !isPublicId(piece, ''))
    .join('/');
}

function isRandomRun(run: string, before: string): boolean {
  const head = run.slice(0, MEASURED);
  if (isPublicId(run.replace(/=+$/, ''), before) || isPlaceholder(run)) return false;
  const { lower, upper, digits, changes } = mixOf(head);
  if (digits < 2 || changes < head.length / 5) return false;
  const solid = longestPiece(head);
  const threeClasses = lower >= 3 && upper >= 3;
  if (solid < (threeClasses ? 12 : 20)) return false;
  if (!threeClasses && (digits < 4 || /^[0-9a-fA-F-]+$/.test(head))) return false;
  if (entropyOf(head) < (threeClasses ? threshold(head.length) : 0.8 * threshold(head.length))) return false;
  return wordiness(head) < 0.68 && !isNameLike(head) && !isPathLike(head);
}

/** Length of the longest piece without a separator. */
function longestPiece(run: string): number {
  return Math.max(...run.split(/[-_/+=]/).map((piece) => piece.length));
}

/** `src/main/java/Abc2Def`: most pieces between slashes are words. */
function isPathLike(run: string): boolean {
  const pieces = run.split('/').filter((piece) => piece.length > 2);
  if (pieces.length < 3) return false;
  const named = pieces.filter((piece) => /^[\w.-]+$/.test(piece) && wordiness(piece) >= 0.7).length;
  return named >= pieces.length * 0.6;
}
