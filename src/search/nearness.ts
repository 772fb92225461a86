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

/** Places for the prints of a query's few terms: most are empty, so that most words of a document are passed by at a glance. */
const SLOTS = 1024;
/** Terms that are told apart: each has a bit. */
const BITS = 32;

/** What the words of a query gain where they stand together as in the query (Metzler and Croft 2005, sequential dependence). */
export class Nearness {
  /** By the print of a token, from its low bits on (linear probing): its place among the terms plus 1. */
  readonly #places = new Uint8Array(SLOTS);
  readonly #prints = new Uint16Array(SLOTS);
  /** By place of the first × 32 + place of the second: the number of the pair plus 1. */
  readonly #numbers = new Uint16Array(BITS * BITS);
  /** By the number of a pair: its two bits, and what it is worth. */
  readonly #both: number[] = [];
  readonly #worth: number[] = [];
  /** How often each pair stands in a field, each time by how close; filled for one field at a time. */
  readonly #found: number[] = [];

  constructor(terms: readonly QueryTerm[], stream: readonly string[]) {
    const byToken = new Map(terms.map(({ token }, place) => [token, place]));
    for (const [token, place] of byToken) this.#know(printOf(token), place + 1);
    const places = stream.map((token) => byToken.get(token));
    const worth = (place: number): number => (terms[place]?.idf ?? 0) * (terms[place]?.weight ?? 0);
    for (const [at, second] of places.entries()) {
      for (const apart of REACH) {
        const first = places[at - apart];
        if (first === undefined || second === undefined || first === second) continue;
        const pair = first * BITS + second;
        if (this.#numbers[pair] !== 0) continue;
        this.#worth.push((worth(first) + worth(second)) / apart);
        this.#both.push((1 << first) | (1 << second));
        this.#found.push(0);
        this.#numbers[pair] = this.#worth.length;
      }
    }
  }

  /** Of two tokens with one print the later is known, as in a map. */
  #know(print: number, place: number): void {
    let slot = print % SLOTS;
    while (this.#places[slot] !== 0 && this.#prints[slot] !== print) slot = (slot + 1) % SLOTS;
    this.#places[slot] = place;
    this.#prints[slot] = print;
  }

  /** Are there two words that could stand together? @param matched a bit for each term that the document has */
  canMeet(matched: number): boolean {
    return this.#worth.length > 0 && (matched & (matched - 1)) !== 0;
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
      if (!this.#together(cursor.raw(2 * cursor.varint()))) continue;
      const field = FIELDS.indexOf(name);
      const norm = k * lengthNorm(name, lengthOf(field), averages[field] ?? 0);
      for (const [pair, frequency] of this.#found.entries()) {
        const both = this.#both[pair] ?? 0;
        if (frequency === 0 || (matched & both) !== both) continue;
        const worth = PAIR_WEIGHT * (this.#worth[pair] ?? 0) * FIELD_BOOSTS[name];
        total += (worth * frequency * (k + 1)) / (frequency + norm);
      }
    }
    return total;
  }

  /** Counts how often the pairs stand there. @returns whether any does */
  #together(prints: Uint8Array): boolean {
    this.#found.fill(0);
    const places = this.#places;
    const known = this.#prints;
    let any = false;
    let nearest = 0;
    let next = 0;
    for (let at = 0; at < prints.length; at += 2) {
      const print = (prints[at] ?? 0) | ((prints[at + 1] ?? 0) << 8);
      let slot = print % SLOTS;
      while (places[slot] !== 0 && known[slot] !== print) slot = (slot + 1) % SLOTS;
      const place = places[slot] ?? 0;
      if (place !== 0) {
        if (this.#meet(nearest, place, REACH[0])) any = true;
        if (this.#meet(next, place, REACH[1])) any = true;
      }
      next = nearest;
      nearest = place;
    }
    return any;
  }

  /** Places plus 1; 0 is no term. */
  #meet(first: number, second: number, apart: number): boolean {
    const number = first === 0 ? 0 : (this.#numbers[(first - 1) * BITS + second - 1] ?? 0);
    if (number === 0) return false;
    this.#found[number - 1] = (this.#found[number - 1] ?? 0) + 1 / apart;
    return true;
  }
}
