import { KIND_NAMES } from '../core/kinds.ts';
import type { Freshness, StoredDoc } from '../core/recall.ts';
import type { MemoryHealth } from '../core/report.ts';
import { isoDate } from '../core/time.ts';
import { kindFacet, NOT_SERVED, supersedesFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { freshnessOf } from './freshness.ts';
import type { OpenIndex } from './index-cache.ts';

/** Each look at a tree costs time. */
const MAX_CHECKED = 500;
const NAMED = 5;

export async function memoryHealth(
  context: Context,
  { index }: OpenIndex,
  used: ReadonlySet<string>,
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
  return {
    records: living.length,
    checked: looked.length,
    freshness,
    stale: looked
      .flatMap(({ id, title }, at) =>
        found[at]?.freshness === 'stale' ? [{ id, title, detail: found[at]?.detail ?? '' }] : [],
      )
      .slice(0, NAMED),
    never_recalled: living.filter(({ id }) => !used.has(id)).length,
  };
}
