import { shortId } from '../../../core/id.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson } from '../shared.ts';

export const retire: Command = {
  name: 'retire',
  summary: 'Stop serving a record; it stays in the tree',
  usage: '<id>',
  positionals: { min: 1, max: 1 },
  options: { reason: { type: 'string', value: 'text', summary: 'Why it does not hold any more' } },
  examples: [
    {
      line: 'nexus retire 01k9x4 --reason "we left Redis in 3.0"',
      tells: 'recall does not show it; nexus list --all does',
    },
  ],
  async run({ io, args, json, nexus }) {
    const stored = await (await nexus()).retire(args.positionals[0] ?? '', args.text('reason') ?? '');
    if (json) printJson(io, { id: stored.record.id, path: stored.path, retired: stored.record.retired });
    else {
      io.out(`${safeText(stored.path)}\n`);
      io.err(`Retired ${shortId(stored.record.id)}: ${safeText(stored.record.title)}\n`);
      io.err(`Undo: nexus edit ${shortId(stored.record.id)} --unset retired\n`);
    }
    return EXIT.ok;
  },
};
