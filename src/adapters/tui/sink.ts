import { EventEmitter } from 'node:events';
import { displayWidth } from '../../present/layout.ts';

/** Marks are private-use characters (Unicode plane 15), one a line; no text of ours reaches Ink beside them. */
const FIRST_MARK = 0xf0000;

/**
 * What Ink writes to, instead of the terminal. Ink's own way of drawing a full screen clears it, and the scrollback, at
 * every update; told to debug it writes each frame whole, and here only the lines that differ from what is seen are
 * painted, in place, as one write between the marks of a synchronised update (DEC private mode 2026).
 */
export class Sink extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  #seen: readonly string[] = [];
  #frame: readonly string[] | undefined;
  #marked: string[] = [];
  #cursor: Cursor | undefined;
  #paused = false;
  readonly #out: (text: string) => void;

  constructor(size: { readonly columns: number; readonly rows: number }, out: (text: string) => void) {
    super();
    this.columns = size.columns;
    this.rows = size.rows;
    this.#out = out;
  }

  /**
   * What stands for a line in Ink's frame: it lays out a character instead of a hundred with their styles, which is most of
   * what a frame costs.
   */
  readonly mark = (line: string): string => {
    if (line === '') return line;
    this.#marked.push(line);
    return String.fromCodePoint(FIRST_MARK + this.#marked.length - 1);
  };

  /** Ink's frame. It is painted by {@link flush}. */
  write(text: string, encoding?: unknown, done?: () => void): boolean {
    if (text !== '') {
      this.#frame = text.split('\n').map((row) => this.#lineOf(row));
      this.#marked = [];
    }
    const callback = typeof encoding === 'function' ? encoding : done;
    if (typeof callback === 'function') callback();
    return true;
  }

  /** The line whose mark stands in a row of Ink's, which has one column of lines. */
  #lineOf(row: string): string {
    return this.#marked[(row.codePointAt(0) ?? 0) - FIRST_MARK] ?? row;
  }

  /** Paints what changed, and puts the cursor where it belongs. */
  flush(cursor: Cursor | undefined): void {
    if (this.#paused || this.#frame === undefined) return;
    const next = this.#frame.slice(0, this.rows);
    let paint = '';
    for (let row = 0; row < Math.max(next.length, this.#seen.length); row++) {
      const line = next[row] ?? '';
      if (line === this.#seen[row]) continue;
      // Behind a line that is full there is nothing to erase, and its last character would go.
      const rest = displayWidth(line) < this.columns ? '\x1b[K' : '';
      paint += `\x1b[${row + 1};1H\x1b[0m${line}\x1b[0m${rest}`;
    }
    const same = cursor?.row === this.#cursor?.row && cursor?.column === this.#cursor?.column;
    if (paint === '' && same) return;
    this.#seen = next;
    this.#cursor = cursor;
    const place = cursor === undefined ? '' : `\x1b[${cursor.row + 1};${cursor.column + 1}H\x1b[?25h`;
    this.#out(`\x1b[?2026h\x1b[?25l${paint}${place}\x1b[?2026l`);
  }

  /** The terminal has another size: all of it is painted anew. */
  resize(size: { readonly columns: number; readonly rows: number }): void {
    this.columns = size.columns;
    this.rows = size.rows;
    this.forget();
    this.emit('resize');
  }

  /** Nothing of what was painted is there any more. */
  forget(): void {
    this.#seen = [];
    this.#cursor = undefined;
  }

  /** Another program has the terminal. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.forget();
  }
}

export interface Cursor {
  /** From 0. */
  readonly row: number;
  readonly column: number;
}
