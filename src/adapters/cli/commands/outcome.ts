import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson } from '../shared.ts';

export const outcome: Command = {
  name: 'outcome',
  summary: 'Say whether a record helped',
  usage: '<id> <helped | wrong>',
  positionals: { min: 2, max: 2 },
  options: { note: { type: 'string', value: 'text', summary: 'Why, for the next episode' } },
  examples: [
    { line: 'nexus outcome 01m7ytvkb8 helped', tells: 'counted with the next episode' },
    {
      line: 'nexus outcome 01m7ytvkb8 wrong --note "the flag is gone since 3.0"',
      tells: 'and a line that says why',
    },
  ],
  notes: [
    'It waits for an episode that is written anyway; a note makes the next commit write one.',
    'nexus show tells how often a record helped, nexus report which ones help most and which do not.',
  ],
  async run({ io, args, json, nexus }) {
    const [id = '', word = ''] = args.positionals;
    if (word !== 'helped' && word !== 'wrong')
      throw new NexusError('usage', 'bad-value', `an outcome is helped or wrong, not "${word}"`);
    const opened = await nexus();
    const { record } = await opened.show(id);
    const told = { type: 'outcome', record: record.id, helped: word === 'helped' } as const;
    const { kept } = await opened.observe({ ...told, by: 'nexus', key: `outcome/${record.id}/${io.now()}` });
    const note = args.text('note');
    if (kept && note !== undefined)
      await opened.note(
        `${record.title} (${shortId(record.id)}) ${word === 'helped' ? 'helped' : 'was wrong'}: ${note}`,
      );
    if (json) printJson(io, { id: record.id, helped: told.helped, kept });
    else if (kept)
      io.err(
        `nexus: ${shortId(record.id)} ${told.helped ? 'helped' : 'was wrong'}: ${safeText(record.title)}\n`,
      );
    else io.err('nexus: not kept: there is no memory here, or capture is off\n');
    return kept ? EXIT.ok : EXIT.nothing;
  },
};
