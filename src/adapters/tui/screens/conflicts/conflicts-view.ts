import { partName, sideName } from '../../../../present/conflict-text.ts';
import { fit, pad, plural, wrap } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { headLines, listRow, panesLines, ruleLine } from '../../panes.ts';
import type { Here, View } from '../../screen.ts';
import { placed } from '../../window.ts';
import {
  type ConflictRow,
  type ConflictsState,
  conflictsPanes,
  listHeight,
  rowsOf,
  selectedOf,
} from './conflicts-state.ts';

/** From so many columns on two versions are beside each other. */
const BESIDE = 72;

export function conflictsView(state: ConflictsState, here: Here): View {
  return { lines: [...headLines(...summary(state, here), here), ...bodyLines(state, here)] };
}

function summary(state: ConflictsState, { theme, at }: Here): readonly [left: string, right: string] {
  const { files, place } = state;
  const rows = rowsOf(state);
  if (files === undefined) return [' Looking for what is undecided', ''];
  const [first] = files;
  const during = first?.during === undefined ? [] : [`during a ${first.during}`];
  const now = at === undefined ? [] : [theme.doubtful('of now; T comes back to decide')];
  const left = [plural(rows.length, 'conflict'), `in ${plural(files.length, 'file')}`, ...during, ...now];
  const right = rows.length === 0 ? '' : theme.aside(`${place.selected + 1} of ${rows.length} `);
  return [` ${left.join(` ${theme.glyphs.bullet} `)}`, right];
}

function bodyLines(state: ConflictsState, here: Here): readonly string[] {
  const rows = rowsOf(state);
  if (rows.length === 0) return nothing(state, here);
  const panes = conflictsPanes(state, here);
  const height = listHeight(state, here);
  const seen = placed(state.place, rows.length, height);
  const list = rows
    .slice(seen.top, seen.top + height)
    .map((row, at) => rowLine(row, seen.top + at === seen.selected, panes.list.columns, here));
  const lines = panes.how === 'list' ? [] : versionLines(state, here);
  const title = safeText(selectedOf(state)?.file.path ?? '');
  return panesLines(panes, list, { lines, top: state.scroll, title }, here.theme);
}

function rowLine({ file, conflict }: ConflictRow, isOn: boolean, columns: number, { theme }: Here): string {
  const part = conflict === undefined ? "git's markers alone" : partName(conflict);
  return listRow(
    fit(`${safeText(part)} ${theme.glyphs.bullet} ${theme.aside(safeText(file.title))}`, columns - 3),
    isOn,
    columns,
    theme,
  );
}

/** What was there before, and the versions: beside each other where two have room. */
export function versionLines(state: ConflictsState, here: Here): readonly string[] {
  const row = selectedOf(state);
  const { columns } = conflictsPanes(state, here).text;
  if (row?.conflict === undefined) return row === undefined ? [] : ['enter takes the markers out.'];
  const { file, conflict } = row;
  const { theme } = here;
  const { sides, before } = conflict;
  const name = (at: number): string => `${at + 1}${sideName(conflict, at, file.during)}`;
  const earlier =
    before === undefined
      ? []
      : [ruleLine('before', columns, theme), ...textLines(before, columns).map(theme.aside), ''];
  const [one, two] = sides;
  if (sides.length === 2 && columns >= BESIDE) {
    const half = Math.floor((columns - 3) / 2);
    const [left, right] = [textLines(one, half), textLines(two, half)];
    const heads = [ruleLine(name(0), half, theme), ruleLine(name(1), half, theme)];
    const height = Math.max(left.length, right.length);
    const beside = Array.from({ length: height }, (_, at) => [left[at] ?? '', right[at] ?? '']);
    return [
      ...earlier,
      ...[heads, ...beside].map(
        ([a = '', b = '']) => `${pad(a, half)} ${theme.aside(theme.glyphs.wall)} ${b}`,
      ),
    ];
  }
  return [
    ...earlier,
    ...sides.flatMap((side, at) => [ruleLine(name(at), columns, theme), ...textLines(side, columns), '']),
  ];
}

function textLines(value: unknown, columns: number): readonly string[] {
  if (value === null || value === '') return ['(taken away)'];
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return safeText(text, { newlines: true })
    .trimEnd()
    .split('\n')
    .flatMap((line) => wrap(line, columns).split('\n'));
}

function nothing({ files, failed }: ConflictsState, { size, theme }: Here): readonly string[] {
  const lines =
    failed !== undefined
      ? [theme.bad(safeText(failed))]
      : files === undefined
        ? []
        : ['Nothing is in conflict.', '', 'What a merge leaves undecided in memory is listed here.'];
  return ['', ...lines.flatMap((line) => wrap(line, size.columns - 4, 2).split('\n'))];
}
