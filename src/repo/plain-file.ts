import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { lstat, strangeness } from './memory-listing.ts';
import { staysInside } from './memory-path.ts';

/** Undefined on Windows, where links need a privilege and there are no FIFOs to hang in. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The folders above a path, from the top down; undefined if one is missing, a reason if one is no folder. */
export function checkFolders(root: string, path: string): 'ok' | 'missing' | { at: string; why: string } {
  const parts = path.split('/').slice(0, -1);
  let at = '';
  for (const part of parts) {
    at = at === '' ? part : `${at}/${part}`;
    const stat = lstat(`${root}/${at}`);
    if (stat === undefined) return 'missing';
    if (!stat.isDirectory()) return { at, why: strangeness(stat) ?? 'is not a folder' };
    if (lstat(`${root}/${at}/.git`) !== undefined) return { at, why: 'is a repository of its own' };
  }
  return 'ok';
}

/**
 * The first `limit` bytes of a regular file of the working tree; undefined where there is none. No link is
 * followed, neither at the end nor on the way, and no other repository inside this one is entered.
 */
export function readPlainFile(root: string, path: string, limit: number): Uint8Array | undefined {
  if (!staysInside(path) || checkFolders(root, path) !== 'ok') return undefined;
  let fd: number;
  try {
    fd = openSync(`${root}/${path}`, OPEN_FLAGS);
  } catch {
    return undefined;
  }
  try {
    return fstatSync(fd).isFile() ? readAll(fd, limit) : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

function readAll(fd: number, limit: number): Uint8Array {
  const size = Math.min(fstatSync(fd).size, limit);
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(fd, bytes, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
