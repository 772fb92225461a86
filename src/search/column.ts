import type { RangeReader } from '../core/ports.ts';
import { checksum, corruptIndex } from './bytes.ts';
import { CHUNK } from './segment-layout.ts';

/** One number per document, read chunk by chunk as it is asked for, and kept. */
export class Column {
  readonly #reader: RangeReader;
  readonly #offset: number;
  readonly #width: number;
  readonly #count: number;
  readonly #sums: () => Uint32Array;
  readonly #chunks: (DataView | undefined)[] = [];
  #whole = false;

  /** `sums` gives the checksums of this column's chunks. */
  constructor(reader: RangeReader, offset: number, width: number, count: number, sums: () => Uint32Array) {
    this.#reader = reader;
    this.#offset = offset;
    this.#width = width;
    this.#count = count;
    this.#sums = sums;
  }

  /** Reads all of it at once, where many documents will be asked for. */
  load(): void {
    if (this.#whole) return;
    const size = this.#count * this.#width;
    const bytes = this.#read(0, size);
    const step = CHUNK * this.#width;
    for (let chunk = 0; chunk * step < size; chunk += 1) {
      this.#chunks[chunk] ??= this.#verified(bytes.subarray(chunk * step, (chunk + 1) * step), chunk);
    }
    this.#whole = true;
  }

  u16(at: number): number {
    return this.#chunk(at).getUint16((at % CHUNK) * this.#width, true);
  }

  /** `part` counts 32-bit words within an entry. */
  u32(at: number, part = 0): number {
    return this.#chunk(at).getUint32((at % CHUNK) * this.#width + 4 * part, true);
  }

  f32(at: number): number {
    return this.#chunk(at).getFloat32((at % CHUNK) * this.#width, true);
  }

  f64(at: number): number {
    return this.#chunk(at).getFloat64((at % CHUNK) * this.#width, true);
  }

  #chunk(at: number): DataView {
    const chunk = Math.floor(at / CHUNK);
    const known = this.#chunks[chunk];
    if (known !== undefined) return known;
    if (at >= this.#count) throw corruptIndex('a document number is too high');
    const entries = Math.min(CHUNK, this.#count - chunk * CHUNK);
    const bytes = this.#read(chunk * CHUNK * this.#width, entries * this.#width);
    const view = this.#verified(bytes, chunk);
    this.#chunks[chunk] = view;
    return view;
  }

  #read(from: number, length: number): Uint8Array {
    const offset = this.#offset + from;
    if (offset + length > this.#reader.size) throw corruptIndex('a column lies past its end');
    return this.#reader.read(offset, length);
  }

  #verified(bytes: Uint8Array, chunk: number): DataView {
    if (checksum(bytes) !== this.#sums()[chunk]) throw corruptIndex('a column does not add up');
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
