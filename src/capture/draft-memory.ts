import type { Draft } from '../core/record.ts';
import { type CommitContext, episodeDraft } from './episode-draft.ts';
import { errorDraft } from './error-draft.ts';
import { type ExecutionEvent, type JournalEvent, type NoteEvent, openFailures } from './journal-event.ts';
import { isSilent, isTelling, resolvedStruggles, signatureOf } from './struggle.ts';

export interface DraftedMemory {
  /** New error records, with the ids that the episode refers to. */
  readonly errors: readonly { readonly id: string; readonly draft: Draft }[];
  readonly episode: Draft | undefined;
}

/**
 * From raw events to drafts: each resolved error of an unknown signature becomes a record, and one
 * episode tells the stretch of work. Nothing worth telling gives nothing.
 */
export function draftMemory(events: readonly JournalEvent[], context: CommitContext): DraftedMemory {
  const ordered = [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const resolved = resolvedStruggles(ordered).filter(isTelling);
  const open = openFailures(ordered).filter((run) => run.told !== true && !isSilent(run));
  const notes = ordered.filter(
    (event): event is NoteEvent => event.type === 'note' && event.text.trim() !== '',
  );

  const executions = ordered
    .filter((event): event is ExecutionEvent => event.type === 'execution')
    .sort((a, b) => Date.parse(a.execution.at) - Date.parse(b.execution.at));
  const errors = resolved
    .filter((struggle) => !context.known.has(signatureOf(struggle)))
    .map((struggle) => ({ id: context.idFor(signatureOf(struggle)), draft: errorDraft(struggle) }));
  const idOf = (signature: string): string | undefined =>
    context.known.get(signature) ?? errors.find((entry) => entry.draft.error?.signature === signature)?.id;

  return { errors, episode: episodeDraft({ ordered, resolved, open, notes, executions }, idOf, context) };
}
