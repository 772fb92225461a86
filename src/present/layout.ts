/**
 * Layout for a terminal: everything is measured in columns, not in characters. Texts are `safeText`
 * already; our own SGR colour codes may be in them and take no room.
 */

/** First and last code points of East_Asian_Width W and F (UAX #11); emoji have a property of their own. */
const WIDE = [
  '1100-115f 2329-232a 2e80-303e 3041-4dbf 4e00-a4cf a960-a97f ac00-d7a3 f900-faff fe10-fe19 fe30-fe6f',
  'ff01-ff60 ffe0-ffe6 16fe0-18dff 1aff0-1b2ff 1f200-1f265 20000-3fffd',
]
  .flatMap((line) => line.split(' '))
  .map((range) => range.split('-').map((code) => Number.parseInt(code, 16)));

/** Marks, controls and format characters, and the vowels and finals that join a Hangul syllable. */
const NO_WIDTH = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]$/u;
const EMOJI = /^(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f)/u;
const SGR_SPLIT = /(\x1b\[[0-9;]*m)/;
/** Each of these is one code unit, one character and one column: all that our own screens are drawn with. */
const ONE =
  '[\\x20-\\x7e\\xa0-\\xac\\xae-\\u02ff\\u2010-\\u2027\\u2190-\\u21ff\\u2500-\\u25fc\\u2713\\u2717\\u276f]';
const NARROW = new RegExp(`^${ONE}*$`);
/** Two of them never make one character. */
const BETWEEN = new RegExp(`(?<=${ONE})(?=${ONE})`);

let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for characters (UAX #29); never split one. */
function graphemes(text: string): string[] {
  if (NARROW.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  const out: string[] = [];
  for (const part of text.split(BETWEEN)) {
    if (part.length === 1) out.push(part);
    else for (const { segment } of segmenter.segment(part)) out.push(segment);
  }
  return out;
}

function charWidth(char: string): number {
  if (NO_WIDTH.test(char)) return 0;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x1100) return 1;
  return WIDE.some(([first = 0, last = 0]) => code >= first && code <= last) ? 2 : 1;
}

function graphemeWidth(grapheme: string): number {
  if (NARROW.test(grapheme)) return 1;
  if (EMOJI.test(grapheme)) return 2;
  let width = 0;
  for (const char of grapheme) width += charWidth(char);
  return width;
}

/** Columns that a one-line text takes. Controls count as none, so expand tabs first. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const [at, part] of text.split(SGR_SPLIT).entries()) {
    if (at % 2 === 1) continue;
    if (NARROW.test(part)) width += part.length;
    else for (const grapheme of graphemes(part)) width += graphemeWidth(grapheme);
  }
  return width;
}

/** The text if it fits, else as much as does, with an ellipsis. Colours stay balanced. */
export function fit(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (displayWidth(text) <= columns) return text;
  let out = '';
  let width = 0;
  let full = false;
  for (const [at, part] of text.split(SGR_SPLIT).entries()) {
    if (at % 2 === 1) {
      out += part;
      continue;
    }
    if (!full && width + part.length < columns && NARROW.test(part)) {
      out += part;
      width += part.length;
      continue;
    }
    for (const grapheme of full ? [] : graphemes(part)) {
      const next = width + graphemeWidth(grapheme);
      if (next > columns - 1) {
        out += '…';
        full = true;
        break;
      }
      out += grapheme;
      width = next;
    }
  }
  return out;
}

/** The text followed by spaces (or led by them) up to the width; longer text is left alone. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, columns - displayWidth(text)));
  return align === 'left' ? text + spaces : spaces + text;
}

/** Pieces of at most so many columns; a single wider character still makes a piece. */
export function pieces(word: string, columns: number): string[] {
  if (displayWidth(word) <= columns) return [word];
  const out: string[] = [];
  let piece = '';
  let width = 0;
  for (const grapheme of graphemes(word)) {
    const next = graphemeWidth(grapheme);
    if (piece !== '' && width + next > columns) {
      out.push(piece);
      piece = '';
      width = 0;
    }
    piece += grapheme;
    width += next;
  }
  out.push(piece);
  return out;
}

function wrapLine(line: string, columns: number, indent: number): string[] {
  const own = /^ */.exec(line)?.[0].length ?? 0;
  // Two columns are left for the widest character.
  const lead = ' '.repeat(Math.min(indent + own, Math.max(0, columns - 2)));
  const room = Math.max(1, columns - lead.length);
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (word === '') continue;
    for (const piece of pieces(word, room)) {
      if (current !== '' && displayWidth(current) + 1 + displayWidth(piece) > room) {
        lines.push(lead + current);
        current = '';
      }
      current = current === '' ? piece : `${current} ${piece}`;
    }
  }
  if (current !== '' || lines.length === 0) lines.push(current === '' ? '' : lead + current);
  return lines;
}

/**
 * Breaks text at spaces, and inside a word only where it is wider than the line. Line breaks are kept,
 * and so is each line's own indentation.
 * Colour comes after wrapping. @param indent spaces in front of every line, part of the width.
 */
export function wrap(text: string, columns: number, indent = 0): string {
  return text
    .replaceAll('\t', '  ')
    .split('\n')
    .flatMap((line) => wrapLine(line, columns, indent))
    .join('\n');
}

const GAP = '  ';

/**
 * Rows as aligned columns, two spaces apart, no wider than the terminal: the widest column gives way
 * first. Cells are one-line texts; no line ends in spaces.
 * @param columns the terminal's width; Infinity where there is none.
 * @param align per column; `left` where not given.
 */
export function table(
  rows: readonly (readonly string[])[],
  columns: number,
  align: readonly ('left' | 'right')[] = [],
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, displayWidth(cell));
  }
  let over = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1) - columns;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= 1) break;
    const at = widths.lastIndexOf(widest);
    const second = Math.max(1, ...widths.filter((_, other) => other !== at));
    const cut = Math.min(over, Math.max(1, widest - second));
    widths[at] = widest - cut;
    over -= cut;
  }
  const line = (row: readonly string[]) =>
    row.map((cell, at) => pad(fit(cell, widths[at] ?? 0), widths[at] ?? 0, align[at])).join(GAP);
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

/** `1 record`, `2 records`; give the plural where it is not the regular one. */
export function plural(count: number, noun: string, many?: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${
    many ??
    noun
      .replace(/([^aeiou])y$/, '$1ie')
      .replace(/(s|x|ch|sh)$/, '$1e')
      .concat('s')
  }`;
}

const MINUTE = 60_000;
/** Name and length in ms, longest first; a month and a year are the Gregorian calendar's means. */
const SPANS: readonly (readonly [string, number])[] = [
  ['year', 525_949.2 * MINUTE],
  ['month', 43_829.1 * MINUTE],
  ['week', 10_080 * MINUTE],
  ['day', 1440 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
];

/** Unit, its length in ms, and from how many of the unit below it on it is used. */
const SHORT_SPANS: readonly (readonly [string, number, number])[] = [
  ['y', 525_949.2 * MINUTE, 525_949.2 * MINUTE],
  ['w', 10_080 * MINUTE, 2 * 10_080 * MINUTE],
  ['d', 1440 * MINUTE, 1440 * MINUTE],
  ['h', 60 * MINUTE, 60 * MINUTE],
  ['m', MINUTE, MINUTE],
];

/** How long ago, in three columns: `5m`, `3h`, `13d`, `41w`, `2y`; `now` for less, and for what is to come. */
export function shortAge(fromMs: number, nowMs: number): string {
  const passed = nowMs - fromMs;
  if (!Number.isFinite(passed)) return '?';
  const span = SHORT_SPANS.find(([, , from]) => passed >= from);
  return span === undefined ? 'now' : `${Math.min(99, Math.floor(passed / span[1]))}${span[0]}`;
}

/** How long ago, in the largest whole unit: `3 days ago`; clocks that disagree give `in 3 days`. Times in ms since 1970. */
export function ago(fromMs: number, nowMs: number): string {
  const passed = nowMs - fromMs;
  if (!Number.isFinite(passed)) return 'at an unknown time';
  const size = Math.abs(passed);
  const span = SPANS.find(([, length]) => size >= length);
  if (span === undefined) return 'just now';
  const text = plural(Math.floor(size / span[1]), span[0]);
  return passed > 0 ? `${text} ago` : `in ${text}`;
}
