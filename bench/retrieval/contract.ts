import { docOfRecord } from '../../src/search/document.ts';
import { MemoryIndex } from '../../src/search/memory-index.ts';
import type { SearchHit, SearchIndex } from '../../src/search/search-index.ts';
import { SegmentIndex } from '../../src/search/segment-index.ts';
import { pathOf } from '../../src/store/paths.ts';
import { sampled } from './run-set.ts';
import type { RetrievalSet } from './sets.ts';
import { recordOfDoc } from './ways.ts';

/** Do both indexes find the same ten, in the same order, with the same scores? */
export interface Agreement {
  readonly set: string;
  readonly asked: number;
  /** Questions of which they do not, by id, each with what differs first. */
  readonly different: readonly string[];
}

/** Relative; additions in another order differ by less. */
const EPSILON = 1e-9;

/** Asks the index over segments, which a repository has, and MiniSearch in memory, each by itself. */
export function agreementOn(set: RetrievalSet, most: number): Agreement {
  const different: string[] = [];
  let asked = 0;
  for (const { docs, queries } of sampled(set.collections, most)) {
    const made = docs.map((doc, at) => {
      const record = recordOfDoc(doc, at);
      return docOfRecord(record, pathOf(record));
    });
    const indexes: readonly SearchIndex[] = [new SegmentIndex([], { docs: made }), new MemoryIndex(made)];
    for (const { id, text } of queries) {
      asked += 1;
      const [ours = [], other = []] = indexes.map((index) => index.search({ text, limit: 10 }).hits);
      const fault = difference(ours, other);
      if (fault !== undefined) different.push(`${id}: ${fault}`);
    }
  }
  return { set: set.name, asked, different };
}

function difference(ours: readonly SearchHit[], other: readonly SearchHit[]): string | undefined {
  if (ours.length !== other.length) return `${ours.length} hits, MiniSearch has ${other.length}`;
  for (const [at, hit] of ours.entries()) {
    const twin = other[at];
    if (twin === undefined || twin.key !== hit.key)
      return `number ${at + 1} is ${hit.key}, there ${twin?.key}`;
    if (Math.abs(hit.score - twin.score) > EPSILON * Math.max(1, hit.score))
      return `number ${at + 1} has ${hit.score}, there ${twin.score}`;
  }
  return undefined;
}
