import { DOCUMENTS, type DocumentName, MAX_DOCUMENT_BYTES } from '../core/documents.ts';
import { NexusError } from '../core/error.ts';
import { problemsInWords } from '../core/problem.ts';
import { wholeConflictLine } from '../format/conflict.ts';
import { newDocumentText } from '../format/document.ts';
import { textOf } from '../format/text.ts';
import { type Context, requireRepository } from './context.ts';

/** A living document as it lies in the working tree; one that is not there yet reads as its first text. */
export interface OpenDocument {
  readonly name: DocumentName;
  readonly path: string;
  readonly text: string;
  readonly exists: boolean;
}

/** Reads a living document. Throws `invalid-record` where the file is no text. */
export function openDocument(context: Context, name: DocumentName): OpenDocument {
  const { path } = DOCUMENTS[name];
  const text = readText(context, path);
  return text === undefined
    ? { name, path, text: newDocumentText(name, new Map()), exists: false }
    : { name, path, text, exists: true };
}

/** A text file of the memory, a byte order mark kept; undefined where it is not there. */
export function readText(context: Context, path: string): string | undefined {
  const bytes = context.files.read(path);
  if (bytes === undefined) return undefined;
  const { text, problem } = textOf(bytes, path, MAX_DOCUMENT_BYTES);
  if (problem === undefined) return text;
  const { message, hint } = problemsInWords([problem]);
  throw new NexusError('broken', 'invalid-record', message, hint);
}

/** Writes a document's new text; a file that was changed since it was read is a `conflict`. */
export function writeDocument(
  context: Context,
  { path, text: old, exists }: OpenDocument,
  text: string,
): void {
  if (exists) context.files.replace(path, text, old);
  else context.files.create(path, text);
}

/** Throws `conflict` where a file is not what it was when it was read; undefined: it was not there. */
export function requireUnchanged(context: Context, path: string, before: string | undefined): void {
  if (readText(context, path) === before) return;
  throw new NexusError(
    'broken',
    'conflict',
    `cannot write ${path}: it was changed meanwhile`,
    'read it again and try again',
  );
}

/** Throws `conflict` where a merge left its marks: nobody can say which half an edit is for. */
export function requireMerged({ path, text }: Pick<OpenDocument, 'path' | 'text'>): void {
  const line = wholeConflictLine(text);
  if (line < 0) return;
  throw new NexusError(
    'broken',
    'conflict',
    `${path}:${line + 1}: a merge conflict is not resolved`,
    'resolve it first',
  );
}

const LOCK = 'documents';
/** An edit takes milliseconds; who holds the lock longer was killed. */
const STALE_MS = 10_000;
const WAIT_MS = 10_000;

/** Runs a read, change and write while no other process of this repository does, so that both are kept. */
export async function alone<T>(context: Context, change: () => T): Promise<T> {
  const { state } = requireRepository(context);
  const options = { staleMs: STALE_MS, waitMs: WAIT_MS };
  const done = await state.withLock(LOCK, () => ({ value: change() }), options);
  if (done !== undefined) return done.value;
  // Not even now would anything be overwritten: what was changed meanwhile is a conflict.
  return change();
}
