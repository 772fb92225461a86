import type { RangeReader } from '../core/ports.ts';
import type { StoredDoc } from '../core/recall.ts';
import { ByteCursor, corruptIndex, readExtent } from './bytes.ts';
import { CHUNK, Column } from './column.ts';
import { FIELDS } from './fields.ts';
import { decodeNumbers, decodePostings, type Postings } from './postings.ts';
import { COLUMNS, columnLength, readHeader, type SegmentHeader } from './segment-layout.ts';
import { SortedMap } from './sorted-map.ts';

/** Documents that are kept parsed: who stays asks for the same ones again. */
const MAX_PARSED = 1_024;

const NONE = new Uint32Array(0);

/**
 * Places in posting lists that are kept decoded: the same words are asked again, with each key that is typed. So many, or
 * so many a document: of many the lists are long.
 */
const MAX_PLACES = 65_536;
const PLACES_EACH = 8;

interface StoredEntry {
  readonly key: string;
  readonly stored: StoredDoc;
}

/** Look-ups in one segment, documents by number. Each throws `corrupt-index` rather than answer wrongly. */
export class SegmentReader {
  readonly #reader: RangeReader;
  readonly #header: SegmentHeader;
  readonly #terms: SortedMap;
  readonly #facets: SortedMap;
  readonly #keys: SortedMap;
  readonly #time: Column;
  readonly #boost: Column;
  readonly #stored: Column;
  readonly #lengths: readonly Column[];
  #sums: Uint32Array | undefined;
  readonly #parsed = new Map<number, StoredEntry>();
  readonly #decoded = new Map<string, readonly Postings[]>();
  #places = 0;

  constructor(reader: RangeReader) {
    this.#reader = reader;
    this.#header = readHeader(reader);
    const { maps } = this.#header;
    this.#terms = new SortedMap(reader, maps.terms, 'the terms');
    this.#facets = new SortedMap(reader, maps.facets, 'the facets');
    this.#keys = new SortedMap(reader, maps.keys, 'the keys');
    this.#time = this.#column(0);
    this.#boost = this.#column(1);
    this.#stored = this.#column(2);
    this.#lengths = FIELDS.map((_, field) => this.#column(3 + field));
  }

  get docCount(): number {
    return this.#header.docCount;
  }

  /** Sum of the unique tokens of each field over all documents. */
  get totals(): readonly number[] {
    return this.#header.totals;
  }

  postings(term: string): readonly Postings[] {
    const known = this.#decoded.get(term);
    if (known !== undefined) return known;
    const bytes = this.#terms.get(term);
    const lists = bytes === undefined ? [] : decodePostings(bytes, this.docCount);
    const places = lists.reduce((sum, { docs }) => sum + docs.length, 1);
    if (this.#places + places > Math.max(MAX_PLACES, PLACES_EACH * this.docCount)) {
      this.#decoded.clear();
      this.#places = 0;
    }
    this.#places += places;
    this.#decoded.set(term, lists);
    return lists;
  }

  /** Terms in order, from the first that is not before `from`. */
  *terms(from = ''): Generator<readonly [term: string, postings: readonly Postings[]]> {
    for (const [term, bytes] of this.#terms.entries(from)) yield [term, decodePostings(bytes, this.docCount)];
  }

  facet(facet: string): Uint32Array {
    const bytes = this.#facets.get(facet);
    return bytes === undefined ? NONE : decodeNumbers(bytes, this.docCount);
  }

  *facets(): Generator<readonly [facet: string, docs: Uint32Array]> {
    for (const [facet, bytes] of this.#facets.entries()) yield [facet, decodeNumbers(bytes, this.docCount)];
  }

  docOf(key: string): number | undefined {
    const bytes = this.#keys.get(key);
    if (bytes === undefined) return undefined;
    const doc = new ByteCursor(bytes).varint();
    if (doc >= this.docCount) throw corruptIndex('a key');
    return doc;
  }

  /** All keys, in order and therefore in the order of their documents' numbers. */
  *keys(): Generator<string> {
    for (const [key] of this.#keys.entries()) yield key;
  }

  /** Keys of ascending document numbers: one by one if they are few, else by walking all keys. */
  keysOf(docs: ArrayLike<number>): readonly string[] {
    if (docs.length * 64 < this.docCount) return Array.from(docs, (doc) => this.stored(doc).key);
    const wanted = new Set(Array.from(docs));
    const out: string[] = [];
    let doc = 0;
    for (const key of this.keys()) if (wanted.has(doc++)) out.push(key);
    return out;
  }

  /** Times of all documents. */
  times(): ArrayLike<number> {
    return this.#time.all();
  }

  /** In thousandths. */
  boosts(docs: Uint32Array): Float64Array {
    return this.#boost.of(docs);
  }

  /** Unique tokens of a field of each of these documents. */
  lengths(field: number, docs: Uint32Array): Float64Array {
    return this.#lengths[field]?.of(docs) ?? new Float64Array(docs.length);
  }

  time(doc: number): number {
    return this.#time.value(doc);
  }

  /** In thousandths. */
  boost(doc: number): number {
    return this.#boost.value(doc);
  }

  /** Unique tokens of a field of a document. */
  length(field: number, doc: number): number {
    return this.#lengths[field]?.value(doc) ?? 0;
  }

  stored(doc: number): { readonly key: string; readonly json: string } {
    const cursor = this.#row(doc);
    return { key: cursor.text(), json: cursor.text() };
  }

  /** See `encodeSequence`. */
  sequence(doc: number): Uint8Array {
    const cursor = this.#row(doc);
    cursor.raw(cursor.varint());
    cursor.raw(cursor.varint());
    return cursor.rest();
  }

  storedDoc(doc: number): StoredEntry {
    const known = this.#parsed.get(doc);
    if (known !== undefined) return known;
    const { key, json } = this.stored(doc);
    const entry = { key, stored: JSON.parse(json) as StoredDoc };
    const [oldest] = this.#parsed.size < MAX_PARSED ? [] : this.#parsed.keys();
    if (oldest !== undefined) this.#parsed.delete(oldest);
    this.#parsed.set(doc, entry);
    return entry;
  }

  #row(doc: number): ByteCursor {
    const offset = this.#stored.value(doc);
    const length = this.#stored.value(doc + 1) - offset;
    const sum = this.#stored.sum(doc);
    if (length < 0) throw corruptIndex('a stored document');
    return new ByteCursor(readExtent(this.#reader, { offset, length, sum }, 'a stored document'));
  }

  #column(column: number): Column {
    const { docCount, columns } = this.#header;
    let first = 0;
    for (let before = 0; before < column; before += 1) {
      first += Math.ceil(columnLength(before, docCount) / CHUNK);
    }
    const count = columnLength(column, docCount);
    const chunks = Math.ceil(count / CHUNK);
    const sums = (): Uint32Array => this.#allSums().subarray(first, first + chunks);
    return new Column(this.#reader, columns[column] ?? 0, COLUMNS[column]?.[1] ?? 'f64', count, sums);
  }

  #allSums(): Uint32Array {
    if (this.#sums === undefined) {
      const bytes = readExtent(this.#reader, this.#header.sums, 'the checksums');
      this.#sums = new Uint32Array(bytes.length >>> 2);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let at = 0; at < this.#sums.length; at += 1) this.#sums[at] = view.getUint32(4 * at, true);
    }
    return this.#sums;
  }
}
