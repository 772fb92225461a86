import type { StoredDoc } from '../core/recall.ts';
import type { Candidate } from './rank.ts';

/** So many of those that say the same keep their places. */
const KEPT = 2;
/** Fewer than this are no flood, however short the answer. */
const MANY = 8;

/** By what an index keeps of a record: who stays is asked about the same ones again. */
const sayings = new WeakMap<StoredDoc, string>();

/**
 * What two have in common that answer a question with the same of its words, below titles that differ by numbers, order
 * and signs alone; `''` where nothing is left of the title. By the title alone, all that was said in a month would be one.
 */
function sayingOf({ stored, terms }: Candidate): string {
  const title = titleOf(stored);
  return title === '' ? '' : `${title}: ${terms.join(' ')}`;
}

function titleOf(stored: StoredDoc): string {
  const known = sayings.get(stored);
  if (known !== undefined) return known;
  const words = new Set(stored.title.toLowerCase().match(/\p{L}+/gu) ?? []);
  const saying = words.size === 0 ? '' : `${stored.kind} ${[...words].sort().join(' ')}`;
  sayings.set(stored, saying);
  return saying;
}

function groups(
  candidates: readonly Candidate[],
  of: (candidate: Candidate) => string = sayingOf,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const candidate of candidates)
    if (canFlood(candidate)) {
      const saying = of(candidate);
      counts.set(saying, (counts.get(saying) ?? 0) + 1);
    }
  return counts;
}

/** What was found by its words: an exact match is what was asked for, and commits are made one by one. */
function canFlood({ tier, stored: { kind } }: Candidate): boolean {
  return tier === 'text' && kind !== 'commit';
}

/**
 * Where more records than an answer holds say the same, they bury all others: then the first of them keep their places,
 * and the rest come last. Nothing else changes its order.
 * @param page how many an answer holds
 */
export function floodLast(ranked: readonly Candidate[], page: number): readonly Candidate[] {
  // What does not fill an answer floods none: most questions end here.
  const most = Math.max(page, MANY);
  if (ranked.length <= most) return ranked;
  const isFlood = ([saying, count]: readonly [string, number]): boolean => saying !== '' && count > most;
  if (![...groups(ranked, ({ stored }) => titleOf(stored))].some(isFlood)) return ranked;
  const flooding = new Set([...groups(ranked)].filter(isFlood).map(([saying]) => saying));
  if (flooding.size === 0) return ranked;
  const seen = new Map<string, number>();
  const last: Candidate[] = [];
  const first = ranked.filter((candidate) => {
    const saying = canFlood(candidate) ? sayingOf(candidate) : '';
    if (!flooding.has(saying)) return true;
    const nth = (seen.get(saying) ?? 0) + 1;
    seen.set(saying, nth);
    if (nth > KEPT) last.push(candidate);
    return nth <= KEPT;
  });
  return [...first, ...last];
}

/** How many of them do not say the same as two others. */
export function different(candidates: readonly Candidate[]): number {
  const flood = [...groups(candidates)].reduce(
    (sum, [saying, count]) => sum + (saying === '' ? 0 : Math.max(0, count - KEPT)),
    0,
  );
  return candidates.length - flood;
}
