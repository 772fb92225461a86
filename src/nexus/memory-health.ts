import { KIND_NAMES } from '../core/kinds.ts';
import type { Freshness, StoredDoc } from '../core/recall.ts';
import type { MemoryHealth } from '../core/report.ts';
import { isoDate } from '../core/time.ts';
import { type HealthFact, healthByWeek } from '../learn/health-weeks.ts';
import { kindFacet, NOT_SERVED, supersedesFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { freshnessOf } from './freshness.ts';
import type { OpenIndex } from './index-cache.ts';
import { staleSince } from './stale-since.ts';

/** Each look at a tree costs time. */
const MAX_CHECKED = 500;
const NAMED = 5;

/**
 * @param used when each record was first said to be of use, or of none, by id
 * @param mondays the weeks to tell of, ISO dates
 */
export async function memoryHealth(
  context: Context,
  { index }: OpenIndex,
  used: ReadonlyMap<string, number>,
  mondays: readonly string[],
): Promise<MemoryHealth> {
  const kinds = KIND_NAMES.filter((kind) => kind !== 'episode').map(kindFacet);
  const today = isoDate(context.clock());
  const { hits } = index.search({ text: '', all: [kinds], none: NOT_SERVED, limit: index.size });
  const byId = new Map<string, StoredDoc>();
  for (const { stored } of hits) {
    const gone = stored.expires !== undefined && stored.expires <= today;
    if (!gone && !byId.has(stored.id) && index.facet(supersedesFacet(stored.id)).length === 0)
      byId.set(stored.id, stored);
  }
  const living = [...byId.values()];
  const looked = living.slice(0, MAX_CHECKED);
  const found = await freshnessOf(context, looked);
  const freshness: Record<Freshness, number> = { verified: 0, moved: 0, stale: 0, uncited: 0 };
  for (const one of found) freshness[one.freshness] += 1;
  const stale = looked.flatMap((doc, at) => {
    const { freshness: is, detail = '' } = found[at] ?? {};
    return is === 'stale' ? [{ doc, detail }] : [];
  });
  const since =
    mondays.length === 0
      ? new Map<string, number>()
      : await staleSince(
          context,
          stale.map(({ doc }) => doc),
        );
  return {
    records: living.length,
    checked: looked.length,
    freshness,
    stale: stale.slice(0, NAMED).map(({ doc: { id, title }, detail }) => ({ id, title, detail })),
    never_recalled: living.filter(({ id }) => !used.has(id)).length,
    weeks: healthByWeek(
      living.map((doc) => factOf(doc, used.get(doc.id), since.get(doc.id))),
      mondays,
    ),
  };
}

function factOf(
  { created, files }: StoredDoc,
  used: number | undefined,
  stale: number | undefined,
): HealthFact {
  return {
    created: Date.parse(created),
    cited: files.length > 0,
    ...(used === undefined ? {} : { used }),
    ...(stale === undefined ? {} : { stale }),
  };
}
