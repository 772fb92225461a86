import { fit } from '../../present/layout.ts';
import { listRow, ruleLine } from './panes.ts';
import type { Here } from './screen.ts';
import { placed } from './window.ts';

/** Lines of which some are rows that can be selected: a list with headings, and with what is said below a row. Pure. */
export interface Line<T> {
  /** Called only for what is seen. */
  readonly draw: (isOn: boolean) => string;
  readonly row?: Row<T>;
}

export interface Row<T> {
  readonly id: string;
  /** What words are looked for in. */
  readonly text: string;
  /** Where it leads. */
  readonly target?: T;
}

export function rowsOf<T>(lines: readonly Line<T>[]): readonly Row<T>[] {
  return lines.flatMap(({ row }) => row ?? []);
}

/** The first line that is to be seen: with the selected row and what is said below it, and to the very start. */
export function topOf<T>(
  { selected, top }: { readonly selected: number; readonly top: number },
  lines: readonly Line<T>[],
  height: number,
): number {
  const places = lines.flatMap(({ row }, at) => (row === undefined ? [] : [at]));
  const at = places[selected] ?? 0;
  if (selected === 0 && at < height) return 0;
  const next = places[selected + 1];
  const isHeading = (line: number): boolean => lines[line]?.row === undefined && line + 1 === next;
  const last = (next ?? lines.length) - 1;
  const end = Math.min(isHeading(last) ? last - 1 : last, at + height - 1);
  const low = placed({ selected: Math.max(at, end), top }, lines.length, height).top;
  return placed({ selected: at, top: low }, lines.length, height).top;
}

/** A row of one line, and what is said below it. */
export function rowLines<T>(
  row: Row<T>,
  text: () => string,
  { size, theme }: Here,
  below: readonly string[] = [],
): readonly Line<T>[] {
  return [
    { row, draw: (isOn) => listRow(fit(text(), size.columns - 3), isOn, size.columns, theme) },
    ...below.map((line) => ({ draw: () => fit(`   ${theme.aside(line)}`, size.columns) })),
  ];
}

/** Lines under a heading; nothing where there are none. */
export function section<T>(
  title: string,
  { size, theme }: Here,
  lines: readonly Line<T>[],
): readonly Line<T>[] {
  return lines.length === 0 ? [] : [{ draw: () => ruleLine(title, size.columns, theme) }, ...lines];
}
