import type { Likeness } from '../core/embeddings.ts';
import { isIdPrefix } from '../core/id.ts';
import type { Problem } from '../core/problem.ts';
import type { RecallAnswer, RecallHit, RecallKind, RecallQuery, StoredDoc, Tier } from '../core/recall.ts';
import { sectionNamed } from '../core/sections.ts';
import { isoDate } from '../core/time.ts';
import type { Withheld } from '../core/trust.ts';
import { usefulnessText, wrongText } from '../learn/usefulness.ts';
import { different } from '../recall/flood.ts';
import { type Candidate, doubtedLast, type Life, rankCandidates, reasonsFor } from '../recall/rank.ts';
import { snippetOf } from '../recall/snippet.ts';
import {
  authorFacet,
  fileFacet,
  idFacet,
  kindFacet,
  languageFacet,
  NOT_SERVED,
  stateFacet,
  tagFacet,
} from '../search/facets.ts';
import type { SearchHit, SearchQuery, SearchResult } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { freshnessOf } from './freshness.ts';
import { askIndex, type OpenIndex, openIndexOfSource } from './index-cache.ts';
import { pendingCandidates } from './pending.ts';
import { provenanceOf } from './provenance.ts';
import { isReplaced } from './replaced.ts';
import type { Serving } from './served.ts';
import { namesEmbeddings } from './settings-path.ts';
import { usesOf } from './uses.ts';

/** So many are looked through for a phrase: each costs a file. */
const MAX_PHRASED = 1000;
/** More than shown, so that what lifecycle takes out is made up for. */
const SPARE = 24;

const RETIRED = stateFacet('retired');
const FORGOTTEN = stateFacet('forgotten');

type Filters = Pick<SearchQuery, 'all' | 'none' | 'since'>;

/** What vectors say of a question, or why they say nothing. */
export interface Meaning {
  readonly likeness?: Likeness;
  readonly problems: readonly Problem[];
}

/** What somebody asks: by words and, where this clone names a model, by meaning. */
export async function recallAsked(context: Context, query: RecallQuery): Promise<RecallAnswer> {
  // The question is under way while the index is opened.
  const asking = namesEmbeddings(context)
    ? (await import('./meaning.ts')).meaningOf(context, query)
    : undefined;
  return recallWith(context, query, asking);
}

/** The same by words alone, for what follows from it: nobody is asked. */
export async function recall(context: Context, query: RecallQuery): Promise<RecallAnswer> {
  return recallWith(context, query);
}

async function recallWith(
  context: Context,
  query: RecallQuery,
  asking?: Promise<Meaning>,
): Promise<RecallAnswer> {
  const { at, packs, source } = query;
  const ask = async (opened: OpenIndex): Promise<RecallAnswer> =>
    recallFrom(context, opened, query, await asking);
  if (source !== undefined) return ask(await openIndexOfSource(context, source));
  if (at !== undefined) return ask(await (await import('./index-at.ts')).openIndexAt(context, at));
  // What is listed without a question is the repository's own.
  return askIndex(context, packs !== false && query.text.trim() !== '', ask);
}

/**
 * The same of an index that is open; `at` says what it is an index of, where that is not the memory as it is now. What a
 * check asks is asked without vectors: it finds the same on every machine.
 */
export async function recallFrom(
  context: Context,
  opened: OpenIndex,
  query: RecallQuery,
  { likeness, problems }: Meaning = { problems: [] },
): Promise<RecallAnswer> {
  const text = query.text.trim();
  const limit = query.limit ?? opened.limit;
  const filters = await filtersOf(context, query);
  const serving = await servingOf(context, opened, query.at);
  const isPhrase = query.phrase === true && text !== '';
  const asked = {
    ...filters,
    text,
    limit: isPhrase ? MAX_PHRASED : limit + SPARE,
    ...(query.prefixLast === true ? { prefixLast: true } : {}),
  };
  const byWords =
    text === '' ? ranked(opened, asked, 'filter', serving) : unburied(opened, asked, limit, serving);
  const found =
    likeness === undefined
      ? byWords
      : (await import('./meaning.ts')).withMeaning(opened, asked, byWords, likeness, serving);
  const isNow = query.at === undefined && query.source === undefined;
  const pending = isNow ? await pendingCandidates(context, query) : [];
  const holds = isPhrase ? phraseIn(opened, text) : () => true;
  const candidates = found.candidates.filter(holds);
  const waiting = pending.filter(holds);
  const total = (isPhrase ? candidates.length : found.total) + waiting.length;
  const all = [...exact(opened, text, filters, serving), ...waiting, ...candidates];
  const given = await answer(
    context,
    opened,
    { ...query, asked: text, limit, total, at: query.at, serving },
    all,
  );
  return problems.length === 0 ? given : { ...given, problems: [...given.problems, ...problems] };
}

/** What an agent is served; undefined for a person, for whom nothing of it is loaded. */
export async function servingOf(
  context: Context,
  { index }: OpenIndex,
  at?: string,
): Promise<Serving | undefined> {
  if (context.audience === undefined) return undefined;
  return (await import('./served.ts')).servingFor(context, index, at);
}

/** Does a candidate hold the text itself, and not only its words? */
function phraseIn(opened: OpenIndex, text: string): (candidate: Candidate) => boolean {
  const plain = (part: string): string => part.toLowerCase().replace(/\s+/g, ' ');
  const wanted = plain(text);
  return ({ stored }) =>
    [stored.title, ...stored.files, bodyFor(opened, stored)].some((part) => plain(part).includes(wanted));
}

async function filtersOf(context: Context, query: RecallQuery): Promise<Filters> {
  const all: string[][] = [];
  if (query.kinds !== undefined && query.kinds.length > 0) all.push(query.kinds.map(kindFacet));
  for (const tag of query.tags ?? []) all.push([tagFacet(tag)]);
  if (query.language !== undefined) all.push([languageFacet(query.language)]);
  if (query.file !== undefined) all.push([fileFacet(query.file)]);
  if (query.author !== undefined) all.push([authorFacet(query.author)]);
  if (query.ownBranch === true) all.push([...(await (await import('./own-branch.ts')).ownFacets(context))]);
  return {
    all,
    none: query.all === true ? [FORGOTTEN] : NOT_SERVED,
    ...(query.since === undefined ? {} : { since: Math.floor(query.since / 1000) }),
  };
}

/** A question that is an id or a path is answered by what has that id, or cites that path. */
function exact(
  opened: OpenIndex,
  text: string,
  { all = [], none = [] }: Filters,
  serving: Serving | undefined,
): Candidate[] {
  if (text === '' || /\s/.test(text)) return [];
  const byId = isIdPrefix(text) ? lookup(opened, [...all, [idFacet(text)]], none, 'id', serving) : [];
  const path = text.replace(/^\.\//, '');
  return [...byId, ...lookup(opened, [...all, [fileFacet(path)]], none, 'path', serving)];
}

export function lookup(
  opened: OpenIndex,
  all: readonly (readonly string[])[],
  none: readonly string[],
  tier: Tier,
  serving: Serving | undefined,
): Candidate[] {
  return ranked(opened, { text: '', all, none, limit: SPARE }, tier, serving).candidates;
}

/** So much more is looked through, where too much of what was found says the same. */
const WIDER = 16;

/** What the words find; further down, where what says the same takes all the places. @param least so many that do not */
function unburied(opened: OpenIndex, query: SearchQuery, least: number, serving: Serving | undefined) {
  for (let limit = query.limit; ; limit *= WIDER) {
    const found = ranked(opened, { ...query, limit }, 'text', serving);
    if (found.total <= limit || different(found.candidates) >= Math.min(least, limit)) return found;
  }
}

/** For an agent what is below its minimum is searched apart: however much there is of it, it takes no other's place. */
export function ranked(
  { index }: OpenIndex,
  query: SearchQuery,
  tier: Tier,
  serving: Serving | undefined,
): Pick<SearchResult, 'asked' | 'total'> & { candidates: (SearchHit & Candidate)[] } {
  const { below = [] } = serving ?? {};
  const { asked, total, hits } = index.search(
    below.length === 0 ? query : { ...query, none: [...(query.none ?? []), ...below] },
  );
  const held = below.length === 0 ? [] : index.search({ ...query, all: [...(query.all ?? []), below] }).hits;
  // Named one by one: a spread of each of them took a tenth of a question's time.
  const candidates = [...hits, ...held].map(({ key, score, time, terms, tokens, fields, stored }) => ({
    key,
    score,
    time,
    terms,
    tokens,
    fields,
    stored,
    tier,
  }));
  return { asked, total, candidates };
}

export interface Asked extends Pick<RecallQuery, 'all' | 'snippets' | 'withUses'> {
  readonly asked: string;
  readonly limit: number;
  readonly total: number;
  readonly at: string | undefined;
  readonly serving: Serving | undefined;
}

export async function answer(
  context: Context,
  opened: OpenIndex,
  { asked, limit, total, at, serving, all, withUses, snippets = limit }: Asked,
  candidates: readonly Candidate[],
): Promise<RecallAnswer> {
  const today = isoDate(context.clock());
  const counts = (stored: StoredDoc | undefined): boolean => countsFor(serving, stored);
  const isSuperseded = (stored: StoredDoc): boolean => isReplaced(opened.index, stored, serving && counts);
  // Before every day nothing has expired.
  const life = all === true ? { isSuperseded: () => false, today: '' } : { isSuperseded, today };
  const then = at === undefined ? undefined : opened.bodyOf;
  const { chosen, withheld } = await chosenFor(serving, candidates, life, limit, then);
  const freshness =
    at === undefined
      ? await freshnessOf(
          context,
          chosen.map((hit) => hit.stored),
        )
      : [];
  const provenance = await provenanceOf(
    context,
    opened,
    chosen.map((hit) => hit.stored),
    at,
  );
  const records = chosen.filter(({ stored }) => stored.kind !== 'commit');
  const uses = new Map(records.map(({ stored: { id } }) => [id, usesOf(opened.own, id, counts)]));
  const retired = new Set(all === true ? opened.index.facet(RETIRED) : []);
  const lifeOf = ({ key, stored }: Candidate): RecallHit['life'] => {
    if (all !== true) return undefined;
    if (retired.has(key)) return 'retired';
    if (stored.kind !== 'commit' && isSuperseded(stored)) return 'superseded';
    return stored.expires !== undefined && stored.expires <= today ? 'expired' : undefined;
  };
  const living = chosen.slice(0, snippets).filter((candidate) => lifeOf(candidate) === undefined);
  const opposed = await opposedIn(
    opened,
    living.map(({ stored }) => stored),
    today,
    serving,
  );
  const hits = chosen.map((candidate, place): RecallHit => {
    const { stored, tier, score } = candidate;
    const used = uses.get(stored.id);
    const wrong = used === undefined ? undefined : wrongText(used);
    const checked = freshness[place] ?? { freshness: 'uncited' as const };
    const life = lifeOf(candidate);
    return {
      id: stored.id,
      kind: stored.kind,
      title: stored.title,
      ...(stored.path === undefined ? {} : { path: stored.path }),
      ...(stored.pack === undefined ? {} : { pack: stored.pack }),
      ...(stored.source === undefined ? {} : { source: stored.source }),
      score,
      tier,
      reasons: [...reasonsFor(candidate, asked), ...(used === undefined ? [] : [usefulnessText(used)])],
      freshness: checked.freshness,
      ...(checked.detail === undefined ? {} : { freshnessDetail: checked.detail }),
      standing: standingOf(stored),
      created: stored.created,
      ...(stored.author === undefined ? {} : { author: stored.author }),
      ...(stored.commit === undefined ? {} : { commit: stored.commit }),
      ...provenance[place],
      tags: stored.tags,
      ...(stored.language === undefined ? {} : { language: stored.language }),
      files: stored.files,
      ...(life === undefined ? {} : { life }),
      ...(withUses !== true || used === undefined ? {} : { used: { uses: used.uses, helped: used.helped } }),
      ...(wrong === undefined ? {} : { wrong }),
      ...(stored.inConflict === undefined ? {} : { inConflict: stored.inConflict }),
      ...opposed.get(stored.id),
      snippet: place < snippets ? snippetFor(opened, stored, candidate.terms) : '',
    };
  });
  const tier = hits[0]?.tier;
  return {
    query: asked,
    ...(tier === undefined ? {} : { tier }),
    total: Math.max(total, hits.length),
    searched: opened.searched,
    hits: doubtedLast(hits),
    ...(withheld === undefined ? {} : { withheld }),
    problems: opened.problems,
  };
}

/** What stands against those of them that are decisions: each costs a look-up, and most answers have none. */
export async function opposedIn(
  { index }: OpenIndex,
  docs: readonly StoredDoc[],
  today: string,
  serving: Serving | undefined,
): Promise<ReadonlyMap<string, Pick<RecallHit, 'against'>>> {
  const decisions = docs.filter(({ kind }) => kind === 'decision');
  if (decisions.length === 0) return new Map();
  const { opposedTo } = await import('./against.ts');
  const found = await Promise.all(
    decisions.map(async (stored): Promise<[string, Pick<RecallHit, 'against'>][]> => {
      const against = await opposedTo(index, stored, today, serving);
      return against.length === 0 ? [] : [[stored.id, { against }]];
    }),
  );
  return new Map(found.flat());
}

/** Does a record stand for another? To an agent one that it is not served does not. */
export function countsFor(serving: Serving | undefined, stored: StoredDoc | undefined): boolean {
  return serving === undefined || (stored !== undefined && !serving.isBelow(stored));
}

/** The best that may be served, and what was held back of what would have been among them. */
async function chosenFor(
  serving: Serving | undefined,
  candidates: readonly Candidate[],
  life: Life,
  limit: number,
  bodyOf: OpenIndex['bodyOf'] | undefined,
): Promise<{ readonly chosen: readonly Candidate[]; readonly withheld?: Withheld }> {
  if (serving === undefined) return { chosen: rankCandidates(candidates, life, limit) };
  const { choose } = await import('./served.ts');
  return choose(serving, candidates, life, limit, bodyOf);
}

export function standingOf(
  stored: Pick<StoredDoc, 'kind' | 'path' | 'pack' | 'source' | 'uncommitted'>,
): RecallHit['standing'] {
  if (stored.pack !== undefined) return 'pack';
  if (stored.source !== undefined) return 'source';
  if (stored.kind !== 'commit' && stored.path === undefined) return 'waiting';
  return stored.uncommitted === true ? 'uncommitted' : 'committed';
}

/** The section that a kind is asked for most, and how many lines of it are shown. */
export const ANSWERING: Readonly<Partial<Record<RecallKind, readonly [string, number]>>> = {
  error: ['Resolution', 30],
  solution: ['Solution', 12],
  pattern: ['Solution', 8],
  decision: ['Decision', 6],
};

function bodyFor(opened: OpenIndex, { path, text = '' }: StoredDoc): string {
  return path === undefined ? text : (opened.bodyOf(path) ?? text);
}

function snippetFor(opened: OpenIndex, stored: StoredDoc, terms: readonly string[]): string {
  const body = bodyFor(opened, stored);
  const [name, lines] = ANSWERING[stored.kind] ?? [undefined, 0];
  const passage = name === undefined ? undefined : sectionNamed(body, name);
  if (passage === undefined) return snippetOf(body, terms);
  const all = passage.split('\n').filter((line) => line.trim() !== '');
  return [...all.slice(0, lines), ...(all.length > lines ? ['…'] : [])].join('\n');
}
