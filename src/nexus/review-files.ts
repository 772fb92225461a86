import { LIMITS, MEMORY_ROOT } from '../core/kinds.ts';
import type { TreeChange } from '../core/ports.ts';
import { decodeRecord } from '../format/decode.ts';
import { textOf } from '../format/text.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { worktreeFile } from '../repo/worktree-file.ts';
import type { FileSide, ReviewFile } from '../review/check-file.ts';
import { kindOfPath } from '../store/paths.ts';
import type { Context, Repository } from './context.ts';
import type { Blobs, FilePair } from './record-files.ts';
import type { ReviewRange } from './review-range.ts';

/** Bytes that are looked at of a file that is no record. */
const MAX_BYTES = 1024 * 1024;

/** The files that differ, with what is on both sides. */
export interface ReviewedPairs {
  readonly pairs: readonly FilePair[];
  readonly blobs: Blobs;
  readonly files: readonly ReviewFile[];
}

interface Change extends FilePair {
  readonly mode: string;
}

export async function changedPairs(
  context: Context,
  repository: Repository,
  { base, head, what }: ReviewRange,
): Promise<ReviewedPairs> {
  const { git } = repository;
  if (what === 'worktree') return inWorktree(context, repository, base?.oid);
  const changes =
    what === 'index'
      ? await git.staged(MEMORY_ROOT)
      : await git.diffTrees(base?.oid, head.oid ?? 'HEAD', MEMORY_ROOT);
  const pairs = changes.flatMap(asPairs);
  const blobs = await git.readBlobs(pairs.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()));
  return reviewed(pairs, blobs);
}

/** A renamed file is one that went and one that came. */
function asPairs({ path, oldPath, oldOid, newOid, newMode = '100644' }: TreeChange): Change[] {
  return oldPath === undefined || oldPath === path
    ? [{ path, before: oldOid, after: newOid, mode: newMode }]
    : [
        { path: oldPath, before: oldOid, after: undefined, mode: newMode },
        { path, before: undefined, after: newOid, mode: newMode },
      ];
}

export function reviewed(pairs: readonly Change[], blobs: Blobs): ReviewedPairs {
  const files = pairs
    .map(({ path, before, after, mode }): ReviewFile => {
      const old = sideOf(path, before, '100644', blobs);
      const now = sideOf(path, after, mode, blobs);
      return {
        path,
        ...(old === undefined ? {} : { before: old }),
        ...(now === undefined ? {} : { after: now }),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { pairs, blobs, files };
}

function sideOf(path: string, oid: string | undefined, mode: string, blobs: Blobs): FileSide | undefined {
  if (oid === undefined) return undefined;
  const bytes = blobs.get(oid);
  // Another repository inside, or a content that was not fetched.
  if (bytes === undefined) return { mode, size: 0, problems: [] };
  const isRecord = mode.startsWith('100') && kindOfPath(path) !== undefined;
  const { record, problems } = isRecord ? decodeRecord(bytes, path) : { problems: [] };
  const { text } = textOf(bytes, path, MAX_BYTES);
  return {
    mode,
    size: bytes.length,
    ...(text === undefined ? {} : { text }),
    ...(record === undefined ? {} : { record }),
    problems,
  };
}

/** From a revision to the working tree: only what git, or without it a look at all of it, says differs. */
async function inWorktree(
  context: Context,
  { git, writer, facts }: Repository,
  from: string | undefined,
): Promise<ReviewedPairs> {
  const entries = from === undefined ? [] : await git.listTree(from, MEMORY_ROOT);
  const old = new Map(entries.map((entry) => [entry.path, entry]));
  const paths = new Set<string>();
  if (writer === undefined) {
    for (const { path } of entries) paths.add(path);
    for (const { path } of context.files.list().files) paths.add(path);
  } else {
    for (const path of await writer.differing(MEMORY_ROOT)) paths.add(path);
    if (facts.head !== undefined && facts.head !== from)
      for (const { path, oldPath } of await git.diffTrees(from, facts.head, MEMORY_ROOT))
        for (const one of [path, oldPath]) if (one !== undefined) paths.add(one);
  }
  const blobs = new Map<string, Uint8Array>();
  const pairs: Change[] = [];
  for (const path of paths) {
    const file = worktreeFile(facts.root, path, Math.max(MAX_BYTES, LIMITS.record) + 1);
    const was = old.get(path);
    const after = file === undefined ? undefined : gitBlobId(file.bytes, facts.objectFormat);
    if (was?.oid === after && (file === undefined || was?.mode === file.mode)) continue;
    if (file !== undefined && after !== undefined) blobs.set(after, file.bytes);
    pairs.push({ path, before: was?.oid, after, mode: file?.mode ?? '100644' });
  }
  for (const [oid, bytes] of await git.readBlobs(pairs.flatMap(({ before }) => before ?? [])))
    blobs.set(oid, bytes);
  return reviewed(pairs, blobs);
}
