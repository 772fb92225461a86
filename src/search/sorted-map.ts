import type { RangeReader } from '../core/ports.ts';
import { ByteCursor, ByteWriter, corruptIndex, type Extent, readExtent } from './bytes.ts';

/**
 * A sorted map from text to bytes inside a segment: a static B+ tree, written bottom-up. A look-up
 * reads one page per level (three levels hold 260,000 entries) and the value, unless that is small
 * enough to stand in the page. Keys are in code-unit order, front-coded within a page.
 *
 * page  = level u8 (0 leaf), entry*
 * entry = shared varint, rest text, then in a leaf: length varint, then the value's bytes if it is at
 *         most INLINE long, else offset varint and checksum u32; above: offset, length varint, checksum u32
 */
const FAN_OUT = 64;
const INLINE = 24;
/** Leaves that are kept decoded: one question looks up neighbours, such as what supersedes each of its hits. */
const MAX_LEAVES = 16;

/** Writes entries, which must come in ascending order; gives the root, or undefined if there were none. */
export function writeSortedMap(
  out: ByteWriter,
  entries: Iterable<readonly [key: string, value: Uint8Array]>,
): Extent | undefined {
  let pages: { readonly first: string; readonly page: Extent }[] = [];
  const leaf = new PageWriter(out, 0, pages);
  for (const [key, value] of entries) {
    const writer = leaf.entry(key);
    writer.varint(value.length);
    if (value.length <= INLINE) writer.raw(value);
    else {
      const { offset, sum } = out.extent(value);
      writer.varint(offset);
      writer.u32(sum);
    }
  }
  leaf.close();
  for (let level = 1; pages.length > 1; level += 1) {
    const above: typeof pages = [];
    const index = new PageWriter(out, level, above);
    for (const { first, page } of pages) {
      const writer = index.entry(first);
      writer.varint(page.offset);
      writer.varint(page.length);
      writer.u32(page.sum);
    }
    index.close();
    pages = above;
  }
  return pages[0]?.page;
}

class PageWriter {
  readonly #out: ByteWriter;
  readonly #pages: { first: string; page: Extent }[];
  readonly #level: number;
  readonly #page = new ByteWriter(4096);
  #first = '';
  #previous = '';
  #count = 0;

  constructor(out: ByteWriter, level: number, pages: { first: string; page: Extent }[]) {
    this.#out = out;
    this.#level = level;
    this.#pages = pages;
  }

  /** Starts an entry and gives the page to write its value to. */
  entry(key: string): ByteWriter {
    if (this.#count === FAN_OUT) this.close();
    if (this.#count === 0) {
      this.#page.u8(this.#level);
      this.#first = key;
      this.#previous = '';
    }
    const shared = sharedLength(this.#previous, key);
    this.#page.varint(shared);
    this.#page.text(key.slice(shared));
    this.#previous = key;
    this.#count += 1;
    return this.#page;
  }

  close(): void {
    if (this.#count === 0) return;
    this.#pages.push({ first: this.#first, page: this.#out.extent(this.#page.bytes()) });
    this.#page.clear();
    this.#count = 0;
  }
}

/** Code units that two keys start with, never half a character. */
function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  const last = a.charCodeAt(at - 1);
  return last >= 0xd800 && last < 0xdc00 ? at - 1 : at;
}

interface IndexPage {
  readonly level: number;
  readonly keys: readonly string[];
  readonly pages: readonly Extent[];
}

interface Leaf {
  readonly level: 0;
  readonly keys: readonly string[];
  readonly values: readonly (Uint8Array | Extent)[];
}

export class SortedMap {
  readonly #reader: RangeReader;
  readonly #root: Extent | undefined;
  readonly #what: string;
  /** Pages above the leaves, which every look-up passes. */
  readonly #above = new Map<number, IndexPage>();
  /** Of the leaves those that were last read, the oldest first. */
  readonly #leaves = new Map<number, Leaf>();

  constructor(reader: RangeReader, root: Extent | undefined, what: string) {
    this.#reader = reader;
    this.#root = root;
    this.#what = what;
  }

  get(key: string): Uint8Array | undefined {
    let extent = this.#root;
    for (let depth = 0; extent !== undefined && depth < 8; depth += 1) {
      const page = this.#page(extent);
      if ('values' in page) {
        const at = lastAtMost(page.keys, key);
        const value = page.values[at];
        return page.keys[at] === key && value !== undefined ? this.#value(value) : undefined;
      }
      extent = page.pages[lastAtMost(page.keys, key)];
    }
    return undefined;
  }

  /** Entries in order, from the first key that is not before `from`. */
  *entries(from = ''): Generator<readonly [key: string, value: Uint8Array]> {
    if (this.#root !== undefined) yield* this.#walk(this.#root, from, 0);
  }

  *#walk(extent: Extent, from: string, depth: number): Generator<readonly [string, Uint8Array]> {
    if (depth > 8) throw corruptIndex(`${this.#what} goes in circles`);
    const page = this.#page(extent);
    for (let at = Math.max(0, lastAtMost(page.keys, from)); at < page.keys.length; at += 1) {
      const key = page.keys[at];
      if (key === undefined) return;
      if ('values' in page) {
        const value = page.values[at];
        if (key >= from && value !== undefined) yield [key, this.#value(value)];
      } else {
        const below = page.pages[at];
        if (below !== undefined) yield* this.#walk(below, from, depth + 1);
      }
    }
  }

  #value(value: Uint8Array | Extent): Uint8Array {
    return value instanceof Uint8Array ? value : readExtent(this.#reader, value, `a value of ${this.#what}`);
  }

  #page(extent: Extent): IndexPage | Leaf {
    const { offset } = extent;
    const known = this.#above.get(offset) ?? this.#leaves.get(offset);
    if (known !== undefined) return known;
    const page = decodePage(readExtent(this.#reader, extent, `a page of ${this.#what}`));
    if ('values' in page) {
      const [oldest] = this.#leaves.size < MAX_LEAVES ? [] : this.#leaves.keys();
      if (oldest !== undefined) this.#leaves.delete(oldest);
      this.#leaves.set(offset, page);
    } else this.#above.set(offset, page);
    return page;
  }
}

function decodePage(bytes: Uint8Array): IndexPage | Leaf {
  const cursor = new ByteCursor(bytes);
  const level = cursor.u8();
  const keys: string[] = [];
  const values: (Uint8Array | Extent)[] = [];
  const pages: Extent[] = [];
  let previous = '';
  while (!cursor.done) {
    previous = previous.slice(0, cursor.varint()) + cursor.text();
    keys.push(previous);
    if (level > 0) {
      const offset = cursor.varint();
      const length = cursor.varint();
      pages.push({ offset, length, sum: cursor.u32() });
    } else {
      const length = cursor.varint();
      if (length <= INLINE) values.push(cursor.raw(length));
      else values.push({ offset: cursor.varint(), length, sum: cursor.u32() });
    }
  }
  return level > 0 ? { level, keys, pages } : { level: 0, keys, values };
}

/** Position of the last key that is not after the one sought; −1 if all are. */
function lastAtMost(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const at = keys[middle];
    if (at !== undefined && at <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
