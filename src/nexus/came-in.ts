import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo } from '../core/ports.ts';
import type { StoredRecord } from '../core/record.ts';
import { kindFacet, NOT_SERVED, printFacet, supersedesFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { fingerprintOf } from '../store/draft.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, requireRepository } from './context.ts';
import { openIndex } from './index-cache.ts';

/** Of more that come in at once the first are compared; `nexus dedupe` compares all. */
const MOST = 500;
/** Records that are compared with one that came in, beside those of its fingerprint. */
const NEAREST = 8;
/** Words of a body by which those are looked for. */
const WORDS = 24;

/**
 * After a merge, a pull or a rebase, in the background: what came in and says the same as another record is proposed.
 * Nothing where no record came in.
 * @param tip the commit at HEAD.
 */
export async function proposeCameIn(context: Context, hook: string, tip: CommitInfo): Promise<void> {
  const { git } = requireRepository(context);
  const { oid: head } = tip;
  const from = await before(context, hook, tip);
  if (from === undefined || from === head) return;
  const changes = await git.diffTrees(from, head, MEMORY_ROOT);
  const paths = changes
    .filter(({ path, status }) => status !== 'deleted' && kindOfPath(path) !== undefined)
    .map(({ path }) => path)
    .slice(0, MOST);
  if (paths.length === 0) return;
  const { index } = await openIndex(context);
  const reader = await context.reader();
  const near = new Map<string, StoredRecord>();
  const take = (path: string): StoredRecord | undefined => {
    const record = near.get(path)?.record ?? reader.read(path).record;
    if (record === undefined || index.facet(supersedesFacet(record.id)).length > 0) return undefined;
    near.set(path, { record, path });
    return { record, path };
  };
  const fresh = paths.flatMap((path) => take(path) ?? []);
  for (const one of fresh) for (const path of neighbours(index, one)) take(path);
  const ids = new Set(fresh.map(({ record }) => record.id));
  const { proposePairs } = await import('./dedupe.ts');
  await proposePairs(context, [...near.values()], ids, `what came in with ${head.slice(0, 7)}`);
}

/** The commit before; undefined for a commit that brought nothing of others. */
async function before(context: Context, hook: string, { parents }: CommitInfo): Promise<string | undefined> {
  if (hook === 'post-commit') return parents.length > 1 ? parents[0] : undefined;
  return requireRepository(context).git.resolve('ORIG_HEAD');
}

/** Paths of records that may say the same, by the index: not every pair is looked at. */
function neighbours(index: SearchIndex, { record }: StoredRecord): readonly string[] {
  const text = `${record.title} ${record.body.split(/\s+/, WORDS).join(' ')}`;
  const query = { text, all: [[kindFacet(record.kind)]], none: NOT_SERVED, limit: NEAREST };
  return [
    ...index.facet(printFacet(fingerprintOf(record))).slice(0, NEAREST),
    ...index.search(query).hits.flatMap(({ stored }) => stored.path ?? []),
  ];
}
