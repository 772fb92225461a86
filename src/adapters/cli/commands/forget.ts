import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import { plural } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import type { Io } from '../io.ts';
import { printJson } from '../shared.ts';

export const forget: Command = {
  name: 'forget',
  summary: 'Take a record out of the tree and keep it from coming back',
  usage: '<id> | --journal',
  positionals: { min: 0, max: 1 },
  options: {
    yes: { type: 'boolean', short: 'y', summary: 'Do not ask' },
    journal: { type: 'boolean', summary: 'Drop what waits for the next commit instead' },
  },
  examples: [
    {
      line: 'nexus forget 01k9x4',
      tells: 'leaves a tombstone without the text; git history still has the text',
    },
    { line: 'nexus forget --journal', tells: 'drop the notes and failures that wait for a commit' },
  ],
  async run({ io, args, json, nexus }) {
    const opened = await nexus();
    const id = args.positionals[0];
    if (args.flag('journal')) {
      if (id !== undefined)
        throw new NexusError(
          'usage',
          'bad-value',
          '--journal drops all that waits; it takes no id',
          'usage: nexus forget <id> | --journal',
        );
      if (!(await confirmed(io, args.flag('yes'), 'Drop all notes and failures that wait for a commit?')))
        return EXIT.nothing;
      const count = await opened.discardJournal();
      if (json) printJson(io, { discarded: count });
      else
        io.err(
          count === 0
            ? 'Nothing waits.\n'
            : `Dropped ${plural(count, 'event')}; they cannot be brought back.\n`,
        );
      return EXIT.ok;
    }
    if (id === undefined)
      throw new NexusError('usage', 'missing-argument', 'say which record', 'usage: nexus forget <id>');
    const { record, path } = await opened.show(id);
    if (!(await confirmed(io, args.flag('yes'), `Forget "${safeText(record.title)}"?`))) return EXIT.nothing;
    const done = await opened.forget(record.id);
    if (json) printJson(io, { id: record.id, tombstone: done.tombstone, committed: done.committed });
    else {
      io.out(`${safeText(done.tombstone)}\n`);
      io.err(`Forgot ${shortId(record.id)}: ${safeText(record.title)}\n`);
      io.err('The tombstone keeps it from coming back; commit it.\n');
      if (done.committed) {
        io.err('Earlier commits still hold its text. If it was a secret, change the secret.\n');
        io.err(`Undo: git restore ${safeText(path)}, and delete the tombstone\n`);
      } else io.err('No commit held its text: it is gone.\n');
    }
    return EXIT.ok;
  },
};

async function confirmed(io: Io, yes: boolean, question: string): Promise<boolean> {
  if (yes || !io.stdinIsTTY) return true;
  const answer = await io.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer?.trim() ?? '')) return true;
  io.err('Nothing was changed.\n');
  return false;
}
