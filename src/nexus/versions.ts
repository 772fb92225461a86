import type { RecordVersion } from '../core/record-about.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { idOfPath } from '../store/paths.ts';
import { type Context, requireRepository } from './context.ts';
import { log } from './history.ts';

export interface VersionsQuery {
  /** As of this revision, instead of the working tree. */
  readonly at?: string;
  /** The newest so many. */
  readonly max: number;
}

/**
 * A record's versions, the oldest first, each with its text; the last is the working tree's, where that differs from the
 * commit. None for a record of a pack. Throws as `log`.
 */
export async function versions(
  context: Context,
  id: string,
  { at, max }: VersionsQuery,
): Promise<readonly RecordVersion[]> {
  const commits = await log(context, { id, max, ...(at === undefined ? {} : { rev: at }) });
  const steps = commits.flatMap(({ commit, changes }) => {
    const change = changes.find(({ type }) => type !== 'superseded');
    if (change === undefined) return [];
    // A record that was moved went in one place and came in another; its tombstone takes its place, too.
    const files = (commit.changes ?? []).filter(
      ({ path }) => path === change.path || idOfPath(path) === change.id,
    );
    const file = files.find(({ newOid }) => newOid !== undefined) ?? files[0];
    return [{ commit, type: change.type, path: file?.path ?? change.path, oid: file?.newOid }];
  });
  const { git, facts } = requireRepository(context);
  const blobs = await git.readBlobs(steps.flatMap(({ oid }) => oid ?? []));
  const known = steps.map(({ commit, type, path, oid }): RecordVersion => {
    const bytes = oid === undefined ? undefined : blobs.get(oid);
    return { commit, type, path, ...(bytes === undefined ? {} : { text: decoded(bytes) }) };
  });
  const [newest] = steps;
  const now = at === undefined ? await here(context, id, newest?.path) : undefined;
  if (now === undefined) return known.reverse();
  const oid = now.bytes === undefined ? undefined : gitBlobId(now.bytes, facts.objectFormat);
  if (oid === newest?.oid) return known.reverse();
  return [
    ...known.reverse(),
    {
      type: newest === undefined ? 'added' : now.bytes === undefined ? 'deleted' : 'changed',
      path: now.path,
      ...(now.bytes === undefined ? {} : { text: decoded(now.bytes) }),
    },
  ];
}

/** The file as it lies in the working tree, where there is one, or there was. */
async function here(
  context: Context,
  id: string,
  committed: string | undefined,
): Promise<{ readonly path: string; readonly bytes: Uint8Array | undefined } | undefined> {
  const path = (await context.reader()).lookup(id)?.path ?? committed;
  return path === undefined ? undefined : { path, bytes: context.files.read(path) };
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
