import { NexusError } from '../../core/error.ts';
import type { TaskFacts } from '../../core/execution.ts';
import type { OptionTable, Parsed } from './command.ts';

/** What is told of a task, done or to be done. */
export const TASK_OPTIONS: OptionTable = {
  category: {
    type: 'string',
    value: 'name',
    summary: 'Its category: backend, frontend, database …; else general',
  },
  type: { type: 'string', value: 'name', summary: 'Its type within the category; else general' },
  depends: { type: 'string', value: 'task', multiple: true, summary: 'A task that comes before it' },
  effort: { type: 'string', value: 'number', summary: 'Estimated effort; else 1' },
};

export function taskIn(args: Parsed, description: string | undefined): TaskFacts {
  const type = args.text('type');
  const effort = effortIn(args.text('effort'));
  return {
    ...(description === undefined ? {} : { description }),
    category: args.text('category') ?? 'general',
    ...(type === undefined ? {} : { type }),
    dependencies: args.list('depends'),
    ...(effort === undefined ? {} : { effort }),
  };
}

function effortIn(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1_000_000) return value;
  throw new NexusError('usage', 'bad-value', `--effort takes a number from 0 to 1000000, not "${text}"`);
}
