import { bytesReader } from '../../src/search/bytes.ts';
import { docOfRecord } from '../../src/search/document.ts';
import { MemoryIndex } from '../../src/search/memory-index.ts';
import { SegmentIndex } from '../../src/search/segment-index.ts';
import { buildSegment } from '../../src/search/segment-write.ts';
import type { RetrievalSet } from './sets.ts';
import { recordOfDoc } from './ways.ts';

/** Scores that differ by more than this share are not the same. */
const PRECISION = 1e-9;

/** Questions to which MiniSearch in memory and a segment give other hits, another order or other scores. */
export function disagreements({ collections }: RetrievalSet): readonly string[] {
  return collections.flatMap(({ docs, queries }) => {
    const made = docs.map((doc, at) => docOfRecord(recordOfDoc(doc, at), `${at}`));
    const memory = new MemoryIndex(made);
    const segment = new SegmentIndex([{ reader: bytesReader(buildSegment(made)), deleted: [] }]);
    return queries.flatMap(({ text }) => {
      const [a, b] = [memory, segment].map((index) => index.search({ text, limit: 10 }).hits);
      const isSame =
        a?.length === b?.length &&
        a?.every(({ key, score }, at) => {
          const other = b?.[at];
          return other?.key === key && Math.abs(other.score - score) <= PRECISION * Math.max(1, score);
        });
      return isSame === true ? [] : [text];
    });
  });
}
