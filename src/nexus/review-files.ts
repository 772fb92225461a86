import type { FieldChange } from '../core/change.ts';
import { DOCUMENTS } from '../core/documents.ts';
import { LIMITS, MEMORY_ROOT } from '../core/kinds.ts';
import type { TreeChange, TreeEntry } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import { QUERIES_FILE } from '../core/recall-check.ts';
import { decodeConfig } from '../format/config.ts';
import { decodeRecord } from '../format/decode.ts';
import { decodeQueries } from '../format/queries.ts';
import { textOf } from '../format/text.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { whyNotWritable } from '../repo/memory-path.ts';
import { worktreeFile } from '../repo/worktree-file.ts';
import type { FileRole, FileSide, ReviewFile } from '../review/check-file.ts';
import { kindOfPath } from '../store/paths.ts';
import type { Context, Repository } from './context.ts';
import type { Blobs, FilePair } from './record-files.ts';
import type { ReviewRange } from './review-range.ts';
import { CONFIG_PATH } from './settings-path.ts';

/** Bytes that are looked at of a file that is no record. */
const MAX_BYTES = 1024 * 1024;

/** A file that differs, with its mode at head. */
export interface ReviewPair extends FilePair {
  readonly mode: string;
}

/** The files that differ, by what they hold on both sides. */
export interface ReviewPairs {
  readonly pairs: readonly ReviewPair[];
  readonly blobs: Blobs;
  readonly problems: readonly Problem[];
}

/** @param old the memory's files at base */
export async function pairsOf(
  context: Context,
  repository: Repository,
  { base, head, what }: ReviewRange,
  old: readonly TreeEntry[],
): Promise<ReviewPairs> {
  const { git } = repository;
  if (what === 'worktree') return inWorktree(context, repository, base?.oid, old);
  const changes =
    what === 'index'
      ? await git.staged(MEMORY_ROOT)
      : await git.diffTrees(base?.oid, head.oid ?? 'HEAD', MEMORY_ROOT);
  const pairs = changes.flatMap(asPairs);
  const oids = pairs.flatMap(({ before, after }) => [before, after].filter((oid) => oid !== undefined));
  return { pairs, blobs: await git.readBlobs(oids), problems: [] };
}

/** A renamed file is one that went and one that came. */
function asPairs({ path, oldPath, oldOid, newOid, newMode = '100644' }: TreeChange): ReviewPair[] {
  return oldPath === undefined || oldPath === path
    ? [{ path, before: oldOid, after: newOid, mode: newMode }]
    : [
        { path: oldPath, before: oldOid, after: undefined, mode: newMode },
        { path, before: undefined, after: newOid, mode: newMode },
      ];
}

/** From a revision to the working tree: only what git, or without it a look at all of it, says differs. */
async function inWorktree(
  context: Context,
  { git, writer, facts }: Repository,
  from: string | undefined,
  entries: readonly TreeEntry[],
): Promise<ReviewPairs> {
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
  const pairs: ReviewPair[] = [];
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
  return { pairs, blobs, problems: [] };
}

/** True where there are questions, and something changed that could lose an answer. */
export function mayLoseAnswers(entries: readonly TreeEntry[], { pairs }: ReviewPairs): boolean {
  const hasQuestions = [...entries, ...pairs].some(({ path }) => path === QUERIES_FILE);
  return hasQuestions && pairs.some(({ path }) => path === QUERIES_FILE || kindOfPath(path) !== undefined);
}

/** @param others paths of the memory at head, by which names may collide */
export function reviewFiles(
  { pairs, blobs }: ReviewPairs,
  others: ReadonlySet<string>,
): readonly ReviewFile[] {
  const folded = new Map<string, string[]>();
  for (const path of others) folded.set(fold(path), [...(folded.get(fold(path)) ?? []), path]);
  const files = pairs
    .map(({ path, before, after, mode }): ReviewFile => {
      const old = sideOf(path, before, '100644', blobs);
      const now = sideOf(path, after, mode, blobs);
      const twin = after === undefined ? undefined : folded.get(fold(path))?.find((other) => other !== path);
      const badPath =
        twin === undefined
          ? whyNotWritable(path.replace(/\/+$/, ''))
          : `differs from ${twin} by case or form alone`;
      return {
        path,
        role: roleOf(path),
        ...(old === undefined ? {} : { before: old }),
        ...(now === undefined ? {} : { after: now }),
        ...(badPath === undefined ? {} : { badPath }),
        ...(path === CONFIG_PATH ? { settings: settingsChanges(old?.text, now?.text) } : {}),
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return movedTogether(files);
}

/** A record that went here and came there is one that was moved. */
function movedTogether(files: readonly ReviewFile[]): readonly ReviewFile[] {
  const gone = new Map<string, ReviewFile>();
  for (const file of files)
    if (file.after === undefined && file.before?.record !== undefined) gone.set(file.before.record.id, file);
  const moved = new Set<ReviewFile>();
  const joined = files.map((file): ReviewFile => {
    const old = file.before === undefined ? gone.get(file.after?.record?.id ?? '') : undefined;
    if (old?.before === undefined) return file;
    moved.add(old);
    return { ...file, before: old.before };
  });
  return joined.filter((file) => !moved.has(file));
}

function fold(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

const DOCUMENT_PATHS: ReadonlySet<string> = new Set(Object.values(DOCUMENTS).map(({ path }) => path));

function roleOf(path: string): FileRole {
  if (kindOfPath(path) !== undefined) return 'record';
  if (path === CONFIG_PATH) return 'settings';
  if (path === QUERIES_FILE) return 'questions';
  if (path === `${MEMORY_ROOT}/.gitattributes`) return 'attributes';
  if (DOCUMENT_PATHS.has(path)) return 'document';
  return /\/readme\.md$/i.test(path) ? 'readme' : 'foreign';
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
    problems: text === undefined ? problems : (problemsIn(path, text) ?? problems),
  };
}

function problemsIn(path: string, text: string): readonly Problem[] | undefined {
  if (path === CONFIG_PATH) return decodeConfig(text).problems;
  return path === QUERIES_FILE ? decodeQueries(new TextEncoder().encode(text)).problems : undefined;
}

/** Setting by setting. Of settings that are new, only what is not the default. */
function settingsChanges(before: string | undefined, after: string | undefined): readonly FieldChange[] {
  const flat = (text: string | undefined): ReadonlyMap<string, string> => {
    const { config } = decodeConfig(text ?? '');
    return new Map(
      Object.entries(config).flatMap(([group, value]) =>
        typeof value === 'object' && !Array.isArray(value)
          ? Object.entries(value).map(([key, inner]) => [`${group}.${key}`, settingText(inner)] as const)
          : [[group, settingText(value)] as const],
      ),
    );
  };
  const [old, now] = [flat(before), flat(after)];
  return [...now].flatMap(([name, value]) =>
    old.get(name) === value ? [] : [{ name, before: old.get(name) || undefined, after: value || undefined }],
  );
}

function settingText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value
    .map((item) =>
      typeof item === 'string'
        ? item
        : Object.entries(item)
            .map(([key, one]) => `${key}: ${one}`)
            .join(' '),
    )
    .join('\n');
}
