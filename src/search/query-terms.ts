import type { AnalysedQuery } from './analyse.ts';
import { inverseDocumentFrequency } from './fields.ts';

/** A term that is scored. */
export interface QueryTerm {
  readonly token: string;
  /** The word of the query that it came from. */
  readonly word: string;
  /** What it counts in this query, by how often and how early it is said; 1 for a word said once at the beginning. */
  readonly weight: number;
  /** Its inverse document frequency. */
  readonly idf: number;
}

/** Query terms that are scored, at most; more gain nothing, and each costs its posting list. */
export const MAX_TERMS = 24;

/** Said again counts for more, but for less each time: (k + 1) n / (k + n), as BM25 weighs a query's terms. */
const REPEATED = 3;
/** So many unique terms are what a question is about; of a pasted report that is its title and first line. */
const OPENING = 12;
/** Each further term says the less the later it comes. */
const FADING = 0.05;

/**
 * The terms of a query that tell most, in its order. The one being typed always stays.
 * @param matching documents that have a term, in the field where most have it
 * @param total all documents
 */
export function weighTerms(
  { words, stream, prefix }: AnalysedQuery,
  matching: (token: string) => number,
  total: number,
): readonly QueryTerm[] {
  const counts = new Map<string, number>();
  for (const token of stream) counts.set(token, (counts.get(token) ?? 0) + 1);
  const terms = [...words].map(([token, word], at) => {
    const said = counts.get(token) ?? 1;
    const early = 1 / (1 + FADING * Math.max(0, at - OPENING));
    const weight = (((REPEATED + 1) * said) / (REPEATED + said)) * early;
    const found = matching(token);
    const idf = inverseDocumentFrequency(found, total);
    const worth = token === prefix ? Number.POSITIVE_INFINITY : found === 0 ? 0 : weight * idf;
    return { token, word, weight, idf, worth, at };
  });
  if (terms.length <= MAX_TERMS) return terms;
  const chosen = terms
    .sort((a, b) => (a.worth === b.worth ? a.at - b.at : b.worth - a.worth))
    .slice(0, MAX_TERMS);
  return chosen.sort((a, b) => a.at - b.at);
}
