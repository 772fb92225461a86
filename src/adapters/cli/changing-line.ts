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
  /** Output of others that goes above it, a whole number of lines a time. */
  readonly streams: Pick<ChildStreams, 'stdout' | 'stderr'>;
}

const ERASE = '\r\x1b[K';

export function changingLine(io: Io): ChangingLine {
  const { stdout, stderr } = io.streams;
  if (!io.stderrIsTTY)
    return { set: () => undefined, print: (text) => io.err(text), streams: { stdout, stderr } };
  let now = '';
  const columns = io.columns > 0 ? io.columns : 80;
  const draw = (): void => {
    if (now !== '') io.err(fit(now, columns - 1));
  };
  const erase = (): void => {
    if (now !== '') io.err(ERASE);
  };
  const above = (out: ChildStreams['stdout']): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
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
      erase();
      io.err(text);
      draw();
    },
    streams: { stdout: above(stdout), stderr: above(stderr) },
  };
}
