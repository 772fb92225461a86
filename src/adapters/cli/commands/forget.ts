import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import { plural } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
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
      const count = await opened.discardJournal();
      if (json) printJson(io, { discarded: count });
      else io.err(`Dropped ${plural(count, 'event')}.\n`);
      return EXIT.ok;
    }
    if (id === undefined)
      throw new NexusError('usage', 'missing-argument', 'say which record', 'usage: nexus forget <id>');
    const { record } = await opened.show(id);
    if (!args.flag('yes') && io.stdinIsTTY) {
      const answer = await io.ask(`Forget "${safeText(record.title)}"? [y/N] `);
      if (!/^y(es)?$/i.test(answer?.trim() ?? '')) {
        io.err('Nothing was changed.\n');
        return EXIT.nothing;
      }
    }
    const done = await opened.forget(record.id);
    if (json) printJson(io, { id: record.id, tombstone: done.tombstone });
    else {
      io.err(
        `Forgot ${shortId(record.id)}; the tombstone ${safeText(done.tombstone)} keeps it from coming back.\n`,
      );
      io.err('Earlier commits still hold its text. If it was a secret, change the secret.\n');
    }
    return EXIT.ok;
  },
};
