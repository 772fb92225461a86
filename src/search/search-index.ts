import type { StoredDoc } from '../core/recall.ts';
import type { FieldName } from './fields.ts';

/** One thing to be found. */
export interface SearchDoc {
  /** Unique; adding another document with the same key replaces the first. */
  readonly key: string;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  /** Exact terms to filter and look up by; see `facets.ts`. */
  readonly facets: readonly string[];
  /** Seconds since 1970. */
  readonly time: number;
  /** Multiplies the relevance; kept to three decimals, between 0.001 and 65; 1 where it is not positive. */
  readonly boost: number;
  /** Comes back with a hit, as JSON would bring it back. */
  readonly stored: StoredDoc;
}

export interface SearchQuery {
  /** Plain words; any of them may match. Empty lists what the filters leave, newest first. */
  readonly text: string;
  /** The text is an error message, word for word: stop words count where messages are held. */
  readonly literal?: boolean;
  /** A document has one facet of each of these groups. An empty group asks for nothing. */
  readonly all?: readonly (readonly string[])[];
  /** A document has none of these facets. */
  readonly none?: readonly string[];
  /** Seconds since 1970, inclusive. */
  readonly since?: number;
  /** Seconds since 1970, inclusive. */
  readonly until?: number;
  readonly limit: number;
  /** The last word is still being typed and stands for all words starting with it. */
  readonly prefixLast?: boolean;
}

export interface SearchHit {
  readonly key: string;
  /** Comparable within one answer only; 0 where there were no words to compare. */
  readonly score: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** The words of the query that matched, as they were written. */
  readonly terms: readonly string[];
  /** The same as the index knows them: tokens, of which a word may have several. */
  readonly tokens: readonly string[];
  /** The fields in which they matched. */
  readonly fields: readonly FieldName[];
  readonly stored: StoredDoc;
}

/** What was looked for, and how common it is. */
export interface AskedToken {
  readonly token: string;
  /** The word of the query that it came from. */
  readonly word: string;
  /** Living documents that have it, summed over the fields; 0 for what is not known here. */
  readonly documents: number;
}

export interface SearchResult {
  /** In the query's order; none where there were no words. */
  readonly asked: readonly AskedToken[];
  /** How many matched before the limit. */
  readonly total: number;
  readonly hits: readonly SearchHit[];
}

/**
 * Ranked search over documents. All implementations give the same hits in the same order, with scores
 * that agree to 1e-9: MiniSearch's, with statistics over the living documents only. Order: by score in
 * single precision, so that rounding decides nothing; then the newer; then by key in code-unit order.
 */
export interface SearchIndex {
  search(query: SearchQuery): SearchResult;
  /** Keys of the living documents that have a facet, in code-unit order. */
  facet(facet: string): readonly string[];
  /** Living documents that have at least so many of some facets: those with most first, then the newer, then by key. */
  sharing(facets: readonly string[], least: number, limit: number): readonly StoredDoc[];
  get(key: string): StoredDoc | undefined;
  /** Living documents. */
  readonly size: number;
}
