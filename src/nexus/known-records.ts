import { KIND_NAMES } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredDoc } from '../core/recall.ts';
import { kindFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { kindOfPath, recordNames } from '../store/paths.ts';
import { type Context, hasMemory } from './context.ts';
import { LOOK_AT_EACH } from './file-changes.ts';
import { openIndex } from './index-cache.ts';

/** What the index keeps of all records of the working tree, so that none of them is parsed. */
export interface KnownRecords {
  readonly index: SearchIndex;
  /** One a record, the newest first. */
  readonly docs: readonly (StoredDoc & { readonly path: string })[];
  /** Those that parsing would find, in its order. */
  readonly problems: readonly Problem[];
}

/**
 * Undefined where the records have to be read: they are few, or there is more to be told of their files than the index
 * keeps (what is no plain file, two that claim one id).
 */
export async function knownRecords(context: Context): Promise<KnownRecords | undefined> {
  const { repository, audience, files } = context;
  if (repository === undefined || audience !== undefined || !hasMemory(context)) return undefined;
  if (recordNames(files).length <= LOOK_AT_EACH || files.strange().length > 0) return undefined;
  const { index, problems } = await openIndex(context);
  if (problems.some(({ code }) => code === 'not-a-file' || code === 'unreadable')) return undefined;
  const { hits } = index.search({ text: '', all: [KIND_NAMES.map(kindFacet)], limit: index.size });
  const docs = hits.map(({ key, stored }) => ({ ...stored, path: key }));
  if (new Set(docs.map(({ id }) => id)).size < docs.length) return undefined;
  const ofRecords = problems.filter(({ file }) => kindOfPath(file) !== undefined);
  // Stable: what is wrong with one file stays in its order.
  return {
    index,
    docs,
    problems: ofRecords.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)),
  };
}
