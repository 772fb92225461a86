import { MARKDOWN_MARKS, stripBlock, withBlock } from './managed-block.ts';
import type { Look, Part } from './part.ts';

/** Facts, no orders: what an agent is told to record, it fills with noise. */
const LINES: readonly string[] = [
  '## Project memory (Nexus)',
  '',
  '`.nexus/` holds what was learned while working on this repository: errors and what resolved them, decisions,',
  'patterns, sessions. The files are reviewed and committed like code. What bears on the task at hand, and the known',
  'fix of a command that fails, arrive by themselves where hooks are installed. By hand:',
  '',
  '- `nexus recall <words or path>` finds what is known',
  '- `nexus fix "<error>"` finds what resolved an error',
  '- `nexus remember <kind> "<title>"` keeps something that the code does not say',
];

/** A few lines in a file that agents read at the start. */
export function factsIn(path: string): Part {
  return {
    what: 'facts',
    path,
    snippet: LINES.join('\n'),
    add: (text) => ({ text: withBlock(text, LINES, MARKDOWN_MARKS) }),
    strip: (text) => stripBlock(text, MARKDOWN_MARKS),
  };
}

/** Does a file of instructions take in AGENTS.md, by an import or by being a link to it? */
export function takesInAgentsMd(look: Look, path: string): boolean {
  const view = look(path);
  if (view === undefined) return false;
  if (view.kind === 'other') return view.link === 'AGENTS.md' || view.link === './AGENTS.md';
  return /^[ \t]*(?:[-*][ \t]+)?@(?:\.\/)?AGENTS\.md\b/m.test(view.text);
}
