import { shortId } from '../../core/id.ts';
import type { Nexus } from '../../nexus.ts';
import type { Hands } from '../tui/app.tsx';
import { NOT_ACCEPTED, proposalInEditor, recordInEditor } from './editing.ts';
import { inForeground } from './foreground.ts';
import type { Io } from './io.ts';
import { redactedText } from './shared.ts';

/** A pager that is done sooner showed less than a screen, which would be gone before it is read. */
const GLANCE_MS = 500;

/** What the terminal UI leaves to other programs: the person's editor, git's pager. */
export function handsOf(io: Io, memory: Promise<Nexus>): Hands {
  return {
    edit: async (what, id) =>
      what === 'record' ? editRecord(io, await memory, id) : editProposal(io, await memory, id),
    page: async (commit) => page(io, (await memory).root, commit),
  };
}

async function editRecord(io: Io, memory: Nexus, id: string): ReturnType<Hands['edit']> {
  const done = await recordInEditor(io, memory, id);
  if (done?.changed !== true) return 'Nothing was changed';
  const { record, redacted, before } = done;
  const { text: after } = await memory.text(record.id);
  return {
    did: `Changed ${shortId(record.id)}: ${record.title}${redactedText(redacted)}`,
    undo: { type: 'text', id: record.id, before, after },
  };
}

async function editProposal(io: Io, memory: Nexus, id: string): ReturnType<Hands['edit']> {
  const done = await proposalInEditor(io, memory, id);
  if (done === undefined) return NOT_ACCEPTED;
  // As it was saved: its title may be another.
  const { title } = done.record?.record ?? done.proposal.draft;
  return {
    did: `${done.verdict === 'accepted' ? 'Accepted' : `Accepted (${done.verdict})`}: ${title}`,
    undo: { type: 'decision' },
  };
}

async function page(io: Io, root: string, commit: string): Promise<void> {
  const begun = io.now();
  // Without git's usual "quit if it fits": what fits would be gone at once.
  const env = { ...io.env, LESS: io.env.LESS ?? 'R' };
  await inForeground(['git', 'show', '--end-of-options', commit], { cwd: root, env });
  if (io.now() - begun < GLANCE_MS && io.stdinIsTTY) await io.ask('Enter goes back ');
}
