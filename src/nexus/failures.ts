import type { FailureGroup, FailureGrouping, FailureReport } from '../core/episode.ts';
import { type NexusRecord, parseCitation, type StoredRecord } from '../core/record.ts';
import { signatureFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { dataIn } from './episode-history.ts';
import { openIndex } from './index-cache.ts';
import { recentEpisodes } from './session-log.ts';

export interface FailureQuery {
  /** Groups at most; 10 where absent. */
  readonly limit?: number;
  /** Milliseconds since 1970: only episodes from then on. */
  readonly since?: number;
  /** By error signature where absent. */
  readonly by?: FailureGrouping;
}

/** The newest that are read: what failed long ago fails in newer ones, too, or matters no more. */
const READ = 2_000;
const EXAMPLES = 3;

/** One episode in which something failed. */
interface Failed {
  readonly record: NexusRecord;
  readonly errors: readonly {
    readonly signature: string;
    readonly resolved: boolean;
    readonly id?: string;
  }[];
  /** Of the whole: everything that failed in it was resolved. */
  readonly resolved: boolean;
}

/** What failed in past episodes, put together by what the failures share. */
export async function analyzeFailures(context: Context, query: FailureQuery = {}): Promise<FailureReport> {
  const { by = 'signature', limit = 10, since = Number.NEGATIVE_INFINITY } = query;
  const episodes = (await recentEpisodes(context, READ)).filter(
    ({ record }) => Date.parse(record.created) >= since,
  );
  const failed = episodes.flatMap(failedIn);
  const groups = new Map<string, Failed[]>();
  for (const each of failed)
    for (const key of keysOf(each, by)) groups.set(key, [...(groups.get(key) ?? []), each]);
  const ranked = [...groups].sort(
    ([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : a > b ? 1 : 0),
  );
  const solutions = await solutionsIn(context);
  return {
    by,
    episodes: episodes.length,
    failed: failed.length,
    groups: ranked.slice(0, limit).map(([key, members]) => groupOf(key, members, by, solutions)),
    more: Math.max(0, ranked.length - limit),
  };
}

function failedIn({ record }: StoredRecord): Failed[] {
  const { errors = [], executions = [] } = record;
  const failed = record.episode?.success === false || executions.some(({ success }) => !success);
  if (errors.length === 0 && !failed) return [];
  return [{ record, errors, resolved: !failed && errors.every(({ resolved }) => resolved) }];
}

/** Under each once; under the empty key where it was not told. */
function keysOf({ record, errors }: Failed, by: FailureGrouping): readonly string[] {
  const keys =
    by === 'signature'
      ? errors.map(({ signature }) => signature)
      : by === 'file'
        ? record.files.map((file) => parseCitation(file).path)
        : told(record, by);
  return keys.length === 0 ? [''] : [...new Set(keys)];
}

/** What its executions that failed, its context and its events say under that name. */
function told(
  { episode, events = [], executions = [] }: NexusRecord,
  name: 'category' | 'approach',
): readonly string[] {
  const lead = `${name}=`;
  const values = [
    ...executions.filter(({ success }) => !success).map((execution) => execution[name]),
    ...(episode?.context ?? [])
      .filter((line) => line.startsWith(lead))
      .map((line) => line.slice(lead.length)),
    ...events.map(({ data }) => {
      const fields = data === undefined ? undefined : dataIn(data);
      return typeof fields === 'object' && fields !== null
        ? (fields as Readonly<Record<string, unknown>>)[name]
        : undefined;
    }),
  ];
  return values.filter((value) => typeof value === 'string' && value.trim() !== '') as string[];
}

type Solutions = (signature: string, id: string | undefined) => FailureGroup['resolvedBy'];

/** The error records of a signature. */
async function solutionsIn(context: Context): Promise<Solutions> {
  const { index } = await openIndex(context);
  const reader = await context.reader();
  return (signature, id) => {
    const byId = id === undefined ? undefined : reader.lookup(id)?.path;
    const paths = new Set([...(byId === undefined ? [] : [byId]), ...index.facet(signatureFacet(signature))]);
    return [...paths].flatMap((path) => {
      const record = reader.read(path).record;
      if (record === undefined || record.retired !== undefined || record.forgotten !== undefined) return [];
      return [{ id: record.id, kind: record.kind, title: record.title }];
    });
  };
}

function groupOf(
  key: string,
  members: readonly Failed[],
  by: FailureGrouping,
  solutions: Solutions,
): FailureGroup {
  const met = members.flatMap(({ errors }) =>
    errors.filter(({ signature }) => by !== 'signature' || signature === key),
  );
  const isResolved = (each: Failed): boolean =>
    by === 'signature' && key !== ''
      ? each.errors.some(({ signature, resolved }) => signature === key && resolved)
      : each.resolved;
  const known = [...new Map(met.map(({ signature, id }) => [signature, id]))].flatMap(([signature, id]) =>
    solutions(signature, id),
  );
  const episodes = members.filter(isResolved).map(({ record }) => ({
    id: record.id,
    kind: record.kind,
    title: record.title,
  }));
  const resolvedBy = new Map([...known, ...episodes].map((each) => [each.id, each]));
  return {
    key,
    count: members.length,
    resolved: members.filter(isResolved).length,
    last:
      members
        .map(({ record }) => record.created)
        .sort()
        .at(-1) ?? '',
    examples: members.slice(0, EXAMPLES).map(({ record: { id, title } }) => ({ id, title })),
    resolvedBy: [...resolvedBy.values()].slice(0, EXAMPLES),
  };
}
