import type { RecallHit } from '../../../../core/recall.ts';

/** What is said of a hit in a word. */

/** How far it has come, or that it is no answer any more; empty for a committed one that is. */
export function standingWord({ standing, life, wrong, pack }: RecallHit): string {
  if (life !== undefined) return life;
  if (wrong !== undefined) return 'wrong';
  if (standing === 'pack') return pack ?? 'pack';
  return standing === 'committed' ? '' : standing;
}

/** Who, in so few columns: the whole name, or the first one of it. */
export function shortName(author: string, columns: number): string {
  return author.length <= columns ? author : (author.split(/\s+/)[0] ?? author);
}
