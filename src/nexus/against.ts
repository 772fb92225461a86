import type { Doubts, Opposed } from '../core/doubt.ts';
import { present } from '../core/present.ts';
import type { StoredDoc } from '../core/recall.ts';
import { sectionNamed } from '../core/sections.ts';
import { isoDate } from '../core/time.ts';
import { against, type Decided } from '../review/contradict.ts';
import { derivedFacet, idFacet, kindFacet, NOT_SERVED, supersedesFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { type OpenIndex, openIndex } from './index-cache.ts';

/** Decisions that are looked at beside one: the index has those of its words first. */
const NEAREST = 8;
/** Of more that stand against one nobody reads. */
const MOST = 3;

/** Living decisions that stand against one, by the measure of the review; of another kind none. @param today ISO date */
export function opposedTo(opened: OpenIndex, stored: StoredDoc, today: string): readonly Opposed[] {
  if (stored.kind !== 'decision' || stored.path === undefined || stored.pack !== undefined) return [];
  const { index } = opened;
  const one = decided(opened, stored);
  const near = new Map(
    [stored.title, sectionNamed(one.body, 'Ruled out') ?? '']
      .filter((text) => text !== '')
      .map((text) => ({ text, all: [[kindFacet('decision')]], none: NOT_SERVED, limit: NEAREST }))
      .flatMap((query) => index.search(query).hits.map(({ stored: other }) => [other.id, other])),
  );
  const has = (facet: string, path: string | undefined): boolean =>
    path !== undefined && index.facet(facet).includes(path);
  const found = [...near.values()].flatMap((other): Opposed[] => {
    const { id, title, created, author, path, expires } = other;
    const isOver = (expires !== undefined && expires <= today) || index.facet(supersedesFacet(id)).length > 0;
    // Who made one from the other knew of both.
    const isKnown = has(derivedFacet(id), stored.path) || has(derivedFacet(stored.id), path);
    if (id === stored.id || isOver || isKnown) return [];
    const how = between(one, decided(opened, other));
    return how === undefined ? [] : [{ id, title, created, ...present({ author }), how }];
  });
  return found.slice(0, MOST);
}

function decided({ bodyOf }: OpenIndex, { title, files, path = '' }: StoredDoc): Decided {
  return {
    title,
    files,
    // Read only where the titles say nothing.
    get body() {
      return bodyOf(path) ?? '';
    },
  };
}

function between(one: Decided, other: Decided): Opposed['how'] | undefined {
  const how = against(one, other);
  if (how !== undefined) return how === 'subject' ? 'same subject' : 'rules this out';
  return against(other, one) === undefined ? undefined : 'ruled out by this';
}

/** What is not decided of a record, as of the working tree. */
export async function doubtsOf(context: Context, id: string): Promise<Doubts> {
  const opened = await openIndex(context);
  const stored = opened.index.search({ text: '', all: [[idFacet(id)]], limit: 1 }).hits[0]?.stored;
  if (stored === undefined || opened.index.facet(supersedesFacet(id)).length > 0) return {};
  return doubtsIn(stored, opposedTo(opened, stored, isoDate(context.clock())));
}

export function doubtsIn({ inConflict }: StoredDoc, against: readonly Opposed[]): Doubts {
  return present({ inConflict, against: against.length === 0 ? undefined : against });
}
