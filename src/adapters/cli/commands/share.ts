import { shareText } from '../../../present/share-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { printJson, textOptions } from '../shared.ts';
import { runSubVerb, type SubVerbs } from '../sub-verbs.ts';

const VERBS: SubVerbs = { status: { options: [], run: status } };

export const share: Command = {
  name: 'share',
  summary: 'Say what of this memory is committed, pushed and merged, and what came in last',
  usage: '[status]',
  positionals: { min: 0, max: 1 },
  options: {},
  examples: [
    { line: 'nexus share status', tells: 'what others do not have yet, and what the last pull brought' },
    { line: 'nexus share status --json', tells: 'the same record by record, for a script' },
  ],
  notes: ['Nobody is asked: of remotes it knows what was fetched last.'],
  run: (call) => runSubVerb(call, share, VERBS, 'status'),
};

async function status({ io, json, nexus }: Invocation): Promise<number> {
  const found = await (await nexus()).shareStatus();
  if (json) printJson(io, { ...found });
  else io.out(shareText(found, textOptions(io)));
  return EXIT.ok;
}
