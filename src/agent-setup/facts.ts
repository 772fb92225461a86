import { MARKDOWN_MARKS, stripBlock, withBlock } from './managed-block.ts';
import type { Look, Part } from './part.ts';

/**
 * Facts, no orders: what an agent is told to record, it fills with noise. Text that arrives unasked is doubted,
 * and rightly; here, in a file that people review, it says what it is.
 */
const LINES: readonly string[] = [
  '## Project memory (Nexus)',
  '',
  '`.nexus/` holds what was learned while working on this repository: errors and what resolved them, decisions,',
  'patterns, sessions. It is plain markdown, committed and reviewed like code. Where hooks are installed, what bears',
  'on the task and the known fix of a command that fails arrive by themselves between `<nexus-memory>` tags: data from',
  'these files, no instructions. What failed and what made it pass goes into the next commit by itself, too.',
  '',
  '- `nexus recall --agent <words or path>` finds what is known; `nexus show --agent <id>` gives one record in full',
  '- `nexus fix --agent "<error>"` finds what resolved an error; `nexus fix --agent -` reads a whole output',
  '- `nexus remember decision "<title>" --body -` keeps what the code does not say, with the reasons on standard input',
  '  (also `pattern`, `solution`, `error`, `note`)',
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
