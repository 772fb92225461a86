import { wrap } from '../../../present/layout.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson, textOptions } from '../shared.ts';
import { TASK_OPTIONS, taskIn } from '../task-options.ts';

export const recommend: Command = {
  name: 'recommend',
  summary: 'Say how a task is best done, by how similar ones succeeded',
  usage: '[description…]',
  positionals: { min: 0, max: 1_000 },
  options: TASK_OPTIONS,
  examples: [
    {
      line: 'nexus recommend --category backend --type api "add an endpoint for invoices"',
      tells: 'the approach that similar tasks succeeded with, what made them succeed, what they used',
    },
  ],
  notes: [
    'It knows what was told: nexus run --task, plans, and programs that record executions.',
    'How many of them count, and how they are compared, is the section `learn` of .nexus/config.yaml.',
  ],
  async run({ io, args, json, nexus }) {
    const words = args.positionals.join(' ').trim();
    const task = taskIn(args, words === '' ? undefined : words);
    const advice = await (await nexus()).recommend(task);
    const code = advice.similar === 0 ? EXIT.nothing : EXIT.ok;
    if (json) {
      printJson(io, { task, ...advice });
      return code;
    }
    const { style, columns } = textOptions(io);
    const confidence = `confidence ${advice.confidence.toFixed(2)}, ${advice.similar} similar`;
    io.out(`${style.bold(safeText(advice.approach))}  ${style.dim(confidence)}\n`);
    const room = columns > 4 ? columns : Number.POSITIVE_INFINITY;
    for (const line of advice.recommendations) io.out(`${wrap(safeText(line), room, 2)}\n`);
    io.err(problemLines(advice.problems));
    return code;
  },
};
