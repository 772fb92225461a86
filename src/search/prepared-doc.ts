import { analyse } from './analyse.ts';
import { FIELDS, LITERAL_FIELDS } from './fields.ts';
import { encodeSequence } from './nearness.ts';
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
  /** See `encodeSequence`. */
  readonly sequence: Uint8Array;
}

/** Never fails: absurd numbers become sound ones, half characters are replaced. */
export function prepareDoc(doc: SearchDoc): PreparedDoc {
  const tokens = FIELDS.map((field) => {
    const text = doc.fields[field];
    return text === undefined || text === '' ? [] : analyse(text, { literal: LITERAL_FIELDS.has(field) });
  });
  return {
    key: wellFormed(doc.key),
    tokens,
    facets: [...new Set(doc.facets.map(wellFormed))],
    time: Number.isFinite(doc.time) ? doc.time : 0,
    boost: doc.boost > 0 ? Math.round(1000 * Math.min(Math.max(doc.boost, 0.001), 65)) : 1000,
    json: JSON.stringify(doc.stored),
    sequence: encodeSequence(tokens),
  };
}

/** UTF-8 has no half surrogates: both sides of a comparison go through this. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
