import { isNexusError, NexusError } from '../../core/error.ts';
import { shortId } from '../../core/id.ts';
import type { Decided, Nexus } from '../../nexus.ts';
import { safeText } from '../../present/safe-text.ts';
import type { Edited, Io } from './io.ts';

/**
 * Opens a text in the person's editor and hands on what they left (undefined where there is no editor).
 * What is refused is opened again as they left it, if they like: nobody types a text twice. Undefined if
 * they leave it at that.
 */
export async function editedUntilSound<T>(
  io: Io,
  text: string,
  fileName: string,
  use: (left: Edited | undefined) => Promise<T>,
): Promise<T | undefined> {
  let open = text;
  for (;;) {
    const left = await io.edit(open, fileName);
    try {
      return await use(left);
    } catch (cause) {
      if (left === undefined || !isNexusError(cause) || cause.kind !== 'usage') throw cause;
      io.err(`nexus: ${safeText(cause.message, { newlines: true })}\n`);
      if (cause.hint !== undefined) io.err(`       ${safeText(cause.hint)}\n`);
      const answer = await io.ask('Open it again? [Y/n] ');
      if (answer === undefined || /^n/i.test(answer.trim())) return undefined;
      open = left.text;
    }
  }
}

type Rewritten = Awaited<ReturnType<Nexus['rewrite']>> & {
  /** The text of its file before. */
  readonly before: string;
};

/** Opens a record's file in the person's editor. Undefined where it was left as it is. Throws `refused` without an editor. */
export async function recordInEditor(io: Io, memory: Nexus, id: string): Promise<Rewritten | undefined> {
  const { stored, text } = await memory.text(id);
  const name = shortId(stored.record.id);
  return editedUntilSound(io, text, stored.path.split('/').at(-1) ?? 'record.md', async (left) => {
    if (left === undefined) throw noEditor(`nexus edit ${name} --set title="…"`);
    if (left.text === text) return undefined;
    return { ...(await memory.rewrite(stored.record.id, left.text)), before: text };
  });
}

/**
 * Opens a proposal in the person's editor; what they save is accepted, as it is or changed. Undefined if they save nothing.
 * Throws `refused`.
 */
export async function proposalInEditor(io: Io, memory: Nexus, id: string): Promise<Decided | undefined> {
  const text = await memory.proposalText(id);
  return editedUntilSound(io, text, 'pattern.md', async (left) => {
    if (left === undefined) throw noEditor(`nexus inbox accept ${id}`);
    return left.isSaved && left.text.trim() !== '' ? memory.acceptProposal(id, left.text) : undefined;
  });
}

/** What is said where a proposal was not saved in the editor. */
export const NOT_ACCEPTED = 'Not accepted: nothing was saved';

function noEditor(instead: string): NexusError {
  return new NexusError('usage', 'refused', 'no editor is set', `set $EDITOR, or: ${instead}`);
}
