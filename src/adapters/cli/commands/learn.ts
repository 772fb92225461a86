import { NexusError } from '../../../core/error.ts';
import type { LearnedCode, LearnQuery } from '../../../nexus.ts';
import { plural } from '../../../present/layout.ts';
import { proposalsText } from '../../../present/proposal-text.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { type Command, EXIT, type Parsed } from '../command.ts';
import { learnConsensus } from '../learn-consensus.ts';
import { countIn, patiently, present, printJson, textOptions } from '../shared.ts';

export const learn: Command = {
  name: 'learn',
  summary: 'Find patterns in source code, and propose them',
  usage: '[path…]',
  positionals: { min: 0, max: 10_000 },
  options: {
    commit: { type: 'string', value: 'rev', summary: 'Only what a commit added or changed' },
    range: { type: 'string', value: 'a..b', summary: 'Only what changed from one revision to another' },
    staged: { type: 'boolean', summary: 'Only what is staged' },
    top: { type: 'string', short: 'n', value: 'count', summary: 'At most so many proposals (20)' },
    consensus: {
      type: 'string',
      value: 'path',
      summary: 'What a choice among solutions teaches, from JSON; -: standard input',
    },
    write: { type: 'boolean', summary: 'With --consensus: write records, instead of proposals' },
    'dry-run': { type: 'boolean', summary: 'Show them, and put none into the inbox' },
  },
  examples: [
    { line: 'nexus learn src', tells: 'what recurs there; then: nexus inbox' },
    { line: 'nexus learn --consensus result.json', tells: 'what the winner of several solutions is made of' },
    { line: 'nexus learn --commit HEAD --dry-run', tells: 'what the last commit shows' },
  ],
  notes: [
    'A consensus: {"task": {"description", "language"}, "candidates": [{"id", "code", "approach", "score", "file"}],',
    '"winner": id, "votes": {id: number}, "episode": id}. Needed: task, candidates with id and code, winner.',
    'Proposed are shapes that recur under other names, idioms and algorithms in use, and what a commit with a good',
    'end added. Tests, vendored and generated files, copies, accessors and constructors are left out. Read are the',
    'tracked files as they are in the working tree. What was rejected does not come back.',
  ],
  async run(call) {
    const { io, args, json, nexus } = call;
    if (args.has('consensus') || args.has('write')) return learnConsensus(call);
    const query = queryOf(args);
    const opened = await nexus();
    const learned = await patiently(io, 'Reading the source files …', opened.learnCode(query));
    if (json) printJson(io, { dryRun: query.dryRun === true, ...learned });
    else {
      io.out(proposalsText(learned.proposals, textOptions(io)));
      io.err(problemLines(learned.problems.slice(0, 5)));
      io.err(`${endOf(learned, query.dryRun === true)}\n`);
    }
    return learned.proposals.length === 0 ? EXIT.nothing : EXIT.ok;
  },
};

function queryOf(args: Parsed): LearnQuery {
  const given = [
    args.has('commit'),
    args.has('range'),
    args.flag('staged'),
    args.positionals.length > 0,
  ].filter(Boolean);
  if (given.length > 1)
    throw new NexusError(
      'usage',
      'bad-value',
      'paths, --commit, --range and --staged say different things',
      'give one of them',
    );
  const range = args.text('range');
  if (range !== undefined && !range.includes('..'))
    throw new NexusError('usage', 'bad-value', `--range takes a..b, not "${range}"`, 'as in main..HEAD');
  return {
    paths: args.positionals,
    staged: args.flag('staged'),
    dryRun: args.flag('dry-run'),
    top: countIn(args, 'top', 20),
    ...present({ commit: args.text('commit'), range }),
  };
}

function endOf({ proposals, added, files, units }: LearnedCode, dryRun: boolean): string {
  if (files === 0)
    return 'No tracked source file is in a language that can be taken apart here. Is all added to git?';
  const read = `${plural(units, 'unit')} of ${plural(files, 'source file')}`;
  if (proposals.length === 0) return `Nothing new to propose in ${read}.`;
  if (dryRun) return `${plural(proposals.length, 'proposal')} from ${read}; none was kept.`;
  return `${added} new in the inbox, from ${read}. Decide: nexus inbox`;
}
