import { displayWidth, pieces } from './layout.ts';

type Paint = (text: string) => string;

/** How parts of a text are shown; a theme has all of it. */
export interface MarkdownPaint {
  /** Headings and what is strong. */
  readonly strong: Paint;
  /** Marks, and where links lead. */
  readonly aside: Paint;
  readonly code: Paint;
  /** Lines of a diff. */
  readonly added: Paint;
  readonly removed: Paint;
}

/** A stretch of text in one style. */
interface Span {
  readonly text: string;
  readonly paint: Paint;
}

/** What is never parted by a space: `**must**,` is a word of two spans. */
export type Word = readonly Span[];

const PLAIN: Paint = (text) => text;

/**
 * Code, a link or picture, what is strong, an escaped mark. Sources: CommonMark 0.31 (6.1 code spans, 6.3 links, 2.4
 * escapes), each within bounds, so that no text takes long; single `*` and `_` stay as they are: without colour they are the emphasis, and in names they are none.
 */
const INLINE =
  /(`+)(?!`)(.{1,500}?)(?<!`)\1(?!`)|!?\[((?:[^[\]\\]|\\.){0,500})\]\(((?:[^()\s]|\([^()]*\))+(?:\s+"[^"]*")?)\)|(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\5|\\([!-/:-@[-`{-~])/gsu;

/** The words of a paragraph. @param text safe, line breaks are spaces */
export function wordsOf(text: string, paint: MarkdownPaint, base: Paint = PLAIN): readonly Word[] {
  const words: Span[][] = [[]];
  for (const { text: stretch, paint: look } of spansOf(text, paint, base)) {
    for (const [at, part] of stretch.split(/\s+/u).entries()) {
      if (at > 0) words.push([]);
      if (part !== '') words.at(-1)?.push({ text: part, paint: look });
    }
  }
  return words.filter((word) => word.length > 0);
}

function spansOf(text: string, paint: MarkdownPaint, base: Paint): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  const within =
    (inner: Paint): Paint =>
    (one) =>
      base(inner(one));
  for (const match of text.matchAll(INLINE)) {
    const [all, ticks, code, label, target, mark, strong, escaped] = match;
    spans.push({ text: text.slice(from, match.index), paint: base });
    from = match.index + all.length;
    if (ticks !== undefined) spans.push({ text: `${ticks}${code ?? ''}${ticks}`, paint: within(paint.code) });
    else if (target !== undefined) {
      // What a link says and where it leads are both shown: they may differ.
      if (label !== target && label !== '') spans.push(...spansOf(`${label ?? ''} `, paint, base));
      const shown = label === target || label === '' ? target : `(${target})`;
      spans.push({ text: shown, paint: within(paint.aside) });
    } else if (mark !== undefined) spans.push(...spansOf(strong ?? '', paint, within(paint.strong)));
    else spans.push({ text: escaped ?? '', paint: base });
  }
  spans.push({ text: text.slice(from), paint: base });
  return spans.filter(({ text: stretch }) => stretch !== '');
}

/** Words as lines of at most so many columns. @param first in front of the first line @param rest of the others */
export function flow(words: readonly Word[], columns: number, first: string, rest: string): string[] {
  const room = Math.max(1, columns - displayWidth(rest));
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const word of words.flatMap((one) => broken(one, room))) {
    const size = widthOf(word);
    if (line !== '' && width + 1 + size > room) {
      lines.push(line);
      line = '';
      width = 0;
    }
    const shown = word.map(({ text, paint }) => paint(text)).join('');
    width += size + (line === '' ? 0 : 1);
    line = line === '' ? shown : `${line} ${shown}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((one, at) => (at === 0 ? first : rest) + one);
}

function widthOf(word: Word): number {
  return word.reduce((sum, { text }) => sum + displayWidth(text), 0);
}

/** A word that is wider than a line, in pieces. */
function broken(word: Word, room: number): readonly Word[] {
  if (widthOf(word) <= room) return [word];
  return word.flatMap(({ text, paint }) => pieces(text, room).map((piece) => [{ text: piece, paint }]));
}
