import { present } from '../core/present.ts';
import type { RecallHit, StoredDoc } from '../core/recall.ts';
import type { Context } from './context.ts';
import type { OpenIndex } from './index-cache.ts';
import { isMerged, knownMerged } from './known-merged.ts';

/** What git says of a record or commit, beside author and commit. */
export type Told = Pick<RecallHit, 'merged' | 'signed' | 'weaker'>;

/** As far as it is known already: no git is asked. Of others' records git says nothing here. */
export async function provenanceOf(
  context: Context,
  { index }: OpenIndex,
  docs: readonly StoredDoc[],
  at?: string,
): Promise<readonly Told[]> {
  const merged = at === undefined ? knownMerged(context) : undefined;
  const told = async (stored: StoredDoc): Promise<Told> => {
    const { kind, path, pack, source, uncommitted, commit, signed, derived } = stored;
    const isOthers = pack !== undefined || source !== undefined;
    if (isOthers || (kind !== 'commit' && path === undefined)) return {};
    const isCommitted = uncommitted !== true;
    const one = kind === 'commit' ? present({ commit }) : present({ path });
    return present({
      merged: merged !== undefined && isCommitted ? isMerged(merged, one) : undefined,
      signed: signed === true && isCommitted ? true : undefined,
      weaker:
        derived === undefined
          ? undefined
          : await (await import('./origins.ts')).weakerBy(context, index, stored),
    });
  };
  return Promise.all(docs.map(told));
}
