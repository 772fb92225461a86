import { codeBlocksOf, type Passage, passagesOf } from '../format/foreign-markdown.ts';
import type { Origin, Source, TransferItem } from './item.ts';
import { fill, headline, isUnfilled, namedValue, patternFrom, recordFrom } from './make-item.ts';
import { episode, pieces, topicOf } from './passage.ts';

type Block = (passage: Passage, from: Origin) => TransferItem[];

/** Seed 002's update blocks by their headings. */
const BLOCKS: readonly (readonly [RegExp, Block])[] = [
  [/^new patterns? learned\b/i, learned],
  [/^project progress\b/i, progress],
  [/^updated user preferences?\b/i, preferred],
];

/** True for a text that holds an update block, in a fence or in the open. */
export function holdsUpdates(text: string): boolean {
  return blocksIn(text).length > 0;
}

/**
 * The update blocks in a text, wherever an agent put them: alone, amid its talk, or in a markdown
 * fence. Only list items count as told, or the one paragraph of a block without a list.
 */
export function readUpdates(sources: readonly Source[]): TransferItem[] {
  return sources.flatMap(({ path, text }) =>
    blocksIn(text).flatMap(({ passage, block }) => {
      const section = (passage.headings.at(-1) ?? '').replace(/\s*\(.*$/, '');
      return block(passage, { file: path, section });
    }),
  );
}

function blocksIn(text: string): { readonly passage: Passage; readonly block: Block }[] {
  return [text, ...codeBlocksOf(text)].flatMap((part) =>
    passagesOf(withHeadings(part)).flatMap((passage) => {
      const heading = passage.headings.at(-1) ?? '';
      const found = passage.depth === 0 ? undefined : BLOCKS.find(([pattern]) => pattern.test(heading));
      return found === undefined ? [] : [{ passage, block: found[1] }];
    }),
  );
}

/** A block's name in bold on a line of its own is its heading, too. */
function withHeadings(text: string): string {
  return text.replace(
    /^(?:\*\*|__)((?:new patterns? learned|project progress|updated user preferences?)\b[^*_\n]*)(?:\*\*|__)[ \t]*:?[ \t]*$/gim,
    '## $1',
  );
}

function told(passage: Passage): string[] {
  const items = passage.items.filter((item) => !isUnfilled(item));
  if (items.length > 0) return items;
  return pieces(passage).map((text) => text.split(/\n\s*\n/)[0] ?? '');
}

function learned(passage: Passage, from: Origin): TransferItem[] {
  return told(passage).map((text) => patternFrom(text, from));
}

function progress(passage: Passage, from: Origin): TransferItem[] {
  const said = new Map<string, string[]>();
  const decisions: string[] = [];
  const add = (section: string, text: string): void => {
    said.set(section, [...(said.get(section) ?? []), text]);
  };
  for (const text of told(passage)) {
    const { name, value } = namedValue(text) ?? { name: '', value: text };
    if (isUnfilled(value)) continue;
    if (/decision/i.test(name)) decisions.push(value);
    else if (/^(?:completed|accomplished|done)/i.test(name)) add('Accomplished', value);
    else if (/^next/i.test(name)) add('Next', value);
    else if (/^(?:current )?focus/i.test(name)) add('Focus', value);
    else if (/^block/i.test(name)) add('Blockers', value);
    else add('Notes', text);
  }
  for (const text of decisions) add('Decisions', headline(text));
  const records = decisions.map((text) => recordFrom('decision', text, from));
  return said.size === 0 ? [] : [episode(said, topicOf(said, 'Project progress'), from), ...records];
}

function preferred(passage: Passage, from: Origin): TransferItem[] {
  return told(passage).map((text) => fill('preferences', ['Preferences Observed'], text, from));
}
