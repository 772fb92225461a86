import { NexusError } from '../core/error.ts';
import type { RangeReader } from '../core/ports.ts';

/**
 * An index file that is not what was written: `broken`, `corrupt-index`. Whoever catches it throws
 * the file away and builds it anew; the records are the truth.
 */
export function corruptIndex(what: string): NexusError {
  return new NexusError(
    'broken',
    'corrupt-index',
    `the search index is damaged: ${what}`,
    'it is a cache and can be rebuilt',
  );
}

/** A range of a segment and what its bytes must add up to. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
  readonly sum: number;
}

/** Of segments in memory, which nothing changes, the extents that added up once: offset → checksum. */
const verified = new WeakMap<RangeReader, Map<number, number>>();

/** The bytes of an extent, or `corrupt-index`: nothing of a segment is used unverified. */
export function readExtent(reader: RangeReader, { offset, length, sum }: Extent, what: string): Uint8Array {
  if (offset + length > reader.size) throw corruptIndex(`${what} lies past its end`);
  const bytes = reader.read(offset, length);
  const sound = verified.get(reader);
  if (bytes.length === length && sound?.get(offset) === sum) return bytes;
  if (bytes.length !== length || checksum(bytes) !== sum) throw corruptIndex(`${what} does not add up`);
  sound?.set(offset, sum);
  return bytes;
}

/** A segment that is in memory already. */
export function bytesReader(bytes: Uint8Array): RangeReader {
  const reader: RangeReader = {
    size: bytes.length,
    read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > bytes.length) throw new RangeError('past the end');
      return bytes.subarray(offset, offset + length);
    },
  };
  verified.set(reader, new Map());
  return reader;
}

/**
 * MurmurHash3_x86_32 with seed 0 (Austin Appleby, public domain), over words in the machine's byte order.
 * Each step is a bijection of the state, so a change within one aligned word is always seen; it guards
 * against decay, not against an adversary. One flat loop: a cold process runs it before it is compiled.
 */
export function checksum(bytes: Uint8Array): number {
  const count = bytes.length >>> 2;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, count);
  let hash = 0;
  for (let at = 0; at < count; at += 1) {
    const mixed = Math.imul(words[at] ?? 0, 0xcc9e2d51);
    hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let at = bytes.length - 1; at >= 4 * count; at -= 1) rest = (rest << 8) | (bytes[at] ?? 0);
  const mixed = Math.imul(rest, 0xcc9e2d51);
  hash ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** A growing buffer. Numbers are little-endian; varints are LEB128 of at most 2^53. */
export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** A copy of what was written. */
  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Writes bytes and says where they are. */
  extent(bytes: Uint8Array): Extent {
    const offset = this.#length;
    this.raw(bytes);
    return { offset, length: bytes.length, sum: checksum(bytes) };
  }

  raw(bytes: Uint8Array): void {
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
  }

  u8(value: number): void {
    const at = this.#grow(1);
    this.#bytes[at] = value;
  }

  u16(value: number): void {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, true);
  }

  f64(value: number): void {
    const at = this.#grow(8);
    this.#view.setFloat64(at, value, true);
  }

  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.u8((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.u8(rest);
  }

  /** Length and UTF-8. */
  text(text: string): void {
    const bytes = ENCODER.encode(text);
    this.varint(bytes.length);
    this.raw(bytes);
  }

  #grow(by: number): number {
    const at = this.#length;
    this.#length = at + by;
    if (this.#length > this.#bytes.length) {
      const bigger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length));
      bigger.set(this.#bytes);
      this.#bytes = bigger;
      this.#view = new DataView(bigger.buffer);
    }
    return at;
  }
}

/** Reads what `ByteWriter` wrote; running out of bytes is `corrupt-index`. */
export class ByteCursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  f64(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  varint(): number {
    const bytes = this.#bytes;
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 128) {
      const byte = bytes[this.#at];
      if (byte === undefined) throw corruptIndex('a number is cut off');
      this.#at += 1;
      if (byte < 128) return value + byte * scale;
      value += (byte - 128) * scale;
    }
    throw corruptIndex('a number is too long');
  }

  raw(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.raw(this.#bytes.length - this.#at);
  }

  text(): string {
    const length = this.varint();
    const at = this.#take(length);
    if (length <= 32) {
      let ascii = '';
      let plain = true;
      for (let i = at; i < at + length && plain; i += 1) {
        const byte = this.#bytes[i] ?? 128;
        plain = byte < 128;
        ascii += String.fromCharCode(byte);
      }
      if (plain) return ascii;
    }
    return DECODER.decode(this.#bytes.subarray(at, at + length));
  }

  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw corruptIndex('a part is cut off');
    this.#at = at + length;
    return at;
  }
}
