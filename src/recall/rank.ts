import type { RecallHit, StoredDoc, Tier } from '../core/recall.ts';

/** One thing that a tier found, before lifecycle and freshness. */
export interface Candidate {
  readonly key: string;
  readonly tier: Tier;
  readonly score: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** Query terms that matched, and the fields they matched in. */
  readonly terms: readonly string[];
  readonly fields: readonly string[];
  readonly stored: StoredDoc;
}

const TIER_ORDER: readonly Tier[] = ['signature', 'id', 'path', 'text', 'filter'];

/** What is known beside the words; it only decides between equals. */
export interface Priors {
  /** Files that the person is changing now. */
  readonly nearby: ReadonlySet<string>;
  /** Ids that another living record supersedes. */
  isSuperseded(id: string): boolean;
  /** ISO date. */
  readonly today: string;
}

/**
 * Lifecycle first, then tiers in their order, then relevance; among equals (scores that agree to
 * three digits) what touches the files at hand, then the newer one.
 */
export function rankCandidates(candidates: readonly Candidate[], priors: Priors): readonly Candidate[] {
  const best = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const { stored } = candidate;
    if (stored.expires !== undefined && stored.expires <= priors.today) continue;
    if (stored.kind !== 'commit' && priors.isSuperseded(stored.id)) continue;
    const seen = best.get(candidate.key);
    if (seen === undefined || tierOf(candidate) < tierOf(seen)) best.set(candidate.key, candidate);
  }
  const near = (candidate: Candidate): number =>
    candidate.stored.files.some((file) => priors.nearby.has(file.replace(/#.*$/, ''))) ? 0 : 1;
  return [...best.values()].sort(
    (a, b) =>
      tierOf(a) - tierOf(b) ||
      coarse(b.score) - coarse(a.score) ||
      near(a) - near(b) ||
      b.score - a.score ||
      b.time - a.time ||
      (a.key < b.key ? -1 : 1),
  );
}

function tierOf(candidate: Candidate): number {
  return TIER_ORDER.indexOf(candidate.tier);
}

function coarse(score: number): number {
  return Number(score.toPrecision(3));
}

/** Stale never outranks verified: among the chosen, stale ones go last, the rest keep their order. */
export function staleLast(hits: readonly RecallHit[]): readonly RecallHit[] {
  return [
    ...hits.filter((hit) => hit.freshness !== 'stale'),
    ...hits.filter((hit) => hit.freshness === 'stale'),
  ];
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
      const shown = candidate.terms.slice(0, 6).join(', ');
      const more = candidate.terms.length > 6 ? ` and ${candidate.terms.length - 6} more` : '';
      return [`${shown}${more} in ${candidate.fields.join(', ')}`];
    }
  }
}
