import { displayWidth, fit, pad } from '../../present/layout.ts';
import type { Size } from './screen.ts';
import type { Theme } from './theme.ts';

/** A list and a text: beside each other, below each other, or the one that has the focus alone. Pure. */
export interface Panes {
  readonly list: Room;
  readonly text: Room;
  readonly how: 'beside' | 'below' | 'list' | 'text';
}

interface Room {
  readonly columns: number;
  readonly rows: number;
}

/** Below this a list has two lines a row, and a text the whole screen. */
export const NARROW = 60;
const WIDE = 100;
/** With fewer rows there is room for one of both. */
const MIN_BOTH = 8;
/** The wall between, with a space on either side. */
const WALL = 3;

/**
 * @param size of both together @param share of the columns that the list has beside the text, 0 to 1
 * @param listRows rows that the list needs when it stands above the text
 * @param least the size from which on both are shown
 */
export function panesOf(
  size: Size,
  focus: 'list' | 'text',
  share: number,
  listRows: number,
  least: Size = { columns: NARROW, rows: MIN_BOTH },
): Panes {
  const { columns, rows } = size;
  if (columns >= WIDE) {
    const left = Math.floor(columns * share);
    return {
      list: { columns: left, rows },
      text: { columns: columns - left - WALL, rows },
      how: 'beside',
    };
  }
  const whole = { columns, rows };
  if (columns < least.columns || rows < least.rows)
    return { list: whole, text: { columns: columns - 2, rows }, how: focus };
  const above = Math.max(1, Math.min(listRows, Math.floor((rows - 1) * 0.45)));
  return {
    list: { columns, rows: above },
    text: { columns: columns - 2, rows: rows - above - 1 },
    how: 'below',
  };
}

/** @param head stands in the rule between, where they are below each other */
export function panesLines(
  panes: Panes,
  list: readonly string[],
  text: readonly string[],
  head: string,
  theme: Theme,
): readonly string[] {
  const indented = text.slice(0, panes.text.rows).map((line) => ` ${line}`);
  switch (panes.how) {
    case 'list':
      return list.slice(0, panes.list.rows);
    case 'text':
      return indented;
    case 'below': {
      const above = Array.from({ length: panes.list.rows }, (_, at) => list[at] ?? '');
      return [...above, ruleWith(head, panes.list.columns, theme), ...indented];
    }
    case 'beside': {
      const wall = ` ${theme.aside(theme.glyphs.wall)} `;
      return Array.from(
        { length: panes.list.rows },
        (_, at) => pad(fit(list[at] ?? '', panes.list.columns), panes.list.columns) + wall + (text[at] ?? ''),
      );
    }
  }
}

/** A rule with words in it. @param head safe */
export function ruleWith(head: string, columns: number, { glyphs, aside, strong }: Theme): string {
  const words = fit(` ${head} `, Math.max(0, columns - 4));
  const rest = Math.max(0, columns - 2 - displayWidth(words));
  return aside(glyphs.rule.repeat(2)) + strong(words) + aside(glyphs.rule.repeat(rest));
}

/** A line with something at its right end, which stays. */
export function bothEnds(left: string, right: string, columns: number): string {
  const room = Math.max(0, columns - displayWidth(right) - 1);
  return fit(`${pad(fit(left, room), room)} ${right}`, columns);
}
