import { BM25 } from './fields.ts';
import type { Postings } from './postings.ts';

/** What is the same for a whole posting list, and what is not, by position in it. */
export interface PostingWeights {
  /** Position in the query, 0 to 31. */
  readonly term: number;
  /** The term's, times the field's, times the inverse document frequency. */
  readonly weight: number;
  /** The field's, see `lengthWeight`. */
  readonly lengthWeight: number;
  /** Unique tokens that the field has on average. */
  readonly average: number;
  /** Unique tokens of the field. */
  readonly lengths: Float64Array;
  /** In thousandths. */
  readonly boosts: Float64Array;
  /** By document number, 1 where the document may be found; absent where all may. */
  readonly allowed: Uint8Array | undefined;
}

/**
 * The scores of one segment's documents while a query is worked through term by term: added up over terms, fields and
 * variants, then times the root of the weights of the terms that matched. MiniSearch multiplies by their number, which
 * is too much where few words of many say what is meant.
 */
export class SegmentScores {
  readonly #totals: Float64Array;
  readonly #terms: Uint32Array;
  readonly #fields: Uint8Array;
  readonly #factors: Factors;

  /** @param weights of the query's terms */
  constructor(docCount: number, weights: readonly number[]) {
    this.#totals = new Float64Array(docCount);
    this.#terms = new Uint32Array(docCount);
    this.#fields = new Uint8Array(docCount);
    this.#factors = new Factors(weights);
  }

  /** Adds a posting list. One flat loop: a cold process runs it before it is compiled. */
  add({ docs, field, frequencies }: Postings, of: PostingWeights): void {
    const { term, weight, lengthWeight, average, lengths, boosts, allowed } = of;
    const { k } = BM25;
    const totals = this.#totals;
    const terms = this.#terms;
    const fields = this.#fields;
    const termBit = 1 << term;
    const fieldBit = 1 << field;
    const least = k * (1 - lengthWeight);
    const perToken = (k * lengthWeight) / average;
    for (let at = 0; at < docs.length; at += 1) {
      const doc = docs[at] ?? 0;
      if (allowed !== undefined && allowed[doc] !== 1) continue;
      const frequency = frequencies[at] ?? 1;
      const norm = least + perToken * (lengths[at] ?? 0);
      const score = (weight * ((boosts[at] ?? 1000) / 1000) * frequency * (k + 1)) / (frequency + norm);
      totals[doc] = (totals[doc] ?? 0) + score;
      terms[doc] = (terms[doc] ?? 0) | termBit;
      fields[doc] = (fields[doc] ?? 0) | fieldBit;
    }
  }

  /** By document number; 0 where nothing matched. To be called once, at the end. */
  scores(): Float64Array {
    const totals = this.#totals;
    const terms = this.#terms;
    const factors = this.#factors;
    for (let doc = 0; doc < totals.length; doc += 1) {
      const matched = terms[doc] ?? 0;
      if (matched !== 0) totals[doc] = (totals[doc] ?? 0) * factors.of(matched);
    }
    return totals;
  }

  /** What a document's scores are multiplied by. */
  factor(doc: number): number {
    return this.#factors.of(this.matched(doc));
  }

  /** A bit for each term that matched. */
  matched(doc: number): number {
    return this.#terms[doc] ?? 0;
  }

  hasTerm(doc: number, bit: number): boolean {
    return ((this.matched(doc) >>> bit) & 1) === 1;
  }

  hasField(doc: number, field: number): boolean {
    return (((this.#fields[doc] ?? 0) >>> field) & 1) === 1;
  }
}

/** More terms would make a table that costs more than it saves. */
const TABLED = 12;

/** The root of the sum of the weights whose bits a mask has; of few terms, as most questions have, each once. */
class Factors {
  readonly #weights: readonly number[];
  readonly #table: Float64Array | undefined;

  constructor(weights: readonly number[]) {
    this.#weights = weights;
    if (weights.length <= TABLED) this.#table = new Float64Array(1 << weights.length);
  }

  of(mask: number): number {
    const known = this.#table?.[mask] ?? 0;
    if (known !== 0) return known;
    const root = this.#rootOf(mask);
    if (this.#table !== undefined) this.#table[mask] = root;
    return root;
  }

  #rootOf(mask: number): number {
    let sum = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1)
      sum += this.#weights[31 - Math.clz32(rest & -rest)] ?? 0;
    return Math.sqrt(sum);
  }
}
