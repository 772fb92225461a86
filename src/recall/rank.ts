import { isForeign, type RecallHit, type StoredDoc, type Tier } from '../core/recall.ts';
import { floodLast } from './flood.ts';

/** One thing that a tier found, before lifecycle and freshness. */
export interface Candidate {
  readonly key: string;
  readonly tier: Tier;
  readonly score: number;
  /** What of the score its meaning gave it, by vectors; the rest is its words'. */
  readonly meaning?: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** Query terms that matched, and the fields they matched in. */
  readonly terms: readonly string[];
  readonly fields: readonly string[];
  readonly stored: StoredDoc;
}

const TIER_ORDER: Readonly<Record<Tier, number>> = { signature: 0, id: 1, path: 2, text: 3, filter: 4 };

/** What lifecycle must know. */
export interface Life {
  /** Does another record stand for this one? */
  isSuperseded(stored: StoredDoc): boolean;
  /** ISO date. */
  readonly today: string;
}

/**
 * Lifecycle first, then tiers in their order, then relevance; among equals the newer one. What floods goes last.
 * @param page how many the answer holds, where that is less than what is ranked
 */
export function rankCandidates(
  candidates: readonly Candidate[],
  life: Life,
  limit = candidates.length,
  page = limit,
): readonly Candidate[] {
  // By id: a record whose file was copied is still one record.
  const best = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { stored } = candidate;
    if (stored.expires !== undefined && stored.expires <= life.today) continue;
    const seen = best.get(stored.id);
    if (seen === undefined || isBefore(candidate, seen)) best.set(stored.id, candidate);
  }
  const sorted = [...best.values()].sort(
    (a, b) =>
      tierOf(a) - tierOf(b) ||
      b.score - a.score ||
      Number(isForeign(a.stored)) - Number(isForeign(b.stored)) ||
      b.time - a.time ||
      (a.key < b.key ? -1 : 1),
  );
  // To know what is superseded costs a look-up each: only as many as it takes to fill the answer.
  const chosen: Candidate[] = [];
  for (const candidate of floodLast(sorted, page)) {
    if (chosen.length >= limit) break;
    const { stored } = candidate;
    if (stored.kind === 'commit' || !life.isSuperseded(stored)) chosen.push(candidate);
  }
  return chosen;
}

/** Of two with the same id: the repository's own, else what an exacter tier found. */
function isBefore(one: Candidate, other: Candidate): boolean {
  const isTheirs = isForeign(other.stored);
  if (isForeign(one.stored) !== isTheirs) return isTheirs;
  return tierOf(one) < tierOf(other);
}

function tierOf({ tier }: Pick<Candidate, 'tier'>): number {
  return TIER_ORDER[tier];
}

/** What a stale hit is still worth: in a repository at work most code that is cited changes, and what was said of it mostly holds. */
const STALE_SHARE = 0.5;

/**
 * Among the chosen what is to be doubted goes back, the rest keep their order: what is stale behind all of its tier that are
 * worth half as much; what was made from others ranks no higher than they are trusted; last of all is what proved wrong.
 */
export function doubtedLast(hits: readonly RecallHit[]): readonly RecallHit[] {
  const doubts: readonly ((hit: RecallHit) => boolean)[] = [
    ({ weaker }) => weaker !== undefined,
    ({ wrong }) => wrong !== undefined,
  ];
  return doubts.reduce(
    (order, isLast) => [...order.filter((hit) => !isLast(hit)), ...order.filter(isLast)],
    staleBehind(hits),
  );
}

function staleBehind(hits: readonly RecallHit[]): readonly RecallHit[] {
  const stale = hits.filter(({ freshness }) => freshness === 'stale');
  const order: RecallHit[] = [];
  let next = 0;
  for (const hit of hits.filter(({ freshness }) => freshness !== 'stale')) {
    for (let one = stale[next]; one !== undefined && isAhead(one, hit); one = stale[next]) {
      order.push(one);
      next += 1;
    }
    order.push(hit);
  }
  return [...order, ...stale.slice(next)];
}

function isAhead(stale: RecallHit, other: RecallHit): boolean {
  return (
    tierOf(stale) < tierOf(other) || (stale.tier === other.tier && STALE_SHARE * stale.score > other.score)
  );
}

/** Words that messages of every kind are made of: they tell how something failed, not what. */
const ERROR_WORDS = new Set(
  'a an and any are argument as at attribute be because been call called can cannot command could denied did does error errors exception exist exists expected failed failure fatal file find for found from function get given got had has have import imported in instance int into invalid is it its key line load match message method missing module must name named no non none not null object of on open or package path permission property read require required resolve run set str string such syntax that the this to token type undefined unable unexpected unknown unresolved value variable was when while with write'.split(
    ' ',
  ),
);
const ERROR_WORD_WEIGHT = 0.2;

/**
 * Relevance weighed by how much of the question a candidate accounts for, each word by its rarity
 * among the candidates, and the common words of error messages little: the one name in an error says
 * more than all the words around it, while the engine's own score favours whoever matches more words.
 */
export function weighByCoverage(candidates: readonly Candidate[]): readonly Candidate[] {
  const counts = new Map<string, number>();
  for (const term of candidates.flatMap((candidate) => [...new Set(candidate.terms)])) {
    counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const weight = (term: string): number =>
    Math.log1p(candidates.length / (counts.get(term) ?? 1)) *
    (ERROR_WORDS.has(term.toLowerCase()) ? ERROR_WORD_WEIGHT : 1);
  const sum = (terms: Iterable<string>): number =>
    [...terms].reduce((total, term) => total + weight(term), 0);
  const asked = sum(counts.keys());
  if (asked === 0) return candidates;
  return candidates.map((candidate) => ({
    ...candidate,
    score: (candidate.score * sum(new Set(candidate.terms))) / asked,
  }));
}

/** Why a candidate is in the answer, in words. */
export function reasonsFor(candidate: Candidate, asked: string): string[] {
  switch (candidate.tier) {
    case 'signature':
      return ['same error signature'];
    case 'id':
      return ['its id'];
    case 'path':
      return [`${candidate.stored.kind === 'commit' ? 'changed' : 'cites'} ${asked.replace(/^\.\//, '')}`];
    case 'filter':
      return ['matches the filters'];
    case 'text': {
      const near =
        candidate.meaning === undefined
          ? []
          : [`near in meaning, ${candidate.meaning.toFixed(3)} of its score`];
      if (candidate.terms.length === 0 && near.length > 0) return near;
      const shown = candidate.terms.slice(0, 6).join(', ');
      const more = candidate.terms.length > 6 ? ` and ${candidate.terms.length - 6} more` : '';
      return [`${shown}${more} in ${candidate.fields.join(', ')}`, ...near];
    }
  }
}
