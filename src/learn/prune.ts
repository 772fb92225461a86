import type { PruneClass, PruneItem, PrunePlan, PruneStay, StayReason } from '../core/prune.ts';
import {
  type EpisodeError,
  type EpisodeRecall,
  lifecycleOf,
  type NexusRecord,
  type StoredRecord,
} from '../core/record.ts';

/** What is known of a memory, for what may leave its tree. */
export interface PruneGiven {
  /** All in the tree, one of each id. */
  readonly records: readonly StoredRecord[];
  /** Executions of episodes that can have been, by the episodes' ids, oldest first. */
  readonly executions: readonly { readonly episode: string; readonly at: string }[];
  readonly errors: readonly (EpisodeError & { readonly at: string })[];
  readonly recalled: readonly EpisodeRecall[];
  /** Ids of records that are not served, and have not been for long. */
  readonly old: ReadonlySet<string>;
  /** Why a file must not go, whatever it holds; first of all that it is not committed. */
  stayOf(stored: StoredRecord): StayReason | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** ISO date. */
  readonly today: string;
}

/** The newest that are kept, and the newest that count. */
export interface PruneLimits {
  readonly patterns: number;
  readonly solutions: number;
  readonly counted: { readonly patterns: number; readonly solutions: number };
}

export interface PruneChoice extends Pick<PrunePlan, 'stays' | 'counted'> {
  /** In the order in which they may go. */
  readonly items: readonly Omit<PruneItem, 'bytes'>[];
}

/**
 * Chooses by what git holds alone: what waits or is not committed takes nobody's place, so that what
 * goes here counts in no clone, however their histories are merged.
 */
export function pruneChoice(given: PruneGiven, limits: PruneLimits): PruneChoice {
  const { records } = given;
  const replaced = new Set(records.flatMap(({ record }) => record.supersedes));
  const living = records.filter(
    ({ record }) => lifecycleOf(record, given.today) === undefined && !replaced.has(record.id),
  );
  const going = new Map<string, { readonly stored: StoredRecord; readonly class: PruneClass }>();
  const stays: PruneStay[] = [];
  const consider = (stored: StoredRecord, kind: PruneClass, why?: StayReason): void => {
    const reason = given.stayOf(stored) ?? why;
    if (reason === undefined) going.set(stored.record.id, { stored, class: kind });
    else stays.push({ ...named(stored), reason });
  };
  for (const stored of episodesBeyond(given, living, limits.patterns))
    consider(stored, 'episodes', tells(stored.record) ? 'counted' : undefined);
  const used = new Set(given.recalled.map(({ id }) => id));
  for (const stored of errorsBeyond(given, living, limits.solutions)) {
    const { id } = stored.record;
    consider(stored, 'errors', used.has(id) ? 'used' : metAgain(given, stored.record) ? 'met' : undefined);
  }
  for (const stored of records)
    if (given.old.has(stored.record.id) && stored.record.forgotten === undefined) consider(stored, 'old');

  // What one keeps may hold another: until nothing changes.
  for (let before = -1; before !== stays.length; ) {
    before = stays.length;
    for (const { stored, reason } of held(records, living, going)) {
      going.delete(stored.record.id);
      stays.push({ ...named(stored), reason });
    }
  }
  return {
    items: successorsLast([...going.values()]),
    stays,
    counted: {
      executions: given.executions.slice(-limits.counted.patterns).filter(({ episode }) => going.has(episode))
        .length,
      errors: newestErrors(given, living)
        .slice(0, limits.counted.solutions)
        .filter(({ record }) => going.has(record.id)).length,
    },
  };
}

/** Those of which every execution is older than the newest that are kept. */
function episodesBeyond(
  given: PruneGiven,
  living: readonly StoredRecord[],
  keep: number,
): readonly StoredRecord[] {
  const committed = committedIn(given, living);
  const oldestKept = given.executions.filter(({ episode }) => committed.has(episode)).at(-keep);
  if (oldestKept === undefined) return [];
  const from = Date.parse(oldestKept.at);
  const before = new Map<string, number>();
  for (const { episode, at } of given.executions)
    if (Date.parse(at) < from) before.set(episode, (before.get(episode) ?? 0) + 1);
  return living.filter(
    ({ record: { id, executions = [] } }) => executions.length > 0 && before.get(id) === executions.length,
  );
}

function errorsBeyond(
  given: PruneGiven,
  living: readonly StoredRecord[],
  keep: number,
): readonly StoredRecord[] {
  const errors = newestErrors(given, living);
  const committed = committedIn(given, errors);
  const oldestKept = errors.filter(({ record }) => committed.has(record.id))[keep - 1];
  if (oldestKept === undefined) return [];
  const from = Date.parse(oldestKept.record.created);
  return errors.filter(({ record }) => Date.parse(record.created) < from);
}

/** Those of a clock that is ahead are newer than none. */
function newestErrors({ now }: PruneGiven, living: readonly StoredRecord[]): readonly StoredRecord[] {
  return living
    .filter(({ record }) => record.kind === 'error' && Date.parse(record.created) <= now)
    .sort((a, b) => Date.parse(b.record.created) - Date.parse(a.record.created));
}

function committedIn(given: PruneGiven, some: readonly StoredRecord[]): ReadonlySet<string> {
  return new Set(
    some.filter((stored) => given.stayOf(stored) !== 'uncommitted').map(({ record }) => record.id),
  );
}

/** However old it is, this counts. */
function tells({ errors = [], recalled = [] }: NexusRecord): boolean {
  return errors.length > 0 || recalled.length > 0;
}

/** The episode that was written with a record tells of it, too; only later ones say that it came back. */
function metAgain({ errors }: PruneGiven, { id, created, error }: NexusRecord): boolean {
  return errors.some(
    (met) =>
      (met.id === id || met.signature === error?.signature) && Date.parse(met.at) > Date.parse(created),
  );
}

/** Chosen records on which one that stays rests; and those without which one that stays would be served again. */
function held(
  records: readonly StoredRecord[],
  living: readonly StoredRecord[],
  going: ReadonlyMap<string, { readonly stored: StoredRecord }>,
): readonly { readonly stored: StoredRecord; readonly reason: StayReason }[] {
  const inTree = new Set(records.map(({ record }) => record.id));
  const cited = new Set(
    living.filter(({ record }) => !going.has(record.id)).flatMap(({ record }) => record.derived_from),
  );
  return [...going.values()].flatMap(({ stored }): { stored: StoredRecord; reason: StayReason }[] => {
    const { id, supersedes } = stored.record;
    if (cited.has(id)) return [{ stored, reason: 'cited' }];
    const revives = supersedes.some((other) => inTree.has(other) && !going.has(other));
    return revives ? [{ stored, reason: 'replaces' }] : [];
  });
}

/** By age, but what was superseded before what took its place: who is interrupted brings nothing back. */
function successorsLast(
  given: readonly { readonly stored: StoredRecord; readonly class: PruneClass }[],
): PruneChoice['items'] {
  const byAge = given.toSorted((a, b) => (order(a.stored) < order(b.stored) ? -1 : 1));
  const byId = new Map(byAge.map((one) => [one.stored.record.id, one]));
  const seen = new Set<string>();
  const out: (typeof byAge)[number][] = [];
  const visit = (one: (typeof byAge)[number]): void => {
    if (seen.has(one.stored.record.id)) return;
    seen.add(one.stored.record.id);
    for (const id of one.stored.record.supersedes) {
      const older = byId.get(id);
      if (older !== undefined) visit(older);
    }
    out.push(one);
  };
  byAge.forEach(visit);
  return out.map(({ stored, class: kind }) => ({ ...named(stored), class: kind }));
}

function order({ record, path }: StoredRecord): string {
  return `${record.created} ${path}`;
}

function named({ record, path }: StoredRecord): Omit<PruneStay, 'reason'> {
  return { id: record.id, kind: record.kind, title: record.title, path, created: record.created };
}
