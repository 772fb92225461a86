import { SEVERITIES } from '../../../../core/review.ts';
import { countsOf, signed } from '../../../../present/change-lines.ts';
import { displayWidth, fit, pad, plural, wrap } from '../../../../present/layout.ts';
import { countsText } from '../../../../present/review-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import {
  bodyOf,
  ends,
  headLines,
  heightOf,
  linesEach,
  listRow,
  type Panes,
  panesLines,
  panesOf,
} from '../../panes.ts';
import type { Here, View } from '../../screen.ts';
import { whoText } from '../../signs.ts';
import { placed } from '../../window.ts';
import { type Detail, detailLines, severityText, titleText } from './review-detail.ts';
import {
  baseText,
  headText,
  type ReviewRow,
  type ReviewState,
  rowsOf,
  selectedRow,
  shortName,
} from './review-state.ts';
import { summaryLines } from './review-summary.ts';

function panes({ focus, review }: ReviewState, here: Here): Panes {
  return panesOf(bodyOf(here), { focus, wanted: rowsOf(review).length });
}

/** Rows of the list that can be seen. */
export function listHeight(state: ReviewState, here: Here): number {
  return heightOf(panes(state, here));
}

export function detailHeight(state: ReviewState, here: Here): number {
  return panes(state, here).text.rows;
}

const laidOut = new WeakMap<ReviewRow, { readonly how: string; readonly detail: Detail }>();

/** Laid out once per change and width: comparing words takes longer than a key may. */
export function detailOf(state: ReviewState, here: Here): Detail {
  const row = selectedRow(state);
  if (row === undefined) return { lines: [], findings: [] };
  const { how: place, text } = panes(state, here);
  const { columns } = text;
  const titled = place === 'below';
  const { words, whole } = state;
  const how = `${columns} ${words} ${whole} ${titled}`;
  const before = laidOut.get(row);
  if (before?.how === how) return before.detail;
  const detail = detailLines(row, { columns, words, whole, titled }, here);
  laidOut.set(row, { how, detail });
  return detail;
}

export function reviewView(state: ReviewState, here: Here): View {
  const { review } = state;
  const right = headRight(state, here);
  const head = headLines(headLeft(state, here.size.columns - displayWidth(right) - 1, here), right, here);
  if (review === undefined || rowsOf(review).length === 0)
    return { lines: [...head, ...noneLines(state, here)] };
  const room = panes(state, here);
  const row = selectedRow(state);
  const text = {
    lines: detailOf(state, here).lines,
    top: state.scroll,
    title: row === undefined ? '' : titleText(row, here.theme),
    isOn: state.focus === 'text',
  };
  const list = [...listLines(state, room, here)];
  if (room.how === 'beside') list.push(...summaryLines(review, room.list, list.length, here.theme));
  return { lines: [...head, ...panesLines(room, list, text, here.theme)] };
}

/** `main (5c3b9e8d) → feat/queue (working tree)   3 records +2 ~1   2 high, 1 low` */
function headLeft({ review }: ReviewState, columns: number, { theme }: Here): string {
  if (review === undefined) return ' Review';
  const [from, to] =
    columns < 90
      ? [review.base === undefined ? 'nothing' : shortName(review.base), shortName(review.head)]
      : [baseText(review), headText(review)];
  const range = safeText(`${from} ${theme.glyphs.to} ${to}`);
  const { changes, findings, commits } = review;
  const counts = countsOf(
    changes.map(({ change }) => change),
    theme.style,
  );
  const worst = SEVERITIES.find((severity) => findings.some((one) => one.severity === severity));
  const found =
    worst === undefined ? '' : `  ${severityText(worst, `! ${countsText(findings) ?? ''}`, theme)}`;
  const many = commits === 0 || columns < 90 ? '' : `  ${plural(commits, 'commit')}`;
  return fit(` ${theme.strong(range)}${many}  ${counts}${found}`, columns);
}

function headRight({ review, seen }: ReviewState, { theme }: Here): string {
  const count = rowsOf(review).length;
  return count === 0 ? '' : theme.aside(`${seen.size}/${count} seen `);
}

/** Why there is nothing to be seen. */
function noneLines({ review, failed }: ReviewState, { theme, size }: Here): readonly string[] {
  const told = (text: string): readonly string[] => wrap(safeText(text), size.columns - 2, 1).split('\n');
  if (failed !== undefined)
    return [...told(failed).map(theme.bad), '', ...told('B compares with something else.')];
  if (review === undefined) return [];
  return [
    ...told(`Nothing changed in memory between ${baseText(review)} and ${headText(review)}.`),
    '',
    ...told('B compares with another branch, tag or revision.').map(theme.aside),
  ];
}

function listLines(state: ReviewState, room: Panes, here: Here): readonly string[] {
  const rows = rowsOf(state.review);
  const height = heightOf(room);
  const seen = placed(state.place, rows.length, height);
  return rows
    .slice(seen.top, seen.top + height)
    .flatMap((row, at) =>
      rowLines(row, state.seen.has(row.key), seen.top + at === seen.selected, room, here),
    );
}

const KIND_COLUMNS = 8;
const AUTHOR_COLUMNS = 9;

function rowLines(
  row: ReviewRow,
  isSeen: boolean,
  isOn: boolean,
  room: Panes,
  { theme }: Here,
): readonly string[] {
  const { columns } = room.list;
  const { glyphs } = theme;
  const mark = isSeen ? theme.good(glyphs.verified) : theme.aside(glyphs.bullet);
  const [worst] = row.findings;
  const many = row.findings.length > 1 ? ` ${row.findings.length}` : '';
  const end =
    worst === undefined
      ? theme.aside(endText(row))
      : severityText(worst.severity, `! ${worst.severity}${many}`, theme);
  const start = `${mark} ${signed(row.sign, theme.style)}`;
  const who = whoText(row.commits[0]?.authorName ?? 'not yet', AUTHOR_COLUMNS);
  const title = safeText(row.title);
  if (linesEach(room) === 2)
    return [
      listRow(`${start} ${title}`, isOn, columns, theme),
      ends(`       ${theme.kind(row.kind)} ${theme.aside(who)}`, end, columns),
    ];
  const kind = theme.kind(pad(fit(row.kind, KIND_COLUMNS), KIND_COLUMNS));
  // The row's own sign takes three columns, and the last stays free.
  const text = `${start} ${kind} ${theme.aside(who)} ${title}`;
  return [listRow(ends(text, end === '' ? '' : ` ${end}`, columns - 4), isOn, columns, theme)];
}

function endText({ did, commits }: ReviewRow): string {
  if (did !== 'added' && did !== 'changed') return did;
  return commits.length > 1 ? plural(commits.length, 'commit') : '';
}
