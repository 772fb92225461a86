import { shortId } from '../core/id.ts';
import type { TaskContext, TaskKnowledge } from '../core/task-context.ts';
import { fenced } from './fence.ts';
import { safeText } from './safe-text.ts';

/** What is known for a task, fenced as data, to stand before what generates solutions; `''` where nothing is known. */
export function taskContextText({ patterns, fixes }: TaskContext): string {
  const parts = [
    ...group('Patterns for tasks like this one', patterns),
    ...group('Errors that were met near it, and what resolved them', fixes),
  ];
  return fenced(parts.join('\n\n'));
}

function group(head: string, known: readonly TaskKnowledge[]): string[] {
  if (known.length === 0) return [];
  return [`# ${head}`, ...known.map(oneText)];
}

function oneText({ id, title, pack, text }: TaskKnowledge): string {
  const from = pack === undefined ? '' : ` · of the pack ${pack}`;
  return `## ${safeText(title)}\n[${shortId(id)}${from}]\n\n${text}`;
}
