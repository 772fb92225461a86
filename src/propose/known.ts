import type { Likeness } from '../core/proposal.ts';
import { type Citation, type NexusRecord, parseCitation } from '../core/record.ts';
import type { Candidate } from './candidate.ts';

/** Of a place, so much must lie in what a record cites. */
const SAME_PLACE = 0.6;

/** The record that holds a candidate already: made of the same structure, or citing one of its places. */
export function heldBy(candidate: Candidate, records: readonly NexusRecord[]): Likeness | undefined {
  const patterns = records.filter(({ kind }) => kind === 'pattern');
  const found =
    patterns.find(({ pattern }) => pattern?.shape === candidate.key) ??
    patterns.find((record) => record.pattern?.shape === undefined && citesOne(record, candidate));
  return found === undefined ? undefined : { id: found.id, title: found.title, how: 'structure' };
}

function citesOne(record: NexusRecord, { by, places, seen }: Candidate): boolean {
  // An idiom is in many a place that is cited for something else.
  if (by === 'habit' && !seen.some((name) => record.tags.includes(name))) return false;
  const cited = record.files.map(parseCitation);
  return places.some((unit) => cited.some((citation) => covers(citation, unit)));
}

function covers({ path, from, to }: Citation, unit: Candidate['example']): boolean {
  if (path !== unit.path || from === undefined || to === undefined) return false;
  const shared = Math.min(to, unit.to) - Math.max(from, unit.from) + 1;
  // Both ways: a whole file cited is not about one function of it.
  return shared / (unit.to - unit.from + 1) >= SAME_PLACE && shared / (to - from + 1) >= SAME_PLACE;
}
