import { Writable } from 'node:stream';
import type { ChildStreams } from '../../nexus.ts';
import { fit } from '../../present/layout.ts';
import type { Io } from './io.ts';

/** A last line on a terminal that says what is at work; elsewhere there is none. */
export interface ChangingLine {
  /** Safe text; '' for none. */
  set(text: string): void;
  /** What stays, above it. */
  print(text: string): void;
  /** Gives the terminal to one conversation: what others print meanwhile comes after it. */
  alone<T>(talk: () => Promise<T>): Promise<T>;
  /** Output of others that goes above it, a whole number of lines a time. */
  readonly streams: Pick<ChildStreams, 'stdout' | 'stderr'>;
}

const ERASE = '\r\x1b[K';

export function changingLine(io: Io): ChangingLine {
  const { stdout, stderr } = io.streams;
  if (!io.stderrIsTTY)
    return {
      set: () => undefined,
      print: (text) => io.err(text),
      alone: (talk) => talk(),
      streams: { stdout, stderr },
    };
  let now = '';
  let talk: Promise<void> | undefined;
  /** Printed while somebody talks. */
  let later = '';
  const columns = io.columns > 0 ? io.columns : 80;
  const draw = (): void => {
    if (now !== '' && talk === undefined) io.err(fit(now, columns - 1));
  };
  const erase = (): void => {
    if (now !== '' && talk === undefined) io.err(ERASE);
  };
  const above = (out: ChildStreams['stdout']): Writable =>
    new Writable({
      async write(chunk: Buffer, _encoding, done) {
        // Not kept here: whoever writes waits as well.
        while (talk !== undefined) await talk;
        erase();
        out.write(chunk, () => done());
        draw();
      },
    });
  return {
    set(text) {
      erase();
      now = text;
      draw();
    },
    print(text) {
      if (talk !== undefined) {
        later += text;
        return;
      }
      erase();
      io.err(text);
      draw();
    },
    async alone(work) {
      while (talk !== undefined) await talk;
      erase();
      let over = (): void => undefined;
      talk = new Promise((resolve) => {
        over = resolve;
      });
      try {
        return await work();
      } finally {
        talk = undefined;
        io.err(later);
        later = '';
        draw();
        over();
      }
    },
    streams: { stdout: above(stdout), stderr: above(stderr) },
  };
}
