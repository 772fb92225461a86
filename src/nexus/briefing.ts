import type { Briefing, ContextItem, ContextQuery } from '../core/briefing.ts';
import type { StoredDoc, Tier } from '../core/recall.ts';
import { sectionNamed } from '../core/sections.ts';
import type { SessionOverview } from '../core/session.ts';
import { isoDate } from '../core/time.ts';
import { type Withheld, withheldTogether } from '../core/trust.ts';
import { provedWrong } from '../learn/usefulness.ts';
import { cutOverview, cutText, fitItems } from '../recall/budget.ts';
import { type GateQuestion, passing, worthStale, worthTelling } from '../recall/gate.ts';
import { type Candidate, rankCandidates, reasonsFor } from '../recall/rank.ts';
import { fileFacet, idFacet, kindFacet, NOT_SERVED, signatureFacet } from '../search/facets.ts';
import type { SearchQuery } from '../search/search-index.ts';
import type { Context } from './context.ts';
import { type ContextQuestion, questionOf } from './context-question.ts';
import { documentProblems } from './document-health.ts';
import { freshnessOf } from './freshness.ts';
import { type OpenIndex, openIndex, openIndexWithOthers } from './index-cache.ts';
import { provenanceOf, type Told } from './provenance.ts';
import { ANSWERING, countsFor, opposedIn, ranked, servingOf, standingOf } from './recall.ts';
import { isReplaced } from './replaced.ts';
import type { Serving } from './served.ts';
import { usesOf } from './uses.ts';

/** Tokens where the caller does not say. */
const BUDGET = { all: 1500, recordsOnly: 500 } as const;
/** Of which the overview takes at most. */
const OVERVIEW_SHARE = 0.4;
/** Characters of one record's text: the rest is a question away. */
const MAX_TEXT = 1600;
/** Candidates of one text, and of one path. */
const CANDIDATES = 40;
/** Exact matches come before words, of which the best of a question has 1. */
const EXACT_FIRST = 2;
/** A file that more records cite than this says little about each of them. */
const MAX_CITING = 8;
/** The first ones, whose citations are checked. */
const MAX_CHECKED = 24;

/** What was made from others that nobody agreed to comes after all that was not. */
const LESS = 1_000;

/** What passed the gate. */
interface Worthy {
  readonly candidate: Candidate;
  readonly reasons: readonly string[];
  /** By the gate's measure; what is stale has to have more. */
  readonly worth: number;
  /** What comes first: the engine's relevance tells better than the gate's measure (`bench/context.ts`). */
  readonly order: number;
}

/**
 * What one should know now: where the project stands, and the records and sections that bear on the
 * task or, without one, on the branch and the changed files. Silent where nothing surely does.
 */
export async function briefing(context: Context, query: ContextQuery): Promise<Briefing> {
  const recordsOnly = query.recordsOnly === true;
  // Other repositories are heard where somebody asks, and not where nobody did.
  const isAsked = query.task !== undefined && !recordsOnly;
  const [opened, question] = await Promise.all([
    isAsked ? openIndexWithOthers(context, 'sources') : openIndex(context),
    questionOf(context, query),
  ]);
  const serving = await servingOf(context, opened);
  const gatedAll = await gated(context, opened, question, query, serving);
  const { passed, withheld: held } = await servedOf(serving, gatedAll);
  const budget = query.budget ?? (recordsOnly ? BUDGET.recordsOnly : BUDGET.all);
  // While git looks at what the records cite, the rest is read.
  const [fresh, { overview, sections, withheld: told }] = await Promise.all([
    withFreshness(context, passed.slice(0, MAX_CHECKED)),
    recordsOnly ? NO_DOCUMENTS : documentsFor(context, opened, question, query, budget * OVERVIEW_SHARE),
  ]);
  const items = [...(await itemsOf(context, opened, fresh, serving)), ...sections]
    .sort((a, b) => b.order - a.order)
    .map(({ item }) => item);
  const fitted = fitItems(items, budget, overview);
  const withheld = withheldTogether(held, told);
  return {
    ...(overview === undefined ? {} : { overview }),
    items: fitted.items,
    total: items.length + Math.max(0, passed.length - MAX_CHECKED),
    tokens: fitted.tokens,
    ...(withheld === undefined ? {} : { withheld }),
    problems: recordsOnly ? opened.problems : [...opened.problems, ...documentProblems(context)],
  };
}

/** What passes the gate, best first; by id, so that what was found twice is told once. */
async function gated(
  context: Context,
  opened: OpenIndex,
  question: ContextQuestion,
  query: ContextQuery,
  serving: Serving | undefined,
): Promise<readonly Worthy[]> {
  const found = new Map<string, Worthy>();
  const excluded = new Set(query.exclude);
  for (const { candidate, worth, order, reasons } of [
    ...exactly(opened, question, await signaturesIn(question), serving),
    ...question.texts.flatMap((text) =>
      byWords(opened, text, question.told, query.recordsOnly === true, serving),
    ),
  ]) {
    const { id } = candidate.stored;
    if (excluded.has(id)) continue;
    const known = found.get(id);
    const isDouble = known !== undefined && !countsFor(serving, candidate.stored);
    found.set(id, {
      candidate: isDouble ? known.candidate : candidate,
      worth: worth + (known?.worth ?? 0),
      order: order + (known?.order ?? 0),
      reasons: [...(known?.reasons ?? []), ...reasons],
    });
  }
  const ranked = rankCandidates(
    [...found.values()].map(({ candidate, order }) => ({ ...candidate, tier: 'text', score: order })),
    {
      isSuperseded: (stored) =>
        isReplaced(opened.index, stored, serving && ((other) => countsFor(serving, other))),
      today: isoDate(context.clock()),
    },
  );
  return ranked.flatMap((candidate) => {
    const { id } = candidate.stored;
    const used = usesOf(opened.own, id, (told) => countsFor(serving, told));
    // Who asks is told that it proved wrong; who does not ask is spared it.
    return used !== undefined && provedWrong(used) ? [] : (found.get(id) ?? []);
  });
}

function exactly(
  opened: OpenIndex,
  { files, ids }: ContextQuestion,
  signatures: readonly string[],
  serving: Serving | undefined,
): Worthy[] {
  return [
    ...signatures.flatMap((signature) => lookUp(opened, signatureFacet(signature), 'signature', '', serving)),
    ...ids.flatMap((id) => lookUp(opened, idFacet(id), 'id', '', serving)),
    ...files.flatMap((path) => lookUp(opened, fileFacet(path), 'path', path, serving)),
  ];
}

function lookUp(
  opened: OpenIndex,
  facet: string,
  tier: Tier,
  asked: string,
  serving: Serving | undefined,
): Worthy[] {
  const all = [[facet]];
  const none = [...NOT_SERVED, kindFacet('commit')];
  const { total, candidates } = ranked(opened, { text: '', all, none, limit: CANDIDATES }, tier, serving);
  if (tier === 'path' && total > MAX_CITING) return [];
  return candidates.flatMap((candidate) => {
    const worth = worthTelling({ kind: candidate.stored.kind, tier, tokens: [] }, NOTHING_ASKED);
    return worth === undefined
      ? []
      : [{ candidate, worth, order: EXACT_FIRST, reasons: reasonsFor(candidate, asked) }];
  });
}

const NOTHING_ASKED: GateQuestion = { asked: [], searched: 0 };

/** What the words of a text find. Commits say what the latest commits were about; that is known. */
function byWords(
  opened: OpenIndex,
  text: string,
  told: boolean,
  recordsOnly: boolean,
  serving: Serving | undefined,
): Worthy[] {
  const none = [...NOT_SERVED, ...(told && !recordsOnly ? [] : [kindFacet('commit')])];
  const query: SearchQuery = { text, none, limit: CANDIDATES };
  const { asked, candidates } = ranked(opened, query, 'text', serving);
  const best = candidates[0]?.score ?? 1;
  return passing(
    candidates.filter(({ stored }) => told || stored.kind !== 'episode'),
    { asked, searched: opened.index.size },
    ({ stored, tokens, score }) => ({ kind: stored.kind, tokens, score }),
  ).map(({ one: candidate, worth, score }) => {
    return { candidate, worth, order: score / best, reasons: reasonsFor(candidate, text) };
  });
}

/** What passed and may be served, and how much of it may not. */
async function servedOf(
  serving: Serving | undefined,
  passed: readonly Worthy[],
): Promise<{ readonly passed: readonly Worthy[]; readonly withheld?: Withheld }> {
  if (serving === undefined) return { passed };
  const { servedWithin } = await import('./served.ts');
  const { served, withheld } = await servedWithin(
    serving,
    passed,
    ({ candidate }) => candidate.stored,
    MAX_CHECKED,
  );
  return { passed: served, ...(withheld === undefined ? {} : { withheld }) };
}

/** A line that tells of a failure; only then is it worth to look for one that is known. */
const FAILURE = /(?:error|exception|panic|fault|failure)\b[^\n]{0,80}:/i;

async function signaturesIn({ texts, told }: ContextQuestion): Promise<readonly string[]> {
  const failing = told ? texts.filter((text) => FAILURE.test(text)) : [];
  if (failing.length === 0) return [];
  const { linesAsSignatures } = await import('./error-words.ts');
  return [...new Set(failing.flatMap(linesAsSignatures))];
}

interface Checked extends Worthy {
  readonly checked: Awaited<ReturnType<typeof freshnessOf>>[number];
}

/** Their citations checked against the tree: what is stale has to be surer, and comes later. */
async function withFreshness(context: Context, passed: readonly Worthy[]): Promise<readonly Checked[]> {
  const checks = await freshnessOf(
    context,
    passed.map(({ candidate }) => candidate.stored),
  );
  return passed.flatMap((worthy, at): Checked[] => {
    const checked = checks[at] ?? { freshness: 'uncited' as const };
    if (checked.freshness !== 'stale') return [{ ...worthy, checked }];
    return worthStale(worthy.worth) === undefined ? [] : [{ ...worthy, order: worthy.order / 2, checked }];
  });
}

/** Each with what git says of it, and with the decisions that stand against it. */
async function itemsOf(
  context: Context,
  opened: OpenIndex,
  items: readonly Checked[],
  serving: Serving | undefined,
): Promise<readonly { readonly item: ContextItem; readonly order: number }[]> {
  const docs = items.map(({ candidate }) => candidate.stored);
  const provenance = await provenanceOf(context, opened, docs);
  const opposed = await opposedIn(opened, docs, isoDate(context.clock()), serving);
  return items.map((worthy, at) => {
    const item = { ...itemOf(opened, worthy, provenance[at]), ...opposed.get(worthy.candidate.stored.id) };
    return { item, order: worthy.order - (item.weaker === undefined ? 0 : LESS) };
  });
}

function itemOf(
  opened: OpenIndex,
  { candidate: { stored }, reasons, checked }: Checked,
  provenance: Told = {},
): ContextItem {
  const { id, kind, title, path, source, created, author } = stored;
  return {
    id,
    kind,
    title,
    ...(path === undefined ? {} : { path }),
    freshness: checked.freshness,
    ...(checked.detail === undefined ? {} : { freshnessDetail: checked.detail }),
    standing: standingOf(stored),
    ...(source === undefined ? {} : { source }),
    created,
    ...(author === undefined ? {} : { author }),
    reasons,
    ...(stored.inConflict === undefined ? {} : { inConflict: stored.inConflict }),
    ...provenance,
    text: textOf(opened, stored),
  };
}

/** The whole body where it is short, else the section that its kind is asked for most. */
function textOf(opened: OpenIndex, stored: StoredDoc): string {
  const { path, kind, text = '' } = stored;
  const body = ((path === undefined ? text : opened.bodyOf(path)) ?? text).trim();
  if (body.length <= MAX_TEXT) return body;
  const [section] = ANSWERING[kind] ?? [];
  return cutText((section === undefined ? undefined : sectionNamed(body, section)) ?? body, MAX_TEXT);
}

interface FromDocuments {
  readonly overview?: SessionOverview;
  readonly withheld?: Withheld;
  readonly sections: readonly { readonly item: ContextItem; readonly order: number }[];
}

const NO_DOCUMENTS: FromDocuments = { sections: [] };

/** One after the other: what was parsed for the first is there for the second. */
async function documentsFor(
  context: Context,
  opened: OpenIndex,
  question: ContextQuestion,
  query: ContextQuery,
  most: number,
): Promise<FromDocuments> {
  const { sessionOverview } = await import('./session-overview.ts');
  const { withheld, ...overview } = await sessionOverview(context);
  const sections = await sectionsFor(context, opened, question, query);
  return {
    overview: cutOverview(overview, most),
    sections,
    ...(withheld === undefined ? {} : { withheld }),
  };
}

/** Sections of the living documents. */
async function sectionsFor(
  context: Context,
  opened: OpenIndex,
  { texts }: ContextQuestion,
  query: ContextQuery,
): Promise<FromDocuments['sections']> {
  if (texts.length === 0) return [];
  const { worthySections } = await import('./context-sections.ts');
  const questions = texts.map((text) => ({
    // A question of the index for its words alone.
    asked: opened.index.search({ text, limit: 1 }).asked,
    searched: opened.index.size,
  }));
  const excluded = new Set(query.exclude);
  return (await worthySections(context, questions, MAX_TEXT)).filter(({ item }) => !excluded.has(item.id));
}
