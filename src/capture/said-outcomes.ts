import { isId } from '../core/id.ts';
import type { EpisodeRecall } from '../core/record.ts';
import type { JournalEvent } from './journal-event.ts';

/**
 * What was said of records, once each: the newest word counts, with the newest reason that was given for the same.
 * @param events oldest first. @returns with the time of the newest word, milliseconds since 1970.
 */
export function saidOutcomes(
  events: readonly JournalEvent[],
): readonly { readonly said: EpisodeRecall; readonly at: number }[] {
  const all = new Map<string, { readonly said: EpisodeRecall; readonly at: number }>();
  for (const event of events) {
    if (event.type !== 'outcome' || !isId(event.record)) continue;
    const { record: id, helped } = event;
    const before = all.get(id)?.said;
    const note = event.note ?? (before?.helped === helped ? before.note : undefined);
    const reason = note === undefined ? {} : { note };
    all.set(id, { said: { id, helped, ...(helped ? {} : { wrong: true }), ...reason }, at: event.at });
  }
  return [...all.values()];
}
