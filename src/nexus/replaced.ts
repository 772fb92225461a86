import { MEMORY_ROOT } from '../core/kinds.ts';
import type { StoredDoc } from '../core/recall.ts';
import { derivedFacet, idFacet, supersedesFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';

/** Keys of one's own records are their paths. */
const OWN = `${MEMORY_ROOT}/`;

/**
 * Does another record stand for this one? What another repository, or a pack, says counts for its own records alone; what
 * was made of one of theirs here, or has its id here, stands for it.
 * @param counts false for a record that is not served, and so stands for none
 */
export function isReplaced(
  index: SearchIndex,
  { id, pack, source }: StoredDoc,
  counts?: (other: StoredDoc | undefined) => boolean,
): boolean {
  const place = pack ?? source?.name;
  const isIn = (facet: string, start: string): boolean =>
    index
      .facet(facet)
      .some((key) => key.startsWith(start) && (counts === undefined || counts(index.get(key))));
  if (isIn(supersedesFacet(id), OWN)) return true;
  if (place === undefined) return false;
  return isIn(supersedesFacet(id), `${place}:`) || isIn(derivedFacet(id), OWN) || isIn(idFacet(id), OWN);
}
