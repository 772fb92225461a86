import { MEMORY_ROOT } from '../core/kinds.ts';
import { idInName } from '../format/name.ts';
import { idFacet, uncommittedFacet } from '../search/facets.ts';
import { type Context, requireRepository } from './context.ts';
import { rangeOf } from './review-range.ts';

/** Of a branch with more commits than this the newest count. */
const MAX_COMMITS = 1000;
/** Whoever types asks at every key. */
const KEPT_MS = 2_000;

interface Held {
  readonly head: string | undefined;
  readonly until: number;
  readonly facets: readonly string[];
}

const held = new WeakMap<Context['files'], Held>();

/**
 * One of these facets has everything that the checked-out branch has of its own: its commits since it left the main
 * branch, the records that they changed, and what is not committed. Records whose file names tell no id are not found so.
 */
export async function ownFacets(context: Context): Promise<readonly string[]> {
  const repository = requireRepository(context);
  const { head } = repository.facts;
  const before = held.get(context.files);
  if (before !== undefined && before.head === head && context.clock() < before.until) return before.facets;
  const facets = [uncommittedFacet()];
  const { base } = await rangeOf(repository, {});
  if (head !== undefined && base !== undefined && base.oid !== head) {
    const [commits, changes] = await Promise.all([
      repository.git.log({ rev: head, exclude: base.oid, max: MAX_COMMITS }),
      repository.git.diffTrees(base.oid, head, MEMORY_ROOT),
    ]);
    facets.push(
      ...commits.map(({ oid }) => idFacet(oid)),
      ...changes.flatMap(({ path }) => idInName(path) ?? []).map(idFacet),
    );
  }
  held.set(context.files, { head, until: context.clock() + KEPT_MS, facets });
  return facets;
}
