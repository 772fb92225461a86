import { bytesReader } from '../../src/search/bytes.ts';
import { MemoryIndex } from '../../src/search/memory-index.ts';
import { SegmentIndex } from '../../src/search/segment-index.ts';
import { mergeSegments } from '../../src/search/segment-merge.ts';
import { type Segment, withChange } from '../../src/search/segment-set.ts';
import { buildSegment } from '../../src/search/segment-write.ts';
import { after, type Step, searchIndexContract } from './search-index.contract.ts';

const docsOf = (step: Step) => ('add' in step ? step.add : []);
const keysOf = (step: Step) => ('remove' in step ? step.remove : []);

/** Each step a segment of its own. */
function segmentsOf(steps: readonly Step[]): readonly Segment[] {
  return steps.reduce<readonly Segment[]>(
    (segments, step) => withChange(segments, docsOf(step), keysOf(step)),
    [],
  );
}

searchIndexContract('MemoryIndex', (steps) => {
  const index = new MemoryIndex();
  for (const step of steps) {
    for (const doc of docsOf(step)) index.add(doc);
    for (const key of keysOf(step)) index.remove(key);
  }
  return index;
});

searchIndexContract('SegmentIndex of one segment', (steps) => {
  return new SegmentIndex([{ reader: bytesReader(buildSegment(after(steps))), deleted: [] }]);
});

searchIndexContract('SegmentIndex of many segments', (steps) => new SegmentIndex(segmentsOf(steps)));

searchIndexContract('SegmentIndex with pending documents', (steps) => {
  const last = steps.at(-1);
  if (last === undefined) return new SegmentIndex([], { docs: [] });
  return new SegmentIndex(segmentsOf(steps.slice(0, -1)), { docs: docsOf(last), removed: keysOf(last) });
});

searchIndexContract('SegmentIndex after a merge', (steps) => {
  return new SegmentIndex([{ reader: bytesReader(mergeSegments(segmentsOf(steps))), deleted: [] }]);
});
