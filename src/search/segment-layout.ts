import type { RangeReader } from '../core/ports.ts';
import { ANALYSER_VERSION } from './analyse.ts';
import { ByteCursor, ByteWriter, checksum, corruptIndex, type Extent } from './bytes.ts';
import { FIELDS } from './fields.ts';

/**
 * A segment: an index of some documents that is written once and then only read. Documents are
 * numbered in the order of their keys.
 *
 * header   fixed size, below; its last four bytes are its checksum
 * stored   for each document: key (text), JSON (text), its tokens in order (`encodeSequence`)
 * columns  one number per document each, cut into chunks with a checksum each
 * sums     the chunks' checksums, column by column
 * maps     terms → postings, facets → document numbers, keys → document number
 *
 * Columns and checksums are in the byte order of the machine, which the magic word names (L or B): a cache
 * does not travel.
 *
 * Every range is verified before it is used: a header vouches for maps and sums, a page for what
 * it points to, a chunk of the stored column for the stored documents.
 */
const MAGIC = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'NXSEG2L' : 'NXSEG2B';

/**
 * Columns and their types; `stored` has one entry more, the end. `boost` is in
 * thousandths, a field's column its length in unique tokens.
 */
export const COLUMNS = [
  ['time', 'f64'],
  ['boost', 'u16'],
  ['stored', 'extent'],
  ...FIELDS.map((field) => [field, 'u16'] as const),
] as const;

const MAPS = ['terms', 'facets', 'keys'] as const;

export interface SegmentHeader {
  readonly docCount: number;
  /** Sum of the unique tokens of each field over all documents. */
  readonly totals: readonly number[];
  /** Where each column starts. */
  readonly columns: readonly number[];
  readonly sums: Extent;
  readonly maps: Readonly<Record<(typeof MAPS)[number], Extent | undefined>>;
}

export const HEADER_BYTES =
  7 + 2 + 8 + 4 + 8 * FIELDS.length + 8 * COLUMNS.length + 16 * (MAPS.length + 1) + 4;

/** Entries of a column. */
export function columnLength(column: number, docCount: number): number {
  return COLUMNS[column]?.[0] === 'stored' ? docCount + 1 : docCount;
}

export function encodeHeader(header: SegmentHeader, fileSize: number): Uint8Array {
  const out = new ByteWriter(HEADER_BYTES);
  for (const letter of MAGIC) out.u8(letter.charCodeAt(0));
  out.u16(ANALYSER_VERSION);
  out.f64(fileSize);
  out.u32(header.docCount);
  for (const total of header.totals) out.f64(total);
  for (const offset of header.columns) out.f64(offset);
  for (const extent of [header.sums, ...MAPS.map((map) => header.maps[map])]) {
    out.f64(extent?.offset ?? 0);
    out.u32(extent?.length ?? 0);
    out.u32(extent?.sum ?? 0);
  }
  out.u32(checksum(out.bytes()));
  return out.bytes();
}

/** `corrupt-index` where this is no whole segment, or one made by another version. */
export function readHeader(reader: RangeReader): SegmentHeader {
  if (reader.size < HEADER_BYTES) throw corruptIndex('its beginning is cut off');
  const bytes = reader.read(0, HEADER_BYTES);
  const cursor = new ByteCursor(bytes);
  for (const letter of MAGIC) {
    if (cursor.u8() !== letter.charCodeAt(0)) throw corruptIndex('it is no segment of this version');
  }
  if (cursor.u16() !== ANALYSER_VERSION) throw corruptIndex('it was made by another version');
  const fileSize = cursor.f64();
  const docCount = cursor.u32();
  const totals = FIELDS.map(() => cursor.f64());
  const columns = COLUMNS.map(() => cursor.f64());
  const extent = (): Extent => ({ offset: cursor.f64(), length: cursor.u32(), sum: cursor.u32() });
  const sums = extent();
  const [terms, facets, keys] = MAPS.map(extent).map((map) => (map.length === 0 ? undefined : map));
  if (cursor.u32() !== checksum(bytes.subarray(0, HEADER_BYTES - 4))) {
    throw corruptIndex('its beginning does not add up');
  }
  if (fileSize !== reader.size) throw corruptIndex('its end is cut off');
  return { docCount, totals, columns, sums, maps: { terms, facets, keys } };
}
