import { MEMORY_ROOT } from '../core/kinds.ts';
import type { RecallHit } from '../core/recall.ts';
import type { NexusRecord } from '../core/record.ts';
import type { CheckedFile } from '../core/record-about.ts';
import type { Usefulness } from '../core/report.ts';
import { decodeRecord } from '../format/decode.ts';
import { type Context, requireRepository } from './context.ts';
import { checkedFiles, MAX_CITATIONS } from './freshness.ts';
import { openIndex, openIndexWithOthers } from './index-cache.ts';
import { usesOf } from './uses.ts';

/** A hit that somebody looks at. */
export interface GlanceQuery extends Pick<RecallHit, 'id' | 'path'> {
  /** As of this revision. */
  readonly at?: string;
}

/** A record, with what is known of it now. */
export interface Glance {
  readonly record: NexusRecord;
  /** The first of them; as of a revision not checked. */
  readonly citations: readonly CheckedFile[];
  /** Absent where no episode tells of it, and as of a revision. */
  readonly uses?: Usefulness;
}

/**
 * A record for who goes through a list of hits: read by its path, without looking for it among all files. Throws as `show`
 * where it is not there any more.
 */
export async function glance(context: Context, query: GlanceQuery): Promise<Glance> {
  const record = await recordFor(context, query);
  const cited = record.files.slice(0, MAX_CITATIONS);
  if (query.at !== undefined) return { record, citations: await checkedFiles(context, cited, undefined) };
  const stored =
    query.path === undefined ? undefined : (await openIndexWithOthers(context)).index.get(query.path);
  const uses = usesOf((await openIndex(context)).index, record.id);
  return {
    record,
    // A source's citations name files of another tree.
    citations: await checkedFiles(context, cited, stored?.source === undefined ? stored : undefined),
    ...(uses === undefined ? {} : { uses }),
  };
}

async function recordFor(context: Context, { id, path, at }: GlanceQuery): Promise<NexusRecord> {
  const bytes = path === undefined ? undefined : await bytesOf(context, path, at);
  const { record } = bytes === undefined ? {} : decodeRecord(bytes, path ?? '');
  if (record?.id === id) return record;
  const { show } = await import('./overview.ts');
  return (await show(context, id, at)).record;
}

async function bytesOf(
  context: Context,
  path: string,
  at: string | undefined,
): Promise<Uint8Array | undefined> {
  if (!path.startsWith(`${MEMORY_ROOT}/`)) return (await import('./others.ts')).otherBytes(context, path);
  if (at === undefined) return context.files.read(path);
  const { git } = requireRepository(context);
  const [oid] = await git.blobIds([{ rev: at, path }]);
  return oid === undefined ? undefined : (await git.readBlobs([oid])).get(oid);
}
