import type { PackName } from '../core/pack.ts';
import type { Problem } from '../core/problem.ts';
import type { RecallKind } from '../core/recall.ts';
import { type Kind, lifecycleOf, type NexusRecord, type StoredRecord } from '../core/record.ts';
import type { Usefulness } from '../core/report.ts';
import { isoDate } from '../core/time.ts';
import type { Withheld } from '../core/trust.ts';
import { NOT_SERVED, supersedesFacet } from '../search/facets.ts';
import type { Context } from './context.ts';
import { recordsOfSource } from './others.ts';
import { recordsOfPack } from './packs.ts';
import { usesIn, usesOfAll } from './uses.ts';

export interface ListQuery {
  readonly kinds?: readonly Kind[];
  readonly tags?: readonly string[];
  readonly language?: string;
  /** A cited path, or a folder with all below it. */
  readonly file?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
  /** Retired, superseded, expired and forgotten ones too. */
  readonly all?: boolean;
  readonly at?: string;
  /** The records of this pack, in use or not, instead of one's own. */
  readonly pack?: PackName;
  /** The records of this source instead. */
  readonly source?: string;
  readonly limit?: number;
  /** With how often each helped. */
  readonly withUses?: boolean;
}

export interface Listing {
  readonly records: readonly StoredRecord[];
  readonly total: number;
  /** What was held back from an agent; absent where nothing was. */
  readonly withheld?: Withheld;
  readonly problems: readonly Problem[];
  /** By id, of those of which episodes tell; absent where it was not asked for. */
  readonly uses?: ReadonlyMap<string, Usefulness>;
}

/** Records that satisfy all filters, newest first. */
export async function list(context: Context, query: ListQuery): Promise<Listing> {
  const known = await listKnown(context, query);
  if (known !== undefined) return known;
  const read = await listRead(context, query);
  if (query.withUses !== true || read.records.length === 0) return read;
  return { ...read, uses: await usesOfAll(context, idsOf(read.records)) };
}

function idsOf(records: readonly StoredRecord[]): readonly string[] {
  return records.map(({ record }) => record.id);
}

async function listRead(context: Context, query: ListQuery): Promise<Listing> {
  const { records, problems } = await recordsFor(context, query);
  const superseded = new Set(records.flatMap(({ record }) => record.supersedes));
  const today = isoDate(context.clock());
  const isOver = (record: NexusRecord): boolean =>
    lifecycleOf(record, today) !== undefined || superseded.has(record.id);
  const wanted = records
    .filter(({ record }) => (query.all === true || !isOver(record)) && matches(record, query))
    .map((stored) => ({ stored, path: stored.path, created: stored.record.created }))
    .sort(newestFirst)
    .map(({ stored }) => stored);
  const limit = query.limit ?? wanted.length;
  if (context.audience === undefined)
    return { records: wanted.slice(0, limit), total: wanted.length, problems };
  const { servedRecords } = await import('./served-record.ts');
  return { ...(await servedRecords(context, wanted, limit, query.at)), total: wanted.length, problems };
}

/** The same from what the index keeps: only records that are told are read. Undefined where that does not do. */
async function listKnown(context: Context, query: ListQuery): Promise<Listing | undefined> {
  const { at, pack, source, all, limit } = query;
  if (at !== undefined || pack !== undefined || source !== undefined) return undefined;
  const { knownRecords } = await import('./known-records.ts');
  const known = await knownRecords(context);
  if (known === undefined) return undefined;
  const { index, docs, problems } = known;
  const today = isoDate(context.clock());
  const ended = new Set(NOT_SERVED.flatMap((facet) => index.facet(facet)));
  const isOver = ({ id, path, expires }: (typeof docs)[number]): boolean =>
    ended.has(path) ||
    (expires !== undefined && expires <= today) ||
    index.facet(supersedesFacet(id)).length > 0;
  const wanted = docs
    .filter((doc) => matches(doc, query) && (all === true || !isOver(doc)))
    .sort(newestFirst);
  const reader = await context.reader();
  const records: StoredRecord[] = [];
  for (const { id, path } of wanted.slice(0, limit ?? wanted.length)) {
    const { record } = reader.read(path);
    // Written meanwhile.
    if (record?.id !== id) return undefined;
    records.push({ record, path });
  }
  const uses = query.withUses === true ? { uses: usesIn(index, idsOf(records)) } : {};
  return { records, total: wanted.length, problems, ...uses };
}

function newestFirst(a: Placed, b: Placed): number {
  if (a.created !== b.created) return a.created < b.created ? 1 : -1;
  return a.path < b.path ? 1 : -1;
}

interface Placed extends Pick<NexusRecord, 'created'> {
  readonly path: string;
}

async function recordsFor(
  context: Context,
  { at, pack, source }: ListQuery,
): Promise<{ readonly records: readonly StoredRecord[]; readonly problems: readonly Problem[] }> {
  if (source !== undefined) return { records: [...(await recordsOfSource(context, source))], problems: [] };
  if (pack === undefined) return (await import('./overview.ts')).recordsAt(context, at);
  return { records: [...(await recordsOfPack(pack))], problems: [] };
}

/** What of a record is asked for, which the index keeps, too. */
interface Listed extends Pick<NexusRecord, 'created' | 'files' | 'language' | 'tags'> {
  readonly kind: RecallKind;
}

function matches(record: Listed, query: ListQuery): boolean {
  const low = (text: string): string => text.toLowerCase();
  if (
    query.kinds !== undefined &&
    query.kinds.length > 0 &&
    !query.kinds.some((kind) => kind === record.kind)
  )
    return false;
  if (query.language !== undefined && low(record.language ?? '') !== low(query.language)) return false;
  if (!(query.tags ?? []).every((tag) => record.tags.some((own) => low(own) === low(tag)))) return false;
  if (query.since !== undefined && Date.parse(record.created) < query.since) return false;
  if (query.file === undefined) return true;
  const folder = query.file.replace(/\/+$/, '');
  return record.files.some((file) => {
    const path = file.replace(/#L\d+(-L?\d+)?$/, '');
    return path === folder || path.startsWith(`${folder}/`);
  });
}
