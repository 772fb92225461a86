import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type BenchRepo, NEXUS } from './measure.ts';

/** One painted frame: bytes between the marks of a synchronised update, and when its last byte came (ms). */
export interface PaintedFrame {
  readonly at: number;
  readonly bytes: number;
  readonly text: string;
}

const FRAME = /\x1b\[\?2026h[\s\S]*?\x1b\[\?2026l/g;
/** Of `/proc/<pid>/stat`: user and system time, counted from 1; ticks are 10 ms (USER_HZ). */
const TICK_MS = 10;

const now = (): number => Number(process.hrtime.bigint()) / 1e6;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** `nexus ui` on a pseudo-terminal of `script` (util-linux), with every byte that it paints. */
export class TuiSession {
  readonly #child: ChildProcess;
  readonly #started: number;
  #rest = '';
  readonly frames: PaintedFrame[] = [];
  /** All bytes that were written, and when the first of them came. */
  bytes = 0;
  all = '';
  firstByte: number | undefined;

  constructor(
    repo: BenchRepo,
    size: { readonly columns: number; readonly rows: number },
    args: readonly string[],
  ) {
    const { columns, rows } = size;
    const words = [process.execPath, NEXUS, 'ui', ...args].map((word) => `'${word}'`).join(' ');
    const line = `stty cols ${columns} rows ${rows}; exec ${words}`;
    this.#started = now();
    this.#child = spawn('script', ['-qfec', line, '/dev/null'], {
      cwd: repo.dir,
      env: { ...repo.env, TERM: 'xterm-256color' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#read(bytes));
  }

  #read(bytes: Buffer): void {
    const at = now() - this.#started;
    this.firstByte ??= at;
    this.bytes += bytes.length;
    const text = bytes.toString('latin1');
    this.all += text;
    this.#rest += text;
    let end = 0;
    for (const match of this.#rest.matchAll(FRAME)) {
      this.frames.push({ at, bytes: match[0].length, text: match[0] });
      end = match.index + match[0].length;
    }
    this.#rest = this.#rest.slice(end);
  }

  /** Milliseconds since the start. */
  get clock(): number {
    return now() - this.#started;
  }

  /** The first frame since some number of them that paints what is looked for. */
  async frame(from: number, what: (frame: PaintedFrame) => boolean, limitMs = 60_000): Promise<PaintedFrame> {
    const end = now() + limitMs;
    for (;;) {
      const found = this.frames.slice(from).find(what);
      if (found !== undefined) return found;
      if (now() > end) throw new Error('no such frame');
      await sleep(1);
    }
  }

  send(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  /** Sends a key and waits until nothing is painted any more. Returns the frames it made, each as ms after the key. */
  async key(
    keys: string,
    quietMs = 120,
  ): Promise<readonly { readonly after: number; readonly bytes: number }[]> {
    const from = this.frames.length;
    const start = this.clock;
    this.send(keys);
    let seen = from;
    let last = now();
    while (now() - last < quietMs) {
      await sleep(2);
      if (this.frames.length === seen) continue;
      seen = this.frames.length;
      last = now();
    }
    return this.frames.slice(from).map(({ at, bytes }) => ({ after: at - start, bytes }));
  }

  /** CPU that the program has used so far, in ms; its children are not counted. */
  cpu(): number {
    const stat = readFileSync(`/proc/${this.#pid()}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  }

  /** Its peak memory, in MB. */
  peak(): number {
    const status = readFileSync(`/proc/${this.#pid()}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  /** `script` starts a shell, which becomes the program. */
  #pid(): number {
    const children = readFileSync(`/proc/${this.#child.pid}/task/${this.#child.pid}/children`, 'utf8');
    return Number(children.trim().split(' ')[0]);
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('close', resolve));
    this.send('\x03');
    await gone;
  }
}

/** Waits without doing anything. */
export const idle = sleep;
