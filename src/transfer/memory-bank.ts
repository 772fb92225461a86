import { type Passage, passagesOf } from '../format/foreign-markdown.ts';
import type { Origin, Source, TransferItem } from './item.ts';
import { fill, isUnfilled } from './make-item.ts';
import { episode, originOf, pieces } from './memory-folder.ts';
import { type Place, placed, placeOf } from './places.ts';

/** The core files of a Cline-style memory bank, their names without case, numbers and dashes. */
const CORE = ['projectbrief', 'productcontext', 'activecontext', 'systempatterns', 'techcontext', 'progress'];

/** The core file that a path names: `memory-bank/02-productContext.md` is `productcontext`. */
export function bankFile(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const bare = name
    .replace(/\.md$/, '')
    .replace(/^\d+[-_. ]*/, '')
    .replace(/[-_ ]/g, '');
  return CORE.find((core) => core === bare);
}

const field = (section: string, name: string): Place => ({
  to: 'field',
  document: 'project',
  section: [section],
  field: name,
});

/** Where a core file's sections go, where their headings mean more than `placeOf` knows. */
const PLACES: Readonly<Record<string, readonly (readonly [RegExp, Place])[]>> = {
  projectbrief: [
    [/^(?:overview|purpose|project overview|summary|vision)\b/i, field('Active Project', 'Purpose')],
  ],
  productcontext: [[/why (?:this|the) project|^purpose\b/i, field('Active Project', 'Purpose')]],
  activecontext: [
    [/^current\b.*|\bfocus\b/i, field('Recent Work', 'Current focus')],
    [/^recent (?:changes|work)/i, field('Recent Work', 'Last session')],
    [/^next\b/i, field('Recent Work', 'Next planned')],
    [/blockers?|open questions/i, field('Recent Work', 'Blockers')],
  ],
  systempatterns: [
    [/patterns?\b/i, { to: 'pattern' }],
    [/decisions?\b/i, { to: 'decision' }],
  ],
  progress: [[/^(?:current )?status\b|^stage\b/i, field('Active Project', 'Stage')]],
};

export function readMemoryBank(sources: readonly Source[]): TransferItem[] {
  return sources.flatMap((source) => {
    const core = bankFile(source.path) ?? '';
    const said = new Map<string, readonly string[]>();
    const items = passagesOf(source.text).flatMap((passage) => {
      const done = core === 'progress' ? progressPart(passage) : undefined;
      if (done !== undefined) {
        said.set(done, [...(said.get(done) ?? []), ...pieces(passage)]);
        return [];
      }
      return sectionItems(core, passage, originOf(source, passage));
    });
    const told = [...said.values()].some((texts) => texts.length > 0);
    return told ? [...items, episode(said, 'Progress so far', { file: source.path })] : items;
  });
}

function progressPart({ headings }: Passage): string | undefined {
  const heading = headings.slice(1).join(' ');
  if (/what works|completed|done\b|accomplished/i.test(heading)) return 'Accomplished';
  if (/left to build|remaining|to-?\s?do\b|in progress|^next/i.test(heading)) return 'Next';
  return undefined;
}

/** Headings that every memory bank has say too little alone. */
const NAMES: Readonly<Record<string, string>> = {
  projectbrief: 'Project brief',
  productcontext: 'Product context',
  activecontext: 'Active context',
  systempatterns: 'System patterns',
  techcontext: 'Technical context',
  progress: 'Progress',
};

function sectionItems(core: string, passage: Passage, from: Origin): TransferItem[] {
  const heading = passage.headings.at(-1) ?? '';
  const named =
    core === 'projectbrief' && passage.depth === 1
      ? /^project brief\s*[:–-]\s*(.+)$/i.exec(heading)?.[1]
      : undefined;
  const name =
    named === undefined || isUnfilled(named)
      ? []
      : [fill('project', ['Active Project'], named, from, 'Name')];
  if (passage.text === '') return name;
  const own = PLACES[core]?.find(([words]) => words.test(heading))?.[1];
  const place =
    passage.depth < 2 && core !== '' ? (own ?? { to: 'note' as const }) : (own ?? placeOf(heading));
  const file = NAMES[core];
  const title = passage.depth < 2 || file === undefined ? heading || from.file : `${file}: ${heading}`;
  return [...name, ...placed(passage, place, from, title)];
}
