import type { StoredDoc } from '../core/recall.ts';
import { placeOf } from '../core/source.ts';
import { derivedFacet, idFacet, supersedesFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';

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
  const isIn = (facet: string, where: string | undefined): boolean =>
    index
      .facet(facet)
      .some((key) => placeOf(key) === where && (counts === undefined || counts(index.get(key))));
  if (isIn(supersedesFacet(id), undefined)) return true;
  if (place === undefined) return false;
  return (
    isIn(supersedesFacet(id), place) || isIn(derivedFacet(id), undefined) || isIn(idFacet(id), undefined)
  );
}
