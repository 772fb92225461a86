import { NexusError } from '../../../core/error.ts';
import { problemLines, recallText } from '../../../present/recall-text.ts';
import { AGENT_OPTION, audienceIn, forReader } from '../agent-option.ts';
import { type Command, EXIT } from '../command.ts';
import { countIn, printJson, textOptions } from '../shared.ts';

export const fix: Command = {
  name: 'fix',
  summary: 'Find what resolved an error',
  usage: '[text… | -]',
  positionals: { min: 0, max: 20_000 },
  options: {
    limit: { type: 'string', short: 'n', value: 'count', summary: 'At most so many' },
    ...AGENT_OPTION,
    explain: { type: 'boolean', summary: 'Say how each hit was found and scored' },
  },
  examples: [
    { line: 'nexus fix "ModuleNotFoundError: No module named \'fastapi\'"', tells: 'by its message' },
    { line: 'npm test 2>&1 | nexus fix -', tells: 'by a whole output; the telling line is found in it' },
  ],
  async run({ io, args, json, nexus }) {
    const given = args.positionals.join(' ');
    const piped = given === '-' || (given === '' && !io.stdinIsTTY);
    const text = piped ? await io.readStdin(4 * 1024 * 1024) : given;
    if (text.trim() === '') {
      throw new NexusError(
        'usage',
        'missing-argument',
        'nexus fix needs an error',
        'give its message, or pipe the output into: nexus fix -',
      );
    }
    const answer = await (await nexus(audienceIn(args))).fix({ text, limit: countIn(args, 'limit', 3) });
    if (json) printJson(io, { ...answer });
    else {
      io.out(
        forReader(args, (options) => recallText(answer, options), textOptions(io, args.flag('explain'))),
      );
      io.err(problemLines(answer.problems));
    }
    return answer.hits.length === 0 ? EXIT.nothing : EXIT.ok;
  },
};
