import type { RecallHit } from '../../../../core/recall.ts';

/** What is said of a hit in a word. */

/** How far it has come, or that it is no answer any more; empty for a committed one that is. */
export function standingWord({ standing, life, wrong, pack, source }: RecallHit): string {
  if (life !== undefined) return life;
  if (wrong !== undefined) return 'wrong';
  if (standing === 'pack') return pack ?? 'pack';
  if (standing === 'source') return source?.name ?? 'source';
  return standing === 'committed' ? '' : standing;
}
