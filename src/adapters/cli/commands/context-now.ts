import { agentContextText, contextText } from '../../../present/context-text.ts';
import { fenced } from '../../../present/fence.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { AGENT_OPTION, audienceIn } from '../agent-option.ts';
import { EXIT, type Invocation, type OptionTable } from '../command.ts';
import { bodyFrom, countIn, present, printJson, textOptions } from '../shared.ts';

export const CONTEXT_OPTIONS: OptionTable = {
  task: { type: 'string', value: 'text', summary: 'What is about to be done; "-" reads standard input' },
  files: { type: 'string', value: 'path', multiple: true, summary: 'Files that it is about' },
  budget: { type: 'string', value: 'tokens', summary: 'At most so many, at 4 characters each (1500)' },
  'records-only': { type: 'boolean', summary: 'Only records that bear on the task (500 tokens)' },
  once: { type: 'string', value: 'session', summary: 'Leave out what was shown under this name before' },
  ...AGENT_OPTION,
};

/** A task as it is piped: more than any prompt. */
const MAX_TASK = 1024 * 1024;

/** `nexus context` without a further word: what one should know now. */
export async function showContext({ io, args, json, nexus }: Invocation): Promise<number> {
  const task = await bodyFrom(args.text('task'), io, MAX_TASK);
  const query = {
    files: args.list('files'),
    recordsOnly: args.flag('records-only'),
    ...present({ task, budget: args.has('budget') ? countIn(args, 'budget', 1500, 100_000) : undefined }),
  };
  const name = args.text('once');
  const agent = args.flag('agent');
  const opened = await nexus(audienceIn(args));
  const found = await (name === undefined ? opened.context(query) : opened.contextOnce(name, query));
  const text = agent
    ? fenced(agentContextText(found, { now: io.now() }))
    : contextText(found, textOptions(io));
  if (json) printJson(io, { ...found });
  else {
    io.out(text);
    if (text === '' && !agent)
      io.err('Nothing that surely matters now. Search instead: nexus recall <words>\n');
    io.err(problemLines(found.problems));
  }
  return text === '' ? EXIT.nothing : EXIT.ok;
}
