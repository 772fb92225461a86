import { present } from '../core/present.ts';
import { isForeign, type RecallHit, type StoredDoc } from '../core/recall.ts';
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
    const { kind, path, uncommitted, signed, derived } = stored;
    if (isForeign(stored) || (kind !== 'commit' && path === undefined)) return {};
    const isCommitted = uncommitted !== true;
    return present({
      merged: merged !== undefined && isCommitted ? isMerged(merged, stored) : undefined,
      signed: signed === true && isCommitted ? true : undefined,
      weaker:
        derived === undefined
          ? undefined
          : await (await import('./origins.ts')).weakerBy(context, index, stored),
    });
  };
  return Promise.all(docs.map(told));
}
