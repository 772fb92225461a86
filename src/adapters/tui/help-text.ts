import { displayWidth, fit, pad, wrap } from '../../present/layout.ts';
import { type HelpEntry, helpGroups, type KeyTable } from './keymap.ts';
import type { Theme } from './theme.ts';

/** The help as lines, from the key tables alone; below them the signs and the variables of the environment. */

/** A heading and what stands below it. */
interface Section {
  readonly title: string;
  readonly entries: readonly HelpEntry[];
}

export interface HelpQuery {
  readonly tables: readonly KeyTable[];
  /** Only what holds these words; empty: all of it. */
  readonly words: string;
  readonly columns: number;
  readonly theme: Theme;
}

/** From so many columns on sections stand in two or three columns. */
const COLUMNS = [0, 76, 112];
const GAP = 2;
/** Keys are cut beyond: what they do is what one looks for. */
const MAX_KEYS = 16;

const ENVIRONMENT: readonly HelpEntry[] = [
  { keys: 'NO_COLOR', help: 'no colours; bold and inverse stay' },
  { keys: 'NEXUS_ASCII=1', help: 'nothing beyond ASCII is drawn (also: --ascii)' },
  { keys: 'NEXUS_A11Y=1', help: 'lines instead of a screen, for screen readers (also: --plain)' },
  { keys: 'VISUAL, EDITOR', help: 'what e opens' },
  { keys: 'GIT_PAGER, PAGER', help: 'what o opens' },
];

export function helpLines({ tables, words, columns, theme }: HelpQuery): readonly string[] {
  const keys = sectionsOf(tables, words);
  const more = only(
    [
      { title: 'Signs', entries: signs(theme) },
      { title: 'Environment', entries: ENVIRONMENT },
    ],
    words,
  );
  if (keys.length + more.length === 0)
    return [theme.aside(fit(' Nothing in the help is like that.', columns))];
  const many = COLUMNS.filter((from) => columns >= from).length;
  const width = Math.floor((columns - 1 - GAP * (many - 1)) / many);
  const blocks = [...keys, ...more].map((section) => sectionLines(section, width, theme));
  return inColumns(blocks, many, width).map((line) => fit(` ${line}`.trimEnd(), columns));
}

function signs({ glyphs }: Theme): readonly HelpEntry[] {
  const { verified, moved, stale, uncited } = glyphs;
  return [
    {
      keys: `${verified} ${moved} ${stale} ${uncited}`,
      help: 'what is cited: as it was, moved, changed or gone; nothing cited',
    },
    { keys: '+ ~ - >', help: 'a record: added, changed, retired or gone, superseded' },
    { keys: '!', help: 'something to look at' },
  ];
}

function sectionsOf(tables: readonly KeyTable[], words: string): readonly Section[] {
  return only(
    [...helpGroups(tables)].map(([title, entries]) => ({ title, entries })),
    words,
  );
}

/** Entries that hold every word, in their keys, their help or their heading. */
function only(sections: readonly Section[], words: string): readonly Section[] {
  const wanted = words
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  return sections.flatMap(({ title, entries }) => {
    const found = entries.filter(({ keys, help }) => {
      const text = `${title} ${keys} ${help}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    return found.length === 0 ? [] : [{ title, entries: found }];
  });
}

/** Where nothing beyond ASCII can be drawn. */
function spelled(keys: string, { isAscii }: Theme): string {
  return !isAscii ? keys : keys.replaceAll('↓', 'down').replaceAll('↑', 'up').replaceAll('…', '..');
}

function sectionLines(section: Section, columns: number, theme: Theme): readonly string[] {
  const { strong, kind } = theme;
  const { title } = section;
  const entries = section.entries.map(({ keys, help }) => ({ keys: spelled(keys, theme), help }));
  const width = Math.min(MAX_KEYS, Math.max(...entries.map(({ keys }) => displayWidth(keys))));
  const lines = entries.flatMap(({ keys, help }) => {
    const words = wrap(help, Math.max(10, columns - width - 4)).split('\n');
    // More keys than there is room for stand above what they do.
    const head = displayWidth(keys) > width ? [` ${kind(fit(keys, columns - 2))}`] : [];
    const [first = '', ...rest] = words;
    const lead = ` ${' '.repeat(width)}  `;
    return [
      ...head,
      ...(head.length > 0 ? [lead + first] : [` ${kind(pad(keys, width))}  ${first}`]),
      ...rest.map((line) => lead + line),
    ];
  });
  return [strong(fit(title.toUpperCase(), columns)), ...lines, ''];
}

/** The order kept downwards, none broken, no higher than it must be. */
function inColumns(blocks: readonly (readonly string[])[], many: number, width: number): readonly string[] {
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  let height = Math.ceil(total / many);
  let columns = filled(blocks, height);
  while (columns.length > many) {
    height += 1;
    columns = filled(blocks, height);
  }
  const rows = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: rows }, (_, row) =>
    columns
      .map((column) => pad(fit(column[row] ?? '', width), width))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
}

function filled(blocks: readonly (readonly string[])[], height: number): readonly (readonly string[])[] {
  const columns: string[][] = [];
  for (const block of blocks) {
    const last = columns.at(-1);
    // Without the empty line at its end a block still fits.
    if (last !== undefined && last.length + block.length - 1 <= height) last.push(...block);
    else columns.push([...block]);
  }
  return columns;
}
