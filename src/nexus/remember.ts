import type { NoteEvent } from '../capture/journal-event.ts';
import { NexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import type { Draft, NexusRecord, StoredRecord } from '../core/record.ts';
import { printFacet } from '../search/facets.ts';
import { fingerprintOf, recordOf } from '../store/draft.ts';
import { admit } from './admit.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { openIndex } from './index-cache.ts';
import { addEvent } from './journal.ts';
import { ownWrite } from './own-writes.ts';

export interface Remembered {
  readonly record: NexusRecord;
  readonly path: string;
  /** How many secrets or machine names were taken out. */
  readonly redacted: number;
}

/**
 * Writes one record. Refuses an exact double of a living record (`refused`); the commit is the
 * caller's. What is saved is found by the very next recall.
 */
export async function remember(context: Context, draft: Draft): Promise<Remembered> {
  requireMemory(context);
  const { draft: clean, redacted } = admit(context, draft);
  const double = await doubleOf(context, clean);
  if (double !== undefined && !(clean.supersedes ?? []).includes(double.record.id)) {
    throw new NexusError(
      'usage',
      'refused',
      `this is remembered already: ${double.record.title} (${double.path})`,
      `change it: nexus edit ${shortId(double.record.id)}; or replace it: nexus supersede ${shortId(double.record.id)}`,
    );
  }
  const record = recordOf(clean, { id: context.newId(), now: context.clock() });
  const { path } = (await context.store()).add(record);
  ownWrite(context, record.id, path);
  return { record, path, redacted };
}

/** A living record that says the same: the same error signature, or the same kind and title. */
async function doubleOf(context: Context, draft: Draft): Promise<StoredRecord | undefined> {
  const { index } = await openIndex(context);
  const print = fingerprintOf(draft);
  const reader = await context.reader();
  for (const key of index.facet(printFacet(print))) {
    const found = reader.read(key).record;
    if (found !== undefined && found.retired === undefined && found.forgotten === undefined)
      return { record: found, path: key };
  }
  return undefined;
}

/** Keeps a text for the next commit's episode. Returns the event's id. */
export function note(context: Context, text: string): string {
  return keep(context, { text }).id;
}

/** Keeps what was told for the next commit's episode. */
export function keep(context: Context, told: Omit<NoteEvent, 'type' | 'id' | 'at'>): NoteEvent {
  requireMemory(context);
  const repository = requireRepository(context);
  const { text } = told;
  if (text.trim() === '')
    throw new NexusError('usage', 'bad-value', 'an empty note says nothing', 'usage: nexus note "…"');
  if (text.length > 8_000) {
    throw new NexusError(
      'usage',
      'bad-value',
      `a note may have 8,000 characters; this has ${text.length}`,
      'use: nexus remember note --body -',
    );
  }
  const event: NoteEvent = { type: 'note', id: context.newId(), at: context.clock(), ...told };
  addEvent(repository, event);
  ownWrite(context, event.id);
  return event;
}
