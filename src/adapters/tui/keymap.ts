import { displayWidth } from '../../present/layout.ts';

/** One row of a key table: handler, hint line, help and documentation all come from it. */
export interface Binding {
  /** Key names as `decode.ts` gives them; two keys in a row with a space between: `ctrl-x e`. */
  readonly keys: readonly string[];
  readonly action: string;
  /** Only while a line is typed, or only while none is; absent: always. A key that writes never works while typing. */
  readonly when?: 'typing' | 'list';
  /** Two or three words for the hint line; absent: not in it. */
  readonly hint?: string;
  /** What the hint line shows instead of its first key: a pair, of which the other is another row's. */
  readonly hintKeys?: readonly string[];
  /** What it does, for the help screen. */
  readonly help: string;
  /** Heading in the help screen. */
  readonly group: string;
  /** It changes memory: not while one looks at another time. */
  readonly writes?: true;
}

export type KeyTable = readonly Binding[];

/** How the rows of a table are written. */
export type RowOf = (
  keys: readonly string[],
  action: string,
  help: string,
  more?: Partial<Binding>,
) => Binding;

/** Rows below a heading. @param when absent: of keys that work while nothing is typed */
export function rowsOf(group: string, when: 'typing' | 'list' | 'always' = 'list'): RowOf {
  const only = when === 'always' ? {} : { when };
  return (keys, action, help, more = {}) => ({ keys, action, ...only, help, group, ...more });
}

/** What has keys of its own while a line is typed; these do it where none is, too. */
export function bothOf(group: string): (typing: readonly string[], ...row: Parameters<RowOf>) => KeyTable {
  return (typing, keys, ...row) => [
    rowsOf(group)([...keys, ...typing], ...row),
    rowsOf(group, 'typing')(typing, ...row),
  ];
}

const move = rowsOf('Move');
const moveAlways = rowsOf('Move', 'always');
const moveTyping = rowsOf('Move', 'typing');
const SCROLL_DOWN = 'scroll the text beside it down';
const SCROLL_UP = 'scroll the text beside it up';

/** Movement in any list; what is typed keeps its letters, so there only keys without one. */
export const LIST_KEYS: KeyTable = [
  moveAlways(['down', 'ctrl-n'], 'down', 'one down'),
  moveAlways(['up', 'ctrl-p'], 'up', 'one up'),
  move(['j'], 'down', 'one down', { hint: 'move', hintKeys: ['j', 'k'] }),
  move(['k'], 'up', 'one up'),
  moveAlways(['pagedown'], 'page-down', 'a page down'),
  moveAlways(['pageup'], 'page-up', 'a page up'),
  move(['ctrl-d'], 'half-down', 'half a page down'),
  move(['ctrl-u'], 'half-up', 'half a page up'),
  move(['g', 'home'], 'first', 'to the first'),
  move(['G', 'end'], 'last', 'to the last'),
];

/** A text beside or below a list, scrolled without going there. */
export const PREVIEW_KEYS: KeyTable = [
  move(['J', 'shift-down'], 'preview-down', SCROLL_DOWN, { hint: 'scroll', hintKeys: ['J', 'K'] }),
  move(['K', 'shift-up'], 'preview-up', SCROLL_UP),
  moveTyping(['shift-down'], 'preview-down', SCROLL_DOWN),
  moveTyping(['shift-up'], 'preview-up', SCROLL_UP),
];

/** What was looked for, found one after the other. */
export function findKeys(group: string, what: string): KeyTable {
  const row = rowsOf(group);
  return [
    row(['/'], 'find', what, { hint: 'find' }),
    row(['n'], 'find-next', 'the next that was found'),
    row(['N'], 'find-previous', 'the one before'),
  ];
}

const SCREENS = 'Recall, History, Review, Inbox, Learning';
const everywhere = rowsOf('Everywhere', 'always');
const inLists = rowsOf('Everywhere');
const bothEverywhere = bothOf('Everywhere');

/** What works on every screen. */
export const EVERYWHERE: KeyTable = [
  ...bothEverywhere(['f1'], ['?'], 'help', 'help for this screen', { hint: 'help' }),
  ...['recall', 'history', 'review', 'inbox', 'learning'].map((name, at) =>
    inLists([String(at + 1)], `go-${name}`, SCREENS),
  ),
  ...['recall', 'history', 'review', 'inbox', 'learning'].map((name, at) =>
    everywhere([`ctrl-x ${at + 1}`, `f${at + 2}`], `go-${name}`, SCREENS),
  ),
  everywhere(['ctrl-t'], 'travel', 'time travel: another commit, tag or branch'),
  ...bothEverywhere(['ctrl-x t'], ['T'], 'travel-back', 'back to now'),
  inLists(['u'], 'undo', 'undo the last change of memory'),
  everywhere(['ctrl-x u'], 'undo', 'undo the last change of memory'),
  everywhere(['esc'], 'back', 'back, clear, close'),
  inLists(['q'], 'close', 'back, or quit'),
  inLists(['Q'], 'quit', 'quit'),
  everywhere(['ctrl-c'], 'quit', 'quit'),
  everywhere(['ctrl-z'], 'suspend', 'suspend (fg comes back)'),
  everywhere(['ctrl-l'], 'redraw', 'draw the screen again'),
];

function works(binding: Binding, typing: boolean): boolean {
  return binding.when === undefined || (binding.when === 'typing') === typing;
}

/** The binding of a key, with the keys pressed before it (a prefix), in the first table that has one. */
export function bound(tables: readonly KeyTable[], pressed: string, typing: boolean): Binding | undefined {
  for (const table of tables) {
    const found = table.find((binding) => works(binding, typing) && binding.keys.includes(pressed));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True for a key that begins a longer one. */
export function isPrefix(tables: readonly KeyTable[], pressed: string, typing: boolean): boolean {
  return tables.some((table) =>
    table.some(
      (binding) => works(binding, typing) && binding.keys.some((key) => key.startsWith(`${pressed} `)),
    ),
  );
}

const SHOWN: Readonly<Record<string, string>> = {
  down: '↓',
  up: '↑',
  pagedown: 'PgDn',
  pageup: 'PgUp',
};

/** A key as people write it: `^r`, `alt-1`, `↓`. */
export function shownKey(key: string): string {
  return key
    .split(' ')
    .map((one) => SHOWN[one] ?? one.replace(/^ctrl-(.)$/, '^$1'))
    .join(' ');
}

/** The first key for what works everywhere, as people write it. */
export function keyFor(action: string, typing: boolean): string {
  const binding = EVERYWHERE.find((one) => one.action === action && works(one, typing));
  return binding === undefined ? '' : binding.keys.slice(0, 1).map(shownKey).join('');
}

/** The hint line: as many as there is room for, each whole; where help is comes last, and always. */
export function hintLine(tables: readonly KeyTable[], typing: boolean, columns: number): string {
  const hints = tables
    .flat()
    .filter((binding) => binding.hint !== undefined && works(binding, typing))
    .map(({ keys, hintKeys = keys.slice(0, 1), hint = '', action }) => ({
      text: `${hintKeys.map(shownKey).join(' ')} ${hint}`,
      action,
    }));
  const help = hints.find(({ action }) => action === 'help')?.text;
  const end = help === undefined ? '' : `  ${help}`;
  let line = '';
  for (const { text, action } of hints) {
    if (action === 'help') continue;
    const next = `${line}${line === '' ? ' ' : '  '}${text}`;
    if (displayWidth(next + end) > columns) break;
    line = next;
  }
  return displayWidth(line + end) <= columns ? line + end : line;
}

export interface HelpEntry {
  readonly keys: string;
  readonly help: string;
}

/** The help of tables by heading, in their order; one line for what several keys do. */
export function helpGroups(tables: readonly KeyTable[]): ReadonlyMap<string, readonly HelpEntry[]> {
  const groups = new Map<string, Map<string, string[]>>();
  for (const { group, help, keys } of tables.flat()) {
    const entries = groups.get(group) ?? new Map<string, string[]>();
    groups.set(group, entries);
    entries.set(help, [...(entries.get(help) ?? []), ...keys.map(shownKey)]);
  }
  return new Map(
    [...groups].map(([group, entries]) => [
      group,
      [...entries].map(([help, keys]) => ({ keys: inRuns([...new Set(keys)]).join(' '), help })),
    ]),
  );
}

/** Keys that count on are told by the first and the last: `1…5`, `alt-1…9`. */
function inRuns(keys: readonly string[]): readonly string[] {
  const runs: { before: string; first: number; last: number; text: string }[] = [];
  for (const text of keys) {
    const [, before = text, digits] = /^(.*?)(\d+)$/.exec(text) ?? [];
    const number = digits === undefined ? Number.NaN : Number(digits);
    const run = runs.find((one) => one.before === before && one.last + 1 === number);
    if (run === undefined) runs.push({ before, first: number, last: number, text });
    else run.last = number;
  }
  return runs.map(({ before, first, last, text }) => (last > first ? `${before}${first}…${last}` : text));
}
