import { displayWidth, fit, pad, shortAge } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { createStyle } from '../../../../present/style.ts';
import {
  bodyOf,
  headLines,
  heightOf,
  linesEach,
  type Panes,
  panesLines,
  panesOf,
  selectedRow,
} from '../../panes.ts';
import type { Here, View } from '../../screen.ts';
import { whoText } from '../../signs.ts';
import type { Theme } from '../../theme.ts';
import { placed } from '../../window.ts';
import { filterWords } from './history-filters.ts';
import { countWords, headWords, type Preview, previewOf } from './history-preview.ts';
import type { HistoryCommit } from './history-requests.ts';
import { type HistoryState, selectedCommit } from './history-state.ts';

const LIST_SHARE = 0.52;
const WIDTH = { age: 3, author: 10 };
const PLAIN = createStyle({ color: false });

/** Where list and preview stand. */
export function historyPanes({ focus, commits }: HistoryState, here: Here): Panes {
  return panesOf(bodyOf(here), { focus, wanted: commits.length, share: LIST_SHARE });
}

/** Commits that can be seen at once. */
export function historyHeight(state: HistoryState, here: Here): number {
  return heightOf(historyPanes(state, here));
}

/** Of the selected commit; undefined where there is none. */
export function historyPreview(state: HistoryState, here: Here): Preview | undefined {
  const one = selectedCommit(state);
  const panes = historyPanes(state, here);
  if (one === undefined) return undefined;
  return previewOf(one, {
    theme: here.theme,
    columns: panes.text.columns,
    words: state.words,
    now: here.now,
    withHead: panes.how !== 'below',
  });
}

export function historyView(state: HistoryState, here: Here): View {
  const { theme, now } = here;
  const panes = historyPanes(state, here);
  const one = selectedCommit(state);
  const preview = historyPreview(state, here);
  const text = {
    lines: preview === undefined ? [] : withPointer(preview, state, theme),
    top: state.scroll,
    title: one === undefined ? '' : headWords(one, now),
    isOn: state.focus === 'text',
  };
  const body =
    one === undefined
      ? nothingLines(state, here)
      : panesLines(panes, listLines(state, here, panes), text, theme);
  return { lines: [...headLines(...summary(state, here), here), ...body] };
}

function summary(state: HistoryState, { theme, at }: Here): readonly [left: string, right: string] {
  const { commits, next, asking, place, isSeeking } = state;
  const more = next === undefined ? '' : '+';
  const count =
    commits.length === 0
      ? asking === undefined
        ? '0'
        : '…'
      : `${place.selected + 1} of ${commits.length}${more}`;
  const waits = isSeeking === true ? 'looking… ' : '';
  const words = filterWords(state.filter);
  const begin = state.rev !== undefined && at === undefined ? ` from ${safeText(state.rev)}` : '';
  const left =
    words === ''
      ? ` git log of memory${begin} ${theme.aside('· all authors, all kinds')}`
      : ` ${theme.match(words)}`;
  return [left, theme.aside(`${waits}${count} `)];
}

/** Why there is no commit to be seen, and what to do about it. */
function nothingLines(
  { asking, failed, filter, commits }: HistoryState,
  { theme, at }: Here,
): readonly string[] {
  if (commits.length > 0) return [];
  if (failed !== undefined) return ['', ` ${theme.bad(safeText(failed))}`];
  if (asking !== undefined) return [];
  if (filterWords(filter) !== '')
    return ['', ' No commit is like that.', theme.aside(' f changes the filter, esc clears it')];
  if (at !== undefined) return ['', ` No commit had changed a record by ${safeText(at.label)}.`];
  return [
    '',
    ' No commit has changed a record yet.',
    theme.aside(' A record appears here with the commit that carries it:'),
    theme.aside(' nexus remember, git commit'),
  ];
}

function listLines(state: HistoryState, here: Here, panes: Panes): readonly string[] {
  const { commits, place, mark } = state;
  const each = linesEach(panes);
  const height = heightOf(panes);
  const seen = placed(place, commits.length, height);
  return commits.slice(seen.top, seen.top + height).flatMap((one, at) => {
    const isOn = seen.top + at === seen.selected;
    const isMarked = one.commit.oid === mark;
    const lines = commitLines(one, { isOn, isMarked, each, columns: panes.list.columns }, here);
    const isFocused = isOn && (state.focus === 'list' || panes.how === 'list');
    return lines.map((line) => selectedRow(line, isFocused, panes.list.columns, here.theme));
  });
}

interface Row {
  readonly isOn: boolean;
  readonly isMarked: boolean;
  readonly each: 1 | 2;
  readonly columns: number;
}

function commitLines(one: HistoryCommit, row: Row, { theme, now }: Here): readonly string[] {
  const { commit } = one;
  const { glyphs } = theme;
  // Within what is shown inversely other colours are hard to read.
  const plain = (text: string): string => text;
  const look = row.isOn ? { aside: plain, match: plain } : theme;
  const pointer = `${row.isOn ? glyphs.pointer : ' '}${row.isMarked ? '*' : ' '}`;
  const oid = look.match(commit.oid.slice(0, 7));
  const age = pad(shortAge(commit.authorTime * 1000, now), WIDTH.age, 'right');
  const sign = commit.parents.length > 1 ? glyphs.merge : glyphs.dot;
  const counts = countWords(one, row.isOn ? PLAIN : theme.style);
  const subject = safeText(commit.subject);
  if (row.each === 2)
    return [
      fit(` ${pointer}${subject}`, row.columns),
      fit(`   ${oid} ${age} ${sign} ${counts}  ${look.aside(safeText(commit.authorName))}`, row.columns),
    ];
  const who = look.aside(whoText(commit.authorName, WIDTH.author));
  const head = ` ${pointer}${oid} ${look.aside(age)} ${who} ${sign} ${pad(counts, 9)} `;
  return [head + fit(subject, Math.max(0, row.columns - displayWidth(head)))];
}

/** The record that is meant is marked while one goes through them. */
function withPointer(
  { lines, records }: Preview,
  { focus, row }: HistoryState,
  theme: Theme,
): readonly string[] {
  const at = records[row];
  if (focus !== 'text' || at === undefined) return lines;
  return lines.map((line, place) =>
    place === at ? theme.selected(`${theme.glyphs.pointer} ${line}`) : line,
  );
}
