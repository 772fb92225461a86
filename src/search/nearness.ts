import { ByteCursor, ByteWriter } from './bytes.ts';
import { BM25, FIELD_BOOSTS, FIELDS, type FieldName, lengthNorm } from './fields.ts';
import type { QueryTerm } from './query-terms.ts';
import type { TopHits } from './top-hits.ts';

/** Fields in which the order of words means something. */
const ORDERED: readonly FieldName[] = ['title', 'body', 'error'];

/** Of each field so many tokens are kept in their order. */
const KEPT = 2048;

/** So many places apart two words still stand together, and are worth as much less; stop words are not counted. */
const REACH = [1, 2] as const;

/** What two words that stand together are worth against the two words. */
const PAIR_WEIGHT = 0.3;

/** So many of the best documents are looked at. */
export const NEAR_DEPTH = 32;

/** The best in their order, once the first of those that are ranked are raised by what stands together in them. */
export function raised<T>(ranked: TopHits<T>, raise: (one: T) => T, best: TopHits<T>): readonly T[] {
  for (const [place, one] of ranked.sorted().entries()) best.offer(place < NEAR_DEPTH ? raise(one) : one);
  return best.sorted();
}

/**
 * The tokens of a document in their order, as prints of 16 bits: for each of `ORDERED` their number as varint, then u16 each.
 * @param tokens of each field in the order of `FIELDS`
 */
export function encodeSequence(tokens: readonly (readonly string[])[]): Uint8Array {
  const out = new ByteWriter();
  for (const field of ORDERED) {
    const kept = (tokens[FIELDS.indexOf(field)] ?? []).slice(0, KEPT);
    out.varint(kept.length);
    for (const token of kept) out.u16(printOf(token));
  }
  return out.bytes();
}

/** FNV-1a over UTF-16 units, folded to 16 bits (Fowler, Noll and Vo). */
function printOf(token: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < token.length; at += 1) hash = Math.imul(hash ^ token.charCodeAt(at), 0x01000193);
  return ((hash >>> 16) ^ hash) & 0xffff;
}

/** What the words of a query gain where they stand together as in the query (Metzler and Croft 2005, sequential dependence). */
export class Nearness {
  /** Print of a token → its place among the terms plus 1. */
  readonly #places = new Map<number, number>();
  /** 1 for each first byte of a print that is there, since each word of a document looks and few are. */
  readonly #known = new Uint8Array(256);
  /** Place of the first × 32 + place of the second → what the pair is worth. */
  readonly #pairs = new Map<number, number>();

  constructor(terms: readonly QueryTerm[], stream: readonly string[]) {
    const byToken = new Map(terms.map(({ token }, place) => [token, place]));
    for (const [token, place] of byToken) {
      const print = printOf(token);
      this.#places.set(print, place + 1);
      this.#known[print & 255] = 1;
    }
    const places = stream.map((token) => byToken.get(token));
    const worth = (place: number): number => (terms[place]?.idf ?? 0) * (terms[place]?.weight ?? 0);
    for (const [at, second] of places.entries()) {
      for (const apart of REACH) {
        const first = places[at - apart];
        if (first === undefined || second === undefined || first === second) continue;
        const pair = first * 32 + second;
        if (!this.#pairs.has(pair)) this.#pairs.set(pair, (worth(first) + worth(second)) / apart);
      }
    }
  }

  /** Are there two words that could stand together? @param matched a bit for each term that the document has */
  canMeet(matched: number): boolean {
    return this.#pairs.size > 0 && (matched & (matched - 1)) !== 0;
  }

  /**
   * @param sequence as `encodeSequence` gives it
   * @param matched a bit for each term that the document has: another word may have the same print
   * @param lengthOf unique tokens of one of the document's fields, by its place in `FIELDS`
   * @param averages the same over all documents
   */
  score(
    sequence: Uint8Array,
    matched: number,
    lengthOf: (field: number) => number,
    averages: readonly number[],
  ): number {
    const { k } = BM25;
    const cursor = new ByteCursor(sequence);
    let total = 0;
    for (const name of ORDERED) {
      const found = this.#together(cursor.raw(2 * cursor.varint()));
      if (found.size === 0) continue;
      const field = FIELDS.indexOf(name);
      const norm = k * lengthNorm(name, lengthOf(field), averages[field] ?? 0);
      for (const [pair, frequency] of found) {
        const both = (1 << (pair >>> 5)) | (1 << (pair & 31));
        if ((matched & both) !== both) continue;
        const worth = PAIR_WEIGHT * (this.#pairs.get(pair) ?? 0) * FIELD_BOOSTS[name];
        total += (worth * frequency * (k + 1)) / (frequency + norm);
      }
    }
    return total;
  }

  /** How often the pairs stand there, each time by how close. */
  #together(prints: Uint8Array): ReadonlyMap<number, number> {
    const found = new Map<number, number>();
    const known = this.#known;
    let nearest = 0;
    let next = 0;
    for (let at = 0; at < prints.length; at += 2) {
      const low = prints[at] ?? 0;
      const place = known[low] === 1 ? (this.#places.get(low | ((prints[at + 1] ?? 0) << 8)) ?? 0) : 0;
      if (place !== 0) {
        this.#meet(found, nearest, place, REACH[0]);
        this.#meet(found, next, place, REACH[1]);
      }
      next = nearest;
      nearest = place;
    }
    return found;
  }

  /** Places plus 1; 0 is no term. */
  #meet(found: Map<number, number>, first: number, second: number, apart: number): void {
    if (first === 0) return;
    const pair = (first - 1) * 32 + second - 1;
    if (this.#pairs.has(pair)) found.set(pair, (found.get(pair) ?? 0) + 1 / apart);
  }
}
