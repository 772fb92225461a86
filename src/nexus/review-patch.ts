import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { TreeEntry } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { ReviewQuery } from '../core/review.ts';
import { addedText, applyPatch, type FilePatch, parsePatch } from '../format/patch.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { GIVEN_LIMITS, readGivenPath } from '../repo/given-paths.ts';
import type { Context, Repository } from './context.ts';
import type { ReviewPair, ReviewPairs } from './review-files.ts';

/** Bytes of a patch. */
const MAX_PATCH = 64 * 1024 * 1024;

/** A patch's text, from a file that a person named or as it was given. Throws `bad-value`. */
export function patchText(
  context: Context,
  { facts }: Repository,
  patch: NonNullable<ReviewQuery['patch']>,
): string {
  if ('text' in patch) return patch.text;
  const { files, problems } = readGivenPath(patch.path, context.cwd, facts.root, {
    ...GIVEN_LIMITS,
    data: MAX_PATCH,
  });
  const [file] = files;
  if (file !== undefined && files.length === 1) return file.text;
  const why = problems[0]?.message ?? 'is no file';
  throw new NexusError(
    'usage',
    'bad-value',
    `${patch.path} ${why}`,
    'name one patch, or a range of revisions',
  );
}

/** What a patch makes of the memory at base. What does not fit there is looked at by what it adds. */
export async function pairsOfPatch(
  { git, facts }: Repository,
  text: string,
  entries: readonly TreeEntry[],
): Promise<ReviewPairs> {
  const files = parsePatch(text).filter(({ oldPath, newPath }) => isMemory(oldPath) || isMemory(newPath));
  const old = new Map(entries.map((entry) => [entry.path, entry]));
  const oids = files.flatMap(({ oldPath = '' }) => old.get(oldPath)?.oid ?? []);
  const blobs = new Map(await git.readBlobs(oids));
  const problems: Problem[] = [];
  const pairs = files.flatMap((file): ReviewPair[] => {
    const before = file.oldPath === undefined ? undefined : old.get(file.oldPath);
    const bytes = before === undefined ? undefined : blobs.get(before.oid);
    const mode = file.mode ?? before?.mode ?? '100644';
    const after = file.newPath === undefined ? undefined : contentAfter(file, bytes, problems);
    const afterOid = after === undefined ? undefined : gitBlobId(after, facts.objectFormat);
    if (after !== undefined && afterOid !== undefined) blobs.set(afterOid, after);
    const [from = '', to = ''] = [file.oldPath, file.newPath];
    if (from === to || file.oldPath === undefined || file.newPath === undefined)
      return [{ path: to === '' ? from : to, before: before?.oid, after: afterOid, mode }];
    return [
      { path: from, before: before?.oid, after: undefined, mode },
      { path: to, before: undefined, after: afterOid, mode },
    ];
  });
  return { pairs: pairs.filter(({ path }) => isMemory(path)), blobs, problems };
}

function isMemory(path: string | undefined): boolean {
  return path?.startsWith(`${MEMORY_ROOT}/`) === true;
}

function contentAfter(file: FilePatch, before: Uint8Array | undefined, problems: Problem[]): Uint8Array {
  const path = file.newPath ?? '';
  // No text, and never shown as one.
  if (file.binary) return Uint8Array.of(0);
  const text =
    before === undefined && file.oldPath !== undefined && file.hunks.length > 0
      ? undefined
      : applyPatch(new TextDecoder().decode(before), file);
  if (text !== undefined) return new TextEncoder().encode(text);
  problems.push({
    code: 'unreadable',
    message: 'the patch does not fit the file at base, so only what it adds was looked at',
    file: path,
    hint: 'give the commit that it was made for: nexus review --base <rev> <patch>',
  });
  return new TextEncoder().encode(addedText(file));
}
