import { NexusError } from '../../../core/error.ts';
import { recallCheckText } from '../../../present/recall-check-text.ts';
import { problemLines, recallText } from '../../../present/recall-text.ts';
import { AGENT_OPTION, audienceIn, forReader } from '../agent-option.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { countIn, FILTER_OPTIONS, kindsIn, present, printJson, sinceIn, textOptions } from '../shared.ts';

export const recall: Command = {
  name: 'recall',
  summary: 'Find records and commits by words, path or filters',
  usage: '[words…]',
  positionals: { min: 0, max: 20_000 },
  options: {
    ...FILTER_OPTIONS,
    author: { type: 'string', value: 'name', summary: 'Only what this person wrote (name or e-mail)' },
    own: { type: 'boolean', summary: 'Only this memory, without packs and sources' },
    source: { type: 'string', value: 'name', summary: 'Only the memory of this other repository' },
    ...AGENT_OPTION,
    explain: { type: 'boolean', summary: 'Say how each hit was found and scored' },
    check: {
      type: 'boolean',
      summary: 'Ask the questions of .nexus/queries.yaml; 1 where one lost its record',
    },
  },
  examples: [
    {
      line: 'nexus recall how do we retry uploads',
      tells: 'plain words; all are optional, the best match comes first',
    },
    {
      line: 'nexus recall --kind decision --file src/db',
      tells: 'decisions that cite anything below src/db',
    },
    { line: 'nexus recall src/db/pool.ts', tells: 'what is known of a file' },
    { line: 'nexus recall timeout --at v2.0 --json', tells: 'memory as of a tag, for a script' },
    { line: 'nexus recall --check', tells: 'do our questions still find what they should? For CI' },
  ],
  notes: [
    'Kinds also include "commit": the repository\'s own commits are searched too.',
    'A question to check: {ask: how do we retry uploads, find: ["01m7ytvkb8wa1k"], within: 5}, in a list below `queries`.',
  ],
  async run(call) {
    const { io, args, json, nexus } = call;
    if (args.flag('check')) return check(call);
    const apart = ['own', 'source', 'at'].filter((name) => args.has(name));
    if (args.has('source') && apart.length > 1)
      throw new NexusError('usage', 'bad-value', '--source goes neither with --own nor with --at');
    const query = {
      text: args.positionals.join(' '),
      kinds: kindsIn(args, ['commit'] as const),
      tags: args.list('tag'),
      limit: countIn(args, 'limit', 8),
      ...(args.flag('own') ? { packs: false } : {}),
      ...present({
        language: args.text('language'),
        file: args.text('file'),
        author: args.text('author'),
        since: sinceIn(args, io),
        at: args.text('at'),
        source: args.text('source'),
      }),
    };
    const answer = await (await nexus(audienceIn(args))).recall(query);
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

async function check({ io, args, json, nexus }: Invocation): Promise<number> {
  const others = [...Object.keys(FILTER_OPTIONS), 'author', 'own', 'source', 'agent'];
  if (args.positionals.length > 0 || others.some((name) => args.has(name)))
    throw new NexusError(
      'usage',
      'bad-value',
      '--check asks the questions of .nexus/queries.yaml as they stand there, and takes no other',
      'write the question there, or leave --check out',
    );
  const done = await (await nexus()).checkRecall();
  if (json) printJson(io, { ...done });
  else {
    io.out(recallCheckText(done, textOptions(io, args.flag('explain'))));
    io.err(problemLines(done.problems));
  }
  return done.lost + done.problems.length === 0 ? EXIT.ok : EXIT.nothing;
}
