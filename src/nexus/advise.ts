import { factsFor } from '../advise/adapt.ts';
import { type Weighed, weigh } from '../advise/match.ts';
import { type Recognition, recognise } from '../advise/recognise.ts';
import { firstSentence, neededPackages, relatedTitles, sentenceOf } from '../advise/sentence.ts';
import type { AdviceAnswer, AdviceFact, AdviceQuery, AdvisedRecord } from '../core/advice.ts';
import { slugOf } from '../core/id.ts';
import { present } from '../core/present.ts';
import { isForeign, type RecallHit, type StoredDoc } from '../core/recall.ts';
import type { NexusRecord } from '../core/record.ts';
import { placeOf } from '../core/source.ts';
import type { Withheld } from '../core/trust.ts';
import { languageOf } from '../detect/languages.ts';
import { usefulnessText } from '../learn/usefulness.ts';
import type { Candidate } from '../recall/rank.ts';
import { analyse } from '../search/analyse.ts';
import { fileFacet, kindFacet, NOT_SERVED } from '../search/facets.ts';
import type { SearchHit } from '../search/search-index.ts';
import { type ProjectKnown, preferencesFor, projectKnown } from './advice-facts.ts';
import type { Context } from './context.ts';
import { type OpenIndex, openIndex, openIndexWithOthers } from './index-cache.ts';
import { findAnywhere } from './others.ts';
import { answer, countsFor, ranked, servingOf } from './recall.ts';
import type { Serving } from './served.ts';
import { usesOf } from './uses.ts';

/** Of a long request its beginning says what it is about. */
const MAX_REQUEST = 4_000;
const KINDS = [['pattern', 'solution', 'error', 'decision', 'note'].map((kind) => kindFacet(kind as 'note'))];
/** Found by the request's own words, and by each side of its problem. */
const DIRECT = 60;
const PER_ASPECT = 8;
/** Read in full: more than are ever shown. */
const READ = 30;
const LIMITS = { avoid: 3, errors: 2, decided: 3 } as const;
const DEFAULT_LIMIT = 5;

/** What speaks for a record beside its words. All are factors. */
const FACTOR = { own: 1.25, category: 1.1, cites: 1, helped: 0.15 } as const;
/** A pattern this far behind the best is no answer to the same question. */
const LEAST_OF_BEST = 0.2;
/** … of what only shares words with the request, or is to be avoided. */
const LEAST_BY_WORDS = 0.35;
/** What was decided, or failed, bears on a request only by the request's own words. */
const LEAST_COVERAGE = 0.3;
/** Of the words of a usual answer: in a small memory the best hit for them may have but one by chance. */
const LEAST_OF_LOOK = 0.4;
/** A record of the repository's own that answers by its words so well comes before what packs say. */
const OWN_FIRST = { coverage: 0.5, direct: 0.25 } as const;

/** Recognises what a request is about, and brings what is known of it, chosen by what the project is. */
export async function advise(context: Context, query: AdviceQuery): Promise<AdviceAnswer> {
  const request = query.request.slice(0, MAX_REQUEST).trim();
  const opened = await (query.packs === false ? openIndex(context) : openIndexWithOthers(context));
  const known: ProjectKnown =
    context.repository === undefined ? { parts: [], languages: [] } : await projectKnown(context);
  const recognition = recognise(request, analyse);
  const languages = languagesFor(request, query.file, known);
  const serving = await servingOf(context, opened);
  const asked = { request, file: query.file, recognition, languages, serving };
  const { found, withheld } = await matched(context, opened, asked);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const top = found[0]?.score ?? 0;
  const isAnti = ({ record }: Found): boolean => record.pattern?.anti === true;
  const isNear = (one: Found): boolean =>
    answersFirst(one) ||
    one.score >= top * (one.weighed.usual && !isAnti(one) ? LEAST_OF_BEST : LEAST_BY_WORDS);
  const near = found.filter(isNear);
  const patterns = ownFirst(
    near.filter((one) => ['pattern', 'solution'].includes(one.hit.kind) && !isAnti(one)),
  ).slice(0, limit);
  const bears = (among: readonly Found[], kinds: readonly string[]): Found[] =>
    among.filter(({ hit, weighed }) => kinds.includes(hit.kind) && weighed.coverage >= LEAST_COVERAGE);
  const named = await namedBy(context, opened, serving, patterns.slice(0, 3), near);
  const types = recognition.types.map(({ type, title, cues }) => ({ type, title, cues }));
  const about = new Set(analyse([request, ...types.map(({ title }) => title)].join(' ')));
  const history = await historyFor(context, request, types[0]?.type);
  return {
    request,
    types,
    patterns: patterns.map(toldOf),
    avoid: [...near.filter(isAnti).map(toldOf), ...named.avoid.slice(0, 2)].slice(0, LIMITS.avoid),
    errors: [...bears(near, ['error']).map(toldOf), ...named.errors].slice(0, LIMITS.errors),
    decided: bears(found, ['decision', 'note']).slice(0, LIMITS.decided).map(toldOf),
    preferences: context.repository === undefined ? [] : await preferencesFor(context, about),
    facts: [
      ...fileFacts(query.file, found),
      ...factsFor(
        known.parts,
        types.map(({ type }) => type),
        patterns.map(chosenOf),
      ),
    ],
    ...(history === undefined ? {} : { history }),
    searched: opened.searched,
    ...present({ withheld }),
    problems: opened.problems,
  };
}

/** Does the repository itself know it? What is stale or proved wrong does not count as known. */
function answersFirst({ hit, weighed: { coverage, direct } }: Found): boolean {
  if (
    hit.standing === 'pack' ||
    hit.standing === 'source' ||
    hit.freshness === 'stale' ||
    hit.wrong !== undefined
  )
    return false;
  return coverage >= OWN_FIRST.coverage && direct >= OWN_FIRST.direct;
}

function ownFirst(found: readonly Found[]): readonly Found[] {
  return [...found.filter(answersFirst), ...found.filter((one) => !answersFirst(one))];
}

interface Found {
  readonly hit: RecallHit;
  readonly record: NexusRecord;
  readonly weighed: Weighed;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly used?: string;
}

interface Asked {
  readonly request: string;
  readonly file: string | undefined;
  readonly recognition: Recognition;
  readonly languages: ReadonlySet<string>;
  readonly serving: Serving | undefined;
}

/** What was found, the best first; what proved wrong, and what is stale, last. */
async function matched(
  context: Context,
  opened: OpenIndex,
  asked: Asked,
): Promise<{ readonly found: readonly Found[]; readonly withheld?: Withheld }> {
  const { index } = opened;
  const { serving } = asked;
  const { types, open, subject } = asked.recognition;
  const stored = new Map<string, SearchHit & Candidate>();
  const search = (text: string, limit: number, also: readonly string[] = []) => {
    const all = [...KINDS, ...also.map((facet) => [facet])];
    const { candidates } = ranked(opened, { text, all, none: NOT_SERVED, limit }, 'text', serving);
    const hits = candidates.filter((hit) => fits(hit, asked.languages));
    for (const hit of hits) if (!stored.has(hit.key)) stored.set(hit.key, hit);
    return hits;
  };
  const { asked: words } = index.search({ text: subject, all: KINDS, none: NOT_SERVED, limit: 1 });
  const direct = subject === '' ? [] : search(subject, DIRECT);
  const brings = new Map<string, string>();
  const aspects = types.flatMap(({ title, aspects: looks, weight }) =>
    looks.map((aspect) => {
      const least = new Set(analyse(aspect.look)).size * LEAST_OF_LOOK;
      const hits = search(aspect.look, PER_ASPECT).filter(({ tokens }) => tokens.length >= least);
      for (const { key } of hits) if (!brings.has(key)) brings.set(key, title);
      return { hits, weight: weight * aspect.weight };
    }),
  );
  const cites = asked.file === undefined ? [] : search('', PER_ASPECT, [fileFacet(asked.file)]);
  const citing = new Set(cites.map(({ key }) => key));
  const byFile = { hits: cites.map((hit) => ({ ...hit, score: 1 })), weight: FACTOR.cites };
  const weighed = weigh({ hits: direct, asked: words, searched: index.size }, [...aspects, byFile], open);
  const byId = new Map<string, { readonly weighed: Weighed; readonly record: NexusRecord }>();
  const candidates = [];
  const categories = new Set(types.slice(0, 1).flatMap((type) => type.categories));
  const decided = weighed.slice(READ).filter(({ key }) => {
    const kind = stored.get(key)?.stored.kind;
    return kind === 'decision' || kind === 'note';
  });
  for (const one of [...weighed.slice(0, READ), ...decided.slice(0, LIMITS.decided)]) {
    const hit = stored.get(one.key);
    if (hit === undefined || byId.has(hit.stored.id)) continue;
    const record = await recordOf(context, hit.stored);
    if (record === undefined) continue;
    byId.set(record.id, { weighed: one, record });
    const used = usesOf(opened.own, record.id, (told) => countsFor(serving, told));
    const score =
      one.score *
      (isForeign(hit.stored) ? 1 : FACTOR.own) *
      (categories.has(record.pattern?.category ?? '') ? FACTOR.category : 1) *
      (used === undefined ? 1 : 1 + (FACTOR.helped * (used.helped - used.wrong)) / used.uses);
    candidates.push({ ...hit, tier: 'text' as const, score });
  }
  const best = Math.max(...candidates.map((one) => (countsFor(serving, one.stored) ? one.score : 0)), 0);
  // What is held back counts where it would have been near enough to be told.
  const near = candidates.filter(
    ({ stored: one, score }) =>
      countsFor(serving, one) ||
      score >= best * LEAST_BY_WORDS ||
      (byId.get(one.id)?.weighed.coverage ?? 0) >= LEAST_COVERAGE,
  );
  const { length } = near;
  const limit = { asked: asked.request, limit: length, total: length, at: undefined, serving };
  const { hits, withheld } = await answer(context, opened, limit, near);
  const titles = new Set<string>();
  const found = hits.flatMap((hit): Found[] => {
    const own = byId.get(hit.id);
    // The repository's own comes first, and stands for a pack's of the same name.
    const slug = slugOf(hit.title);
    if (own === undefined || ((hit.pack ?? hit.source) !== undefined && titles.has(slug))) return [];
    titles.add(slug);
    const terms = stored.get(own.weighed.key)?.terms ?? [];
    const title = brings.get(own.weighed.key);
    const used = usesOf(opened.own, hit.id, (told) => countsFor(serving, told));
    const reasons = [
      ...(citing.has(own.weighed.key) ? [`cites ${asked.file}`] : []),
      ...(own.weighed.coverage > 0 ? [terms.slice(0, 5).join(', ')] : []),
      ...(title === undefined ? [] : [title]),
    ];
    return [{ ...own, hit, score: hit.score, reasons, ...present({ used: used && usefulnessText(used) }) }];
  });
  return { found, ...present({ withheld }) };
}

/** By its path: of two files with one id the one that was found. */
async function recordOf(context: Context, stored: StoredDoc): Promise<NexusRecord | undefined> {
  const { id, path } = stored;
  if (isForeign(stored) || path === undefined) return (await findAnywhere(context, id)).record;
  return (await context.reader()).read(path).record;
}

/** Another's record of another language than the project's, or the request's, answers nothing here. */
function fits({ stored }: Candidate, languages: ReadonlySet<string>): boolean {
  const { language } = stored;
  return !isForeign(stored) || language === undefined || languages.size === 0 || languages.has(language);
}

const NAMED: readonly (readonly [string, RegExp])[] = [
  ['python', /\bpython\b/i],
  ['typescript', /\b(?:typescript|javascript|node(?:\.?js)?)\b/i],
];

/** The languages that packs' records may have: those that are named, or of the file, or of the project; none for any. */
function languagesFor(request: string, file: string | undefined, known: ProjectKnown): ReadonlySet<string> {
  const named = NAMED.flatMap(([language, form]) => (form.test(request) ? [language] : []));
  const ofFile = file === undefined ? undefined : languageOf(file)?.toLowerCase();
  const meant = named.length > 0 ? named : ofFile === undefined ? known.languages : [ofFile];
  const packed = meant.map((language) => (language === 'javascript' ? 'typescript' : language));
  return new Set(packed.filter((language) => NAMED.some(([one]) => one === language)));
}

/** Anti-patterns and errors that the best patterns name as related, and that were not found anyway. */
async function namedBy(
  context: Context,
  opened: OpenIndex,
  serving: Serving | undefined,
  patterns: readonly Found[],
  near: readonly Found[],
): Promise<{ readonly avoid: readonly AdvisedRecord[]; readonly errors: readonly AdvisedRecord[] }> {
  const avoid: AdvisedRecord[] = [];
  const errors: AdvisedRecord[] = [];
  const seen = new Set(near.map(({ hit }) => hit.id));
  for (const { hit: from, record } of patterns) {
    for (const title of relatedTitles(record.body)) {
      const all = [[kindFacet('pattern'), kindFacet('error')]];
      const asked = { text: title, all, none: NOT_SERVED, limit: 3 };
      const { candidates } = ranked(opened, asked, 'text', serving);
      const stored = candidates.find(
        (hit) => hit.stored.title === title && placeOf(hit.key) === (from.pack ?? from.source?.name),
      )?.stored;
      if (stored === undefined || seen.has(stored.id)) continue;
      const [verdict = 'served'] = (await serving?.judge([stored])) ?? [];
      const related = verdict === 'served' ? await recordOf(context, stored) : undefined;
      if (related === undefined) continue;
      const isError = related.kind === 'error';
      if (!isError && related.pattern?.anti !== true) continue;
      seen.add(stored.id);
      const told = toldOf({
        hit: { ...from, ...stored, score: 0, kind: related.kind },
        record: related,
        weighed: { key: '', score: 0, coverage: 0, direct: 0, usual: false },
        score: 0,
        reasons: [`named by ${from.title}`],
      });
      (isError ? errors : avoid).push(told);
    }
  }
  return { avoid, errors };
}

function toldOf({ hit, record, score, reasons, used }: Found): AdvisedRecord {
  const { id, kind, title, path, pack, source, freshness, standing, created, author, wrong } = hit;
  const { merged, signed, weaker } = hit;
  const { body } = record;
  return {
    ...{ id, kind, title, freshness, standing, created, score, reasons },
    ...present({ path, pack, source, author, wrong, used, merged, signed, weaker }),
    does: firstSentence(body, 'Solution', 'Resolution', 'Decision') ?? sentenceOf(body),
    ...present({
      why: firstSentence(body, 'Why it works', 'Consequences'),
      unless: firstSentence(body, 'When not to use'),
    }),
  };
}

function chosenOf({ record: { title, body, tags, language } }: Found) {
  return { title, tags, needs: neededPackages(body), ...present({ language }) };
}

function fileFacts(file: string | undefined, found: readonly Found[]): AdviceFact[] {
  const language = file === undefined ? undefined : languageOf(file);
  if (file === undefined) return [];
  const citing = found.filter(({ reasons }) => reasons.includes(`cites ${file}`)).length;
  const told = [
    ...(language === undefined ? [] : [language]),
    ...(citing === 0 ? [] : [`cited by ${citing === 1 ? 'a record' : `${citing} records`}`]),
  ];
  return told.length === 0 ? [] : [{ text: told.join(', '), from: file }];
}

async function historyFor(
  context: Context,
  request: string,
  type: string | undefined,
): Promise<AdviceAnswer['history']> {
  if (request === '') return undefined;
  const { recommend } = await import('./recommend.ts');
  const task = { description: request.slice(0, 500), category: type ?? 'general' };
  const { approach, confidence, similar } = await recommend(context, task);
  return similar === 0 ? undefined : { approach, confidence, similar };
}
