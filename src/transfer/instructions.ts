import { type Passage, passagesOf, withoutComments } from '../format/foreign-markdown.ts';
import type { Source, TransferItem } from './item.ts';
import { originOf } from './passage.ts';
import { labelled, placed, placeOf } from './places.ts';

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

/** A list of skills that an installer keeps up to date. */
const SKILLS = /^<skills_system\b[\s\S]*?^<\/skills_system>[ \t]*$/gm;

/** Names another file to be read: `@AGENTS.md`, `- git workflow @docs/git.md`, `See @README.md for …`. */
const POINTER =
  /^(?:[-*+][ \t]+)?(?:see[ \t]+|(?:[\w-]+[ \t]+){0,4})@(?:~?[.\w/-]+\.(?:mdc?|txt|json|toml|ya?ml)|README)\b(?:[ \t].*)?$/gim;

/** A line that is only such a name is replaced by the file's text. */
const INCLUDED = /^(?:[-*+][ \t]+)?@([.\w/-]+\.md)[ \t]*$/gim;

/** The markdown files that a text includes, as it names them: relative to where it lies. */
export function includedIn({ text }: Source): string[] {
  return [...withoutComments(text).matchAll(INCLUDED)].map((match) => match[1] ?? '');
}

/**
 * A project's instructions for agents, section by section: by their headings they become patterns,
 * decisions, lines of the bank, or a note. Other tools' managed blocks and imports of files are left out.
 */
export function readInstructions(sources: readonly Source[]): TransferItem[] {
  return sources.flatMap((source) => {
    const text = withoutComments(source.text)
      .replace(SKILLS, '')
      .replace(BOILERPLATE, '')
      .replace(POINTER, '');
    const items = passagesOf(text).flatMap((passage) => {
      const heading = passage.headings.at(-1) ?? '';
      if (passage.text === '' || isContents(passage)) return [];
      if (passage.depth < 2)
        return placed(passage, { to: 'note' }, originOf(source, passage), titleOf(source, passage));
      // `### Style` below `## Testing` is found by either.
      const place = passage.headings
        .slice(passage.headings.length > 1 ? 1 : 0)
        .map(placeOf)
        .findLast(({ to }) => to !== 'note');
      const outer = passage.depth > 2 ? passage.headings.at(-2) : undefined;
      const title = outer === undefined ? heading : `${outer}: ${heading}`;
      return placed(passage, place ?? { to: 'note' }, originOf(source, passage), title);
    });
    return labelled(items);
  });
}

/** A table of contents: nothing but links to headings. */
function isContents({ items, prose }: Passage): boolean {
  return prose === '' && items.length > 0 && items.every((item) => /^\[[^\]]*\]\(#[^)]*\)/.test(item));
}

/** A title that names the project tells more than the file's own name. */
function titleOf({ path }: Source, { headings }: Passage): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const heading = headings.at(-1) ?? '';
  const says = heading !== '' && !GENERIC.test(heading) && heading.toLowerCase() !== name.toLowerCase();
  return says ? heading : `What ${name} says first`;
}

const GENERIC =
  /^(?:claude|agents?|gemini|copilot|cursor|repository|project|coding|development)?\s*(?:instructions|guidelines|guide|rules)?(?:\.md)?$/i;
