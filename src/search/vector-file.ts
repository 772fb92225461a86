import { ByteCursor, ByteWriter, checksum, corruptIndex } from './bytes.ts';

const MAGIC = 0x3156584e;
/** Bytes of the hash of a text. */
const HASH = 16;

/** What a text was when its vector was made, and which row that is. */
export interface VectorName {
  /** Tells without the text whether it is still the same; empty where nothing does. */
  readonly mark: string;
  readonly row: number;
}

/** What is added at once. */
export interface VectorBlock {
  /** By id, without white space, as marks are; rows count on from those that are there. */
  readonly names: ReadonlyMap<string, VectorName>;
  /** New rows: the hash of a text, in hexadecimal digits, and its vector. */
  readonly rows: readonly { readonly hash: string; readonly vector: Int8Array }[];
}

export interface VectorFile {
  readonly model: string;
  /** Numbers of a vector. */
  readonly dimension: number;
  readonly names: ReadonlyMap<string, VectorName>;
  /** How many vectors there are, also those that no name has any more. */
  readonly rows: number;
  row(at: number): Int8Array;
  /** All of them, one behind the other, in pieces. */
  pieces(): Iterable<Int8Array>;
  hash(at: number): string;
  /** False where its end was torn while it was written: nothing can be added behind that. */
  readonly whole: boolean;
}

/** The beginning of a file; blocks follow, each written in one piece. */
export function encodeHead(model: string, dimension: number): Uint8Array {
  const writer = new ByteWriter();
  writer.u32(MAGIC);
  writer.u32(dimension);
  writer.text(model);
  return framed(writer.bytes());
}

export function encodeBlock({ names, rows }: VectorBlock): Uint8Array {
  const writer = new ByteWriter();
  // As one text: a hundred thousand are read at once.
  writer.text([...names].map(([id, { mark, row }]) => `${id}\t${mark}\t${row}`).join('\n'));
  writer.varint(rows.length);
  for (const { hash } of rows) writer.raw(bytesOf(hash));
  for (const { vector } of rows)
    writer.raw(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
  return framed(writer.bytes());
}

function bytesOf(digits: string): Uint8Array {
  return Uint8Array.from({ length: HASH }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}

function digitsOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function framed(payload: Uint8Array): Uint8Array {
  const writer = new ByteWriter(payload.length + 8);
  writer.u32(payload.length);
  writer.u32(checksum(payload));
  writer.raw(payload);
  return writer.bytes();
}

/** The payloads that hold, in order; a torn one ends them. */
function* payloads(bytes: Uint8Array): Generator<{ readonly payload: Uint8Array; readonly end: number }> {
  for (let at = 0; at + 8 <= bytes.length; ) {
    const head = new ByteCursor(bytes.subarray(at, at + 8));
    const [length, sum] = [head.u32(), head.u32()];
    const end = at + 8 + length;
    const payload = bytes.subarray(at + 8, end);
    if (end > bytes.length || checksum(payload) !== sum) return;
    yield { payload, end };
    at = end;
  }
}

/** Reads a file. Throws `corrupt-index` where its beginning is none, or a block says what cannot be. */
export function decodeVectors(bytes: Uint8Array): VectorFile {
  const [head] = payloads(bytes);
  if (head === undefined) throw corruptIndex('the vectors have no beginning');
  const cursor = new ByteCursor(head.payload);
  if (cursor.u32() !== MAGIC) throw corruptIndex('these are no vectors');
  const dimension = cursor.u32();
  const model = cursor.text();
  const names = new Map<string, VectorName>();
  const blocks: { readonly first: number; readonly hashes: Uint8Array; readonly data: Uint8Array }[] = [];
  let rows = 0;
  let valid = head.end;
  for (const { payload, end } of payloads(bytes.subarray(head.end))) {
    const block = new ByteCursor(payload);
    const named = block.text();
    const count = block.varint();
    blocks.push({ first: rows, hashes: block.raw(count * HASH), data: block.raw(count * dimension) });
    rows += count;
    for (const line of named === '' ? [] : named.split('\n')) {
      const [id = '', mark = '', place] = line.split('\t');
      const row = Number(place);
      if (!(row < rows)) throw corruptIndex('a vector is named that is not there');
      names.set(id, { mark, row });
    }
    valid = head.end + end;
  }
  const blockOf = (at: number) => {
    let low = 0;
    for (let high = blocks.length - 1; low < high; ) {
      const middle = (low + high + 1) >> 1;
      if ((blocks[middle]?.first ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const block = blocks[low];
    if (block === undefined || at >= rows) throw corruptIndex('a vector is not there');
    return { ...block, within: at - block.first };
  };
  return {
    model,
    dimension,
    names,
    rows,
    row: (at) => {
      const { data, within } = blockOf(at);
      return new Int8Array(data.buffer, data.byteOffset + within * dimension, dimension);
    },
    *pieces() {
      for (const { data } of blocks) yield new Int8Array(data.buffer, data.byteOffset, data.length);
    },
    hash: (at) => {
      const { hashes, within } = blockOf(at);
      return digitsOf(hashes.subarray(within * HASH, (within + 1) * HASH));
    },
    whole: valid === bytes.length,
  };
}
