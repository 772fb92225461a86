import { isAdvised } from '../../../core/advice.ts';
import { adviceText } from '../../../present/advice-text.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { AGENT_OPTION, audienceIn, forReader } from '../agent-option.ts';
import { type Command, EXIT } from '../command.ts';
import { countIn, present, printJson, textOptions } from '../shared.ts';

export const advise: Command = {
  name: 'advise',
  summary: 'Bring what is known for a request: patterns, what to avoid, decisions, facts',
  usage: '<request…>',
  positionals: { min: 1, max: 20_000 },
  options: {
    file: { type: 'string', value: 'path', summary: 'The file that it is about' },
    limit: { type: 'string', value: 'n', summary: 'At most so many patterns (5)' },
    own: { type: 'boolean', summary: 'Only this memory, without packs and sources' },
    ...AGENT_OPTION,
    explain: {
      type: 'boolean',
      summary: 'Say of every record why it is here, why it works, when it does not',
    },
  },
  examples: [
    {
      line: 'nexus advise slow Python code',
      tells: 'what sort of problem it is, what helps, what to avoid, what this project has of it',
    },
    {
      line: 'nexus advise "retry uploads" --file src/uploads.py --json',
      tells: 'the same for one file, for a program',
    },
  ],
  notes: [
    "This repository's own records come first, those of packs after them. Everything is chosen by facts, which are named; nothing is made up.",
  ],
  async run({ io, args, json, nexus }) {
    const answer = await (await nexus(audienceIn(args))).advise({
      request: args.positionals.join(' '),
      limit: countIn(args, 'limit', 5, 20),
      ...(args.flag('own') ? { packs: false } : {}),
      ...present({ file: args.text('file') }),
    });
    if (json) printJson(io, { ...answer });
    else {
      // None of packs, as was asked for: no hint that they could be turned on.
      const told = args.flag('own') ? { ...answer, searched: { ...answer.searched, packs: 0 } } : answer;
      io.out(forReader(args, (options) => adviceText(told, options), textOptions(io, args.flag('explain'))));
      io.err(problemLines(answer.problems));
    }
    return isAdvised(answer) ? EXIT.ok : EXIT.nothing;
  },
};
