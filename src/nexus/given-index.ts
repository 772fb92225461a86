import { kindFacet } from '../search/facets.ts';
import { MemoryIndex } from '../search/memory-index.ts';
import type { Context } from './context.ts';
import { changesSince, EMPTY, type Snapshot } from './documents.ts';
import type { ReadyIndex } from './index-cache.ts';
import { loadConfig } from './settings.ts';

interface Held {
  readonly index: MemoryIndex;
  snapshot: Snapshot;
}

/** One index per opened memory; its files are the one thing that stays the same from call to call. */
const held = new WeakMap<Context['files'], Held>();

/** The index in memory, brought up to what there is now. */
export async function givenIndex(context: Context): Promise<ReadyIndex> {
  const state = held.get(context.files) ?? { index: new MemoryIndex(), snapshot: EMPTY };
  held.set(context.files, state);
  const { index } = state;
  const { commits, limit } = loadConfig(context).recall;
  const changes = await changesSince(context, state.snapshot, (path) => index.get(path), commits);
  if (changes.any) {
    // First all that is to be added, since a record's own old entry says who committed it last.
    const docs = [...changes.upserts];
    for (const key of changes.removes) index.remove(key);
    for (const doc of docs) index.add(doc);
    state.snapshot = changes.next;
  }
  return {
    index,
    others: async () => ({ index, packs: 0, sources: 0, problems: [] }),
    problems: [...state.snapshot.seen.strange, ...[...state.snapshot.problems.values()].flat()],
    commits: index.facet(kindFacet('commit')).length,
    limit,
  };
}
