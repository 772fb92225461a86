import { isNexusError, NexusError } from '../core/error.ts';
import { isId, isIdPrefix, shortId } from '../core/id.ts';
import { inPack, type PackName } from '../core/pack.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredDoc } from '../core/recall.ts';
import type { StoredRecord } from '../core/record.ts';
import { inSource, ownPath } from '../core/source.ts';
import { idInName } from '../format/name.ts';
import { idFacet } from '../search/facets.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { SegmentIndex } from '../search/segment-index.ts';
import { SegmentReader } from '../search/segment-read.ts';
import type { Segment } from '../search/segment-set.ts';
import { type Context, requireRepository } from './context.ts';
import { packBytes, packRecord, packSegments } from './packs.ts';
import { filesOf, type OpenSource, openSources, storedIn } from './source-segments.ts';
import { noSource } from './source-state.ts';

/** Records beside one's own: of the packs in use, and of other repositories. */
export interface Others {
  readonly packs: readonly Segment[];
  readonly sources: readonly Segment[];
  readonly problems: readonly Problem[];
}

/** As the index has them: no record is parsed for it, and nobody is asked. */
export async function others(
  context: Context,
  packs: readonly PackName[],
  withSources: boolean,
): Promise<Others> {
  const { sources, problems } = withSources ? await openSources(context) : { sources: [], problems: [] };
  return { packs: packSegments(packs), sources: sources.map(({ segment }) => segment), problems };
}

/** The index over one source alone. Throws `bad-value` where there is none of that name. */
export async function sourceIndex(context: Context, name: string): Promise<SearchIndex> {
  return new SegmentIndex([(await sourceNamed(context, name)).segment]);
}

async function sourceNamed(context: Context, name: string): Promise<OpenSource> {
  const { sources } = await openSources(context);
  const source = sources.find(({ state }) => state.name === name);
  if (source !== undefined) return source;
  throw noSource(requireRepository(context).state, name);
}

/** The text of such a record, by what stands where others have their path; undefined for a file's path. */
export async function otherBytes(context: Context, path: string): Promise<Uint8Array | undefined> {
  const place = inSource(path);
  if (place === undefined) return packBytes(path);
  const { sources } = await openSources(context);
  const source = sources.find(({ state }) => state.name === place.name);
  const text = source === undefined ? undefined : storedIn(source, path)?.text;
  return text === undefined ? undefined : new TextEncoder().encode(text);
}

/** The records of a source by what stands for their path. Throws `bad-value` where there is no such source. */
export async function recordsOfSource(context: Context, name: string): Promise<readonly StoredRecord[]> {
  const source = await sourceNamed(context, name);
  const { decodeText } = await import('../format/decode.ts');
  return filesOf(source).flatMap(([path, text]) => {
    const { record } = decodeText(text, ownPath(path));
    return record === undefined ? [] : [{ record, path }];
  });
}

/** A record of other repositories, then of packs, by its id or the beginning of it; undefined where none is meant. */
export async function otherRecord(context: Context, id: string): Promise<StoredRecord | undefined> {
  return (await sourceRecord(context, id)) ?? (await packRecord(context, id));
}

async function sourceRecord(context: Context, text: string): Promise<StoredRecord | undefined> {
  const wanted = text.trim().toLowerCase();
  const { path, text: file } = (isIdPrefix(wanted) ? await docOfSource(context, wanted) : undefined) ?? {};
  if (path === undefined || file === undefined) return undefined;
  const { decodeText } = await import('../format/decode.ts');
  const { record } = decodeText(file, ownPath(path));
  return record === undefined ? undefined : { record, path };
}

/** What the index of a source has of the record with this id, or this beginning of one. */
export async function docOfSource(context: Context, id: string): Promise<StoredDoc | undefined> {
  for (const source of (await openSources(context)).sources) {
    const key = keyOf(source, id);
    const stored = key === undefined ? undefined : storedIn(source, key);
    if (stored !== undefined) return stored;
  }
  return undefined;
}

/** By the whole id, or by the beginning of one that is in a file's name. */
function keyOf({ segment }: OpenSource, wanted: string): string | undefined {
  if (isId(wanted)) return new SegmentIndex([segment]).facet(idFacet(wanted))[0];
  for (const key of new SegmentReader(segment.reader).keys())
    if (idInName(key)?.startsWith(wanted) === true) return key;
  return undefined;
}

/** One's own record first, then those of others. Throws as a reader's `find`. */
export function findAnywhere(context: Context, id: string): Promise<StoredRecord> {
  return find(context, id, (known) => known);
}

/** One's own record, to be changed or traced. Throws as a reader's `find`, and `refused` for a record of others. */
export function findOwn(context: Context, id: string): Promise<StoredRecord> {
  return find(context, id, ({ record, path }) => {
    const pack = inPack(path)?.pack;
    const from = pack ?? inSource(path)?.name ?? '';
    throw new NexusError(
      'usage',
      'refused',
      pack === undefined
        ? `"${record.title}" belongs to the source ${from}, which is only read here`
        : `"${record.title}" belongs to the pack ${from}, which comes with Nexus`,
      `for a copy of your own: nexus seed ${from} --only ${shortId(record.id)}`,
    );
  });
}

async function find(
  context: Context,
  id: string,
  ofOthers: (known: StoredRecord) => StoredRecord,
): Promise<StoredRecord> {
  try {
    return (await context.reader()).find(id);
  } catch (cause) {
    if (!isNexusError(cause) || cause.code !== 'unknown-id') throw cause;
    const known = await otherRecord(context, id);
    if (known === undefined) throw cause;
    return ofOthers(known);
  }
}
