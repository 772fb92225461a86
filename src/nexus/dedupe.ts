import { isNexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import { type Proposal, type Proposed, SAMENESS, type Sameness } from '../core/proposal.ts';
import { type Draft, lifecycleOf, type NexusRecord, type StoredRecord } from '../core/record.ts';
import { isoDate } from '../core/time.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { doublesIndex, saidIn } from '../store/doubles.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { accept, type Decided } from './inbox.ts';
import { addProposals, decidedKeys, drop, readInbox } from './inbox-files.ts';
import { united } from './united.ts';

export interface DedupeQuery {
  /** Nothing is put into the inbox. */
  readonly dryRun?: boolean;
  /** All that is found is accepted at once. */
  readonly accept?: boolean;
}

/** Records that say the same, in pairs. */
export interface Deduped {
  /** The surest first; without ids in a dry run. */
  readonly proposals: readonly (Proposed & Partial<Pick<Proposal, 'id' | 'at'>>)[];
  /** How many of them are new in the inbox. */
  readonly added: number;
  /** What became of them, where they were to be accepted. */
  readonly decided: readonly Decided[];
  /** How many records were compared. */
  readonly records: number;
}

/** Of two records that say the same, the one that stays, and the one that it takes the place of. */
interface Pair {
  readonly kept: StoredRecord;
  readonly other: StoredRecord;
  readonly how: Sameness;
}

/**
 * Finds records that say the same and proposes to make one of two: the older stays, since its id is what others cite.
 * What was rejected comes back only when one of the two has changed.
 */
export async function dedupe(context: Context, query: DedupeQuery): Promise<Deduped> {
  requireMemory(context);
  const { records } = (await context.reader()).all();
  const living = livingOf(records, isoDate(context.clock()));
  const found = pairsIn(living).flatMap((pair) => proposed(context, pair, 'dedupe'));
  const told = { records: living.length };
  if (query.dryRun === true)
    return { ...told, proposals: withoutDecided(context, found), added: 0, decided: [] };
  dropOld(context, found, () => true);
  const { proposals, fresh } = await addProposals(context, withoutDecided(context, found));
  const decided: Decided[] = [];
  // One after the other: of three that are the same the oldest takes from two.
  if (query.accept === true) for (const { id } of proposals) decided.push(await accept(context, id));
  return { ...told, proposals, added: fresh, decided };
}

/** Those that are told to whoever asks; an episode tells what happened, and nothing happens twice. */
function livingOf(records: readonly StoredRecord[], today: string): readonly StoredRecord[] {
  const superseded = new Set(
    records.flatMap(({ record }) => (record.forgotten === undefined ? record.supersedes : [])),
  );
  return records.filter(
    ({ record }) =>
      record.kind !== 'episode' && lifecycleOf(record, today) === undefined && !superseded.has(record.id),
  );
}

/** @param fresh only pairs with one of these ids; without it, all */
function pairsIn(records: readonly StoredRecord[], fresh?: ReadonlySet<string>): readonly Pair[] {
  const index = doublesIndex<StoredRecord>();
  const oldest = [...records].sort((a, b) => order(a.record, b.record));
  const pairs = oldest.flatMap((other): Pair[] => {
    const said = saidIn(other.record);
    const found = index.find(said);
    if (found === undefined) {
      index.add(said, other);
      return [];
    }
    const { value: kept, how } = found;
    const isAsked = fresh === undefined || fresh.has(kept.record.id) || fresh.has(other.record.id);
    return isAsked ? [{ kept, other, how }] : [];
  });
  return pairs.sort((a, b) => SCORES[b.how] - SCORES[a.how]);
}

function order(a: NexusRecord, b: NexusRecord): number {
  return Date.parse(a.created) - Date.parse(b.created) || (a.id < b.id ? -1 : 1);
}

/** How sure it is that two records say the same. */
const SCORES: Readonly<Record<Sameness, number>> = { signature: 1, structure: 0.95, text: 0.9, title: 0.6 };

/** None where the two cannot be written as one. */
function proposed(context: Context, { kept, other, how }: Pair, source: string): Proposed[] {
  const record = attempt(() => united(context, kept, other).record);
  if (record === undefined) return [];
  const { kind, title, body, tags, files } = record;
  const draft: Draft = { kind, title, body, tags, files, ...(record.error && { error: record.error }) };
  const named = ({ record: { id, title } }: StoredRecord) => ({ id, title });
  const proposal: Proposed = {
    key: `same ${[kept, other].map((one) => mark(context, one)).join(' ')}`,
    score: SCORES[how],
    reason: `${SAMENESS[how]} as ${shortId(other.record.id)} ${other.record.title}`,
    source,
    draft,
    like: { ...named(kept), how },
    takes: named(other),
  };
  return [proposal];
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (cause) {
    if (isNexusError(cause) && cause.code === 'invalid-record') return undefined;
    throw cause;
  }
}

/** Names a record as it is now: once it changes, what was decided on it was decided on something else. */
function mark({ files }: Context, { record, path }: StoredRecord): string {
  return `${record.id}@${gitBlobId(files.read(path) ?? new Uint8Array(), 'sha1').slice(0, 12)}`;
}

function withoutDecided(context: Context, found: readonly Proposed[]): readonly Proposed[] {
  const decided = decidedKeys(requireRepository(context));
  return found.filter(({ key }) => !decided.has(key));
}

/** What waits of pairs that are none any more, or have changed since; of those alone that are meant. */
function dropOld(context: Context, found: readonly Proposed[], isMeant: (pair: string) => boolean): void {
  const repository = requireRepository(context);
  const keys = new Set(found.map(({ key }) => key));
  for (const one of readInbox(repository).proposals)
    if (one.takes !== undefined && !keys.has(one.key) && isMeant(pairOf(one))) drop(repository, one.id);
}

function pairOf({ like, takes }: Proposed): string {
  return `${like?.id} ${takes?.id}`;
}

/** Puts into the inbox which of some records say the same as one that is new. */
export async function proposePairs(
  context: Context,
  records: readonly StoredRecord[],
  fresh: ReadonlySet<string>,
  source: string,
): Promise<void> {
  const living = livingOf(records, isoDate(context.clock()));
  const found = pairsIn(living, fresh).flatMap((pair) => proposed(context, pair, source));
  const pairs = new Set(found.map(pairOf));
  dropOld(context, found, (pair) => pairs.has(pair));
  await addProposals(context, withoutDecided(context, found));
}
