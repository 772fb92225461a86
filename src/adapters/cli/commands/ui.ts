import { NexusError } from '../../../core/error.ts';
import { type Command, EXIT } from '../command.ts';
import { openWarm } from '../open.ts';

export const ui: Command = {
  name: 'ui',
  summary: 'Recall as you type, and walk through history, in a full-screen terminal',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    query: { type: 'string', value: 'text', summary: 'Begin with this question' },
    pick: { type: 'boolean', summary: "Print the chosen record's id instead of opening it" },
    ascii: { type: 'boolean', summary: 'Draw with ASCII alone (also: NEXUS_ASCII=1)' },
  },
  examples: [{ line: 'nexus ui', tells: 'type to recall; f1 for help' }],
  async run({ io, args }) {
    const { runUi } = await import('../../tui/main.ts');
    const query = args.text('query');
    const end = await runUi({
      open: () => openWarm(io, io.cwd),
      hands: () => ({ edit: async () => undefined, page: async () => undefined }),
      now: io.now,
      color: (io.env.NO_COLOR ?? '') === '',
      ascii: args.flag('ascii') || io.env.NEXUS_ASCII === '1',
      first: { name: 'recall', ...(query === undefined ? {} : { query }) },
      picks: args.flag('pick'),
    });
    if (end.type === 'no-terminal')
      throw new NexusError(
        'usage',
        'refused',
        'nexus ui needs a terminal',
        'ask on one line: nexus recall <words>',
      );
    if (end.picked !== undefined) io.out(`${end.picked}\n`);
    return EXIT.ok;
  },
};
