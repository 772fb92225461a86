/** The fields of a document, in the order in which their scores are added up. */
export const FIELDS = ['title', 'body', 'error', 'tags', 'path'] as const;

export type FieldName = (typeof FIELDS)[number];

/**
 * What a match in a field is worth against one in the body. `title` was measured with `bench/search.ts`
 * (1.5 to 2 is a flat top); the others stand for the same kind of field: short, and chosen by someone.
 */
export const FIELD_BOOSTS: Readonly<Record<FieldName, number>> = {
  title: 1.75,
  body: 1,
  error: 1.75,
  tags: 1.25,
  path: 1,
};

/** Fields whose text stands word for word as a machine wrote it. */
export const LITERAL_FIELDS: ReadonlySet<FieldName> = new Set<FieldName>(['error']);

/** Weight of a term that only starts with the one asked for, before its length counts. */
const PREFIX_WEIGHT = 0.375;

/** Query terms that are scored, at most; of more, the rarest. */
export const MAX_TERMS = 32;

/**
 * MiniSearch's BM25+ with its defaults (`calcBM25Score` in minisearch 7.2; Lv and Zhai 2011, "Lower-bounding
 * term frequency normalization"): a term that is `frequency` times in a field of `length` unique tokens,
 * where fields have `average`, scores idf × (d + frequency × (k + 1) / (frequency + k × (1 − b + b × length / average))).
 */
export const BM25 = { k: 1.2, b: 0.7, d: 0.5 } as const;

/** idf above, of a term that `matching` of `total` documents have in the field. */
export function inverseDocumentFrequency(matching: number, total: number): number {
  return Math.log(1 + (total - matching + 0.5) / (matching + 0.5));
}

/** MiniSearch's weight of a term of `length` characters that `typed` characters stand for. */
export function prefixWeight(length: number, typed: number): number {
  return (PREFIX_WEIGHT * length) / (length + 0.3 * (length - typed));
}
