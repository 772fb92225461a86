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

/** Why a candidate is in the answer, in words. */
export function reasonsFor(candidate: Candidate, asked: string): string[] {
  switch (candidate.tier) {
    case 'signature':
      return ['same error signature'];
    case 'id':
      return ['its id'];
    case 'path':
      return [`cites ${asked}`];
    case 'filter':
      return ['matches the filters'];
    case 'text': {
      const shown = candidate.terms.slice(0, 6).join(', ');
      const more = candidate.terms.length > 6 ? ` and ${candidate.terms.length - 6} more` : '';
      return [`${shown}${more} in ${candidate.fields.join(', ')}`];
    }
  }
}
