import { redactValue } from '../capture/redact/redactor.ts';
import { isNexusError, NexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import { fieldsOf } from '../core/kinds.ts';
import { nearest } from '../core/nearest.ts';
import type { Draft, StoredRecord } from '../core/record.ts';
import type { FieldChanges } from '../format/edit.ts';
import { fingerprintOf } from '../store/draft.ts';
import { redactorOf } from './admit.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { readJournal } from './journal.ts';
import { findOwn } from './others.ts';
import { redactRecordText } from './record-text.ts';
import { type Remembered, remember } from './remember.ts';

/** A record after a change. */
export interface Edited extends StoredRecord {
  /** How many secrets were taken out of the change. */
  readonly redacted: number;
  /** False where the file says already what was asked for. */
  readonly changed: boolean;
}

/** Changes fields or sections of one record; all else in the file stays as its author wrote it. */
export async function edit(context: Context, id: string, changes: FieldChanges): Promise<Edited> {
  requireMemory(context);
  const store = await context.store();
  const stored = await findOwn(context, id);
  refuseTombstone(stored);
  refuseUnknownFields(stored, changes);
  // New words pass the same gate as a new record.
  const { value, found } = redactValue(changes, redactorOf(context));
  const before = textIn(context, stored);
  const done = store.edit(stored, value);
  return { ...done, redacted: found, changed: textIn(context, done) !== before };
}

/** A field that a kind does not have is a slip of the pen here; in an editor it is a choice. */
function refuseUnknownFields({ record }: StoredRecord, changes: FieldChanges): void {
  const table = fieldsOf(record.kind);
  const known = Object.entries(table).flatMap(([name, spec]) =>
    spec.type === 'group' ? [name, ...Object.keys(spec.fields).map((inner) => `${name}.${inner}`)] : [name],
  );
  const names = [...Object.keys(changes.set ?? {}), ...(changes.unset ?? [])];
  const strange = names.find((name) => !known.includes(name) && !Object.hasOwn(record.extra, name));
  if (strange === undefined) return;
  const guess = nearest(strange, known);
  throw new NexusError(
    'usage',
    'bad-value',
    `a record of kind ${record.kind} has no field "${strange}"`,
    guess === undefined ? `fields: ${known.join(', ')}` : `did you mean ${guess}?`,
  );
}

function refuseTombstone({ record, path }: StoredRecord): void {
  if (record.forgotten === undefined) return;
  throw new NexusError(
    'usage',
    'refused',
    `${shortId(record.id)} was forgotten; only its tombstone is left`,
    `to let it come back, delete ${path}`,
  );
}

/** The text of a record's file, for an editor. */
export async function textOf(
  context: Context,
  id: string,
): Promise<{ readonly stored: StoredRecord; readonly text: string }> {
  const stored = await findOwn(context, id);
  return { stored, text: textIn(context, stored) };
}

function textIn(context: Context, { path }: StoredRecord): string {
  return new TextDecoder().decode(context.files.read(path) ?? new Uint8Array());
}

/**
 * Replaces a record's whole text by what a person saved in an editor; nothing is written if it is not
 * sound. Secrets that are new are taken out; what stood there before is the author's to keep.
 */
export async function rewrite(context: Context, id: string, text: string): Promise<Edited> {
  requireMemory(context);
  const store = await context.store();
  const stored = await findOwn(context, id);
  refuseTombstone(stored);
  const before = textIn(context, stored);
  const old = redactRecordText(redactorOf(context), before).found.map(({ start, end }) =>
    before.slice(start, end),
  );
  const clean = redactRecordText(redactorOf(context, old), text);
  try {
    const done = store.rewrite(stored, clean.text);
    return { ...done, redacted: clean.found.length, changed: clean.text !== before };
  } catch (cause) {
    if (clean.found.length === 0 || !isNexusError(cause) || cause.code !== 'invalid-record') throw cause;
    throw new NexusError(
      'usage',
      'refused',
      `this text holds a secret (${clean.found.map(({ rule }) => rule).join(', ')}) where it cannot be taken out cleanly`,
      'take it out by hand',
      cause,
    );
  }
}

/** The record stays in the tree, marked; it is not recalled any more. */
export async function retire(context: Context, id: string, reason: string): Promise<StoredRecord> {
  requireMemory(context);
  if (reason.trim() === '') {
    throw new NexusError(
      'usage',
      'missing-argument',
      'say why it is retired',
      'usage: nexus retire <id> --reason "…"',
    );
  }
  const stored = await findOwn(context, id);
  refuseTombstone(stored);
  if (stored.record.retired !== undefined) {
    throw new NexusError(
      'usage',
      'refused',
      `"${stored.record.title}" is retired already: ${stored.record.retired}`,
      `another reason: nexus edit ${shortId(stored.record.id)} --set retired="…"`,
    );
  }
  return edit(context, stored.record.id, { set: { retired: reason.trim() } });
}

/** A new record takes an old one's place; what the draft leaves open is taken over from the old one. */
export async function supersede(
  context: Context,
  id: string,
  draft: Omit<Draft, 'kind' | 'supersedes'>,
): Promise<Remembered> {
  const stored = await findOwn(context, id);
  const { record } = stored;
  refuseTombstone(stored);
  const newer = await successorOf(context, record.id);
  if (newer !== undefined) {
    throw new NexusError(
      'usage',
      'refused',
      `"${record.title}" is superseded already, by "${newer.record.title}"`,
      `supersede that one: nexus supersede ${shortId(newer.record.id)} "…"`,
    );
  }
  return remember(context, {
    kind: record.kind,
    ...(record.language === undefined ? {} : { language: record.language }),
    tags: record.tags,
    files: record.files,
    ...(record.error === undefined ? {} : { error: record.error }),
    ...(record.pattern === undefined ? {} : { pattern: record.pattern }),
    ...draft,
    supersedes: [record.id],
  });
}

/** The living record that has taken this one's place. */
async function successorOf(context: Context, id: string): Promise<StoredRecord | undefined> {
  const { records } = (await context.reader()).all();
  return records.find(({ record }) => record.forgotten === undefined && record.supersedes.includes(id));
}

/** What forgetting did. */
export interface Forgotten {
  readonly forgotten: StoredRecord;
  readonly tombstone: string;
  /** Commits that are still there hold its text. */
  readonly committed: boolean;
}

/** Takes a record's text out of the tree and leaves a tombstone, so that no capture brings it back. */
export async function forget(context: Context, id: string): Promise<Forgotten> {
  requireMemory(context);
  const store = await context.store();
  const stored = await findOwn(context, id);
  refuseTombstone(stored);
  const tombstone = store.forget(stored.record.id, fingerprintOf(stored.record));
  const git = context.repository?.facts.head === undefined ? undefined : context.repository.git;
  const commits = (await git?.log({ path: stored.path, max: 1 })) ?? [];
  return { forgotten: stored, tombstone: tombstone.path, committed: commits.length > 0 };
}

/** Drops what waits in this worktree's journal. Returns how many events went. */
export function discardJournal(context: Context): number {
  const repository = requireRepository(context);
  const { entries } = readJournal(repository);
  for (const { folder, name } of entries) repository.state.remove(`${folder}/${name}`);
  repository.state.remove(`pending/${repository.worktree}.json`);
  return entries.length;
}
