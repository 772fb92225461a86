import type { Execution } from '../core/execution.ts';
import { cut, minutes, oneLine } from './draft-text.ts';

/** Characters of a task in a list of them. */
const MAX_TASK = 200;

/** One execution in words. */
export function executionLine(done: Execution): string {
  const kind = done.type === 'general' ? done.category : `${done.category}, ${done.type}`;
  const what = done.task === undefined ? oneLine(kind) : `${nameOf(done)} (${oneLine(kind)})`;
  const time =
    done.duration_s === 0 ? '' : ` ${done.success ? 'in' : 'after'} ${minutes(done.duration_s * 1000)}`;
  return `${what}: ${oneLine(done.approach)}, ${done.success ? 'succeeded' : 'failed'}${time}`;
}

/** What a stretch of work that is nothing but executions is called. */
export function executionsTitle(all: readonly Execution[]): string {
  const [first] = all;
  const name = first === undefined ? '' : nameOf(first);
  return all.length === 1 ? `Executed: ${name}` : `Executed ${all.length} tasks: ${name} …`;
}

function nameOf({ task, category }: Execution): string {
  return cut(oneLine(task ?? category), MAX_TASK);
}
