import { ago, fit, pad, plural, shortAge, wrap } from '../../../../present/layout.ts';
import { changesText } from '../../../../present/record-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import {
  bodyOf,
  heightOf,
  linesEach,
  listRow,
  NARROW,
  type Panes,
  panesLines,
  panesOf,
  ruleLine,
} from '../../panes.ts';
import { promptLine } from '../../prompt.ts';
import type { Here, View } from '../../screen.ts';
import { whoText } from '../../signs.ts';
import { placed } from '../../window.ts';
import { countWords, restLines } from '../history/history-preview.ts';
import { type Place, placesOf, type TravelState } from './travel-state.ts';

const NAME_COLUMNS = 20;
/** Of changes, where they stand below other words. */
const INDENT = 2;
const COUNTS_COLUMNS = 8;
/** From so many columns on there is room for who it was, and subjects stand below each other. */
const TABLE_COLUMNS = 76;

/** The list keeps its height, however few places there are: what is typed narrows it at every key. */
export function travelPanes(here: Here): Panes {
  return panesOf(bodyOf(here), { focus: 'list', wanted: Number.POSITIVE_INFINITY });
}

/** Places that are seen at once. */
export function listHeight(here: Here): number {
  return heightOf(travelPanes(here));
}

export function travelView(state: TravelState, here: Here): View {
  const { theme, size } = here;
  const rows = placesOf(state, here.at !== undefined);
  const panes = travelPanes(here);
  const height = heightOf(panes);
  const seen = placed(state.place, rows.length, height);
  const { columns } = panes.list;
  const room = { columns, width: nameColumns(rows, columns), each: linesEach(panes) };
  const list = rows
    .slice(seen.top, seen.top + height)
    .flatMap((place, at) => rowLines(place, seen.top + at === seen.selected, room, here));
  const place = rows[seen.selected];
  const text = {
    lines: aboutLines(state, place, panes.text.columns, here),
    top: state.scroll,
    title: place === undefined || place.what === 'now' ? '' : safeText(place.label),
  };
  const body = rows.length === 0 ? noneLines(state, here) : panesLines(panes, list, text, theme);
  const prompt = promptLine(state.line, countText(state, rows, here), here);
  return {
    title: 'Time travel',
    lines: [prompt.text, ruleLine('', size.columns, theme), ...body],
    cursor: { row: 0, column: prompt.cursor },
  };
}

function countText({ kind, places }: TravelState, rows: readonly Place[], { size }: Here): string {
  if (places === undefined) return '';
  const all = places.refs.length + places.commits.length;
  const isAll = kind === 'all';
  const which = isAll && size.columns < NARROW ? '' : `${isAll ? 'branches, tags, commits' : kind} · `;
  return `${which}${rows.length} of ${all}${places.isCut ? '+' : ''}`;
}

/** Why there is nothing to be seen. */
function noneLines({ failed, places, typed, line }: TravelState, { theme, size }: Here): readonly string[] {
  const told = (text: string): readonly string[] => wrap(safeText(text), size.columns - 2, 1).split('\n');
  if (failed !== undefined) return told(failed).map(theme.bad);
  if (places === undefined) return [];
  const text = line.text.trim();
  if (text === '')
    return told('No commit changed memory yet, and there is no branch or tag.').map(theme.aside);
  const why = typed?.text === text ? typed.why : undefined;
  return [
    ...told('No branch, tag or commit of memory is like that.'),
    ...(why === undefined ? [] : told(why).map(theme.aside)),
  ];
}

function rowLines(
  place: Place,
  isOn: boolean,
  { columns, width, each }: RowRoom,
  { theme, now }: Here,
): readonly string[] {
  const age = place.what === 'now' ? '' : shortAge(place.time, now);
  const what = place.what === 'commit' || place.what === 'now' ? '' : place.what;
  const who = place.who ?? what;
  const counts = place.did === undefined ? '' : countWords(place.did, theme.style);
  const subject = safeText(place.subject);
  const name = safeText(place.label);
  const named = place.what === 'commit' ? name : theme.kind(name);
  const aside = isOn ? (text: string): string => text : theme.aside;
  if (each === 2) {
    const facts = [age, safeText(who)].filter((part) => part !== '').join(' ');
    return [
      listRow(`${named} ${counts}`, isOn, columns, theme),
      fit(`   ${aside(facts)} ${subject}`, columns),
    ];
  }
  const label = pad(fit(named, width), width);
  const when = pad(age, 3, 'right');
  if (columns < TABLE_COLUMNS) {
    const did = counts === '' ? aside(what) : counts;
    return [
      listRow(`${label} ${aside(when)} ${did === '' ? '' : `${did} `}${subject}`, isOn, columns, theme),
    ];
  }
  const by = whoText(who, 9);
  const text = `${label} ${aside(`${when} ${by}`)} ${pad(counts, COUNTS_COLUMNS)} ${subject}`;
  return [listRow(text, isOn, columns, theme)];
}

interface RowRoom {
  readonly columns: number;
  /** Of names. */
  readonly width: number;
  /** Lines of a row. */
  readonly each: 1 | 2;
}

function nameColumns(rows: readonly Place[], columns: number): number {
  const longest = rows.reduce((most, { label }) => Math.max(most, Math.min(label.length, NAME_COLUMNS)), 8);
  return Math.min(longest, Math.floor(columns / 3));
}

/** What is known of a place: its commit, what that did to memory, how much memory there was. */
export function aboutLines(
  { about }: TravelState,
  place: Place | undefined,
  columns: number,
  { theme, now }: Here,
): readonly string[] {
  if (place === undefined) return [];
  const fold = (text: string): readonly string[] => wrap(safeText(text), columns).split('\n');
  if (place.what === 'now') return fold('Everything shows memory as it is now again.');
  const commit = about?.commit.oid === place.oid ? about.commit : undefined;
  const who = commit === undefined ? (place.who ?? '') : `${commit.authorName}, `;
  const then = about === undefined || commit === undefined ? undefined : about.records;
  const memory =
    then === undefined
      ? []
      : then === 0
        ? fold('There was no memory yet.').map(theme.doubtful)
        : fold(`Memory then: ${plural(then, 'record')}`);
  const changes =
    place.did === undefined
      ? []
      : [
          ...changesText(place.did.changes, { style: theme.style, columns: columns + INDENT, now }, false)
            .trimEnd()
            .split('\n')
            .map((line) => line.slice(INDENT)),
          ...restLines(place.did, theme),
        ];
  return [
    fit(
      `${theme.kind(place.oid.slice(0, 10))} ${theme.aside(safeText(`${who}${ago(place.time, now)}`))}`,
      columns,
    ),
    ...fold(place.subject),
    '',
    ...memory,
    ...(changes.length === 0 ? [] : ['', ...changes]),
  ];
}
