import type { Doubts, Opposed } from '../core/doubt.ts';
import { present } from '../core/present.ts';
import type { StoredDoc } from '../core/recall.ts';
import { sectionNamed } from '../core/sections.ts';
import { isoDate } from '../core/time.ts';
import { against, type Decided } from '../review/contradict.ts';
import { derivedFacet, idFacet, kindFacet, NOT_SERVED, supersedesFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { type OpenIndex, openIndex } from './index-cache.ts';
import { servingOf } from './recall.ts';
import type { Serving } from './served.ts';

/** Decisions that are looked at beside one: the index has those of its words first. */
const NEAREST = 8;
/** Of more that stand against one nobody reads. */
const MOST = 3;

/**
 * Living decisions that stand against one, by the measure of the review; of another kind none. To an agent only those that
 * it is served. @param today ISO date
 */
export async function opposedTo(
  opened: OpenIndex,
  stored: StoredDoc,
  today: string,
  serving: Serving | undefined,
): Promise<readonly Opposed[]> {
  const found = opposing(opened, stored, today);
  if (serving === undefined) return found.slice(0, MOST).map(({ told }) => told);
  const verdicts = await serving.judge(found.map(({ other }) => other));
  return found.flatMap(({ told }, at) => (verdicts[at] === 'served' ? [told] : [])).slice(0, MOST);
}

interface Opposing {
  readonly other: StoredDoc;
  readonly told: Opposed;
}

function opposing(opened: OpenIndex, stored: StoredDoc, today: string): readonly Opposing[] {
  if (stored.kind !== 'decision' || stored.path === undefined || !isOurs(stored)) return [];
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
  return [...near.values()].filter(isOurs).flatMap((other): Opposing[] => {
    const { id, title, created, author, path, expires } = other;
    const isOver = (expires !== undefined && expires <= today) || index.facet(supersedesFacet(id)).length > 0;
    // Who made one from the other knew of both.
    const isKnown = has(derivedFacet(id), stored.path) || has(derivedFacet(stored.id), path);
    if (id === stored.id || isOver || isKnown) return [];
    const how = between(one, decided(opened, other));
    if (how === undefined) return [];
    return [{ other, told: { id, title, created, ...present({ author }), how } }];
  });
}

/** What another repository or a pack has decided binds nobody here. */
function isOurs({ pack, source }: StoredDoc): boolean {
  return pack === undefined && source === undefined;
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
  const serving = await servingOf(context, opened);
  return doubtsIn(stored, await opposedTo(opened, stored, isoDate(context.clock()), serving));
}

export function doubtsIn({ inConflict }: StoredDoc, against: readonly Opposed[]): Doubts {
  return present({ inConflict, against: against.length === 0 ? undefined : against });
}
