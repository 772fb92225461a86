import { extractError } from '../capture/extract-error.ts';
import { signatureOf } from '../capture/signature.ts';
import { isIdPrefix } from '../core/id.ts';
import type { RecallAnswer, RecallHit, RecallKind, RecallQuery, StoredDoc, Tier } from '../core/recall.ts';
import { sectionNamed } from '../core/sections.ts';
import { isoDate } from '../core/time.ts';
import { type Candidate, rankCandidates, reasonsFor, staleLast, weighByCoverage } from '../recall/rank.ts';
import { snippetOf } from '../recall/snippet.ts';
import {
  authorFacet,
  errorTypeFacet,
  fileFacet,
  idFacet,
  kindFacet,
  languageFacet,
  signatureFacet,
  stateFacet,
  supersedesFacet,
  tagFacet,
} from '../search/facets.ts';
import type { SearchQuery } from '../search/search-index.ts';
import { redactorOf } from './admit.ts';
import type { Context } from './context.ts';
import { splitType } from './error-words.ts';
import { freshnessOf } from './freshness.ts';
import { type OpenIndex, openIndex, openIndexAt } from './index-cache.ts';
import { pendingCandidates } from './pending.ts';
import { loadConfig } from './settings.ts';

/** An error to find a fix for: raw text, or what is known of it already. */
export interface FixQuery {
  readonly text?: string;
  readonly type?: string | undefined;
  readonly message?: string;
  readonly signature?: string;
  readonly limit?: number;
  /** Nobody asked: answer only what is almost certainly it. */
  readonly push?: boolean;
}

/** More than shown, so that what lifecycle takes out is made up for. */
const SPARE = 24;

type Filters = Pick<SearchQuery, 'all' | 'none' | 'since'>;

export async function recall(context: Context, query: RecallQuery): Promise<RecallAnswer> {
  const limit = query.limit ?? loadConfig(context).recall.limit;
  const opened = query.at === undefined ? await openIndex(context) : await openIndexAt(context, query.at);
  const filters = filtersOf(query);
  const text = query.text.trim();
  const { total, candidates } = ranked(
    opened,
    { ...filters, text, limit: limit + SPARE },
    text === '' ? 'filter' : 'text',
  );
  const waiting = query.at === undefined ? pendingCandidates(context, query) : [];
  const all = [...exact(opened, text, filters), ...waiting, ...candidates];
  return answer(context, opened, { asked: text, limit, total: total + waiting.length, at: query.at }, all);
}

/** Finds what resolved an error: by its signature, then by its type and words among errors and solutions. */
export async function fixFor(context: Context, given: FixQuery): Promise<RecallAnswer> {
  const opened = await openIndex(context);
  const query = withoutMachine(context, given);
  const error = errorOf(query);
  const limit = query.limit ?? 3;
  const living = [stateFacet('retired'), stateFacet('forgotten')];
  const asked = query.text ?? `${error.type ?? ''} ${error.message}`.trim();
  const same = [
    ...new Set([error.signature, ...(query.text === undefined ? [] : linesAsSignatures(query.text))]),
  ].flatMap((signature) => lookup(opened, [[signatureFacet(signature)]], living, 'signature'));
  // The same error is the answer; what only looks like it would be noise beside it.
  if (query.push === true || same.length > 0)
    return answer(context, opened, { asked, limit, total: same.length, at: undefined }, same);
  const kinds = [kindFacet('error'), kindFacet('solution')];
  const text = [error.type, error.message].filter((part) => part !== undefined).join(' ');
  const near = ranked(
    opened,
    { text, literal: true, all: [kinds], none: living, limit: FIX_CANDIDATES },
    'text',
  );
  const typed = new Set(error.type === undefined ? [] : opened.index.facet(errorTypeFacet(error.type)));
  const weighed = weighByCoverage(near.candidates).map((hit) =>
    typed.has(hit.key) ? { ...hit, score: hit.score * SAME_TYPE } : hit,
  );
  const total = Math.max(new Set([...same, ...near.candidates].map((hit) => hit.key)).size, near.total);
  return answer(context, opened, { asked, limit, total, at: undefined }, [...same, ...weighed]);
}

/** Enough for the one rare name to be among them, whatever else matched. */
const FIX_CANDIDATES = 200;
/** An error of the same type is likelier the same: worth about one more matching word. */
const SAME_TYPE = 1.3;

/** The end of a pasted output: what failed is there, and no more is read. */
const MAX_PASTE = 64 * 1024;

/** Paths of this machine say nothing about an error: what is looked up is what would be written down. */
function withoutMachine(context: Context, query: FixQuery): FixQuery {
  if (query.text === undefined) return query;
  return { ...query, text: redactorOf(context).text(query.text.slice(-MAX_PASTE)).text };
}

interface KnownError {
  readonly type: string | undefined;
  readonly message: string;
  readonly signature: string;
}

function errorOf(query: FixQuery): KnownError {
  const { message: given = query.text ?? '' } = query;
  const extracted = query.text === undefined ? undefined : extractError(query.text, []);
  const split = splitType(extracted?.message ?? given);
  const type = query.type ?? extracted?.type ?? split.type;
  const message = extracted?.type === undefined ? split.message : extracted.message;
  const signature = query.signature ?? signatureOf({ ...(type === undefined ? {} : { type }), message });
  return { type, message, signature };
}

/** A pasted output may hold more than one error; each line may be one that is known. */
function linesAsSignatures(text: string): string[] {
  return text
    .split('\n')
    .slice(-200)
    .filter((line) => line.length < 1000 && line.includes(':'))
    .map((line) => {
      const { type, message } = splitType(line);
      return signatureOf({ ...(type === undefined ? {} : { type }), message });
    });
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
    none: [stateFacet('retired'), stateFacet('forgotten')],
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

function lookup(
  opened: OpenIndex,
  all: readonly (readonly string[])[],
  none: readonly string[],
  tier: Tier,
): Candidate[] {
  return ranked(opened, { text: '', all, none, limit: SPARE }, tier).candidates;
}

function ranked(
  opened: OpenIndex,
  query: SearchQuery,
  tier: Tier,
): { total: number; candidates: Candidate[] } {
  const { total, hits } = opened.index.search(query);
  return { total, candidates: hits.map((hit) => ({ ...hit, tier })) };
}

interface Asked {
  readonly asked: string;
  readonly limit: number;
  readonly total: number;
  readonly at: string | undefined;
}

async function answer(
  context: Context,
  opened: OpenIndex,
  { asked, limit, total, at }: Asked,
  candidates: readonly Candidate[],
): Promise<RecallAnswer> {
  const chosen = rankCandidates(candidates, {
    nearby: new Set(),
    isSuperseded: (id) => opened.index.facet(supersedesFacet(id)).length > 0,
    today: isoDate(context.clock()),
  }).slice(0, limit);
  const freshness =
    at === undefined
      ? await freshnessOf(
          context,
          chosen.map((hit) => hit.stored),
        )
      : [];
  const hits = chosen.map((candidate, place): RecallHit => {
    const { stored, tier, score } = candidate;
    const checked = freshness[place] ?? { freshness: 'uncited' as const };
    return {
      id: stored.id,
      kind: stored.kind,
      title: stored.title,
      ...(stored.path === undefined ? {} : { path: stored.path }),
      score,
      tier,
      reasons: reasonsFor(candidate, asked),
      freshness: checked.freshness,
      ...(checked.detail === undefined ? {} : { freshnessDetail: checked.detail }),
      standing: standingOf(stored),
      created: stored.created,
      ...(stored.author === undefined ? {} : { author: stored.author }),
      ...(stored.commit === undefined ? {} : { commit: stored.commit }),
      tags: stored.tags,
      ...(stored.language === undefined ? {} : { language: stored.language }),
      files: stored.files,
      snippet: snippetFor(opened, stored, candidate.terms),
    };
  });
  const tier = hits[0]?.tier;
  return {
    query: asked,
    ...(tier === undefined ? {} : { tier }),
    total: Math.max(total, hits.length),
    searched: opened.searched,
    hits: staleLast(hits),
    problems: opened.problems,
  };
}

function standingOf(stored: StoredDoc): RecallHit['standing'] {
  if (stored.kind !== 'commit' && stored.path === undefined) return 'waiting';
  return stored.uncommitted === true ? 'uncommitted' : 'committed';
}

/** The section that a kind is asked for most, and how many lines of it are shown. */
const ANSWERING: Readonly<Partial<Record<RecallKind, readonly [string, number]>>> = {
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
