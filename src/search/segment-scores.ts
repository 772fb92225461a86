import { BM25 } from './fields.ts';
import type { Postings } from './postings.ts';

/** What is the same for a whole posting list, and what is not, by position in it. */
export interface PostingWeights {
  /** Position in the query, 0 to 31. */
  readonly term: number;
  /** The term's, times the field's, times the inverse document frequency. */
  readonly weight: number;
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
 * The scores of one segment's documents while a query is worked through term by term: added up over
 * terms, fields and variants, then times the number of terms that matched, as MiniSearch does it.
 */
export class SegmentScores {
  readonly #totals: Float64Array;
  readonly #terms: Uint32Array;
  readonly #fields: Uint8Array;

  constructor(docCount: number) {
    this.#totals = new Float64Array(docCount);
    this.#terms = new Uint32Array(docCount);
    this.#fields = new Uint8Array(docCount);
  }

  /** Adds a posting list. One flat loop: a cold process runs it before it is compiled. */
  add({ docs, field, frequencies }: Postings, of: PostingWeights): void {
    const { term, weight, average, lengths, boosts, allowed } = of;
    const { k, b, d } = BM25;
    const totals = this.#totals;
    const terms = this.#terms;
    const fields = this.#fields;
    const termBit = 1 << term;
    const fieldBit = 1 << field;
    for (let at = 0; at < docs.length; at += 1) {
      const doc = docs[at] ?? 0;
      if (allowed !== undefined && allowed[doc] !== 1) continue;
      const frequency = frequencies[at] ?? 1;
      const norm = k * (1 - b + (b * (lengths[at] ?? 0)) / average);
      const score = weight * ((boosts[at] ?? 1000) / 1000) * (d + (frequency * (k + 1)) / (frequency + norm));
      totals[doc] = (totals[doc] ?? 0) + score;
      terms[doc] = (terms[doc] ?? 0) | termBit;
      fields[doc] = (fields[doc] ?? 0) | fieldBit;
    }
  }

  /** By document number; 0 where nothing matched. To be called once, at the end. */
  scores(): Float64Array {
    const totals = this.#totals;
    const terms = this.#terms;
    for (let doc = 0; doc < totals.length; doc += 1) {
      const matched = terms[doc] ?? 0;
      // Most documents match in one term or none.
      if ((matched & (matched - 1)) !== 0) totals[doc] = (totals[doc] ?? 0) * bitCount(matched);
    }
    return totals;
  }

  hasTerm(doc: number, bit: number): boolean {
    return (((this.#terms[doc] ?? 0) >>> bit) & 1) === 1;
  }

  hasField(doc: number, field: number): boolean {
    return (((this.#fields[doc] ?? 0) >>> field) & 1) === 1;
  }
}

/** Ones in a 32-bit word (Warren, Hacker's Delight, 5–1). */
function bitCount(word: number): number {
  let sum = word - ((word >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
