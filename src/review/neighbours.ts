import { SAMENESS, type Sameness } from '../core/proposal.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import type { Finding } from '../core/review.ts';
import { ruledOutIn } from '../core/subject.ts';
import { against, decidedIn } from './contradict.ts';
import { finding } from './hit.ts';

/** Is a decision still told to whoever asks? */
function lives({ kind, retired, forgotten }: NexusRecord): boolean {
  return kind === 'decision' && retired === undefined && forgotten === undefined;
}

/**
 * Living decisions that speak of the same as a new one, and neither of which supersedes the other or was made from it.
 * @param superseded ids that any record at head supersedes
 */
export function contradictions(
  fresh: StoredRecord,
  decisions: readonly StoredRecord[],
  superseded: ReadonlySet<string>,
): readonly Finding[] {
  const { record, path } = fresh;
  if (!lives(record) || superseded.has(record.id)) return [];
  const one = decidedIn(record.title, record.files, '');
  return decisions.flatMap(({ record: other }) => {
    if (!lives(other) || other.id === record.id || superseded.has(other.id)) return [];
    if (knowsOf(record, other) || knowsOf(other, record)) return [];
    const how = against(one, decidedIn(other.title, other.files, ruledOutIn(other.body)));
    if (how === undefined) return [];
    const what = how === 'ruled out' ? 'decides what was ruled out by' : 'has the subject of';
    return [
      finding(
        'contradiction',
        { path, id: record.id },
        `${what} “${other.title}” (${other.id}), which still holds: look at both`,
      ),
    ];
  });
}

/** One that supersedes another, or was made from it, was written by who knew it. */
function knowsOf({ supersedes, derived_from }: NexusRecord, { id }: NexusRecord): boolean {
  return supersedes.includes(id) || derived_from.includes(id);
}

/** A record that another says the same as. */
export interface Double extends Pick<NexusRecord, 'id' | 'title'> {
  readonly how: Sameness;
}

/** New records that say nearly the same as another. @param alike the other, where there is one */
export function duplicates(
  added: readonly StoredRecord[],
  alike: (record: NexusRecord) => Double | undefined,
): readonly Finding[] {
  return added.flatMap(({ record, path }) => {
    const other = alike(record);
    if (other === undefined || record.supersedes.includes(other.id)) return [];
    return [
      finding(
        'near-duplicate',
        { path, id: record.id },
        `says nearly the same as “${other.title}” (${other.id}): ${SAMENESS[other.how]}`,
      ),
    ];
  });
}

/** More new records than this in one change are not read. */
const MANY = 100;

export function floods(added: readonly StoredRecord[], folder: string): readonly Finding[] {
  return added.length <= MANY ? [] : [finding('flood', { path: folder }, `${added.length} new records`)];
}
