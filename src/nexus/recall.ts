import { isIdPrefix } from '../core/id.ts';
import type { RecallAnswer, RecallHit, RecallKind, RecallQuery, StoredDoc, Tier } from '../core/recall.ts';
import { sectionNamed } from '../core/sections.ts';
import { isoDate } from '../core/time.ts';
import { usefulnessText, wrongText } from '../learn/usefulness.ts';
import { type Candidate, rankCandidates, reasonsFor, staleLast } from '../recall/rank.ts';
import { snippetOf } from '../recall/snippet.ts';
import {
  authorFacet,
  derivedFacet,
  fileFacet,
  idFacet,
  kindFacet,
  languageFacet,
  NOT_SERVED,
  supersedesFacet,
  tagFacet,
} from '../search/facets.ts';
import type { SearchQuery } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { freshnessOf } from './freshness.ts';
import { type OpenIndex, openIndex, openIndexAt, openIndexWithPacks } from './index-cache.ts';
import { pendingCandidates } from './pending.ts';
import { usesOf } from './uses.ts';

/** More than shown, so that what lifecycle takes out is made up for. */
const SPARE = 24;

type Filters = Pick<SearchQuery, 'all' | 'none' | 'since'>;

export async function recall(context: Context, query: RecallQuery): Promise<RecallAnswer> {
  const text = query.text.trim();
  const opened = await openFor(context, query, text);
  const limit = query.limit ?? opened.limit;
  const filters = filtersOf(query);
  const { total, candidates } = ranked(
    opened,
    { ...filters, text, limit: limit + SPARE },
    text === '' ? 'filter' : 'text',
  );
  const waiting = query.at === undefined ? await pendingCandidates(context, query) : [];
  const all = [...exact(opened, text, filters), ...waiting, ...candidates];
  return answer(context, opened, { asked: text, limit, total: total + waiting.length, at: query.at }, all);
}

/** What was there once, and what is listed without a question, is the repository's own. */
function openFor(context: Context, { at, packs }: RecallQuery, text: string): Promise<OpenIndex> {
  if (at !== undefined) return openIndexAt(context, at);
  return packs === false || text === '' ? openIndex(context) : openIndexWithPacks(context);
}

function filtersOf(query: RecallQuery): Filters {
  const all: string[][] = [];
  if (query.kinds !== undefined && query.kinds.length > 0) all.push(query.kinds.map(kindFacet));
  for (const tag of query.tags ?? []) all.push([tagFacet(tag)]);
  if (query.language !== undefined) all.push([languageFacet(query.language)]);
  if (query.file !== undefined) all.push([fileFacet(query.file)]);
  if (query.author !== undefined) all.push([authorFacet(query.author)]);
  return {
    all,
    none: NOT_SERVED,
    ...(query.since === undefined ? {} : { since: Math.floor(query.since / 1000) }),
  };
}

/** A question that is an id or a path is answered by what has that id, or cites that path. */
function exact(opened: OpenIndex, text: string, { all = [], none = [] }: Filters): Candidate[] {
  if (text === '' || /\s/.test(text)) return [];
  const byId = isIdPrefix(text) ? lookup(opened, [...all, [idFacet(text)]], none, 'id') : [];
  const path = text.replace(/^\.\//, '');
  return [...byId, ...lookup(opened, [...all, [fileFacet(path)]], none, 'path')];
}

export function lookup(
  opened: OpenIndex,
  all: readonly (readonly string[])[],
  none: readonly string[],
  tier: Tier,
): Candidate[] {
  return ranked(opened, { text: '', all, none, limit: SPARE }, tier).candidates;
}

export function ranked(
  opened: OpenIndex,
  query: SearchQuery,
  tier: Tier,
): { total: number; candidates: Candidate[] } {
  const { total, hits } = opened.index.search(query);
  return { total, candidates: hits.map((hit) => ({ ...hit, tier })) };
}

export interface Asked {
  readonly asked: string;
  readonly limit: number;
  readonly total: number;
  readonly at: string | undefined;
}

export async function answer(
  context: Context,
  opened: OpenIndex,
  { asked, limit, total, at }: Asked,
  candidates: readonly Candidate[],
): Promise<RecallAnswer> {
  const chosen = rankCandidates(
    candidates,
    {
      // What was made from a pack's record stands for it here.
      isSuperseded: (id, pack) =>
        [supersedesFacet(id), ...(pack === undefined ? [] : [derivedFacet(id)])].some(
          (facet) => opened.index.facet(facet).length > 0,
        ),
      today: isoDate(context.clock()),
    },
    limit,
  );
  const freshness =
    at === undefined
      ? await freshnessOf(
          context,
          chosen.map((hit) => hit.stored),
        )
      : [];
  const records = chosen.filter(({ stored }) => stored.kind !== 'commit');
  const uses = new Map(records.map(({ stored: { id } }) => [id, usesOf(opened.index, id)]));
  const hits = chosen.map((candidate, place): RecallHit => {
    const { stored, tier, score } = candidate;
    const used = uses.get(stored.id);
    const wrong = used === undefined ? undefined : wrongText(used);
    const checked = freshness[place] ?? { freshness: 'uncited' as const };
    return {
      id: stored.id,
      kind: stored.kind,
      title: stored.title,
      ...(stored.path === undefined ? {} : { path: stored.path }),
      ...(stored.pack === undefined ? {} : { pack: stored.pack }),
      score,
      tier,
      reasons: [...reasonsFor(candidate, asked), ...(used === undefined ? [] : [usefulnessText(used)])],
      freshness: checked.freshness,
      ...(checked.detail === undefined ? {} : { freshnessDetail: checked.detail }),
      standing: standingOf(stored),
      created: stored.created,
      ...(stored.author === undefined ? {} : { author: stored.author }),
      ...(stored.commit === undefined ? {} : { commit: stored.commit }),
      tags: stored.tags,
      ...(stored.language === undefined ? {} : { language: stored.language }),
      files: stored.files,
      ...(wrong === undefined ? {} : { wrong }),
      snippet: snippetFor(opened, stored, candidate.terms),
    };
  });
  const tier = hits[0]?.tier;
  return {
    query: asked,
    ...(tier === undefined ? {} : { tier }),
    total: Math.max(total, hits.length),
    searched: opened.searched,
    hits: wrongLast(staleLast(hits)),
    problems: opened.problems,
  };
}

/** What proved wrong goes last; the rest keep their order. */
function wrongLast(hits: readonly RecallHit[]): readonly RecallHit[] {
  return [
    ...hits.filter(({ wrong }) => wrong === undefined),
    ...hits.filter(({ wrong }) => wrong !== undefined),
  ];
}

export function standingOf(stored: StoredDoc): RecallHit['standing'] {
  if (stored.pack !== undefined) return 'pack';
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

function snippetFor(opened: OpenIndex, stored: StoredDoc, terms: readonly string[]): string {
  const body =
    stored.path === undefined ? (stored.text ?? '') : (opened.bodyOf(stored.path) ?? stored.text ?? '');
  const [name, lines] = ANSWERING[stored.kind] ?? [undefined, 0];
  const passage = name === undefined ? undefined : sectionNamed(body, name);
  if (passage === undefined) return snippetOf(body, terms);
  const all = passage.split('\n').filter((line) => line.trim() !== '');
  return [...all.slice(0, lines), ...(all.length > lines ? ['…'] : [])].join('\n');
}
