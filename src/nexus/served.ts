import { MEMORY_ROOT } from '../core/kinds.ts';
import { isForeign, type StoredDoc } from '../core/recall.ts';
import type { Finding } from '../core/review.ts';
import type { RuleName } from '../core/review-rules.ts';
import {
  type Audience,
  type FlaggedId,
  levelOf,
  lowerTrust,
  reachesTrust,
  type TrustLevel,
  type Withheld,
} from '../core/trust.ts';
import { idInName } from '../format/name.ts';
import { type Candidate, type Life, rankCandidates } from '../recall/rank.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { idFacet, uncommittedFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { committedIds } from './committed.ts';
import type { Context, Repository } from './context.ts';
import { openFlags, rulesOf, type ToCheck } from './flags.ts';
import { openIndex } from './index-cache.ts';
import { isMerged, type Merged } from './known-merged.ts';
import { isOnMain, mergedOf } from './merged.ts';
import { type Derived, originsOf } from './origins.ts';
import { isOwnWrite } from './own-writes.ts';
import { standingOf } from './recall.ts';
import { committedConfig, minimumFor } from './trust-settings.ts';

/** What may be delivered: of a record or commit what the index has. */
export interface Deliverable extends Derived {
  /** What of it is looked at; the record's file where absent. */
  readonly text?: string;
}

export type Verdict = 'served' | 'below' | { readonly rules: readonly RuleName[] };

/** What one audience gets, and what is held back from it. */
export interface Serving {
  readonly audience: Audience;
  readonly minimum: TrustLevel;
  /** Facets of which the index knows that what has one is below the minimum. */
  readonly below: readonly string[];
  /** So says the index; it may be behind by a moment. */
  isBelow(stored: StoredDoc): boolean;
  /** By the bytes of the files: which of these are trusted enough? */
  reach(docs: readonly Deliverable[]): Promise<readonly boolean[]>;
  /** What the rules of a review warn of in a text. */
  findings(given: ToCheck): readonly Finding[];
  /** The last word. */
  judge(docs: readonly Deliverable[]): Promise<readonly Verdict[]>;
}

/** As {@link servingFor}, for what is read without an index. */
export async function openServing(context: Context): Promise<Serving | undefined> {
  return servingFor(context, (await openIndex(context)).index);
}

/**
 * Undefined where a person is answered, or where no git tells anything: then all is served.
 * @param index in which the origins of records are looked up
 * @param at what is served is as of this revision, and not of the working tree
 */
export async function servingFor(
  context: Context,
  index: SearchIndex,
  at?: string,
): Promise<Serving | undefined> {
  const { audience, repository } = context;
  if (audience === undefined || repository === undefined) return undefined;
  const config = await committedConfig(context);
  const minimum = await minimumFor(context, audience, config);
  const merged = minimum !== 'merged' ? undefined : await mergedThen(context, at);
  const findings = openFlags(context, config);
  const here = at === undefined;
  const facts = { context, repository, index, merged, here };
  const reach: Serving['reach'] = async (docs) => {
    const levels = await levelsOf(facts, docs);
    return docs.map(
      (doc, place) => (here && isOwn(context, doc)) || reachesTrust(levels[place] ?? 'any', minimum),
    );
  };
  return {
    audience,
    minimum,
    below: here ? facetsBelow(minimum, merged) : [],
    isBelow: (stored) => {
      if (here && isOwn(context, stored)) return false;
      return !reachesTrust(ownLevel(stored, merged, stored.uncommitted !== true), minimum);
    },
    reach,
    findings,
    judge: async (docs) => {
      const reached = await reach(docs);
      return docs.map((doc, place): Verdict => {
        if (reached[place] !== true) return 'below';
        // A source's records passed the rules when it was pinned.
        if (isForeign(doc)) return 'served';
        const { id, kind, path = MEMORY_ROOT } = doc;
        const found = findings({ text: textOf(context, doc, here), path, id, message: kind === 'commit' });
        return found.length === 0 ? 'served' : { rules: rulesOf(found) };
      });
    },
  };
}

/**
 * The first of a ranked list that are served, at most so many, and what of those before them is not.
 * @param judgeable what of an entry is judged
 */
export async function served<T>(
  { audience, minimum, judge }: Serving,
  ranked: readonly T[],
  judgeable: (one: T) => Deliverable,
  limit: number,
): Promise<{ readonly served: readonly T[]; readonly withheld: Withheld }> {
  const out: T[] = [];
  const flagged: FlaggedId[] = [];
  let below = 0;
  for (let from = 0; from < ranked.length && out.length < limit; ) {
    const some = ranked.slice(from, from + limit - out.length);
    from += some.length;
    const verdicts = await judge(some.map(judgeable));
    for (const [at, one] of some.entries()) {
      const verdict = verdicts[at] ?? 'below';
      if (verdict === 'served') out.push(one);
      else if (verdict === 'below') below += 1;
      else flagged.push({ id: judgeable(one).id, rules: verdict.rules });
    }
  }
  return { served: out, withheld: { audience, minimum, below, flagged } };
}

/**
 * Of a ranked list what is served, and of its first so many what is not. What the index knows to be below stands last: it
 * takes no other's place.
 */
export async function servedWithin<T>(
  serving: Serving,
  ranked: readonly T[],
  storedOf: (one: T) => StoredDoc,
  most: number,
): Promise<{ readonly served: readonly T[]; readonly withheld?: Withheld }> {
  const held = ranked.filter((one) => serving.isBelow(storedOf(one))).slice(0, most);
  const rest = ranked.filter((one) => !serving.isBelow(storedOf(one)));
  const found = await served(serving, rest, (one) => deliverable(storedOf(one)), most);
  const withheld = { ...found.withheld, below: found.withheld.below + held.length };
  return { served: found.served, ...(anyWithheld(withheld) ? { withheld } : {}) };
}

/**
 * The best of some candidates that are served, and what was held back of what would have been among them.
 * @param bodyOf records' bodies, where they are not as the tree has them
 */
export async function choose(
  serving: Serving,
  candidates: readonly Candidate[],
  life: Life,
  limit: number,
  bodyOf?: (path: string) => string | undefined,
): Promise<{ readonly chosen: readonly Candidate[]; readonly withheld?: Withheld }> {
  const held = candidates.filter(({ stored }) => serving.isBelow(stored));
  const rest = candidates.filter((one) => !held.includes(one));
  const ranked = rankCandidates(rest, life, rest.length, limit);
  const { served: chosen, withheld } = await served(
    serving,
    ranked,
    ({ stored }) => deliverable(stored, bodyOf),
    limit,
  );
  const ids = new Set(chosen.map(({ stored }) => stored.id));
  const others = held.filter(({ stored }) => !ids.has(stored.id));
  const among = rankCandidates([...chosen, ...others], life, limit).filter(
    ({ stored }) => !ids.has(stored.id),
  );
  const all = { ...withheld, below: withheld.below + among.length };
  return { chosen, ...(anyWithheld(all) ? { withheld: all } : {}) };
}

/** Of a commit its message is looked at, and of what waits all that it says. */
function deliverable(stored: StoredDoc, bodyOf?: (path: string) => string | undefined): Deliverable {
  const { kind, path, title, files, tags, text = '' } = stored;
  if (kind !== 'commit' && path !== undefined && bodyOf !== undefined)
    return { ...stored, text: [title, ...tags, ...files, bodyOf(path) ?? ''].join('\n') };
  return kind === 'commit' || path === undefined
    ? { ...stored, text: `${title}\n\n${text}` }
    : stripText(stored);
}

function stripText({ text: _, ...stored }: StoredDoc): Deliverable {
  return stored;
}

/** Is there anything to say of what was held back? */
export function anyWithheld({ below, flagged }: Withheld): boolean {
  return below > 0 || flagged.length > 0;
}

const NOWHERE: Merged = { paths: new Set(), commits: new Set() };

/** As of a revision that is on the main branch everything is, else nothing counts as merged. */
async function mergedThen(context: Context, at: string | undefined): Promise<Merged> {
  if (at === undefined) return mergedOf(context);
  return (await isOnMain(context, at)) ? { ...NOWHERE, main: { name: at, oid: at } } : NOWHERE;
}

function facetsBelow(minimum: TrustLevel, merged: Merged | undefined): readonly string[] {
  if (minimum === 'any') return [];
  const unmerged = [...(merged?.paths ?? [])].flatMap((path) => idInName(path) ?? []);
  return [uncommittedFacet(), ...[...unmerged, ...(merged?.commits ?? [])].map(idFacet)];
}

/** By itself, whatever it was made from. @param isCommitted its file stands so in the commit that is served */
function ownLevel(doc: Deliverable, merged: Merged | undefined, isCommitted: boolean): TrustLevel {
  const standing = standingOf({ ...doc, uncommitted: doc.kind !== 'commit' && !isCommitted });
  return levelOf(standing, merged !== undefined && isMerged(merged, doc));
}

interface LevelFacts {
  readonly context: Context;
  readonly repository: Repository;
  readonly index: SearchIndex;
  readonly merged: Merged | undefined;
  readonly here: boolean;
}

/** With all that each was made from: the least of them counts. One call of git for all. */
async function levelsOf(
  { context, repository, index, merged, here }: LevelFacts,
  docs: readonly Deliverable[],
): Promise<readonly TrustLevel[]> {
  const origins = await Promise.all(docs.map((doc) => originsOf(context, index, doc)));
  const files = new Set<string>();
  for (const doc of [...docs, ...origins.flatMap(({ found }) => found)])
    if (here && doc.path !== undefined && !isForeign(doc)) files.add(doc.path);
  const paths = [...files];
  const oids = await committedIds(context, paths);
  const committed = new Set(
    paths.filter((path, at) => {
      const bytes = context.files.read(path);
      return bytes !== undefined && oids[at] === gitBlobId(bytes, repository.facts.objectFormat);
    }),
  );
  const levelAlone = (doc: Deliverable): TrustLevel =>
    ownLevel(doc, merged, !here || (doc.path !== undefined && committed.has(doc.path)));
  return docs.map((doc, at) => {
    const { found = [], missing = true } = origins[at] ?? {};
    const all = found.map(levelAlone).reduce(lowerTrust, levelAlone(doc));
    return missing ? 'any' : all;
  });
}

function isOwn(context: Context, doc: Deliverable): boolean {
  if (isForeign(doc) || doc.kind === 'commit') return false;
  if (doc.path === undefined) return isOwnWrite(context, doc.id);
  const bytes = context.files.read(doc.path);
  return bytes !== undefined && isOwnWrite(context, doc.id, bytes);
}

/** What is looked at: what was given to be, else the record's file as it lies in the tree. */
function textOf({ files }: Context, { path, text }: Deliverable, here: boolean): string {
  if (text !== undefined || path === undefined || !here) return text ?? '';
  const bytes = files.read(path);
  return bytes === undefined ? '' : new TextDecoder().decode(bytes);
}
