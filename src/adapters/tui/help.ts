import { displayWidth, fit } from '../../present/layout.ts';
import { safeText } from '../../present/safe-text.ts';
import { helpLines } from './help-text.ts';
import { bound, EVERYWHERE, hintLine, type KeyTable, rowsOf } from './keymap.ts';
import { EMPTY_LINE, edited, type LineField, typed } from './line.ts';
import { FRAME_ROWS, type Size } from './screen.ts';
import type { Theme } from './theme.ts';
import { isMove, moved } from './window.ts';

/** The help over everything: of the screen below it, or of all; searched by words. Pure. */
export interface Help {
  readonly all: boolean;
  /** First line that is seen. */
  readonly top: number;
  readonly line: LineField;
  /** The words are being typed. */
  readonly typing: boolean;
}

export const HELP_START: Help = { all: false, top: 0, line: EMPTY_LINE, typing: false };

/** Whose help it is. */
export interface HelpOf {
  readonly title: string;
  readonly keys: KeyTable;
  /** Letters are typed into an input of it now. */
  readonly typing: boolean;
  /** Of all screens. */
  readonly others: readonly KeyTable[];
  readonly size: Size;
  readonly theme: Theme;
}

export type HelpStep = Help | 'closed';

const row = rowsOf('Help');

export const HELP_KEYS: KeyTable = [
  row(['/'], 'find', 'search the help', { hint: 'search' }),
  row(['?'], 'all', 'all screens, or this one alone', { hint: 'all screens' }),
  row(['j', 'down', 'ctrl-n'], 'down', 'a line down', { hint: 'scroll', hintKeys: ['j', 'k'] }),
  row(['k', 'up', 'ctrl-p'], 'up', 'a line up'),
  row(['ctrl-d'], 'half-down', 'half a page down'),
  row(['ctrl-u'], 'half-up', 'half a page up'),
  row(['pagedown', 'space'], 'page-down', 'a page down'),
  row(['pageup'], 'page-up', 'a page up'),
  row(['g', 'home'], 'first', 'to the top'),
  row(['G', 'end'], 'last', 'to the end'),
  rowsOf('Help', 'typing')(['enter'], 'found', 'done with typing', { hint: 'done' }),
  rowsOf('Help', 'always')(['esc'], 'back', 'clear the search, close', { hint: 'close' }),
  row(['q', 'f1'], 'close', 'close'),
];

export function afterHelpKey(help: Help, key: string, text: string | undefined, of: HelpOf): HelpStep {
  const action = bound([HELP_KEYS], key, help.typing)?.action;
  if (action === undefined) {
    if (!help.typing) return help;
    const line = text === undefined ? edited(help.line, key) : typed(help.line, text);
    return line === undefined ? help : { ...help, line, top: 0 };
  }
  if (isMove(action)) {
    const count = linesOf(help, of).length - heightOf(of) + 1;
    return {
      ...help,
      top: moved({ selected: help.top, top: 0 }, action, Math.max(1, count), heightOf(of)).selected,
    };
  }
  switch (action) {
    case 'find':
      return { ...help, typing: true };
    case 'found':
      return { ...help, typing: false };
    case 'all':
      return { ...help, all: !help.all, top: 0 };
    case 'back':
      return help.typing || help.line.text !== ''
        ? { ...help, typing: false, line: EMPTY_LINE, top: 0 }
        : 'closed';
    default:
      return 'closed';
  }
}

/** Text that was pasted. */
export function afterHelpText(help: Help, text: string): Help {
  return help.typing ? { ...help, line: typed(help.line, text), top: 0 } : help;
}

function heightOf({ size }: HelpOf): number {
  return Math.max(1, size.rows - FRAME_ROWS);
}

function linesOf({ all, line }: Help, of: HelpOf): readonly string[] {
  const tables = all ? [EVERYWHERE, ...of.others] : [workingOf(of.keys, of), workingOf(EVERYWHERE, of)];
  return helpLines({ tables, words: line.text, columns: of.size.columns, theme: of.theme });
}

/** What can work on this screen: one that never types has no use for keys while typing, nor the other way round. */
function workingOf(table: KeyTable, { keys, typing }: HelpOf): KeyTable {
  const types = typing || keys.some(({ when }) => when === 'typing');
  const lists = !typing || keys.some(({ when }) => when === 'list');
  return table.filter(({ when }) => when === undefined || (when === 'typing' ? types : lists));
}

export interface HelpView {
  readonly title: string;
  readonly lines: readonly string[];
  readonly bottom: string;
  readonly cursor?: { readonly row: number; readonly column: number };
}

export function helpView(help: Help, of: HelpOf): HelpView {
  const { columns, rows } = of.size;
  const { theme } = of;
  const all = linesOf(help, of);
  const height = heightOf(of);
  const top = Math.min(help.top, Math.max(0, all.length - height));
  const rest =
    all.length > height ? `  ${Math.min(100, Math.round(((top + height) * 100) / all.length))}%` : '';
  const title = fit(
    `${theme.title(' Help')} ${theme.aside(theme.glyphs.crumb)} ${theme.strong(help.all ? 'all screens' : of.title)}${theme.aside(rest)}`,
    columns,
  );
  const lines = all.slice(top, top + height);
  const words = safeText(help.line.text);
  if (!help.typing) {
    const found = words === '' ? '' : theme.aside(fit(` / ${words}`, Math.floor(columns / 3)));
    const hint = hintLine([HELP_KEYS], false, columns - displayWidth(found));
    return { title, lines, bottom: found + theme.aside(hint) };
  }
  const column = 3 + displayWidth(safeText(help.line.text.slice(0, help.line.cursor)));
  return {
    title,
    lines,
    bottom: fit(` / ${words}`, columns),
    cursor: { row: rows - 1, column: Math.min(columns - 1, column) },
  };
}
