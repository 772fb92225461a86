import { isNexusError, NexusError } from '../core/error.ts';
import type { LearnSettings } from '../core/execution.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { Pruned, PrunePlan, PruneQuery, StayReason } from '../core/prune.ts';
import { lifecycleOf, type StoredRecord } from '../core/record.ts';
import { isoDate } from '../core/time.ts';
import { executionHistory } from '../learn/history.ts';
import { pruneChoice } from '../learn/prune.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { commitKey } from '../search/document.ts';
import { idFacet } from '../search/facets.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { factsOf } from './executions.ts';
import { type OpenIndex, openIndex } from './index-cache.ts';
import { toldAtStart } from './session-overview.ts';
import { loadConfig, readConfig } from './settings.ts';

/** So long a record was not served before it is `old`, in milliseconds. */
const LONG = 90 * 86_400_000;

/** How much is kept; what was meant by settings that cannot be read is not guessed, unless it is told anew. */
function limitsOf(context: Context, { keep, keepSolutions }: PruneQuery): LearnSettings {
  const { learn } = loadConfig(context);
  const [wrong] = readConfig(context).problems;
  if (wrong === undefined || (keep !== undefined && keepSolutions !== undefined)) return learn;
  const hint = 'correct it, or say --keep and --keep-solutions; see: nexus doctor';
  const place = [wrong.file, ...(wrong.line === undefined ? [] : [wrong.line])].join(':');
  throw new NexusError('broken', 'refused', `${place}: ${wrong.message}`, hint);
}

/** What may leave the working tree, and what stays and why. Changes nothing. */
export async function planPrune(context: Context, query: PruneQuery = {}): Promise<PrunePlan> {
  requireMemory(context);
  const learn = limitsOf(context, query);
  const opened = await openIndex(context);
  const { records, problems } = (await context.reader()).all();
  const now = context.clock();
  const today = isoDate(now);
  const facts = await factsOf(context, opened);
  const { kept } = executionHistory(facts.executions, Number.MAX_SAFE_INTEGER, { now });
  const known = new Set(records.map(({ record }) => record.id));
  const asCommitted = await committedFiles(context);
  const start = await toldAtStart(context);
  const broken = new Set(problems.map(({ file }) => file));
  const why = ({ record, path }: StoredRecord): StayReason | undefined => {
    if (!asCommitted(path)) return 'uncommitted';
    if (opened.index.facet(idFacet(record.id)).length > 1) return 'double';
    if (broken.has(path)) return 'broken';
    return start.has(record.id) ? 'session' : undefined;
  };
  const stays = new Map(records.map((stored) => [stored.path, why(stored)]));
  const patterns = query.keep ?? learn.patterns;
  const solutions = query.keepSolutions ?? learn.solutions;
  const old = await oldRecords(context, opened, records);
  const choice = pruneChoice(
    {
      records,
      executions: kept
        .map(({ id, at }) => ({ episode: id.slice(0, id.indexOf('/')), at }))
        .filter(({ episode }) => known.has(episode)),
      errors: facts.errors,
      recalled: facts.recalled,
      old: query.old === true ? old : new Set(),
      stayOf: ({ path }) => stays.get(path),
      now,
      today,
    },
    { patterns, solutions, counted: learn },
  );
  const sizes = new Map(context.files.list().files.map(({ path, size }) => [path, size]));
  return {
    keep: { patterns, solutions },
    ...choice,
    items: choice.items.map((item) => ({ ...item, bytes: sizes.get(item.path) ?? 0 })),
    old: query.old === true ? 0 : old.size,
    problems,
  };
}

/**
 * Takes a plan's files out of the working tree, each only where git still holds it as it lies there;
 * index and history are left alone. What cannot go hinders no other: a second run finishes.
 */
export async function prune(context: Context, { items }: Pick<PrunePlan, 'items'>): Promise<Pruned> {
  requireMemory(context);
  const asCommitted = await committedFiles(context);
  const removed: string[] = [];
  const failed: { path: string; message: string }[] = [];
  for (const { path } of items) {
    try {
      if (kindOfPath(path) === undefined) throw new NexusError('usage', 'refused', `${path} is no record`);
      // What is not there any more is gone; a link in its place is refused.
      if (!asCommitted(path) && context.files.read(path) !== undefined)
        throw new NexusError('broken', 'conflict', 'it was changed meanwhile');
      context.files.remove(path);
      removed.push(path);
    } catch (cause) {
      if (!isNexusError(cause)) throw cause;
      failed.push({ path, message: cause.message });
    }
  }
  return { removed, failed };
}

/** Whether a file lies there byte for byte as the commit at HEAD has it. */
async function committedFiles(context: Context): Promise<(path: string) => boolean> {
  const { git } = requireRepository(context);
  const { head, objectFormat } = await git.facts();
  const entries = head === undefined ? [] : await git.listTree(head, MEMORY_ROOT);
  const oids = new Map(
    entries.flatMap(({ path, mode, oid }) => (mode.startsWith('100') ? [[path, oid]] : [])),
  );
  return (path) => {
    const oid = oids.get(path);
    const bytes = oid === undefined ? undefined : context.files.read(path);
    return bytes !== undefined && gitBlobId(bytes, objectFormat) === oid;
  };
}

/** Ids of records that are not served, and of which git or the record itself says that it is long ago. */
async function oldRecords(
  context: Context,
  { index }: OpenIndex,
  records: readonly StoredRecord[],
): Promise<ReadonlySet<string>> {
  const { git } = requireRepository(context);
  const now = context.clock();
  const successors = new Map<string, string[]>();
  for (const { record, path } of records)
    for (const id of record.supersedes) successors.set(id, [...(successors.get(id) ?? []), path]);
  const times = new Map<string, number>();
  const changed = async (path: string): Promise<number> => {
    const oid = index.get(path)?.commit;
    if (oid === undefined) return now;
    const known = times.get(oid);
    if (known !== undefined) return known;
    const indexed = index.get(commitKey(oid))?.created;
    const [commit] = indexed === undefined ? await git.log({ rev: oid, max: 1 }) : [];
    const time = indexed === undefined ? (commit?.authorTime ?? now / 1000) * 1000 : Date.parse(indexed);
    times.set(oid, time);
    return time;
  };
  const old = new Set<string>();
  for (const { record, path } of records) {
    const state = lifecycleOf(record, isoDate(now));
    if (state === 'forgotten') continue;
    const since = [
      ...(record.expires === undefined ? [] : [Date.parse(record.expires)]),
      ...(record.retired === undefined ? [] : [await changed(path)]),
      ...(await Promise.all((successors.get(record.id) ?? []).map(changed))),
    ];
    if (since.some((time) => time < now - LONG)) old.add(record.id);
  }
  return old;
}
