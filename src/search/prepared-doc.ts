import { analyse } from './analyse.ts';
import { FIELDS, LITERAL_FIELDS } from './fields.ts';
import type { SearchDoc } from './search-index.ts';

/** A document as every index takes it in, so that no two can differ in what they made of it. */
export interface PreparedDoc {
  readonly key: string;
  /** Tokens of each field in the order of `FIELDS`; none where the field is absent. */
  readonly tokens: readonly (readonly string[])[];
  /** Unique. */
  readonly facets: readonly string[];
  readonly time: number;
  /** In thousandths, 1 to 65,000. */
  readonly boost: number;
  readonly json: string;
}

/** Never fails: absurd numbers become sound ones, half characters are replaced. */
export function prepareDoc(doc: SearchDoc): PreparedDoc {
  return {
    key: wellFormed(doc.key),
    tokens: FIELDS.map((field) => {
      const text = doc.fields[field];
      return text === undefined || text === '' ? [] : analyse(text, { literal: LITERAL_FIELDS.has(field) });
    }),
    facets: [...new Set(doc.facets.map(wellFormed))],
    time: Number.isFinite(doc.time) ? doc.time : 0,
    boost: doc.boost > 0 ? Math.round(1000 * Math.min(Math.max(doc.boost, 0.001), 65)) : 1000,
    json: JSON.stringify(doc.stored),
  };
}

/** UTF-8 has no half surrogates: both sides of a comparison go through this. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The rarest terms of a query, in the query's order; the one being typed always stays. */
export function rarestTerms(
  terms: readonly string[],
  most: number,
  keep: string | undefined,
  frequency: (term: string) => number,
): readonly string[] {
  if (terms.length <= most) return terms;
  const ranked = terms.map((term, at) => {
    const found = frequency(term);
    return { term, at, rank: term === keep ? -1 : found === 0 ? Number.POSITIVE_INFINITY : found };
  });
  const chosen = ranked.sort((a, b) => (a.rank === b.rank ? a.at - b.at : a.rank - b.rank)).slice(0, most);
  return chosen.sort((a, b) => a.at - b.at).map(({ term }) => term);
}
