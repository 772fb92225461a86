import type { RecallHit } from '../../../../core/recall.ts';

/** What is said of a hit in a word. */

/** How far it has come, or that it is no answer any more; empty for a committed one that is. */
export function standingWord({ standing, life, wrong, pack }: RecallHit): string {
  if (life !== undefined) return life;
  if (wrong !== undefined) return 'wrong';
  if (standing === 'pack') return pack ?? 'pack';
  return standing === 'committed' ? '' : standing;
}
