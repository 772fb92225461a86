/** A line that is typed, with the keys that a shell taught (readline). Pure; cuts by what a reader takes for characters. */

export interface LineField {
  readonly text: string;
  /** Where the cursor stands, as an index into `text`; always between two characters. */
  readonly cursor: number;
}

export const EMPTY_LINE: LineField = { text: '', cursor: 0 };

/** More than a question needs: what is longer is cut. */
export const MAX_LINE = 10_000;

const CHARACTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function lineOf(text: string): LineField {
  return { text, cursor: text.length };
}

/** What can stand in one line: breaks and tabs become spaces, other controls go. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, '');
}

export function typed({ text, cursor }: LineField, more: string): LineField {
  const room = Math.max(0, MAX_LINE - text.length);
  const added = oneLine(more).slice(0, room);
  return { text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length };
}

function before(text: string, cursor: number): number {
  let at = 0;
  for (const { index } of CHARACTERS.segment(text.slice(0, cursor))) at = index;
  return at;
}

function after(text: string, cursor: number): number {
  const [first] = CHARACTERS.segment(text.slice(cursor));
  return cursor + (first?.segment.length ?? 0);
}

function wordBefore(text: string, cursor: number): number {
  return (/\S+\s*$/.exec(text.slice(0, cursor)) ?? /^\s*$/.exec(text.slice(0, cursor)))?.index ?? 0;
}

function wordAfter(text: string, cursor: number): number {
  return cursor + (/^\s*\S+/.exec(text.slice(cursor))?.[0].length ?? text.length - cursor);
}

const EDITS: Readonly<Record<string, (line: LineField) => LineField>> = {
  left: ({ text, cursor }) => ({ text, cursor: before(text, cursor) }),
  right: ({ text, cursor }) => ({ text, cursor: after(text, cursor) }),
  home: ({ text }) => ({ text, cursor: 0 }),
  end: ({ text }) => ({ text, cursor: text.length }),
  'alt-b': ({ text, cursor }) => ({ text, cursor: wordBefore(text, cursor) }),
  'alt-f': ({ text, cursor }) => ({ text, cursor: wordAfter(text, cursor) }),
  backspace: ({ text, cursor }) => cut(text, before(text, cursor), cursor),
  delete: ({ text, cursor }) => cut(text, cursor, after(text, cursor)),
  'ctrl-u': ({ text, cursor }) => cut(text, 0, cursor),
  'ctrl-k': ({ text, cursor }) => cut(text, cursor, text.length),
  'ctrl-w': ({ text, cursor }) => cut(text, wordBefore(text, cursor), cursor),
  'alt-d': ({ text, cursor }) => cut(text, cursor, wordAfter(text, cursor)),
};

const SAME: Readonly<Record<string, string>> = {
  'ctrl-b': 'left',
  'ctrl-f': 'right',
  'ctrl-a': 'home',
  'ctrl-e': 'end',
  'ctrl-h': 'backspace',
  'ctrl-left': 'alt-b',
  'ctrl-right': 'alt-f',
  'alt-backspace': 'ctrl-w',
};

function cut(text: string, from: number, to: number): LineField {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

/** The line after a key; undefined for a key that edits no line. */
export function edited(line: LineField, key: string): LineField | undefined {
  return EDITS[SAME[key] ?? key]?.(line);
}
