import type { Doubts, Opposed } from '../core/doubt.ts';
import { present } from '../core/present.ts';
import { isForeign, type StoredDoc } from '../core/recall.ts';
import { isoDate } from '../core/time.ts';
import { against, type Decided, decidedIn } from '../review/contradict.ts';
import { derivedFacet, idFacet, ruledOutFacet, subjectFacet, supersedesFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { openIndex } from './index-cache.ts';
import { servingOf } from './recall.ts';
import type { Serving } from './served.ts';

/** Words that a decision must share with one to be looked at, and how many are. */
const LEAST = 2;
const NEAREST = 16;
/** Of more that stand against one nobody reads. */
const MOST = 3;

/**
 * Living decisions that stand against one, by the measure of the review; against another kind none. To an agent only those
 * that it is served. @param today ISO date
 */
export async function opposedTo(
  index: SearchIndex,
  one: StoredDoc,
  today: string,
  serving: Serving | undefined,
): Promise<readonly Opposed[]> {
  const found = opposing(index, one, today);
  const verdicts = await serving?.judge(found.map(({ other }) => other));
  return found
    .filter((_, at) => verdicts === undefined || verdicts[at] === 'served')
    .map(({ other: { id, title, created, author }, how }) => ({
      id,
      title,
      created,
      ...present({ author }),
      how,
    }));
}

interface Opposing {
  readonly other: StoredDoc;
  readonly how: Opposed['how'];
}

function opposing(index: SearchIndex, one: StoredDoc, today: string): readonly Opposing[] {
  if (one.kind !== 'decision' || one.path === undefined || isForeign(one)) return [];
  const has = (facet: string, path: string | undefined): boolean =>
    path !== undefined && index.facet(facet).includes(path);
  const isOver = ({ expires, id }: StoredDoc): boolean =>
    (expires !== undefined && expires <= today) || index.facet(supersedesFacet(id)).length > 0;
  const mine = decidedBy(one);
  const found: Opposing[] = [];
  for (const other of nearest(index, mine)) {
    const { id, path } = other;
    // What another repository or a pack decides binds nobody here.
    const how = id === one.id || isForeign(other) ? undefined : between(mine, decidedBy(other));
    if (how === undefined || isOver(other)) continue;
    // Who made one from the other knew of both.
    const isKnown = has(derivedFacet(id), one.path) || has(derivedFacet(one.id), path);
    if (!isKnown) found.push({ other, how });
    if (found.length === MOST) break;
  }
  return found;
}

/** Decisions that share most words with what one is about, or with what it ruled out. */
function nearest(index: SearchIndex, { subject, ruledOut }: Decided): readonly StoredDoc[] {
  const words = [...subject];
  const about = [words, ...ruledOut.map((sentence) => [...sentence])].map((said) => said.map(subjectFacet));
  const asked = [...about, words.map(ruledOutFacet)].filter((facets) => facets.length >= LEAST);
  const found = asked.flatMap((facets) => index.sharing(facets, LEAST, NEAREST));
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

function decidedBy({ title, files, ruledOut = '' }: StoredDoc): Decided {
  return decidedIn(title, files, ruledOut);
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
  const found = await opposedTo(opened.index, stored, isoDate(context.clock()), serving);
  return present({ inConflict: stored.inConflict, against: found.length === 0 ? undefined : found });
}
