import { isId } from '../core/id.ts';
import type { StoredDoc } from '../core/recall.ts';
import { idFacet, stateFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { isReplaced } from './replaced.ts';

/** The record that an id, or its beginning, means in an index. */
export interface NamedRecord {
  /** Whole, where there is one such record; else as it was given. */
  readonly id: string;
  readonly title?: string;
  /** Why it is no answer, in words; absent of a record that is served. */
  readonly gone?: string;
}

/** @param today ISO date */
export function namedRecords(index: SearchIndex, today: string): (start: string) => NamedRecord {
  let all: readonly StoredDoc[] | undefined;
  return (given) => {
    const start = given.toLowerCase();
    const key = isId(start) ? index.facet(idFacet(start))[0] : undefined;
    if (key !== undefined) return told(index, key, today);
    // A beginning is in no list of the index: once for all of them, everything is looked at.
    all ??= index.search({ text: '', limit: index.size }).hits.map(({ stored }) => stored);
    const ids = new Set(
      all.flatMap(({ id, kind }) => (kind !== 'commit' && id.startsWith(start) ? [id] : [])),
    );
    const [id] = ids;
    if (id === undefined) return { id: given, gone: 'there is no such record' };
    if (ids.size > 1) return { id: given, gone: `it means ${ids.size} records` };
    return told(index, index.facet(idFacet(id))[0] ?? '', today);
  };
}

function told(index: SearchIndex, key: string, today: string): NamedRecord {
  const stored = index.get(key);
  if (stored === undefined) return { id: key, gone: 'there is no such record' };
  const gone = whyGone(index, key, stored, today);
  return { id: stored.id, title: stored.title, ...(gone === undefined ? {} : { gone }) };
}

function whyGone(index: SearchIndex, key: string, stored: StoredDoc, today: string): string | undefined {
  if (index.facet(stateFacet('forgotten')).includes(key)) return 'it is forgotten';
  if (index.facet(stateFacet('retired')).includes(key)) return 'it is retired';
  if (isReplaced(index, stored)) return 'it is superseded';
  return stored.expires !== undefined && stored.expires <= today ? 'it is expired' : undefined;
}
