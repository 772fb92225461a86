import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { randomName } from './random-name.ts';

export type OutStream = NodeJS.WritableStream & { readonly fd?: number; readonly isTTY?: boolean };

/** Both ends of a real pipe. */
export interface PipeEnds {
  readonly source: Socket;
  /** For the child; close it here once the child has it. */
  readonly writeFd: number;
}

/**
 * Real pipes, by way of FIFOs that lose their names at once. What Node calls a pipe is a socket, on which a
 * child's `> /dev/stderr` fails, and one cannot be given to a child twice. Undefined where there are no FIFOs.
 */
export function openPipes(scratch: string, count: number): readonly PipeEnds[] | undefined {
  if (process.platform === 'win32') return undefined;
  const tag = randomName(8);
  const paths = Array.from({ length: count }, (_, i) => join(scratch, `pipe-${tag}-${i}`));
  try {
    if (spawnSync('mkfifo', ['-m', '600', ...paths], { stdio: 'ignore' }).status !== 0) return undefined;
    return paths.map((path) => {
      // The reading end first and without waiting, so that opening the other does not wait either.
      const readFd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      const writeFd = openSync(path, constants.O_WRONLY);
      return { source: new Socket({ fd: readFd, readable: true, writable: false }), writeFd };
    });
  } catch {
    return undefined;
  } finally {
    for (const path of paths) rmSync(path, { force: true });
  }
}

export function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // Closed already.
  }
}

/** Keeps the end of a stream of bytes. */
export class Tail {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #size = 0;
  truncated = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    while (this.#size - (this.#chunks[0]?.length ?? 0) >= this.#limit && this.#chunks.length > 1) {
      this.#size -= this.#chunks.shift()?.length ?? 0;
      this.truncated = true;
    }
  }

  /** At most the last `limit` bytes as text; bytes that are not UTF-8 become U+FFFD. */
  text(): string {
    const all = Buffer.concat(this.#chunks);
    if (all.length <= this.#limit) return all.toString('utf8');
    this.truncated = true;
    let start = all.length - this.#limit;
    while (start < all.length && ((all[start] ?? 0) & 0xc0) === 0x80) start++;
    return all.subarray(start).toString('utf8');
  }
}

/**
 * After its process has ended a stream may be silent for so many turns, and go on for so many. In each it could
 * be read: where this process has other work, time alone passes without that.
 */
const IDLE_TURNS = 10;
const LINGER_TURNS = 100;
const TURN_MS = 20;

/**
 * Copies a child's output to our own and to a tail. If ours breaks (`| head`), the child's breaks too: its
 * next write gets SIGPIPE, as it would without us in between.
 */
export class Tee {
  readonly #source: NodeJS.ReadableStream & { destroy(): unknown };
  readonly ended: Promise<void>;
  #waiting = false;
  #activity = 0;

  constructor(
    source: NodeJS.ReadableStream & { destroy(): unknown },
    out: OutStream | undefined,
    keep: (chunk: Uint8Array) => void,
  ) {
    this.#source = source;
    const broken = () => {
      source.destroy();
    };
    out?.on('error', broken);
    source.on('data', (chunk: Buffer) => {
      this.#activity++;
      keep(chunk);
      if (out === undefined || out.write(chunk)) return;
      source.pause();
      this.#waiting = true;
      out.once('drain', () => {
        this.#waiting = false;
        this.#activity++;
        source.resume();
      });
    });
    this.ended = new Promise((resolve) => {
      const over = () => {
        // Our own stream serves the next command, too.
        out?.off('error', broken);
        resolve();
      };
      source.on('close', over);
      // A reading error is an end: the child's exit code still counts.
      source.on('error', over);
    });
  }

  /**
   * Call when the child has ended. A process that it left behind may hold the stream open for ever; it is
   * waited for only while it still writes, and not long: a shell would not wait at all.
   */
  async finish(): Promise<void> {
    let over = false;
    const ended = this.ended.then(() => {
      over = true;
    });
    for (let turns = 0, silent = 0; !over && silent < IDLE_TURNS && turns < LINGER_TURNS; ) {
      const before = this.#activity;
      const pause = new Promise((resolve) => setTimeout(() => setImmediate(resolve), TURN_MS));
      await Promise.race([ended, pause]);
      if (this.#waiting) continue;
      turns++;
      silent = this.#activity === before ? silent + 1 : 0;
    }
    if (!over) this.#source.destroy();
  }
}
