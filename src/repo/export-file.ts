import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { NexusError } from '../core/error.ts';
import { writeError } from './atomic-write.ts';
import { tempName } from './stale-temps.ts';

/**
 * Writes pieces of text to a file that a person named, piece by piece, and gives it its name when it is
 * whole. A file that is there is replaced only if `mayReplace` says so of its beginning. Throws
 * `refused`, `read-only`, `disk-full`, `write-failed`. Returns the bytes written.
 */
export async function writeGivenFile(
  given: string,
  cwd: string,
  pieces: AsyncIterable<string>,
  mayReplace: (beginning: string) => boolean,
): Promise<number> {
  const path = resolve(cwd, given);
  checkTarget(path, given, mayReplace);
  const temp = join(dirname(path), tempName());
  let size = 0;
  try {
    const fd = openSync(temp, 'wx', 0o666);
    try {
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece);
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
        size += bytes.length;
      }
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temp, path);
  } catch (error) {
    try {
      unlinkSync(temp);
    } catch {
      // It was never made, or the folder went away.
    }
    throw writeError(error, basename(given));
  }
  return size;
}

function checkTarget(path: string, given: string, mayReplace: (beginning: string) => boolean): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined || (stat.isFile() && (stat.size === 0 || mayReplace(beginningOf(path))))) return;
  throw new NexusError(
    'usage',
    'refused',
    `${given} is there already and is no export`,
    'give another name, or remove it',
  );
}

function beginningOf(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(256);
    return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0)).toString('utf8');
  } finally {
    closeSync(fd);
  }
}
