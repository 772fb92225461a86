import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { FileStat } from '../core/ports.ts';

/** What tells, without reading, that a file is as it was when it was indexed. */
export interface Stamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

/** A file that was written this shortly before it was read may change again without a new time stamp. */
const RACY_MS = 50;

/** Stands for a file that git knows and that is not there: it may come back as git has it. */
export const MISSING: Stamp = { size: -1, mtimeMs: -1, ino: -1 };

export function isMissing(stamp: Stamp | undefined): boolean {
  return stamp === undefined || stamp.ino === MISSING.ino;
}

export function sameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  if (a === undefined || b === undefined) return isMissing(a) && isMissing(b);
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}

/** A stamp to keep. No file has a negative time, so a racy one is read again the next time. */
export function stampOf({ size, mtimeMs, ino }: FileStat | Stamp, now: number): Stamp {
  return { size, mtimeMs: now - mtimeMs < RACY_MS ? -1 : mtimeMs, ino };
}

/** The stamp of one path as it is now; undefined where nothing is there. */
export function stampAt(root: string, path: string): Stamp | undefined {
  const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
  return stat === undefined ? undefined : { size: stat.size, mtimeMs: stat.mtimeMs, ino: stat.ino };
}

/** Stamps as bytes: a count, three numbers a file, then the paths. The caller guards them by a checksum. */
export function encodeStamps(stamps: ReadonlyMap<string, Stamp>): Uint8Array {
  const paths = new TextEncoder().encode([...stamps.keys()].join('\n'));
  const numbers = new Float64Array(1 + stamps.size * 3);
  numbers[0] = stamps.size;
  let at = 1;
  for (const { size, mtimeMs, ino } of stamps.values()) {
    numbers[at++] = size;
    numbers[at++] = mtimeMs;
    numbers[at++] = ino;
  }
  const bytes = new Uint8Array(numbers.byteLength + paths.length);
  bytes.set(new Uint8Array(numbers.buffer), 0);
  bytes.set(paths, numbers.byteLength);
  return bytes;
}

export function decodeStamps(bytes: Uint8Array): Map<string, Stamp> {
  // A copy, since a view may begin anywhere and numbers may not.
  const aligned = new Uint8Array(bytes);
  const count = new Float64Array(aligned.buffer, 0, 1)[0] ?? 0;
  const numbers = new Float64Array(aligned.buffer, 8, count * 3);
  const paths = count === 0 ? [] : new TextDecoder().decode(aligned.subarray(8 + count * 24)).split('\n');
  return new Map(
    paths.map((path, at) => [
      path,
      { size: numbers[at * 3] ?? 0, mtimeMs: numbers[at * 3 + 1] ?? 0, ino: numbers[at * 3 + 2] ?? 0 },
    ]),
  );
}
