import { LIMITS } from '../core/kinds.ts';
import { present } from '../core/present.ts';
import type { StoredDoc } from '../core/recall.ts';
import type { RecordOutcome, Usefulness } from '../core/report.ts';
import { usefulness } from '../learn/usefulness.ts';
import { NOT_SERVED, recalledFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { openIndex } from './index-cache.ts';

/** Of a record that is shown all the time, the newest say how it does. */
const NEWEST = 200;

/** What the newest episodes say of one record; undefined where none does. @param counts false for an episode that is not to be told of */
export function usesOf(
  index: SearchIndex,
  id: string,
  counts: (stored: StoredDoc) => boolean = () => true,
): Usefulness | undefined {
  // Of most records no episode tells, and a list asks for many: a look-up is cheaper than a search.
  if (index.facet(recalledFacet(id)).length === 0) return undefined;
  const { hits } = index.search({ text: '', all: [[recalledFacet(id)]], none: NOT_SERVED, limit: NEWEST });
  const told = hits.flatMap(({ stored }) =>
    (counts(stored) ? (stored.facts?.recalled ?? []) : []).map((entry) => ({ ...entry, at: stored.created })),
  );
  return usefulness(told.filter((entry) => entry.id === id)).get(id);
}

/** Of each record of which episodes tell, by id. As of the working tree. */
export async function usesOfAll(
  context: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Usefulness>> {
  return usesIn((await openIndex(context)).index, ids);
}

/** The same in an index that is open. */
export function usesIn(index: SearchIndex, ids: readonly string[]): ReadonlyMap<string, Usefulness> {
  return new Map(
    ids.flatMap((id) => {
      const uses = usesOf(index, id);
      return uses === undefined ? [] : [[id, uses]];
    }),
  );
}

/** As of the working tree. */
export async function usefulnessOf(context: Context, id: string): Promise<Usefulness | undefined> {
  return usesOf((await openIndex(context)).index, id);
}

/** What came of a record, its own or another's, the newest first; of one that is not there nothing. As of the working tree. */
export async function outcomesOf(context: Context, idOrPrefix: string): Promise<readonly RecordOutcome[]> {
  const { findAnywhere } = await import('./others.ts');
  const id = await findAnywhere(context, idOrPrefix).then(
    ({ record }) => record.id,
    () => undefined,
  );
  return id === undefined ? [] : outcomesIn((await openIndex(context)).index, id);
}

/** The same of a whole id. */
export function outcomesIn(index: SearchIndex, id: string): readonly RecordOutcome[] {
  const query = { text: '', all: [[recalledFacet(id)]], none: NOT_SERVED, limit: NEWEST };
  return index.search(query).hits.flatMap(({ stored: { created, title, commit, author, facts } }) =>
    (facts?.recalled ?? [])
      .filter((told) => told.id === id)
      .map(({ helped, wrong, note }) => ({
        ...{ at: created, helped, wrong: wrong === true && !helped, episode: title },
        ...present({ commit, author, note: isLine(note) ? note : undefined }),
      })),
  );
}

/** Whoever wrote more by hand has it in the file. */
function isLine(note: unknown): note is string {
  return typeof note === 'string' && note.length <= LIMITS.line;
}
