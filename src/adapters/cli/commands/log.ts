import { changesText, commitLine, outcomesText } from '../../../present/record-text.ts';
import { type Command, EXIT } from '../command.ts';
import { countIn, present, printJson, textOptions } from '../shared.ts';

export const log: Command = {
  name: 'log',
  summary: 'Show the commits that changed memory',
  usage: '[id]',
  positionals: { min: 0, max: 1 },
  options: {
    limit: { type: 'string', short: 'n', value: 'count', summary: 'At most so many commits' },
    at: { type: 'string', value: 'rev', summary: 'From this commit, branch or tag back' },
    patch: { type: 'boolean', short: 'p', summary: 'Show what changed, field by field' },
  },
  examples: [
    { line: 'nexus log', tells: 'records added, changed, retired, superseded, by commit' },
    { line: 'nexus log 01k9x4 -p', tells: 'the life of one record: its changes, and what came of it' },
  ],
  async run({ io, args, json, nexus }) {
    const [id] = args.positionals;
    const rev = args.text('at');
    const memory = await nexus();
    const commits = await memory.log({
      max: countIn(args, 'limit', 20, 100_000),
      ...present({ id, rev }),
    });
    // Outcomes are told as of now.
    const outcomes = id === undefined || rev !== undefined ? [] : await memory.outcomesOf(id);
    const isEmpty = commits.length + outcomes.length === 0;
    if (json)
      printJson(io, {
        commits: commits.map(({ commit, changes }) => ({ ...commit, changes })),
        ...(outcomes.length === 0 ? {} : { outcomes }),
      });
    else {
      const options = textOptions(io);
      for (const { commit, changes } of commits)
        io.out(commitLine(commit, options) + changesText(changes, options, args.flag('patch')));
      io.out(outcomesText(outcomes, options));
      if (isEmpty)
        io.err(
          id === undefined
            ? 'No commit changed a record yet.\n'
            : 'No commit holds this record (is it new, or of a pack?), and nothing came of it yet.\n',
        );
    }
    return isEmpty ? EXIT.nothing : EXIT.ok;
  },
};
