/**
 * The scores of one segment's documents while a query is worked through term by term, added up in
 * MiniSearch's order: within a term over fields and variants, then over terms, then times the number
 * of terms that matched.
 */
export class SegmentScores {
  readonly #totals: Float64Array;
  readonly #current: Float64Array;
  readonly #terms: Uint32Array;
  readonly #fields: Uint8Array;
  #touched: number[] = [];

  constructor(docCount: number) {
    this.#totals = new Float64Array(docCount);
    this.#current = new Float64Array(docCount);
    this.#terms = new Uint32Array(docCount);
    this.#fields = new Uint8Array(docCount);
  }

  /** `score` is above 0. */
  add(doc: number, field: number, score: number): void {
    const before = this.#current[doc] ?? 0;
    if (before === 0) this.#touched.push(doc);
    this.#current[doc] = before + score;
    this.#fields[doc] = (this.#fields[doc] ?? 0) | (1 << field);
  }

  /** Closes the term that has this position, 0 to 31, in the query. */
  endTerm(bit: number): void {
    for (const doc of this.#touched) {
      this.#totals[doc] = (this.#totals[doc] ?? 0) + (this.#current[doc] ?? 0);
      this.#current[doc] = 0;
      this.#terms[doc] = (this.#terms[doc] ?? 0) | (1 << bit);
    }
    this.#touched = [];
  }

  *matches(): Generator<{ readonly doc: number; readonly score: number }> {
    for (let doc = 0; doc < this.#terms.length; doc += 1) {
      const terms = this.#terms[doc] ?? 0;
      if (terms !== 0) yield { doc, score: (this.#totals[doc] ?? 0) * bitCount(terms) };
    }
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
