import { ByteWriter, checksum } from './bytes.ts';
import { CHUNK, COLUMN_WIDTHS, columnBytes } from './column.ts';
import { FIELDS } from './fields.ts';
import { encodeNumbers, encodePostings, PACK } from './postings.ts';
import { prepareDoc } from './prepared-doc.ts';
import type { SearchDoc } from './search-index.ts';
import { COLUMNS, columnLength, encodeHeader, HEADER_BYTES } from './segment-layout.ts';
import { writeSortedMap } from './sorted-map.ts';

/** What a segment keeps of a document beside its terms. */
export interface DocRow {
  readonly key: string;
  readonly time: number;
  /** In thousandths. */
  readonly boost: number;
  /** Unique tokens of each field. */
  readonly lengths: readonly number[];
  readonly json: string;
  /** See `encodeSequence`. */
  readonly sequence: Uint8Array;
}

export interface SegmentContent {
  /** Sorted by key, no key twice. */
  readonly rows: readonly DocRow[];
  /** Sorted; values from `encodePostings`. */
  readonly terms: Iterable<readonly [term: string, postings: Uint8Array]>;
  /** Sorted; values from `encodeNumbers`. */
  readonly facets: Iterable<readonly [facet: string, docs: Uint8Array]>;
}

/** Of documents with the same key the last counts. The same documents give the same bytes. */
export function buildSegment(docs: Iterable<SearchDoc>): Uint8Array {
  const rows: DocRow[] = [];
  const newest = new Map<string, number>();
  const terms = FIELDS.map(() => new Map<string, number[]>());
  const facets = new Map<string, number[]>();
  for (const doc of docs) {
    const { key, tokens, facets: own, time, boost, json, sequence } = prepareDoc(doc);
    const at = rows.length;
    const lengths = tokens.map((list, field) => {
      const frequencies = new Map<string, number>();
      for (const token of list) frequencies.set(token, (frequencies.get(token) ?? 0) + 1);
      const index = terms[field];
      if (index !== undefined) for (const [token, n] of frequencies) push(index, token, at * PACK + n);
      return frequencies.size;
    });
    for (const facet of own) push(facets, facet, at);
    newest.set(key, at);
    rows.push({ key, time, boost, lengths, json, sequence });
  }
  const keys = [...newest.keys()].sort();
  const numbers = new Int32Array(rows.length).fill(-1);
  for (const [number, key] of keys.entries()) numbers[newest.get(key) ?? 0] = number;
  return writeSegment({
    rows: keys.flatMap((key) => rows[newest.get(key) ?? 0] ?? []),
    terms: termsOf(terms, numbers),
    facets: facetsOf(facets, numbers),
  });
}

function push(lists: Map<string, number[]>, name: string, value: number): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}

function* termsOf(
  fields: readonly ReadonlyMap<string, readonly number[]>[],
  numbers: Int32Array,
): Generator<readonly [string, Uint8Array]> {
  const names = new Set<string>();
  for (const field of fields) for (const name of field.keys()) names.add(name);
  for (const name of [...names].sort()) {
    const postings = encodePostings(
      fields.map((field) => {
        const list = field.get(name);
        return list === undefined ? undefined : renumbered(list, numbers, PACK);
      }),
    );
    if (postings.length > 0) yield [name, postings];
  }
}

function* facetsOf(
  facets: ReadonlyMap<string, readonly number[]>,
  numbers: Int32Array,
): Generator<readonly [string, Uint8Array]> {
  for (const name of [...facets.keys()].sort()) {
    const docs = renumbered(facets.get(name) ?? [], numbers, 1);
    if (docs.length > 0) yield [name, encodeNumbers(docs)];
  }
}

/** The same list with other document numbers, sorted; −1 takes a document out. `pack` as in `PACK`. */
export function renumbered(list: ArrayLike<number>, numbers: Int32Array, pack: number): Float64Array {
  const out = new Float64Array(list.length);
  let count = 0;
  for (let at = 0; at < list.length; at += 1) {
    const packed = list[at] ?? 0;
    const rest = packed % pack;
    const number = numbers[(packed - rest) / pack] ?? -1;
    if (number >= 0) out[count++] = number * pack + rest;
  }
  return out.subarray(0, count).sort();
}

/** Lays a segment out; see `segment-layout.ts`. */
export function writeSegment({ rows, terms, facets }: SegmentContent): Uint8Array {
  const out = new ByteWriter(1 << 16);
  out.raw(new Uint8Array(HEADER_BYTES));
  const stored: { offset: number; sum: number }[] = [];
  const doc = new ByteWriter(1024);
  for (const { key, json, sequence } of rows) {
    doc.clear();
    doc.text(key);
    doc.text(json);
    doc.raw(sequence);
    stored.push(out.extent(doc.bytes()));
  }
  stored.push({ offset: out.length, sum: 0 });

  const sums = new ByteWriter();
  const columns = COLUMNS.map(([name, type], column) => {
    while (out.length % 8 !== 0) out.u8(0);
    const offset = out.length;
    const bytes = columnBytes(type, columnLength(column, rows.length), (at) => {
      if (name === 'stored') return stored[at >> 1]?.[at % 2 === 0 ? 'offset' : 'sum'] ?? 0;
      if (name === 'time' || name === 'boost') return rows[at]?.[name] ?? 0;
      return rows[at]?.lengths[FIELDS.indexOf(name)] ?? 0;
    });
    const step = CHUNK * COLUMN_WIDTHS[type];
    for (let at = 0; at < bytes.length; at += step) sums.u32(checksum(bytes.subarray(at, at + step)));
    out.raw(bytes);
    return offset;
  });
  const header = {
    docCount: rows.length,
    totals: FIELDS.map((_, field) => rows.reduce((sum, row) => sum + (row.lengths[field] ?? 0), 0)),
    columns,
    sums: out.extent(sums.bytes()),
    maps: {
      terms: writeSortedMap(out, terms),
      facets: writeSortedMap(out, facets),
      keys: writeSortedMap(out, keysOf(rows)),
    },
  };
  const bytes = out.bytes();
  bytes.set(encodeHeader(header, bytes.length));
  return bytes;
}

function* keysOf(rows: readonly DocRow[]): Generator<readonly [string, Uint8Array]> {
  const number = new ByteWriter(8);
  for (const [at, { key }] of rows.entries()) {
    number.clear();
    number.varint(at);
    yield [key, number.bytes()];
  }
}
