import { displayWidth, fit, pad } from '../../present/layout.ts';
import type { Here, Size } from './screen.ts';
import type { Theme } from './theme.ts';

/**
 * A list and a text that belongs to its selected row: beside each other where there is room, else below each other,
 * else the list alone. Pure.
 */
export interface Panes {
  readonly how: 'beside' | 'below' | 'alone';
  readonly list: Size;
  /** Nothing where the list stands alone. */
  readonly text: Size;
}

/** From so many columns on a list and a text have room beside each other, or a row for all that a hit tells. */
export const WIDE = 100;
export const NARROW = 60;
/** Fewer rows are the list's alone. */
const LOW = 12;
const WALL = 3;
const RULE = 1;

/** @param wanted rows that the list would fill; it gets less than half of what is there if the text stands below it */
export function panesOf({ columns, rows }: Size, wanted: number): Panes {
  const none = { columns: 0, rows: 0 };
  if (columns < NARROW || rows < LOW) return { how: 'alone', list: { columns, rows }, text: none };
  if (columns >= WIDE) {
    const left = Math.floor((columns - WALL) * 0.48);
    const text = { columns: columns - WALL - left, rows };
    return { how: 'beside', list: { columns: left, rows }, text };
  }
  const high = Math.max(3, Math.min(wanted, Math.floor(rows * 0.45)));
  return {
    how: 'below',
    list: { columns, rows: high },
    text: { columns, rows: rows - high - RULE },
  };
}

/** Both as lines. Each line of a pane is no wider than its pane. @param title of the text, where a rule is above it */
export function panesLines(
  panes: Panes,
  list: readonly string[],
  text: readonly string[],
  title: string,
  theme: Theme,
): readonly string[] {
  if (panes.how === 'alone') return list;
  if (panes.how === 'below')
    return [
      ...Array.from({ length: panes.list.rows }, (_, at) => list[at] ?? ''),
      titledRule(title, panes.list.columns, theme),
      ...text.slice(0, panes.text.rows),
    ];
  const wall = ` ${theme.aside(theme.glyphs.wall)} `;
  return Array.from(
    { length: panes.list.rows },
    (_, at) => `${pad(list[at] ?? '', panes.list.columns)}${wall}${text[at] ?? ''}`,
  );
}

/** A rule with a few words in it. @param title safe already */
export function titledRule(title: string, columns: number, theme: Theme): string {
  const { rule } = theme.glyphs;
  if (title === '') return theme.aside(rule.repeat(columns));
  const words = fit(`${rule.repeat(2)} ${title} `, columns);
  return theme.aside(words + rule.repeat(Math.max(0, columns - displayWidth(words))));
}

/** A row of a list: marked where it is the selected one, by a sign too. @param text no wider than the row less two */
export function listRow(text: string, isOn: boolean, columns: number, theme: Theme): string {
  const line = pad(fit(` ${isOn ? theme.glyphs.pointer : ' '} ${text}`, columns), columns);
  return isOn ? theme.selected(line) : line.trimEnd();
}

/** Words on the left, and on the right as much of the others as there is room for. */
export function ends(left: string, right: string, columns: number): string {
  const room = columns - displayWidth(left) - 1;
  return displayWidth(right) <= room
    ? `${left}${' '.repeat(room + 1 - displayWidth(right))}${right}`
    : fit(left, columns);
}

/** The first two lines of a screen: what it shows, and a rule. */
export function headLines(left: string, right: string, { size, theme }: Here): readonly string[] {
  return [ends(left, right, size.columns), theme.aside(theme.glyphs.rule.repeat(size.columns))];
}
