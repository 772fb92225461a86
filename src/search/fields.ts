/** The fields of a document, in the order in which their scores are added up. */
export const FIELDS = ['title', 'body', 'error', 'tags', 'path'] as const;

export type FieldName = (typeof FIELDS)[number];

/**
 * What a match in a field is worth against one in the body. `title` was measured with `npm run bench:recall`
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

/**
 * BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"): a term that is `frequency` times in a
 * field scores idf × frequency × (k + 1) / (frequency + k × norm); see `lengthNorm`.
 */
export const BM25 = { k: 1.2, b: 0.8 } as const;

/**
 * So many tokens each body is longer when lengths are compared: where bodies are a sentence or two, what says little is
 * shorter than what says something. Short fields, where each word was chosen, are compared as they are.
 */
const BODY_SMOOTHING = 6;

/** 1 − b' + b' × length / average in unique tokens; this is b'. @param average unique tokens of the field on average */
export function lengthWeight(field: FieldName, average: number): number {
  return field === 'body' ? (BM25.b * average) / (average + BODY_SMOOTHING) : BM25.b;
}

/** The norm of BM25. @param length unique tokens of the field */
export function lengthNorm(field: FieldName, length: number, average: number): number {
  const weight = lengthWeight(field, average);
  return 1 - weight + (weight * length) / average;
}

/** How rare a term is that `matching` of `total` documents have, in the field where most have it. */
export function inverseDocumentFrequency(matching: number, total: number): number {
  return Math.log(1 + (total - matching + 0.5) / (matching + 0.5));
}

/** MiniSearch's weight of a term of `length` characters that `typed` characters stand for. */
export function prefixWeight(length: number, typed: number): number {
  return (PREFIX_WEIGHT * length) / (length + 0.3 * (length - typed));
}
