import type {
  EpisodesQuery,
  FailureGroup,
  FailureGrouping,
  FailureReport,
  ToldEpisode,
  ToldEpisodes,
} from '../core/episode.ts';
import { filledExecution } from '../core/execution.ts';
import type { StoredDoc } from '../core/recall.ts';
import { type EpisodeError, parseCitation } from '../core/record.ts';
import { idFacet, kindFacet, NOT_SERVED, signatureFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { timeWrong } from './execution-times.ts';
import { livingEpisodes } from './executions.ts';
import { type OpenIndex, openIndex } from './index-cache.ts';

export interface FailureQuery {
  /** Groups at most; 10 where absent. */
  readonly limit?: number;
  /** Milliseconds since 1970: only episodes from then on. */
  readonly since?: number;
  /** By error signature where absent. */
  readonly by?: FailureGrouping;
}

const EXAMPLES = 3;
const EPISODES = 200;

/** One episode in which something failed. */
interface Failed {
  readonly stored: StoredDoc;
  readonly errors: readonly EpisodeError[];
  /** Of the whole: everything that failed in it was resolved. */
  readonly resolved: boolean;
}

/** What failed in past episodes, put together by what the failures share; folded from what the index keeps. */
export async function analyzeFailures(context: Context, query: FailureQuery = {}): Promise<FailureReport> {
  const { by = 'signature', limit = 10, since = Number.NEGATIVE_INFINITY } = query;
  const opened = await openIndex(context);
  const episodes = await episodesSince(context, opened, since);
  const failed = episodes.flatMap(failedIn);
  const groups = new Map<string, Failed[]>();
  for (const each of failed)
    for (const key of keysOf(each, by)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [each]);
      else group.push(each);
    }
  const ranked = [...groups].sort(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : a > b ? 1 : 0),
  );
  const solutions = solutionsIn(opened);
  return {
    by,
    episodes: episodes.length,
    failed: failed.length,
    groups: ranked.slice(0, limit).map(([key, members]) => groupOf(key, members, by, solutions)),
    more: Math.max(0, ranked.length - limit),
  };
}

/** Newest first. @param since milliseconds since 1970 */
async function episodesSince(
  context: Context,
  opened: OpenIndex,
  since: number,
): Promise<readonly StoredDoc[]> {
  const now = context.clock();
  const living = await livingEpisodes(context, opened, kindFacet('episode'));
  return living
    .filter(({ created }) => {
      const at = Date.parse(created);
      return at >= since && timeWrong(at, now) !== 'yet to come';
    })
    .sort((a, b) => (a.created === b.created ? (a.id < b.id ? 1 : -1) : a.created < b.created ? 1 : -1));
}

/** The episodes behind a figure; folded from what the index keeps. */
export async function episodesAbout(context: Context, query: EpisodesQuery): Promise<ToldEpisodes> {
  const opened = await openIndex(context);
  const all = await episodesSince(context, opened, query.since ?? Number.NEGATIVE_INFINITY);
  const found = all.flatMap((stored) => {
    const counts = countsOf(stored, query);
    return counts === undefined ? [] : [{ stored, ...counts }];
  });
  const episodes = found.slice(0, EPISODES).map(({ stored, of, well }) => {
    const { id, title, created, author } = stored;
    return { id, title, created, of, well, ...(author === undefined ? {} : { author }) };
  });
  return { episodes, total: found.length };
}

/** What an episode tells of that; undefined where nothing. */
function countsOf(
  stored: StoredDoc,
  { about, failed = false }: EpisodesQuery,
): Pick<ToldEpisode, 'of' | 'well'> | undefined {
  const [broken] = failedIn(stored);
  if (failed && broken === undefined) return undefined;
  const { executions = [], errors = [] } = stored.facts ?? {};
  const counted = (some: readonly boolean[]): Pick<ToldEpisode, 'of' | 'well'> | undefined =>
    some.length === 0 ? undefined : { of: some.length, well: some.filter(Boolean).length };
  if (about === undefined) return counted(executions.map(({ success }) => success));
  const { by, key } = about;
  if (by === 'signature' && key !== '')
    return counted(errors.flatMap(({ signature, resolved }) => (signature === key ? [resolved] : [])));
  if (!failed && (by === 'category' || by === 'approach'))
    return counted(executions.flatMap((one) => (filledExecution(one)[by] === key ? [one.success] : [])));
  return broken === undefined || !keysOf(broken, by).includes(key) ? undefined : counted([broken.resolved]);
}

function failedIn(stored: StoredDoc): Failed[] {
  const { errors = [], executions = [], failed: whole = false } = stored.facts ?? {};
  const failed = whole || executions.some(({ success }) => !success);
  if (errors.length === 0 && !failed) return [];
  return [{ stored, errors, resolved: !failed && errors.every(({ resolved }) => resolved) }];
}

/** Under each once; under the empty key where it was not told. */
function keysOf({ stored, errors }: Failed, by: FailureGrouping): readonly string[] {
  const keys =
    by === 'signature'
      ? errors.map(({ signature }) => signature)
      : by === 'file'
        ? stored.files.map((file) => parseCitation(file).path)
        : told(stored, by);
  return keys.length === 0 ? [''] : [...new Set(keys)];
}

/** What its executions that failed, its context and its events say under that name. */
function told({ facts = {} }: StoredDoc, name: 'category' | 'approach'): readonly string[] {
  const { executions = [], told: names = {} } = facts;
  const failed = executions.filter(({ success }) => !success).map((execution) => execution[name] ?? '');
  return [...failed.filter((value) => value.trim() !== ''), ...(names[name] ?? [])];
}

type Solutions = (signature: string, id: string | undefined) => FailureGroup['resolvedBy'];

/** The record that was named, and those of a signature. */
function solutionsIn({ index }: OpenIndex): Solutions {
  const gone = new Set(NOT_SERVED.flatMap((facet) => index.facet(facet)));
  return (signature, id) => {
    const keys = new Set([
      ...(id === undefined ? [] : index.facet(idFacet(id))),
      ...index.facet(signatureFacet(signature)),
    ]);
    return [...keys].flatMap((key) => {
      const stored = gone.has(key) ? undefined : index.get(key);
      return stored === undefined ? [] : [namedOf(stored)];
    });
  };
}

function namedOf({ id, kind, title }: StoredDoc): FailureGroup['resolvedBy'][number] {
  return { id, kind, title };
}

function groupOf(
  key: string,
  members: readonly Failed[],
  by: FailureGrouping,
  solutions: Solutions,
): FailureGroup {
  const isResolved = (each: Failed): boolean =>
    by === 'signature' && key !== ''
      ? each.errors.some(({ signature, resolved }) => signature === key && resolved)
      : each.resolved;
  const resolved = members.filter(isResolved).map(({ stored }) => stored);
  const met = new Map(
    members.flatMap(({ errors }) =>
      errors
        .filter(({ signature }) => by !== 'signature' || signature === key)
        .map(({ signature, id }) => [signature, id]),
    ),
  );
  const resolvedBy = new Map<string, FailureGroup['resolvedBy'][number]>();
  for (const [signature, id] of met) {
    if (resolvedBy.size >= EXAMPLES) break;
    for (const each of solutions(signature, id)) resolvedBy.set(each.id, each);
  }
  for (const stored of resolved.slice(0, EXAMPLES)) resolvedBy.set(stored.id, namedOf(stored));
  return {
    key,
    count: members.length,
    resolved: resolved.length,
    last: members[0]?.stored.created ?? '',
    examples: members.slice(0, EXAMPLES).map(({ stored: { id, title } }) => ({ id, title })),
    resolvedBy: [...resolvedBy.values()].slice(0, EXAMPLES),
  };
}
