import type { Screenful } from '../../src/adapters/tui/app.tsx';
import { Decoder } from '../../src/adapters/tui/decode.ts';
import type { TerminalEvents } from '../../src/adapters/tui/terminal.ts';
import { displayWidth } from '../../src/present/layout.ts';

const STYLE = /\x1b\[[0-9;]*m/g;
/** All that may be painted: a place, a style, the rest of a line, and the marks around a frame. */
const PAINT = /\x1b\[(\d+);(\d+)H|\x1b\[K|\x1b\[[0-9;]*m|\x1b\[\?(?:2026|25)[hl]|\x1b\]52;c;([^\x07]*)\x07/gy;

/** A terminal that understands what we paint, and nothing else: anything more is a failure. */
export class FakeTerminal implements Screenful {
  size: { columns: number; rows: number };
  /** Everything that was written. */
  written = '';
  copied: string | undefined;
  cursor: { row: number; column: number } | undefined;
  isLeft = false;
  suspended = 0;
  readonly #lines: string[] = [];
  readonly #decoder = new Decoder();
  #events: TerminalEvents | undefined;

  constructor(columns: number, rows: number) {
    this.size = { columns, rows };
  }

  listen(events: TerminalEvents): void {
    this.#events = events;
  }

  async handOver<T>(use: () => Promise<T>): Promise<T> {
    return use();
  }

  suspend(): void {
    this.suspended += 1;
  }

  leave(): void {
    this.isLeft = true;
  }

  /** Bytes of the keyboard. A lone escape is the key, here. */
  send(bytes: string): void {
    const inputs = [...this.#decoder.push(new TextEncoder().encode(bytes)), ...this.#decoder.flush()];
    this.#events?.input(inputs);
  }

  resize(columns: number, rows: number): void {
    this.size = { columns, rows };
    this.#lines.length = 0;
    this.#events?.resized();
  }

  write(text: string): void {
    this.written += text;
    let row = 0;
    let at = 0;
    while (at < text.length) {
      PAINT.lastIndex = at;
      const match = PAINT.exec(text);
      if (match === null) {
        const end = text.indexOf('\x1b', at);
        this.#put(row, text.slice(at, end < 0 ? text.length : end));
        at = end < 0 ? text.length : Math.max(end, at + 1);
        continue;
      }
      if (match[1] !== undefined) {
        row = Number(match[1]) - 1;
        // A place and then the cursor shown: where it stands. Else a line begins.
        if (text.startsWith('\x1b[?25h', PAINT.lastIndex))
          this.cursor = { row, column: Number(match[2]) - 1 };
        else this.#lines[row] = '';
      } else if (match[0] === '\x1b[?25l') this.cursor = undefined;
      else if (match[3] !== undefined) this.copied = Buffer.from(match[3], 'base64').toString('utf8');
      else if (/m$/.test(match[0])) this.#lines[row] = (this.#lines[row] ?? '') + match[0];
      at = PAINT.lastIndex;
    }
  }

  #put(row: number, text: string): void {
    if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\n]/.test(text))
      throw new Error(`a control character is painted: ${JSON.stringify(text)}`);
    this.#lines[row] = (this.#lines[row] ?? '') + text;
    if (row >= this.size.rows) throw new Error(`painted below the screen: ${text}`);
    if (displayWidth(this.#lines[row] ?? '') > this.size.columns)
      throw new Error(`wider than the screen: ${this.#lines[row]}`);
  }

  /** What is to be seen, without styles and without spaces at the ends. */
  get screen(): string {
    return Array.from({ length: this.size.rows }, (_, row) =>
      (this.#lines[row] ?? '').replaceAll(STYLE, '').trimEnd(),
    ).join('\n');
  }

  /** With its styles. */
  get styled(): string {
    return this.#lines.join('\n');
  }
}
