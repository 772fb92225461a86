import { ByteWriter, corruptIndex } from './bytes.ts';
import { FIELDS } from './fields.ts';

/**
 * Where a term occurs in one field.
 *
 * field    = field u8, count varint, document*
 * document = varint of 2 × (number − previous − 1), plus 1 where a frequency above 1 follows as varint
 */
export interface Postings {
  /** Position in `FIELDS`. */
  readonly field: number;
  /** Ascending. */
  readonly docs: Uint32Array;
  /** How often, one for each document. */
  readonly frequencies: Uint32Array;
}

/** A document's number and a frequency in one number, so that lists stay small while they grow. */
export const PACK = 32_768;

/** `lists[field]` holds `number * PACK + frequency`, ascending; empty lists are left out. */
export function encodePostings(lists: readonly (ArrayLike<number> | undefined)[]): Uint8Array {
  const out = new ByteWriter(32);
  for (const [field, list] of lists.entries()) {
    if (list === undefined || list.length === 0) continue;
    out.u8(field);
    out.varint(list.length);
    let previous = -1;
    for (let at = 0; at < list.length; at += 1) {
      const packed = list[at] ?? 0;
      const frequency = packed % PACK;
      const doc = (packed - frequency) / PACK;
      out.varint(2 * (doc - previous - 1) + (frequency > 1 ? 1 : 0));
      if (frequency > 1) out.varint(frequency);
      previous = doc;
    }
  }
  return out.bytes();
}

export function decodePostings(bytes: Uint8Array, docCount: number): Postings[] {
  const lists: Postings[] = [];
  const cursor = new IntCursor(bytes);
  while (cursor.at < bytes.length) {
    const field = cursor.next();
    const count = cursor.next();
    if (field >= FIELDS.length || count > docCount) throw corruptIndex('a posting list');
    const docs = new Uint32Array(count);
    const frequencies = new Uint32Array(count);
    let doc = -1;
    let from = cursor.at;
    for (let at = 0; at < count; at += 1) {
      // Most steps are one byte, and this loop runs before it is compiled.
      let step = bytes[from] ?? 0;
      from += 1;
      if (step >= 128) {
        cursor.at = from - 1;
        step = cursor.next();
        from = cursor.at;
      }
      doc += (step >>> 1) + 1;
      docs[at] = doc;
      if ((step & 1) === 0) frequencies[at] = 1;
      else {
        cursor.at = from;
        frequencies[at] = cursor.next();
        from = cursor.at;
      }
    }
    cursor.at = from;
    if (doc >= docCount) throw corruptIndex('a posting list');
    lists.push({ field, docs, frequencies });
  }
  return lists;
}

/** Ascending document numbers: count varint, then for each number − previous − 1. */
export function encodeNumbers(numbers: ArrayLike<number>): Uint8Array {
  const out = new ByteWriter(32);
  out.varint(numbers.length);
  let previous = -1;
  for (let at = 0; at < numbers.length; at += 1) {
    const number = numbers[at] ?? 0;
    out.varint(number - previous - 1);
    previous = number;
  }
  return out.bytes();
}

/** Numbers that are not below `limit` are `corrupt-index`. */
export function decodeNumbers(bytes: Uint8Array, limit: number): Uint32Array {
  const cursor = new IntCursor(bytes);
  const count = cursor.next();
  if (count > limit) throw corruptIndex('a list of documents');
  const numbers = new Uint32Array(count);
  let number = -1;
  for (let at = 0; at < count; at += 1) {
    number += cursor.next() + 1;
    numbers[at] = number;
  }
  if (number >= limit) throw corruptIndex('a list of documents');
  return numbers;
}

/** Varints below 2^32, read in the innermost loop of a query. */
class IntCursor {
  at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  next(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.at++] ?? 0;
    let value = byte & 127;
    for (let shift = 7; byte >= 128 && shift < 32; shift += 7) {
      byte = bytes[this.at++] ?? 0;
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  }
}
