import { type Dirent, lstatSync, readdirSync, readFileSync, readlinkSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomName } from './random-name.ts';
import { shortHash } from './short-hash.ts';

export const TEMP_PREFIX = '.nexus-tmp-';
/** A file whose writer cannot be asked for is left alone for so long. */
const STALE_TEMP_MS = 60 * 60 * 1000;
const NAME = /^\.nexus-tmp-([0-9a-f]{8})-(\d{1,10})-[0-9a-f]{16}$/;

let place: string | undefined;

/** Where our process number means something: this host, and in a container its own numbering. */
function placeOfProcesses(): string {
  let space = '';
  try {
    space = readlinkSync('/proc/self/ns/pid');
  } catch {
    // Not Linux: there is one numbering for each host.
  }
  place ??= shortHash(`${hostname()}\0${space}`);
  return place;
}

/** A name for an unfinished file; it tells who writes it, so that what a killed writer left can go at once. */
export function tempName(): string {
  return `${TEMP_PREFIX}${placeOfProcesses()}-${process.pid}-${randomName(8)}`;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
  try {
    // Ended, but nobody asked how: in containers without an init process that stays so (proc(5)).
    return !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

function isStale(dir: string, name: string, now: number): boolean {
  const stat = lstatSync(join(dir, name));
  if (!stat.isFile()) return false;
  const [, where, pid] = NAME.exec(name) ?? [];
  if (where === placeOfProcesses() && !isRunning(Number(pid))) return true;
  return now - stat.mtimeMs >= STALE_TEMP_MS;
}

/**
 * Removes what killed writers left in a folder: temporary files whose writer is gone, and any older than an hour.
 * Returns how many; never throws.
 * @param now milliseconds since 1970.
 */
export function removeStaleTemps(dir: string, now: number = Date.now()): number {
  let removed = 0;
  for (const { name } of entriesOf(dir)) {
    if (!name.startsWith(TEMP_PREFIX)) continue;
    try {
      if (!isStale(dir, name, now)) continue;
      unlinkSync(join(dir, name));
      removed++;
    } catch {
      // Another process was faster, or we may not: both harmless.
    }
  }
  return removed;
}

/** As `removeStaleTemps`, in a folder and the folders below it, links left alone. */
export function removeStaleTempsBelow(dir: string, now: number = Date.now(), depth = 4): number {
  let removed = removeStaleTemps(dir, now);
  if (depth === 0) return removed;
  for (const entry of entriesOf(dir))
    if (entry.isDirectory()) removed += removeStaleTempsBelow(join(dir, entry.name), now, depth - 1);
  return removed;
}

function entriesOf(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}
