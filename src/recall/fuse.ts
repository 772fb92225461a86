import type { Likeness } from '../core/embeddings.ts';
import type { Candidate } from './rank.ts';

/** The most that meaning adds, as a share of the best score by words. Measured: `npm run bench:recall -- --embeddings`. */
const WEIGHT = 0.3;
/** What lies so many times as far out as chance would have it gets all of that. */
const CLEAR = 1.75;

/** So many standard deviations out lies the nearest of so many by chance alone. */
function byChance(count: number): number {
  const expected = Math.sqrt(2 * Math.log(Math.max(count, 2)));
  // In a few none can lie farther out than this.
  const possible = (count - 1) / Math.sqrt(Math.max(count, 1));
  return Math.min(expected, 0.8 * possible);
}

/**
 * Adds to what words found how near it is in meaning. Words stay the measure: a vector counts only where it stands out from
 * all others by more than chance would have it, and then for a part of what the best words are worth. So vectors that know
 * nothing change next to nothing, and what words found well stays where it is.
 * @param candidates what words found, with its score, and what only vectors found, with 0
 */
export function fuse<T extends Candidate>(candidates: readonly T[], likeness: Likeness): readonly T[] {
  const best = candidates.reduce((most, { score }) => Math.max(most, score), 0);
  const chance = byChance(likeness.count);
  return candidates.flatMap((candidate): readonly T[] => {
    const far = (likeness.of(candidate.stored.id) ?? 0) / chance;
    const share = Math.min(1, Math.max(0, (far - 1) / (CLEAR - 1)));
    if (!(share > 0)) return candidate.score > 0 ? [candidate] : [];
    // Where no word is known there is nothing to be a part of.
    const meaning = WEIGHT * share * (best === 0 ? 1 : best);
    return [{ ...candidate, score: candidate.score + meaning, meaning }];
  });
}
