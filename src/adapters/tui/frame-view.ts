import { displayWidth, fit, pad, shortAge } from '../../present/layout.ts';
import { progressText } from '../../present/progress-text.ts';
import { safeText } from '../../present/safe-text.ts';
import { helpView } from './help.ts';
import { hintLine, keyFor } from './keymap.ts';
import { ends, ruleLine, WIDE } from './panes.ts';
import { popupHint, popupView } from './popup.ts';
import { helpOf, hereOf, type Program, popupRoom, tablesOf, top, type World } from './program.ts';
import { FRAME_ROWS, type ScreenName, type When } from './screen.ts';
import { SCREEN_TITLES, TABS } from './screens.ts';

/** Everything that is to be seen: as many rows as the terminal has. */
export interface FrameView {
  readonly lines: readonly string[];
  /** Counted from the upper left corner, from 0; absent: hidden. */
  readonly cursor?: { readonly row: number; readonly column: number };
}

/** Less than this is no room for anything. */
const MIN = { columns: 20, rows: 6 };

export function frameView(world: World, program: Program): FrameView {
  const view = wholeView(world, program);
  return { ...view, lines: view.lines.map(world.theme.drawn) };
}

function wholeView(world: World, program: Program): FrameView {
  const { columns, rows } = program.size;
  if (columns < MIN.columns || rows < MIN.rows)
    return { lines: filled([fit('nexus: too small', columns)], Math.max(1, rows)) };
  const { theme } = world;
  const rule = ruleLine('', columns, theme);
  const here = hereOf(world, program);
  if (program.help !== undefined) {
    const { title, lines, bottom, cursor } = helpView(program.help, helpOf(world, program));
    return {
      lines: [title, ...filled(lines, rows - FRAME_ROWS), rule, bottom],
      ...(cursor === undefined ? {} : { cursor }),
    };
  }
  const view = top(program).screen.view(here);
  const room = popupRoom(program);
  const popup = program.popup === undefined ? undefined : popupView(program.popup, theme, columns, room);
  return {
    lines: [
      titleLine(world, program, view.title ?? above(program)),
      // A popup may leave less room than a screen needs at least: what is below is covered.
      ...filled(view.lines, here.size.rows),
      ...filled(popup?.lines ?? [], room),
      rule,
      bottomLine(world, program),
    ],
    ...cursorOf(within(view.cursor, columns), popup?.cursor, rows - 2 - room, popup !== undefined),
  };
}

/** So many lines, whatever there are. */
function filled(lines: readonly string[], rows: number): readonly string[] {
  return Array.from({ length: rows }, (_, at) => lines[at] ?? '');
}

interface Cursor {
  readonly row: number;
  readonly column: number;
}

function within(cursor: Cursor | undefined, columns: number): Cursor | undefined {
  return cursor && { ...cursor, column: Math.min(cursor.column, columns - 1) };
}

function cursorOf(
  own: Cursor | undefined,
  popup: Cursor | undefined,
  popupTop: number,
  hasPopup: boolean,
): { readonly cursor?: Cursor } {
  if (hasPopup) return popup === undefined ? {} : { cursor: { ...popup, row: popup.row + popupTop } };
  return own === undefined ? {} : { cursor: { ...own, row: own.row + 1 } };
}

/** A tab's screen that was opened above another is told by its name. */
function above(program: Program): string | undefined {
  return program.stack.length > 1 ? SCREEN_TITLES[top(program).screen.name] : undefined;
}

/** Where one is: the tab or the screen's own name; on the right where in time. */
function titleLine(world: World, program: Program, title: string | undefined): string {
  const { theme } = world;
  const { columns } = program.size;
  const [tab] = program.stack;
  const when = program.at === undefined ? whereText(program.place, columns) : travelText(world, program.at);
  const right = ` ${fit(when, Math.max(8, Math.floor(columns / 3)))} `;
  const room = columns - displayWidth(right);
  const name = ' nexus ';
  const left =
    title === undefined
      ? theme.title(name) + tabsText(theme.strong, tab?.screen.name, room - name.length)
      : fit(`${theme.title(name)}${theme.aside(theme.glyphs.crumb)} ${theme.strong(safeText(title))}`, room);
  const end = program.at === undefined ? theme.aside(right) : theme.travel(right);
  return pad(left, room) + end;
}

function whereText(place: Program['place'], columns: number): string {
  if (place === undefined) return '';
  const branch = safeText(place.branch ?? 'detached');
  return place.repository === undefined || columns < WIDE
    ? branch
    : `${safeText(place.repository)}  ${branch}`;
}

/** `◀ v1.2·8d` */
function travelText({ theme, now }: World, { label, time }: When): string {
  const age = time === undefined ? '' : `${theme.glyphs.bullet}${shortAge(time, now())}`;
  return `${theme.glyphs.back} ${safeText(label)}${age}`;
}

/** The names where there is room, else the numbers, else the present one alone. */
function tabsText(strong: (text: string) => string, current: ScreenName | undefined, room: number): string {
  const text = (label: (at: number, title: string) => string): string =>
    TABS.map(({ name }, at) => {
      const title = SCREEN_TITLES[name];
      return name === current ? strong(`[${at + 1} ${title}]`) : ` ${label(at, title)} `;
    }).join(' ');
  const long = text((at, title) => `${at + 1} ${title}`);
  if (displayWidth(long) <= room) return long;
  const short = text((at) => `${at + 1}`);
  if (displayWidth(short) <= room) return short;
  return current === undefined ? '' : fit(strong(SCREEN_TITLES[current]), room);
}

function bottomLine(world: World, program: Program): string {
  const { theme } = world;
  const { columns } = program.size;
  if (program.message !== undefined) {
    const { text, tone, canUndo } = program.message;
    const undo = canUndo === true ? `${keyFor('undo', top(program).screen.typing)} undo ` : '';
    const line = ends(` ${safeText(text)}`, undo, columns);
    return tone === 'good' ? theme.good(line) : tone === 'bad' ? theme.bad(line) : line;
  }
  if (program.popup !== undefined) return theme.aside(fit(` ${popupHint(program.popup)}`, columns));
  if (program.work !== undefined) return theme.aside(fit(` ${progressText(program.work)}`, columns));
  if (program.prefix !== undefined) return theme.aside(fit(` ${program.prefix} …`, columns));
  return theme.aside(hintLine(tablesOf(program), top(program).screen.typing, columns));
}
