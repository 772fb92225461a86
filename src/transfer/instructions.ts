import { passagesOf, withoutComments } from '../format/foreign-markdown.ts';
import type { Source, TransferItem } from './item.ts';
import { originOf } from './memory-folder.ts';
import { placed, placeOf } from './places.ts';

/** File names that agents read their instructions from. */
export const INSTRUCTION_FILES = [
  'CLAUDE.md',
  'CLAUDE.local.md',
  'AGENTS.md',
  'GEMINI.md',
  'copilot-instructions.md',
  '.cursorrules',
  '.windsurfrules',
  '.clinerules',
];

/** What every such file says, and no project needs to know. */
const BOILERPLATE = /^This file (?:provides|contains|gives) (?:guidance|instructions|context)\b.*$/im;

/**
 * A project's instructions for agents, section by section: by their headings they become patterns,
 * decisions, lines of the bank, or a note. Other tools' managed blocks and imports of files are left out.
 */
export function readInstructions(sources: readonly Source[]): TransferItem[] {
  return sources.flatMap((source) => {
    const text = withoutComments(source.text)
      .replace(BOILERPLATE, '')
      .replace(/^@\S+[ \t]*$/gm, '');
    return passagesOf(text).flatMap((passage) => {
      const heading = passage.headings.at(-1) ?? '';
      if (passage.text === '') return [];
      if (passage.depth < 2)
        return placed(passage, { to: 'note' }, originOf(source, passage), titleOf(source));
      // `### Style` below `## Testing` is found by either.
      const place = passage.headings
        .slice(passage.headings.length > 1 ? 1 : 0)
        .map(placeOf)
        .findLast(({ to }) => to !== 'note');
      const outer = passage.depth > 2 ? passage.headings.at(-2) : undefined;
      const title = outer === undefined ? heading : `${outer}: ${heading}`;
      return placed(passage, place ?? { to: 'note' }, originOf(source, passage), title);
    });
  });
}

function titleOf({ path }: Source): string {
  return `What ${path.slice(path.lastIndexOf('/') + 1)} says first`;
}
