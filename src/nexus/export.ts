import { ARCHIVE_PATH, DOCUMENTS } from '../core/documents.ts';
import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import { QUERIES_FILE } from '../core/recall-check.ts';
import type { Kind } from '../core/record.ts';
import { decodeText } from '../format/decode.ts';
import { textOf } from '../format/text.ts';
import { writeGivenFile } from '../repo/export-file.ts';
import { kindOfPath } from '../store/paths.ts';
import {
  type ExportFormat,
  exportHead,
  exportPart,
  isExport,
  type MemoryFile,
} from '../transfer/export-form.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { loadConfig } from './settings.ts';
import { CONFIG_PATH } from './settings-path.ts';

export interface ExportQuery {
  readonly format: ExportFormat;
  /** Only records of these kinds, without documents and settings; none: everything. */
  readonly kinds: readonly Kind[];
  /** As of a revision; else the working tree. */
  readonly at?: string;
}

/** An export as it is made. What could not be told is known when the last piece was taken. */
export interface MemoryExport {
  readonly pieces: AsyncIterable<string>;
  /** Files told so far. */
  count(): number;
  /** Files left out, as they are not text. */
  problems(): readonly Problem[];
}

/** Files of a memory beside its records, in the order in which they are told. */
const OTHER_FILES: readonly string[] = [
  CONFIG_PATH,
  QUERIES_FILE,
  ...Object.values(DOCUMENTS).map(({ path }) => path),
  ARCHIVE_PATH,
];

/** True for the files that an export holds: all that makes up a memory, and nothing else. */
export function isMemoryFile(path: string): boolean {
  return OTHER_FILES.includes(path) || isRecordFile(path);
}

function isRecordFile(path: string): boolean {
  return kindOfPath(path) !== undefined && path.startsWith(`${MEMORY_ROOT}/`);
}

/** Files read at once from git's objects. */
const BATCH = 200;

/**
 * A whole memory as text that `importMemory` takes apart again, byte for byte. Made piece by piece; the
 * same memory always gives the same text.
 */
export async function exportMemory(context: Context, query: ExportQuery): Promise<MemoryExport> {
  requireMemory(context);
  loadConfig(context);
  // Asked before the first piece: who reads the export gets none of it, or all.
  const rev = query.at === undefined ? undefined : await revisionOf(context, query.at);
  let count = 0;
  const problems: Problem[] = [];
  async function* pieces(): AsyncGenerator<string> {
    yield exportHead(query.format);
    for await (const [path, bytes] of filesOf(context, query, rev)) {
      // A file over a record's limit is told all the same; who reads it says what is wrong with it.
      const { text, problem } = textOf(bytes, path, Number.MAX_SAFE_INTEGER);
      if (problem !== undefined) {
        problems.push(problem);
        continue;
      }
      yield exportPart(query.format, fileOf(path, text));
      count += 1;
    }
  }
  return { pieces: pieces(), count: () => count, problems: () => problems };
}

function fileOf(path: string, text: string): MemoryFile {
  const { record } = isRecordFile(path) ? decodeText(text, path) : {};
  return { path, text, ...(record === undefined ? {} : { record }) };
}

async function revisionOf(context: Context, at: string): Promise<string> {
  const rev = await requireRepository(context).git.resolve(at);
  if (rev !== undefined) return rev;
  throw new NexusError('usage', 'unknown-revision', `there is no revision "${at}"`, 'see: nexus log');
}

async function* filesOf(
  context: Context,
  { kinds }: ExportQuery,
  rev: string | undefined,
): AsyncGenerator<readonly [path: string, bytes: Uint8Array]> {
  const wanted = (path: string): boolean => {
    const kind = kindOfPath(path);
    return kinds.length === 0 ? isMemoryFile(path) : kind !== undefined && kinds.includes(kind);
  };
  if (rev === undefined) {
    const listed = context.files.list().files.map((file) => file.path);
    for (const path of [...new Set([...OTHER_FILES, ...listed])].filter(wanted)) {
      const bytes = context.files.read(path);
      if (bytes !== undefined) yield [path, bytes];
    }
    return;
  }
  const { git } = requireRepository(context);
  const entries = (await git.listTree(rev, MEMORY_ROOT)).filter(
    ({ path, mode }) => wanted(path) && mode.startsWith('100'),
  );
  const order = (path: string): string => {
    const other = OTHER_FILES.indexOf(path);
    return other < 0 ? `b${path}` : `a${other}`;
  };
  entries.sort((a, b) => (order(a.path) < order(b.path) ? -1 : 1));
  for (let from = 0; from < entries.length; from += BATCH) {
    const batch = entries.slice(from, from + BATCH);
    const blobs = await git.readBlobs(batch.map(({ oid }) => oid));
    for (const { path, oid } of batch) {
      const bytes = blobs.get(oid);
      if (bytes !== undefined) yield [path, bytes];
    }
  }
}

/** Writes an export to a file that a person named; an earlier export of that name is replaced. */
export async function exportToFile(context: Context, made: MemoryExport, to: string): Promise<number> {
  return writeGivenFile(to, context.cwd, made.pieces, isExport);
}
