import { ARCHIVE_PATH, DOCUMENTS, type DocumentName, MAX_DOCUMENT_BYTES } from '../core/documents.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { Problem } from '../core/problem.ts';
import { QUERIES_FILE } from '../core/recall-check.ts';
import { wholeConflictLine } from '../format/conflict.ts';
import { textOf } from '../format/text.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { type Context, requireRepository } from './context.ts';
import { CONFIG_PATH } from './settings-path.ts';

/** Parsing markdown takes seconds for a megabyte: more than this of a document is not told to who did not ask. */
const MAX_TOLD_BYTES = 128 * 1024;

/** A living document's text, where it can be told of without being asked for; {@link documentProblems} says why not. */
export function tellableText(context: Context, name: DocumentName): string | undefined {
  const bytes = context.files.read(DOCUMENTS[name].path);
  return bytes === undefined ? undefined : tellableIn(bytes, name);
}

/** The same of bytes, which may be of another revision. */
export function tellableIn(bytes: Uint8Array, name: DocumentName): string | undefined {
  const { text } = textOf(bytes, DOCUMENTS[name].path, MAX_TOLD_BYTES);
  return text === undefined || wholeConflictLine(text) >= 0 ? undefined : text;
}

const DOCUMENT_PATHS = [...Object.values(DOCUMENTS).map(({ path }) => path), ARCHIVE_PATH];

/** What keeps living documents from being read or edited. */
export function documentProblems(context: Context): readonly Problem[] {
  return DOCUMENT_PATHS.flatMap((file): Problem[] => {
    const bytes = context.files.read(file);
    if (bytes === undefined) return [];
    const { text, problem } = textOf(bytes, file, MAX_DOCUMENT_BYTES);
    if (problem?.code === 'too-big') {
      const message = `more than ${MAX_DOCUMENT_BYTES} bytes, which is the limit`;
      return [{ code: 'too-big', message, file, hint: 'take out what is old' }];
    }
    if (text === undefined) return [problem];
    const line = wholeConflictLine(text);
    if (line < 0) {
      if (bytes.length <= MAX_TOLD_BYTES || file === ARCHIVE_PATH) return [];
      const message = `more than ${MAX_TOLD_BYTES} bytes, so no session or agent is told of it`;
      return [{ code: 'too-big', message, file, hint: 'archive what is old' }];
    }
    const message = 'a merge conflict is not resolved';
    return [{ code: 'conflict-markers', message, file, line: line + 1, hint: 'resolve it' }];
  });
}

/** Files of the memory beside its records that differ from HEAD: no hook carries them, a person commits them. */
export async function uncommittedDocuments(context: Context): Promise<readonly string[]> {
  const { git, facts } = requireRepository(context);
  const entries = facts.head === undefined ? [] : await git.listTree(facts.head, MEMORY_ROOT);
  const committed = new Map(entries.map(({ path, oid }) => [path, oid]));
  return [CONFIG_PATH, QUERIES_FILE, ...DOCUMENT_PATHS].filter((path) => {
    const bytes = context.files.read(path);
    const now = bytes === undefined ? undefined : gitBlobId(bytes, facts.objectFormat);
    return now !== committed.get(path);
  });
}
