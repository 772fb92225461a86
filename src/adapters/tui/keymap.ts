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
  /** What it does, for the help screen. */
  readonly help: string;
  /** Heading in the help screen. */
  readonly group: string;
  /** It changes memory: not while one looks at another time. */
  readonly writes?: true;
}

export type KeyTable = readonly Binding[];

/** Movement in any list; what is typed keeps its letters, so there only keys without one. */
export const LIST_KEYS: KeyTable = [
  { keys: ['down', 'ctrl-n'], action: 'down', help: 'one down', group: 'Move' },
  { keys: ['up', 'ctrl-p'], action: 'up', help: 'one up', group: 'Move' },
  { keys: ['j'], action: 'down', when: 'list', hint: 'move', help: 'one down', group: 'Move' },
  { keys: ['k'], action: 'up', when: 'list', help: 'one up', group: 'Move' },
  { keys: ['pagedown'], action: 'page-down', help: 'a page down', group: 'Move' },
  { keys: ['pageup'], action: 'page-up', help: 'a page up', group: 'Move' },
  { keys: ['ctrl-d'], action: 'half-down', when: 'list', help: 'half a page down', group: 'Move' },
  { keys: ['ctrl-u'], action: 'half-up', when: 'list', help: 'half a page up', group: 'Move' },
  { keys: ['g', 'home'], action: 'first', when: 'list', help: 'to the first', group: 'Move' },
  { keys: ['G', 'end'], action: 'last', when: 'list', help: 'to the last', group: 'Move' },
];

/** A text beside or below a list, scrolled without going there. */
export const PREVIEW_KEYS: KeyTable = [
  {
    keys: ['J', 'shift-down'],
    action: 'preview-down',
    when: 'list',
    help: 'scroll the text beside it down',
    group: 'Move',
  },
  {
    keys: ['K', 'shift-up'],
    action: 'preview-up',
    when: 'list',
    help: 'scroll the text beside it up',
    group: 'Move',
  },
  {
    keys: ['shift-down'],
    action: 'preview-down',
    when: 'typing',
    help: 'scroll the text beside it down',
    group: 'Move',
  },
  {
    keys: ['shift-up'],
    action: 'preview-up',
    when: 'typing',
    help: 'scroll the text beside it up',
    group: 'Move',
  },
];

const TABS = 'Recall, History, Review, Inbox, Learning';

/** What works on every screen. */
export const EVERYWHERE: KeyTable = [
  {
    keys: ['f1'],
    action: 'help',
    when: 'typing',
    hint: 'help',
    help: 'help for this screen',
    group: 'Everywhere',
  },
  {
    keys: ['?', 'f1'],
    action: 'help',
    when: 'list',
    hint: 'help',
    help: 'help for this screen',
    group: 'Everywhere',
  },
  { keys: ['1'], action: 'go-recall', when: 'list', help: TABS, group: 'Everywhere' },
  { keys: ['2'], action: 'go-history', when: 'list', help: TABS, group: 'Everywhere' },
  { keys: ['3'], action: 'go-review', when: 'list', help: TABS, group: 'Everywhere' },
  { keys: ['4'], action: 'go-inbox', when: 'list', help: TABS, group: 'Everywhere' },
  { keys: ['5'], action: 'go-learning', when: 'list', help: TABS, group: 'Everywhere' },
  { keys: ['ctrl-x 1', 'f2'], action: 'go-recall', help: TABS, group: 'Everywhere' },
  { keys: ['ctrl-x 2', 'f3'], action: 'go-history', help: TABS, group: 'Everywhere' },
  { keys: ['ctrl-x 3', 'f4'], action: 'go-review', help: TABS, group: 'Everywhere' },
  { keys: ['ctrl-x 4', 'f5'], action: 'go-inbox', help: TABS, group: 'Everywhere' },
  { keys: ['ctrl-x 5', 'f6'], action: 'go-learning', help: TABS, group: 'Everywhere' },
  {
    keys: ['ctrl-t'],
    action: 'travel',
    help: 'time travel: another commit, tag or branch',
    group: 'Everywhere',
  },
  { keys: ['T', 'ctrl-x t'], action: 'travel-back', when: 'list', help: 'back to now', group: 'Everywhere' },
  { keys: ['ctrl-x t'], action: 'travel-back', when: 'typing', help: 'back to now', group: 'Everywhere' },
  { keys: ['u'], action: 'undo', when: 'list', help: 'undo the last change of memory', group: 'Everywhere' },
  { keys: ['ctrl-x u'], action: 'undo', help: 'undo the last change of memory', group: 'Everywhere' },
  { keys: ['esc'], action: 'back', help: 'back, clear, close', group: 'Everywhere' },
  { keys: ['q'], action: 'close', when: 'list', help: 'back, or quit', group: 'Everywhere' },
  { keys: ['Q'], action: 'quit', when: 'list', help: 'quit', group: 'Everywhere' },
  { keys: ['ctrl-c'], action: 'quit', help: 'quit', group: 'Everywhere' },
  { keys: ['ctrl-z'], action: 'suspend', help: 'suspend (fg comes back)', group: 'Everywhere' },
  { keys: ['ctrl-l'], action: 'redraw', help: 'draw the screen again', group: 'Everywhere' },
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

/** The hint line: as many as there is room for, each whole; where help is comes last, and always. */
export function hintLine(tables: readonly KeyTable[], typing: boolean, columns: number): string {
  const hints = tables
    .flat()
    .filter((binding) => binding.hint !== undefined && works(binding, typing))
    .map(({ keys, hint = '', action }) => ({ text: `${shownKey(keys[0] ?? '')} ${hint}`, action }));
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
