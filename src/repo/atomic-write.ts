import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isNexusError, NexusError } from '../core/error.ts';
import { tempName } from './stale-temps.ts';

export interface WriteOptions {
  /** Permission bits; without them what the umask leaves of 0666. */
  readonly mode?: number;
  /** How messages name the file; the file's name if absent. Never an absolute path. */
  readonly label?: string;
  /**
   * A private folder for the unfinished file. One that appears and goes in a working tree makes a `git add -A`
   * at that moment fail (measured: a third of them under a storm of writes). Where this folder cannot serve,
   * above all on another disk, the target's own does.
   */
  readonly temps?: () => string;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What a failed write means to a person. Anything already explained is passed on. */
export function writeError(error: unknown, label: string): NexusError {
  if (error instanceof NexusError) return error;
  const code = codeOf(error);
  const what = `cannot write ${label}`;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const why = code === 'ENOSPC' ? 'the disk is full' : 'the disk quota is used up';
    return new NexusError('broken', 'disk-full', `${what}: ${why}`, 'free some space and try again', error);
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    const why = code === 'EROFS' ? 'the file system is read-only' : 'permission denied';
    const hint = 'make the folder writable for this user and try again';
    return new NexusError('broken', 'read-only', `${what}: ${why}`, hint, error);
  }
  const hint = 'nothing was changed; check the disk and try again';
  return new NexusError('broken', 'write-failed', `${what}: ${code ?? 'unknown error'}`, hint, error);
}

function conflict(label: string, why: string): NexusError {
  return new NexusError('broken', 'conflict', `cannot write ${label}: ${why}`, 'read it again and try again');
}

/** Makes a change of names durable. Some systems cannot fsync a folder; there is nothing more to do there. */
export function syncFolder(dir: string): void {
  let fd: number | undefined;
  try {
    fd = openSync(dir, 'r');
    fsyncSync(fd);
  } catch (error) {
    if (!['EPERM', 'EINVAL', 'EISDIR', 'EACCES', 'ENOTSUP', 'EBADF'].includes(codeOf(error) ?? ''))
      throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Writes the bytes under a new name in a folder, on disk when this returns. */
function writeTemp(folder: string, bytes: Uint8Array, mode: number | undefined): string {
  const temp = join(folder, tempName());
  const fd = openSync(temp, 'wx', mode ?? 0o666);
  try {
    try {
      if (mode !== undefined) fchmodSync(fd, mode);
      writeFileSync(fd, bytes);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    discard(temp);
    throw error;
  }
  return temp;
}

function discard(temp: string): void {
  try {
    unlinkSync(temp);
  } catch {
    // Renamed by now, or the folder went read-only: `removeStaleTemps` gets it later.
  }
}

/** Codes with which file systems say that they have no hard links (FAT, some network and container mounts). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EACCES', 'EXDEV']);

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The private folder, where it is there and on the same disk. */
function privateFolder(path: string, { temps }: WriteOptions): string | undefined {
  if (temps === undefined) return undefined;
  try {
    const folder = temps();
    return statSync(folder).dev === statSync(dirname(path)).dev ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the bytes aside and gives them their name with `finish`; whatever happens, no unfinished file stays. */
function putInPlace(
  path: string,
  bytes: Uint8Array,
  options: WriteOptions,
  finish: (temp: string) => void,
): void {
  const through = (folder: string) => {
    const temp = writeTemp(folder, bytes, options.mode);
    try {
      finish(temp);
    } finally {
      discard(temp);
    }
  };
  const aside = privateFolder(path, options);
  try {
    through(aside ?? dirname(path));
  } catch (error) {
    // One disk may be mounted twice, or the private folder alone be full or read-only.
    if (aside === undefined || isNexusError(error)) throw error;
    through(dirname(path));
  }
  syncFolder(dirname(path));
}

/**
 * A new file, complete and durable when this returns, or no file at all. `link` fails on a name that is
 * taken, so of two writers of one name one wins and the other gets `conflict`. Where there are no hard links
 * a check and a rename take its place, with a window between the two.
 */
export function createFileDurably(path: string, bytes: Uint8Array, options: WriteOptions = {}): void {
  const label = options.label ?? basename(path);
  try {
    putInPlace(path, bytes, options, (temp) => {
      try {
        linkSync(temp, path);
      } catch (error) {
        const code = codeOf(error) ?? '';
        if (code === 'EEXIST' || (NO_LINKS.has(code) && exists(path)))
          throw conflict(label, 'it exists already');
        if (!NO_LINKS.has(code)) throw error;
        renameSync(temp, path);
      }
    });
  } catch (error) {
    throw writeError(error, label);
  }
}

export interface ReplaceOptions extends WriteOptions {
  /** Asked when the new bytes are on disk and only the rename is left; `false` gives `conflict`. */
  readonly unchanged?: () => boolean;
}

/** The file with these bytes, durable; a reader at any time sees the old file or the new one, never a part. */
export function replaceFileDurably(path: string, bytes: Uint8Array, options: ReplaceOptions = {}): void {
  const label = options.label ?? basename(path);
  try {
    putInPlace(path, bytes, options, (temp) => {
      if (options.unchanged?.() === false) throw conflict(label, 'it was changed meanwhile');
      renameSync(temp, path);
    });
  } catch (error) {
    throw writeError(error, label);
  }
}
