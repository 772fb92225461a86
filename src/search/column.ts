import type { RangeReader } from '../core/ports.ts';
import { checksum, corruptIndex } from './bytes.ts';

/** Documents per chunk: what is read and verified at once. */
export const CHUNK = 256;

/** What an entry is: a number, or an offset and a checksum of 32 bits each. */
export type ColumnType = 'f64' | 'u16' | 'extent';

type Numbers = Float64Array | Uint16Array | Uint32Array;

export const COLUMN_WIDTHS: Readonly<Record<ColumnType, number>> = { f64: 8, u16: 2, extent: 8 };

/** A column's bytes as numbers, in the machine's byte order, which the segment's magic word names. */
function numbersOf(type: ColumnType, bytes: Uint8Array): Numbers {
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case 'f64':
      return new Float64Array(buffer);
    case 'u16':
      return new Uint16Array(buffer);
    case 'extent':
      return new Uint32Array(buffer);
  }
}

/** A column to be written, entry by entry; an extent is two. */
export function columnBytes(type: ColumnType, count: number, valueAt: (at: number) => number): Uint8Array {
  const numbers = numbersOf(type, new Uint8Array(count * COLUMN_WIDTHS[type]));
  for (let at = 0; at < numbers.length; at += 1) numbers[at] = valueAt(at);
  return new Uint8Array(numbers.buffer);
}

/** One entry per document, read chunk by chunk as it is asked for, and kept. */
export class Column {
  readonly #reader: RangeReader;
  readonly #offset: number;
  readonly #type: ColumnType;
  readonly #width: number;
  readonly #count: number;
  readonly #sums: () => Uint32Array;
  readonly #chunks: (Numbers | undefined)[] = [];
  #whole: Numbers | undefined;

  /** `sums` gives the checksums of this column's chunks. */
  constructor(reader: RangeReader, offset: number, type: ColumnType, count: number, sums: () => Uint32Array) {
    this.#reader = reader;
    this.#offset = offset;
    this.#type = type;
    this.#width = COLUMN_WIDTHS[type];
    this.#count = count;
    this.#sums = sums;
  }

  /** All numbers. */
  all(): Numbers {
    if (this.#whole === undefined) {
      const size = this.#count * this.#width;
      const bytes = this.#read(0, size);
      const step = CHUNK * this.#width;
      for (let chunk = 0; chunk * step < size; chunk += 1) {
        this.#verify(bytes.subarray(chunk * step, (chunk + 1) * step), chunk);
      }
      this.#whole = numbersOf(this.#type, bytes);
    }
    return this.#whole;
  }

  /** The numbers of these documents, in their order. */
  of(docs: Uint32Array): Float64Array {
    const out = new Float64Array(docs.length);
    // Reading all of it at once beats reading most of it chunk by chunk.
    const whole = docs.length > this.#count / CHUNK / 2 ? this.all() : this.#whole;
    if (whole === undefined) for (let at = 0; at < out.length; at += 1) out[at] = this.value(docs[at] ?? 0);
    else for (let at = 0; at < out.length; at += 1) out[at] = whole[docs[at] ?? 0] ?? 0;
    return out;
  }

  /** The number of a document; of an extent the offset. */
  value(doc: number): number {
    return this.#type === 'extent' ? this.#entry(doc, 2, 0) : this.#entry(doc, 1, 0);
  }

  /** The checksum of an extent. */
  sum(doc: number): number {
    return this.#entry(doc, 2, 1);
  }

  #entry(doc: number, size: number, part: number): number {
    if (doc >= this.#count) throw corruptIndex('a document number is too high');
    if (this.#whole !== undefined) return this.#whole[doc * size + part] ?? 0;
    const chunk = Math.floor(doc / CHUNK);
    let numbers = this.#chunks[chunk];
    if (numbers === undefined) {
      const entries = Math.min(CHUNK, this.#count - chunk * CHUNK);
      const bytes = this.#read(chunk * CHUNK * this.#width, entries * this.#width);
      this.#verify(bytes, chunk);
      numbers = numbersOf(this.#type, bytes);
      this.#chunks[chunk] = numbers;
    }
    return numbers[(doc % CHUNK) * size + part] ?? 0;
  }

  #read(from: number, length: number): Uint8Array {
    const offset = this.#offset + from;
    if (offset + length > this.#reader.size) throw corruptIndex('a column lies past its end');
    return this.#reader.read(offset, length);
  }

  #verify(bytes: Uint8Array, chunk: number): void {
    if (checksum(bytes) !== this.#sums()[chunk]) throw corruptIndex('a column does not add up');
  }
}
