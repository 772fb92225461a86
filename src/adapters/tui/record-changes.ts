import { shortId } from '../../core/id.ts';
import type { Nexus } from '../../nexus.ts';
import type { Changed } from './requests.ts';

/** What screens change of a record, with what takes it back. */
export const RECORD_CHANGES = { retire, outcome } as const;

async function retire(
  memory: Nexus,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<Changed> {
  const { text: before } = await memory.text(id);
  const { record } = await memory.retire(id, reason);
  const { text: after } = await memory.text(id);
  return {
    did: `Retired ${shortId(id)}: ${record.title}`,
    undo: { type: 'text', id: record.id, before, after },
  };
}

async function outcome(
  memory: Nexus,
  words: { readonly id: string; readonly helped: boolean; readonly note?: string },
): Promise<Changed> {
  const { title, helped, kept } = await memory.outcome(words);
  if (!kept) return { did: 'Not kept: episodes are switched off here' };
  return { did: `${helped ? 'Helped' : 'Wrong'}, for the next episode: ${title}` };
}
