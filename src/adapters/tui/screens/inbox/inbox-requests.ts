import { isNexusError, NexusError } from '../../../../core/error.ts';
import { shortId } from '../../../../core/id.ts';
import type { Proposal } from '../../../../core/proposal.ts';
import type { Decided, Nexus } from '../../../../nexus.ts';
import { plural } from '../../../../present/layout.ts';
import type { Changed } from '../../requests.ts';

/** A record that a proposal could be merged into. */
export interface LikelyRecord {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
}

const LIKELY = 9;

export const INBOX_REQUESTS = {
  inbox: (memory: Nexus, _: null) => memory.inbox(),
  likelyRecords: (memory: Nexus, proposal: Pick<Proposal, 'id' | 'draft' | 'like'>) =>
    likelyRecords(memory, proposal),
} as const;

/** What is decided changes memory. */
export const INBOX_CHANGES = {
  acceptProposal: (memory: Nexus, id: string) => decided(memory, id, () => memory.acceptProposal(id)),
  mergeProposal: (memory: Nexus, { id, record }: { readonly id: string; readonly record: string }) =>
    decided(memory, id, () => memory.mergeProposal(id, record)),
  rejectProposal: (memory: Nexus, { id, reason }: { readonly id: string; readonly reason: string }) =>
    decided(memory, id, () => memory.rejectProposal(id, reason.trim() === '' ? undefined : reason)),
  learnCode: (memory: Nexus, _: null) => learned(memory),
} as const;

/** What holds it already comes first, then what recall finds by its title. */
async function likelyRecords(
  memory: Nexus,
  { id, draft, like }: Pick<Proposal, 'id' | 'draft' | 'like'>,
): Promise<{ readonly id: string; readonly records: readonly LikelyRecord[] }> {
  const { hits } = await memory.recall({ text: draft.title, packs: false, limit: 4 * LIKELY });
  const found = hits
    .filter(({ kind, path }) => kind !== 'commit' && kind !== 'episode' && path !== undefined)
    .map(({ id, kind, title }) => ({ id, kind, title }));
  const known = like === undefined ? [] : [{ id: like.id, kind: 'pattern', title: like.title }];
  const others = found.filter((record) => record.id !== like?.id);
  return { id, records: [...known, ...others].slice(0, LIKELY) };
}

async function decided(memory: Nexus, id: string, decide: () => Promise<Decided>): Promise<Changed> {
  await stillWaits(memory, id);
  return { did: decidedText(await decide()), undo: { type: 'decision' } };
}

async function stillWaits(memory: Nexus, id: string): Promise<void> {
  try {
    await memory.proposal(id);
  } catch (cause) {
    if (!isNexusError(cause) || cause.code !== 'unknown-id') throw cause;
    throw new NexusError('not-found', 'unknown-id', 'this proposal was decided on elsewhere meanwhile');
  }
}

function decidedText({ verdict, proposal, record }: Decided): string {
  if (record === undefined) return `Rejected, it does not come back: ${proposal.draft.title}`;
  const { id, title } = record.record;
  if (verdict === 'accepted') return `Remembered ${shortId(id)}: ${title}`;
  return `${verdict === 'added' ? 'Added its places to' : 'Merged into'} ${shortId(id)}: ${title}`;
}

async function learned(memory: Nexus): Promise<Changed> {
  const { added, files, proposals } = await memory.learnCode();
  const from = `from ${plural(files, 'source file')}`;
  if (proposals.length === 0) return { did: `Nothing to propose ${from}` };
  return { did: `${added === 0 ? 'No new proposal' : plural(added, 'new proposal')} ${from}` };
}
