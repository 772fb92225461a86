import { displayWidth, pieces } from './layout.ts';

export type Paint = (text: string) => string;

/** A stretch of text in one style. */
export interface Span {
  readonly text: string;
  readonly paint: Paint;
}

/** What is never parted by a space: `**must**,` is a word of two spans. */
export type Word = readonly Span[];

/** Text in several styles as words; its white space is one space each. */
export function wordsIn(spans: readonly Span[]): readonly Word[] {
  const words: Span[][] = [[]];
  for (const { text, paint } of spans) {
    for (const [at, part] of text.split(/\s+/u).entries()) {
      if (at > 0) words.push([]);
      if (part !== '') words.at(-1)?.push({ text: part, paint });
    }
  }
  return words.filter((word) => word.length > 0);
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
