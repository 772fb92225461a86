import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';

const NO_LINK = constants.O_NOFOLLOW ?? 0;
const CHUNK = 64 * 1024;
/** Bytes of one line; of a longer one only the beginning is read. */
const MAX_LINE = 512 * 1024;
const NEWLINE = 10;

/**
 * Adds a line to a file that is there and has it on disk when this returns; false where there is no such
 * file. A writer that was killed may have left half a line behind: this one does not become its end.
 */
export function appendLineDurably(path: string, line: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDWR | constants.O_APPEND | NO_LINK);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
  try {
    const { size } = fstatSync(fd);
    const last = Buffer.alloc(1, NEWLINE);
    if (size > 0) readSync(fd, last, 0, 1, size - 1);
    const bytes = Buffer.from(`${last[0] === NEWLINE ? '' : '\n'}${line}\n`);
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
    fsyncSync(fd);
    return true;
  } finally {
    closeSync(fd);
  }
}

/** The lines of a file, without their ends, as they are asked for; a blank one is none. */
export function* linesOf(path: string): Generator<string> {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | NO_LINK | (constants.O_NONBLOCK ?? 0));
  } catch {
    return;
  }
  try {
    if (!fstatSync(fd).isFile()) return;
    const chunk = Buffer.alloc(CHUNK);
    let parts: Buffer[] = [];
    let held = 0;
    const taken = (piece: Buffer): void => {
      if (held < MAX_LINE) parts.push(Buffer.from(piece));
      held += piece.length;
    };
    const line = (): string => {
      const text = Buffer.concat(parts).toString('utf8');
      parts = [];
      held = 0;
      return text;
    };
    for (;;) {
      const read = readSync(fd, chunk, 0, CHUNK, null);
      if (read === 0) break;
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < read; end = chunk.indexOf(NEWLINE, from)) {
        taken(chunk.subarray(from, end));
        from = end + 1;
        const text = line();
        if (text !== '') yield text;
      }
      taken(chunk.subarray(from, read));
    }
    const text = line();
    if (text !== '') yield text;
  } finally {
    closeSync(fd);
  }
}
