import { displayWidth, fit, pad } from '../../present/layout.ts';
import type { Here, Size } from './screen.ts';
import type { Theme } from './theme.ts';
import { scrolled } from './window.ts';

/**
 * A list and a text that belongs to its selected row: beside each other, below each other, or one of both alone. Pure;
 * every screen stands on it, so that the same room is used in the same way.
 */
export interface Panes {
  readonly how: 'beside' | 'below' | 'list' | 'text';
  readonly list: Size;
  /** Room for its own lines, without what is around them. */
  readonly text: Size;
}

/** From so many columns on both are beside each other, or a row has room for all that can be told of it. */
export const WIDE = 100;
/** Below this a row of a list takes two lines, and a text the whole screen. */
export const NARROW = 60;
/** With fewer rows there is room for one of both. */
const LOW = 10;
/** The wall between, with a space on either side. */
const WALL = 3;
const RULE = 1;
/** A text keeps a free column at either side; beside a wall, whose space is there already, at its right. */
const MARGIN = 1;

/** Lines at the top of a screen: what it shows, and a rule. */
export const HEAD_ROWS = 2;

/** The room below them. */
export function bodyOf({ size }: Here): Size {
  return { columns: size.columns, rows: Math.max(1, size.rows - HEAD_ROWS) };
}

export interface PanesOf {
  /** What has the keys: it is what one sees where there is no room for both. */
  readonly focus: 'list' | 'text';
  /** Rows that the list would fill; above the text it gets no more than half of what is there. */
  readonly wanted: number;
  /** Of the columns the list's part beside the text, 0 to 1. */
  readonly share?: number;
  /** The size from which on both are shown. */
  readonly least?: Size;
}

const SHARE = 0.47;
const LEAST: Size = { columns: NARROW, rows: LOW };

/** @param size of both together */
export function panesOf(size: Size, { focus, wanted, share = SHARE, least = LEAST }: PanesOf): Panes {
  const { columns, rows } = size;
  if (columns >= WIDE) {
    const left = Math.floor(columns * share);
    const text = { columns: columns - left - WALL - MARGIN, rows };
    return { how: 'beside', list: { columns: left, rows }, text };
  }
  if (columns < least.columns || rows < least.rows) return alone(size, focus);
  const above = Math.max(1, Math.min(wanted, Math.floor((rows - RULE) / 2)));
  return {
    how: 'below',
    list: { columns, rows: above },
    text: { columns: columns - 2 * MARGIN, rows: rows - above - RULE },
  };
}

/** One of both, with all the room. */
export function alone(size: Size, how: 'list' | 'text'): Panes {
  return { how, list: size, text: { columns: Math.max(1, size.columns - 2 * MARGIN), rows: size.rows } };
}

/** Lines that a row of the list takes: narrow it has two, where two rows have room. */
export function linesEach({ how, list }: Panes): 1 | 2 {
  return how !== 'beside' && list.columns < NARROW && list.rows >= 4 ? 2 : 1;
}

/** Rows of the list that are seen at once. */
export function heightOf(panes: Panes, each: number = linesEach(panes)): number {
  return Math.max(1, Math.floor(panes.list.rows / each));
}

/** What of a text is seen, and what is said of it. */
export interface PaneText {
  /** All of it. */
  readonly lines: readonly string[];
  /** The first line that is wanted. */
  readonly top: number;
  /** What it is: in the rule above it. Safe. */
  readonly title?: string;
  /** It has the keys. */
  readonly isOn?: boolean;
}

/** Both as lines; what is too wide in the list is cut, the text's lines are cut already. */
export function panesLines(
  panes: Panes,
  list: readonly string[],
  { lines, top, title = '', isOn = false }: PaneText,
  theme: Theme,
): readonly string[] {
  const { how, list: room } = panes;
  if (how === 'list') return list.slice(0, room.rows);
  const from = scrolled(top, 0, lines.length, panes.text.rows);
  const seen = lines.slice(from, from + panes.text.rows);
  const text = seen.map((line) => (line === '' ? '' : `${' '.repeat(MARGIN)}${line}`));
  if (how === 'text') return text;
  const rows = Array.from({ length: room.rows }, (_, at) => fit(list[at] ?? '', room.columns));
  if (how === 'below') {
    const right = from + panes.text.rows < lines.length ? 'more' : '';
    return [...rows, ruleLine(title, room.columns, theme, { right, isOn }), ...text];
  }
  const wall = ` ${(isOn ? theme.strong : theme.aside)(theme.glyphs.wall)} `;
  return rows.map((row, at) => pad(row, room.columns) + wall + (seen[at] ?? ''));
}

/** What is drawn for the list alone: its columns are all there are. */
export function within(here: Here, { list }: Panes): Here {
  return { ...here, size: { columns: list.columns, rows: here.size.rows } };
}

/** A rule, with words in it. @param title safe @param how `right`: words at its end, which stay; `isOn`: it has the keys */
export function ruleLine(
  title: string,
  columns: number,
  theme: Theme,
  { right = '', isOn = false }: { readonly right?: string; readonly isOn?: boolean } = {},
): string {
  const { rule } = theme.glyphs;
  const paint = isOn ? theme.strong : theme.aside;
  const end = right === '' ? '' : ` ${right} ${rule.repeat(2)}`;
  const words = title === '' ? '' : ` ${title} `;
  const shown = fit(words, Math.max(0, columns - 2 - displayWidth(end)));
  const rest = Math.max(0, columns - 2 - displayWidth(shown) - displayWidth(end));
  const start = rule.repeat(Math.min(2, columns));
  return shown === ''
    ? paint(start + rule.repeat(rest) + end)
    : paint(start) + theme.strong(shown) + paint(rule.repeat(rest) + end);
}

/** A row of a list: marked where it is the selected one, by a sign too. @param text no wider than the row less three */
export function listRow(text: string, isOn: boolean, columns: number, theme: Theme): string {
  return selectedRow(` ${isOn ? theme.glyphs.pointer : ' '} ${text}`, isOn, columns, theme);
}

/** A line of a list that has its sign already, or needs none. */
export function selectedRow(text: string, isOn: boolean, columns: number, theme: Theme): string {
  const line = fit(text, columns);
  return isOn ? theme.selected(pad(line, columns)) : line.trimEnd();
}

/** So much of the left must be seen; else it gets all there is. */
const LEFT = 10;

/** Words on the left, and at the right end others, which are told whole or not at all. @param least columns that the left keeps */
export function ends(left: string, right: string, columns: number, least = LEFT): string {
  const room = columns - displayWidth(right) - 1;
  const width = displayWidth(left);
  if (right === '' || room < Math.min(least, width)) return fit(left, columns);
  return `${pad(fit(left, room), room)} ${right}`;
}

/** The first two lines of a screen: what it shows, and a rule. @param least as in {@link ends} */
export function headLines(
  left: string,
  right: string,
  { size, theme }: Here,
  least?: number,
): readonly string[] {
  return [ends(left, right, size.columns, least), ruleLine('', size.columns, theme)];
}
