import { Writable } from 'node:stream';
import type { OutStream } from './child-pipe.ts';

const NEWLINE = 10;
/** A line longer than this is passed on in pieces. */
const MAX_LINE = 64 * 1024;

/** A stream that passes whole lines on, each behind a label, so that lines of several commands do not mix. */
export function labelledOutput(label: string, out: OutStream): Writable {
  const head = Buffer.from(label);
  let rest = Buffer.alloc(0);
  const lines = (chunk: Buffer, whole: boolean): Buffer => {
    const made: Buffer[] = [];
    let all = Buffer.concat([rest, chunk]);
    for (let end = all.indexOf(NEWLINE); end >= 0; end = all.indexOf(NEWLINE)) {
      made.push(head, all.subarray(0, end + 1));
      all = all.subarray(end + 1);
    }
    if (all.length > 0 && (whole || all.length >= MAX_LINE)) {
      made.push(head, all, Buffer.from('\n'));
      all = Buffer.alloc(0);
    }
    rest = Buffer.from(all);
    return Buffer.concat(made);
  };
  const pass = (bytes: Buffer, done: () => void): void => {
    if (bytes.length === 0) done();
    else out.write(bytes, () => done());
  };
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => pass(lines(chunk, false), done),
    final: (done) => pass(lines(Buffer.alloc(0), true), done),
  });
}
