import { closeSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { safeText } from '../../present/safe-text.ts';
import { Decoder, ESCAPE_MS, type Input } from './decode.ts';

/**
 * The one owner of the terminal's modes: whatever happens, it gets back what it was. DEC private modes as in xterm's
 * ctlseqs: 1049 alternate screen, 25 cursor, 2004 bracketed paste, 7 autowrap.
 */
const ENTER = '\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?7l\x1b[H\x1b[2J';
const LEAVE = '\x1b[?7h\x1b[?2004l\x1b[?25h\x1b[0m\x1b[?1049l';
/** The Linux console has no alternate screen: what is typed next goes below ours. */
const LEAVE_CONSOLE = '\x1b[999;1H\r\n';

/** A terminal that was not stopped after all (no shell to take over) goes on after so long. */
const NOT_STOPPED_MS = 30;

const ENDING: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGQUIT', 131],
];
const HANGUP = 129;
/** What a terminal that is gone answers. */
const GONE = new Set(['EIO', 'EPIPE', 'ENXIO', 'ENOTTY', 'EBADF', 'ENODEV']);

export interface TerminalEvents {
  input(inputs: readonly Input[]): void;
  resized(): void;
  /** We have the terminal again; nothing of what was painted is there. */
  resumed(): void;
  /** Something failed that nobody waits for. */
  failed(cause: unknown): void;
}

export class Terminal {
  readonly #input: ReadStream;
  readonly #output: WriteStream;
  readonly #opened: readonly number[];
  readonly #leave = process.env.TERM === 'linux' ? LEAVE + LEAVE_CONSOLE : LEAVE;
  readonly #ends = ENDING.map(([signal, code]) => [signal, () => this.#end(signal, code)] as const);
  readonly #decoder = new Decoder();
  #events: TerminalEvents | undefined;
  #early: Input[] = [];
  #escape: NodeJS.Timeout | undefined;
  #isOurs = false;
  #isLent = false;

  private constructor(input: ReadStream, output: WriteStream, opened: readonly number[]) {
    this.#input = input;
    this.#output = output;
    this.#opened = opened;
  }

  /**
   * The process's own terminal; where its output or input is another's (`id=$(nexus ui --pick)`), the one that it was started from.
   * Undefined where there is none.
   */
  static open(): Terminal | undefined {
    const { stdin, stdout } = process;
    if (stdin.isTTY && stdout.isTTY) return new Terminal(stdin, stdout, []);
    try {
      const input = openSync('/dev/tty', 'r');
      const output = openSync('/dev/tty', 'w');
      return new Terminal(new ReadStream(input), new WriteStream(output), [input, output]);
    } catch {
      return undefined;
    }
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#output.columns || 80, rows: this.#output.rows || 24 };
  }

  /** Takes the terminal. Keys are kept until somebody listens. @param first what is to be seen at once */
  enter(first: string): void {
    for (const stream of [this.#input, this.#output]) stream.on('error', this.#gone);
    process.on('exit', this.#restore);
    process.on('uncaughtException', this.#crashed);
    process.on('unhandledRejection', this.#failed);
    for (const [signal, end] of this.#ends) process.on(signal, end);
    this.#take();
    this.#output.write(ENTER + first);
    this.#input.on('data', this.#data);
    this.#input.on('end', this.#gone);
    this.#input.resume();
    this.#output.on('resize', this.#resize);
    process.on('SIGCONT', this.#continued);
  }

  listen(events: TerminalEvents): void {
    this.#events = events;
    const early = this.#early;
    this.#early = [];
    if (early.length > 0) events.input(early);
  }

  write(text: string): void {
    if (this.#isOurs) this.#output.write(text);
  }

  /** Gives the terminal back, as it was. */
  leave(): void {
    this.#restore();
    clearTimeout(this.#escape);
    this.#input.off('data', this.#data);
    this.#input.off('end', this.#gone);
    this.#input.pause();
    this.#output.off('resize', this.#resize);
    process.off('SIGCONT', this.#continued);
    process.off('exit', this.#restore);
    process.off('uncaughtException', this.#crashed);
    process.off('unhandledRejection', this.#failed);
    for (const [signal, end] of this.#ends) process.off(signal, end);
    if (this.#opened.length === 0) return;
    this.#input.destroy();
    this.#output.destroy();
    for (const fd of this.#opened) {
      try {
        closeSync(fd);
      } catch {
        // The stream closed it.
      }
    }
  }

  /** Another program has the terminal until it ends; its keys that interrupt and stop are meant for it. */
  async handOver<T>(use: () => Promise<T>): Promise<T> {
    this.#isLent = true;
    this.#restore();
    this.#input.pause();
    this.#input.off('data', this.#data);
    try {
      return await use();
    } finally {
      this.#isLent = false;
      this.#input.on('data', this.#data);
      this.#input.resume();
      this.#retake();
    }
  }

  /** Ctrl-Z: the shell takes over, `fg` comes back. Where a shell waits for what we print, it could not. */
  suspend(): void {
    if (this.#opened.length > 0) {
      this.#events?.resumed();
      return;
    }
    this.#restore();
    process.kill(0, 'SIGTSTP');
    // In a group that no shell waits for nothing was stopped.
    setTimeout(() => {
      if (!this.#isOurs && !this.#isLent) this.#retake();
    }, NOT_STOPPED_MS);
  }

  readonly #data = (bytes: Buffer): void => {
    clearTimeout(this.#escape);
    this.#give(this.#decoder.push(bytes));
    if (this.#decoder.waiting) this.#escape = setTimeout(() => this.#give(this.#decoder.flush()), ESCAPE_MS);
  };

  #give(inputs: readonly Input[]): void {
    if (inputs.length === 0) return;
    if (this.#events === undefined) this.#early.push(...inputs);
    else this.#events.input(inputs);
  }

  readonly #resize = (): void => {
    if (this.#isOurs) this.#events?.resized();
  };

  readonly #continued = (): void => {
    if (!this.#isLent) this.#retake();
  };

  #take(): void {
    // The system library skips a mode that it believes to be set; after a stop it is not.
    this.#input.setRawMode(false);
    this.#input.setRawMode(true);
    this.#isOurs = true;
  }

  #retake(): void {
    this.#take();
    this.#output.write(ENTER);
    this.#events?.resumed();
  }

  readonly #restore = (): void => {
    if (!this.#isOurs) return;
    this.#isOurs = false;
    try {
      this.#output.write(this.#leave);
      this.#input.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
  };

  #end(signal: NodeJS.Signals, code: number): void {
    if (this.#isLent && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
    this.#restore();
    process.exit(code);
  }

  /** The terminal hung up: nobody is there to be told. */
  readonly #gone = (): void => {
    this.#isOurs = false;
    process.exit(HANGUP);
  };

  readonly #failed = (cause: unknown): void => {
    if (this.#events === undefined) this.#crashed(cause);
    else this.#events.failed(cause);
  };

  readonly #crashed = (cause: unknown): void => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (GONE.has(code)) this.#gone();
    this.#restore();
    const text = cause instanceof Error ? cause.message : String(cause);
    process.stderr.write(`nexus: unexpected: ${safeText(text, { newlines: true })}\n`);
    process.stderr.write('       this is a fault in Nexus; --debug shows where\n');
    if (process.argv.includes('--debug') && cause instanceof Error)
      process.stderr.write(`${safeText(cause.stack ?? '', { newlines: true })}\n`);
    process.exit(3);
  };
}
