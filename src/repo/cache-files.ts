import {
  appendFileSync,
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { RangeReader } from '../core/ports.ts';
import { tempName } from './stale-temps.ts';

/**
 * Files of a disposable cache in one folder. Writing is atomic but not durable: whatever a power cut
 * leaves behind is found out by its checksum and made anew.
 */
export interface CacheFiles {
  read(name: string): Uint8Array | undefined;
  /** Random access, held open until the process ends or `close` is called. */
  open(name: string): (RangeReader & { close(): void }) | undefined;
  write(name: string, bytes: Uint8Array): void;
  /** To the end of a file that is there; what is torn is for the reader to find out. */
  append(name: string, bytes: Uint8Array): void;
  /** Removes every file that is not named and was last written before this time (milliseconds since 1970). */
  removeOthers(keep: ReadonlySet<string>, before: number): void;
}

export function openCacheFiles(folder: string): CacheFiles {
  return {
    read(name) {
      try {
        return readFileSync(join(folder, name));
      } catch {
        return undefined;
      }
    },
    open(name) {
      let fd: number;
      try {
        fd = openSync(join(folder, name), 'r');
      } catch {
        return undefined;
      }
      return {
        size: fstatSync(fd).size,
        read: (offset, length) => readRange(fd, offset, length),
        close: () => closeSync(fd),
      };
    },
    write(name, bytes) {
      const temp = join(folder, tempName());
      try {
        writeFileSync(temp, bytes, { mode: 0o600, flag: 'wx' });
        renameSync(temp, join(folder, name));
      } catch (cause) {
        rmSync(temp, { force: true });
        throw cause;
      }
    },
    append: (name, bytes) => appendFileSync(join(folder, name), bytes, { mode: 0o600 }),
    removeOthers(keep, before) {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        if (!keep.has(name) && (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? before) < before)
          rmSync(path, { force: true });
      }
    },
  };
}

function readRange(fd: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(fd, bytes, filled, length - filled, offset + filled);
    if (got === 0) throw new RangeError(`the file ends at ${offset + filled}`);
    filled += got;
  }
  return bytes;
}
