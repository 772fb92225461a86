import { shortId } from '../../../core/id.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { bodyFrom, printJson } from '../shared.ts';

export const note: Command = {
  name: 'note',
  summary: 'Keep a line for the next commit',
  usage: '<text… | ->',
  positionals: { min: 1, max: 10_000 },
  options: {},
  examples: [
    {
      line: 'nexus note "the staging database is read-only on Sundays"',
      tells: 'goes into the episode of your next commit',
    },
    { line: 'git diff --stat | nexus note -', tells: 'from standard input' },
  ],
  notes: ['Until that commit the note is on this machine only; nexus recall finds it at once.'],
  async run({ io, args, json, nexus }) {
    const text = (await bodyFrom(args.positionals.join(' '), io)) ?? '';
    const opened = await nexus();
    const id = await opened.note(text);
    const stuck = await opened.notCarried();
    if (json) printJson(io, { id, ...(stuck === undefined ? {} : { notCarried: stuck }) });
    else if (stuck === undefined) io.err(`Noted ${shortId(id)}; your next commit carries it.\n`);
    else {
      io.err(`Noted ${shortId(id)} on this machine. No commit will carry it: ${safeText(stuck.why)}\n`);
      io.err(`       ${safeText(stuck.hint)}\n`);
    }
    return EXIT.ok;
  },
};
