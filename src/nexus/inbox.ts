import { NexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import { problemsInWords } from '../core/problem.ts';
import type { Decision, Proposal, Verdict } from '../core/proposal.ts';
import type { Draft, StoredRecord } from '../core/record.ts';
import { isoSeconds } from '../core/time.ts';
import type { FieldChanges } from '../format/edit.ts';
import { encodeRecord } from '../format/encode.ts';
import { draftFromTemplate } from '../format/template.ts';
import { withPlaces } from '../merge/unite.ts';
import { recordOf } from '../store/draft.ts';
import { redactorOf } from './admit.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import {
  decide,
  drop,
  findProposal,
  type Inbox,
  locked,
  readDecisions,
  readInbox,
  undecide,
} from './inbox-files.ts';
import { edit, rewrite } from './lifecycle.ts';
import { remember } from './remember.ts';
import { unitedFor } from './united.ts';

export type { Inbox } from './inbox-files.ts';

/** What became of a proposal. */
export interface Decided {
  readonly verdict: Verdict;
  readonly proposal: Proposal;
  /** The record that was written or changed; absent for a rejection. */
  readonly record?: StoredRecord;
}

/** What waits, the best first. */
export function inbox(context: Context): Inbox {
  return readInbox(requireRepository(context));
}

export function proposalOf(context: Context, id: string): Proposal {
  return findProposal(requireRepository(context), id);
}

/** A proposal as a text for an editor: fields, then the body. */
export async function proposalText(context: Context, id: string): Promise<string> {
  const proposal = proposalOf(context, id);
  const { draft } = proposal;
  if (proposal.takes !== undefined) return (await unitedFor(context, proposal)).text;
  const text = encodeRecord(recordOf(draft, { id: context.newId(), now: context.clock() }));
  // Made by the store, whatever a person writes.
  return text.replace(/^(?:id|kind|created): .*\n/gm, '');
}

function draftFrom(text: string, { key }: Proposal): Draft {
  const { draft, problems } = draftFromTemplate(text, 'pattern');
  if (draft !== undefined && problems.length === 0)
    return { ...draft, pattern: { ...draft.pattern, shape: draft.pattern?.shape ?? key } };
  const { message, hint } = problemsInWords(problems);
  throw new NexusError('usage', 'invalid-record', message, hint);
}

/**
 * Writes a proposal as a record; where memory holds it already, its places are added to that record instead. The
 * commit is the caller's. @param text as a person edited it: a record of its own in any case
 */
export async function accept(context: Context, id: string, text?: string): Promise<Decided> {
  requireMemory(context);
  const repository = requireRepository(context);
  return locked(repository, async () => {
    const proposal = findProposal(repository, id);
    const { like } = proposal;
    if (proposal.takes !== undefined) return makeOne(context, proposal, text);
    if (text === undefined && like !== undefined) {
      const held = await livingRecord(context, like.id);
      if (held !== undefined) return changeRecord(context, proposal, held, 'added', {});
    }
    const { record, path } = await remember(
      context,
      text === undefined ? proposal.draft : draftFrom(text, proposal),
    );
    return settle(context, proposal, 'accepted', { record, path });
  });
}

/** Of two records that say the same the older takes what the other has more, and supersedes it. */
async function makeOne(context: Context, proposal: Proposal, text: string | undefined): Promise<Decided> {
  const { kept, text: whole } = await unitedFor(context, proposal);
  const before = textAt(context, kept.path);
  const done = await rewrite(context, kept.record.id, text ?? whole);
  return settle(context, proposal, 'merged', { record: done.record, path: done.path }, before);
}

/** Adds a proposal's places and text to a record, under a heading of its own. Throws `unknown-id`, `refused`. */
export async function mergeProposal(context: Context, id: string, recordId: string): Promise<Decided> {
  requireMemory(context);
  const repository = requireRepository(context);
  return locked(repository, async () => {
    const proposal = findProposal(repository, id);
    if (proposal.takes !== undefined) {
      const hint = `accept it, or change what is written: nexus inbox edit ${shortId(proposal.id)}`;
      throw new NexusError('usage', 'refused', 'this proposal says itself which record stays', hint);
    }
    const held = (await context.reader()).find(recordId);
    const { title, body = '' } = proposal.draft;
    const text = body.replace(/^#{2,5} /gm, (mark) => `#${mark}`);
    const whole = `${held.record.body.trimEnd()}\n\n## ${title}\n\n${text.trim()}\n`;
    return changeRecord(context, proposal, held, 'merged', { body: whole });
  });
}

async function changeRecord(
  context: Context,
  proposal: Proposal,
  held: StoredRecord,
  verdict: Verdict,
  changes: FieldChanges,
): Promise<Decided> {
  const before = textAt(context, held.path);
  const { record } = held;
  const files = withPlaces(record.files, proposal.draft.files ?? []);
  // By its shape it is known from now on, wherever its lines move.
  const shape =
    record.kind === 'pattern' && record.pattern?.shape === undefined ? { 'pattern.shape': proposal.key } : {};
  const done = await edit(context, record.id, { ...changes, set: { files, ...shape } });
  return settle(context, proposal, verdict, { record: done.record, path: done.path }, before);
}

function settle(
  context: Context,
  proposal: Proposal,
  verdict: Verdict,
  { record, path }: StoredRecord,
  before?: string,
): Decided {
  const after = textAt(context, path);
  decide(requireRepository(context), {
    verdict,
    at: isoSeconds(context.clock()),
    proposal,
    written: { path, after, ...(before === undefined ? {} : { before }) },
  });
  return { verdict, proposal, record: { record, path } };
}

function textAt(context: Context, path: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(context.files.read(path) ?? new Uint8Array());
}

async function livingRecord(context: Context, id: string): Promise<StoredRecord | undefined> {
  const { records } = (await context.reader()).all();
  return records.find(({ record }) => record.id === id && record.forgotten === undefined);
}

/** The proposal goes and does not come back. */
export async function reject(context: Context, id: string, reason?: string): Promise<Decided> {
  const repository = requireRepository(context);
  return locked(repository, () => {
    const proposal = findProposal(repository, id);
    const why = reason === undefined ? undefined : redactorOf(context).text(reason).text.trim();
    decide(repository, {
      verdict: 'rejected',
      at: isoSeconds(context.clock()),
      proposal,
      ...(why === undefined || why === '' ? {} : { reason: why }),
    });
    return { verdict: 'rejected' as const, proposal };
  });
}

/**
 * Takes the last decision back: what it wrote goes, or is as it was, and the proposal waits again. Throws `conflict`
 * where the file was changed since, `refused` where nothing was decided.
 */
export async function undo(context: Context): Promise<Decision> {
  const repository = requireRepository(context);
  return locked(repository, () => {
    const last = readDecisions(repository).at(-1);
    if (last === undefined)
      throw new NexusError('not-found', 'refused', 'nothing was decided here yet', 'see: nexus inbox');
    const { written } = last;
    if (written !== undefined) {
      if (context.files.read(written.path) !== undefined && textAt(context, written.path) !== written.after)
        throw new NexusError(
          'usage',
          'conflict',
          `${written.path} was changed since it was ${last.verdict}`,
          `change it by hand: nexus edit, nexus retire; the proposal was ${shortId(last.proposal.id)}`,
        );
      if (written.before === undefined) context.files.remove(written.path);
      else context.files.replace(written.path, written.before, written.after);
    }
    undecide(repository, last);
    return last;
  });
}

/** Empties the inbox without a decision: what it held may be proposed again. Returns how many went. */
export async function clearInbox(context: Context): Promise<number> {
  const repository = requireRepository(context);
  return locked(repository, () => {
    const { proposals } = readInbox(repository);
    for (const { id } of proposals) drop(repository, id);
    return proposals.length;
  });
}
