import { NexusError } from '../../../core/error.ts';
import { changesText } from '../../../present/record-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson, textOptions } from '../shared.ts';

export const diff: Command = {
  name: 'diff',
  summary: 'Show what changed in memory: not committed yet, or between revisions',
  usage: '[<from> [<to>] | <from>..<to> | <from>...<to>]',
  positionals: { min: 0, max: 2 },
  options: { stat: { type: 'boolean', summary: 'Name the records only' } },
  examples: [
    { line: 'nexus diff', tells: 'what is not committed yet' },
    { line: 'nexus diff main...HEAD', tells: 'what this branch learned since it left main' },
    { line: 'nexus diff v1.2 v2.0 --stat', tells: 'between two tags, the records only' },
  ],
  async run({ io, args, json, nexus }) {
    const { from, to } = range(args.positionals);
    const changes = await (await nexus()).diff(from, to);
    if (json) printJson(io, { from, ...(to === undefined ? {} : { to }), changes });
    else if (changes.length === 0)
      io.err(args.positionals.length === 0 ? 'Nothing is uncommitted in memory.\n' : 'No record differs.\n');
    else io.out(changesText(changes, textOptions(io), !args.flag('stat')));
    return changes.length === 0 ? EXIT.nothing : EXIT.ok;
  },
};

function range([first, second]: readonly string[]): { from: string; to?: string } {
  if (first === undefined) return { from: 'HEAD' };
  const split = /^(.*?)\.\.(.*)$/.exec(first);
  if (split === null) return second === undefined ? { from: first } : { from: first, to: second };
  // From where the two parted: history knows that point.
  if (first.includes('...') && second === undefined) return { from: first };
  if (second !== undefined)
    throw new NexusError(
      'usage',
      'bad-value',
      `"${first}" is a range already`,
      'usage: nexus diff <from>..<to>',
    );
  return {
    from: split[1] === '' ? 'HEAD' : (split[1] ?? 'HEAD'),
    to: split[2] === '' ? 'HEAD' : (split[2] ?? 'HEAD'),
  };
}
