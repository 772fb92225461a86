import { displayWidth, fit, pad, wrap } from '../../present/layout.ts';
import { helpGroups, type KeyTable } from './keymap.ts';
import type { Theme } from './theme.ts';

/** The help screen, from the same key tables as everything else. */

const PLAIN = (text: string): string => text;
/** From so many columns on groups stand beside each other. */
const TWO_COLUMNS = 76;

const SIGNS = 'verified, moved, stale, uncited';

/** Lines of the help, before any is cut off. */
export function helpRows(tables: readonly KeyTable[], columns: number): number {
  return helpLines(tables, columns).length;
}

export function helpLines(tables: readonly KeyTable[], columns: number, theme?: Theme): readonly string[] {
  const strong = theme?.strong ?? PLAIN;
  const groups = [...helpGroups(tables)].map(([title, entries]) => {
    const width = Math.min(18, Math.max(...entries.map(({ keys }) => displayWidth(keys))));
    return { title, entries, width };
  });
  const room = columns >= TWO_COLUMNS ? Math.floor((columns - 3) / 2) : columns - 2;
  const blocks = groups.map(({ title, entries, width }) => [
    strong(title),
    ...entries.flatMap(({ keys, help }) => entryLines(keys, help, width, room)),
    '',
  ]);
  const lines = columns >= TWO_COLUMNS ? beside(blocks, room) : blocks.flat();
  const g = theme?.glyphs;
  const signs =
    g === undefined
      ? SIGNS
      : `${g.verified} verified  ${g.moved} moved  ${g.stale} stale  ${g.uncited} uncited`;
  return [...lines.map((line) => ` ${line}`), ` ${strong('Signs')}  ${signs}`].map((line) =>
    fit(line, columns),
  );
}

function entryLines(keys: string, help: string, width: number, room: number): readonly string[] {
  const words = wrap(help, Math.max(10, room - width - 3)).split('\n');
  return words.map((line, at) => ` ${pad(at === 0 ? fit(keys, width) : '', width)}  ${line}`);
}

/** Two columns of about the same height, the order kept downwards. */
function beside(blocks: readonly (readonly string[])[], room: number): readonly string[] {
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  const left: string[] = [];
  const right: string[] = [];
  for (const block of blocks) (left.length + block.length / 2 < total / 2 ? left : right).push(...block);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) =>
    `${pad(fit(left[at] ?? '', room), room)} ${right[at] ?? ''}`.trimEnd(),
  );
}
