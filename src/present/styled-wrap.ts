import { displayWidth, pieces } from './layout.ts';

/** A stretch of text in one style. The text is `safeText` already; it may hold line breaks. */
export interface Run {
  readonly text: string;
  paint(text: string): string;
}

/** What belongs together without a space between, possibly in several styles. */
type Word = Run[];

/**
 * Styled text in lines of at most so many columns, broken at spaces as {@link wrap} does, inside a word only where it is
 * wider than a line. A line's own indentation is kept, and continued where there is room.
 */
export function wrapRuns(runs: readonly Run[], columns: number): readonly string[] {
  const width = Math.max(2, columns);
  const out: string[] = [];
  for (const line of linesOf(runs)) {
    const text = line.map((run) => run.text).join('');
    const lead = ' '.repeat(Math.min(/^ */.exec(text)?.[0].length ?? 0, Math.max(0, width - 10)));
    let current = lead;
    let used = lead.length;
    let isEmpty = true;
    for (const word of wordsOf(line).flatMap((word) => broken(word, width - lead.length))) {
      const size = word.reduce((sum, run) => sum + displayWidth(run.text), 0);
      const gap = isEmpty ? 0 : 1;
      if (!isEmpty && used + gap + size > width) {
        out.push(current);
        current = lead;
        used = lead.length;
        isEmpty = true;
      }
      const painted = word.map((run) => run.paint(run.text)).join('');
      current += isEmpty ? painted : ` ${painted}`;
      used += (isEmpty ? 0 : 1) + size;
      isEmpty = false;
    }
    out.push(isEmpty ? '' : current);
  }
  return out;
}

function linesOf(runs: readonly Run[]): readonly Run[][] {
  const lines: Run[][] = [[]];
  for (const { text, paint } of runs)
    for (const [at, part] of text.replaceAll('\t', '  ').split('\n').entries()) {
      if (at > 0) lines.push([]);
      if (part !== '') lines.at(-1)?.push({ text: part, paint });
    }
  return lines;
}

function wordsOf(line: readonly Run[]): readonly Word[] {
  const words: Word[] = [[]];
  for (const { text, paint } of line)
    for (const [at, part] of text.split(' ').entries()) {
      if (at > 0) words.push([]);
      if (part !== '') words.at(-1)?.push({ text: part, paint });
    }
  return words.filter((word) => word.length > 0);
}

/** A word that is wider than a line, in as many as it needs. */
function broken(word: Word, columns: number): readonly Word[] {
  const size = word.reduce((sum, run) => sum + displayWidth(run.text), 0);
  if (size <= columns) return [word];
  return word.flatMap(({ text, paint }) => pieces(text, columns).map((piece) => [{ text: piece, paint }]));
}
