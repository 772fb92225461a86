import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { present, printJson } from '../shared.ts';

export const outcome: Command = {
  name: 'outcome',
  summary: 'Say whether a record helped',
  usage: '<id> <helped | wrong>',
  positionals: { min: 2, max: 2 },
  options: { note: { type: 'string', value: 'text', summary: 'Why; shown with the record from then on' } },
  examples: [
    { line: 'nexus outcome 01m7ytvkb8 helped', tells: 'counted with the next episode' },
    {
      line: 'nexus outcome 01m7ytvkb8 wrong --note "the flag is gone since 3.0"',
      tells: 'and why: said twice, it comes last in recall, with the reason',
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
    const told = await (await nexus()).outcome({
      id,
      helped: word === 'helped',
      ...present({ note: args.text('note') }),
    });
    const { title, ...data } = told;
    if (json) printJson(io, data);
    else if (told.kept)
      io.err(`nexus: ${shortId(told.id)} ${told.helped ? 'helped' : 'was wrong'}: ${safeText(title)}\n`);
    else io.err('nexus: not kept: there is no memory here, or capture is off\n');
    return told.kept ? EXIT.ok : EXIT.nothing;
  },
};
