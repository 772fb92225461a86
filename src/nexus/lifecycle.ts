import { NexusError } from '../core/error.ts';
import type { Draft, StoredRecord } from '../core/record.ts';
import type { FieldChanges } from '../format/edit.ts';
import { fingerprintOf } from '../store/draft.ts';
import { admit } from './admit.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { readJournal } from './journal.ts';
import { type Remembered, remember } from './remember.ts';

/** Changes fields or sections of one record; all else in the file stays as its author wrote it. */
export async function edit(context: Context, id: string, changes: FieldChanges): Promise<StoredRecord> {
  requireMemory(context);
  const store = await context.store();
  const stored = store.find(id);
  return store.edit(stored, redactChanges(context, stored, changes));
}

/** The text of a record's file, for an editor. */
export async function textOf(
  context: Context,
  id: string,
): Promise<{ readonly stored: StoredRecord; readonly text: string }> {
  const stored = (await context.reader()).find(id);
  return { stored, text: new TextDecoder().decode(context.files.read(stored.path) ?? new Uint8Array()) };
}

/** Replaces a record's whole text by what a person saved in an editor; nothing is written if it is not sound. */
export async function rewrite(context: Context, id: string, text: string): Promise<StoredRecord> {
  requireMemory(context);
  const store = await context.store();
  const stored = store.find(id);
  return store.rewrite(stored, text);
}

/** New words pass the same gate as a new record. */
function redactChanges(context: Context, stored: StoredRecord, changes: FieldChanges): FieldChanges {
  const carrier: Draft = { kind: 'note', title: stored.record.title, body: JSON.stringify(changes) };
  const clean = admit(context, carrier).draft.body ?? '{}';
  try {
    return JSON.parse(clean) as FieldChanges;
  } catch (cause) {
    throw new NexusError(
      'broken',
      'refused',
      'a secret in this change could not be taken out cleanly',
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
  const store = await context.store();
  const stored = store.find(id);
  if (stored.record.retired !== undefined) {
    throw new NexusError(
      'usage',
      'refused',
      `${stored.record.title} is retired already: ${stored.record.retired}`,
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
  const { record } = (await context.reader()).find(id);
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

/** Takes a record's text out of the tree and leaves a tombstone, so that no capture brings it back. */
export async function forget(
  context: Context,
  id: string,
): Promise<{ readonly forgotten: StoredRecord; readonly tombstone: string }> {
  requireMemory(context);
  const store = await context.store();
  const stored = store.find(id);
  if (stored.record.forgotten !== undefined)
    throw new NexusError('usage', 'refused', 'this record is forgotten already');
  const tombstone = store.forget(stored.record.id, fingerprintOf(stored.record));
  return { forgotten: stored, tombstone: tombstone.path };
}

/** Drops what waits in this worktree's journal. Returns how many events went. */
export function discardJournal(context: Context): number {
  const repository = requireRepository(context);
  const { entries } = readJournal(repository);
  for (const { folder, name } of entries) repository.state.remove(`${folder}/${name}`);
  repository.state.remove(`pending/${repository.worktree}.json`);
  return entries.length;
}
