import { lstatSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { randomName } from './random-name.ts';
import { isRunning } from './stale-temps.ts';

export interface LockOptions {
  /** Milliseconds after which a holder counts as lost. */
  readonly staleMs: number;
  /** Milliseconds to wait for another to come to an end; without it, none. */
  readonly waitMs?: number;
}

const POLL_MS = 20;

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
}

/** A take-over is three system calls; whoever holds its guard longer was killed. */
const GUARD_STALE_MS = 10_000;

function ownerOf(lock: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(lock, 'owner'), 'utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const { token, pid, host } = value as Record<string, unknown>;
    if (typeof token !== 'string' || typeof pid !== 'number' || typeof host !== 'string') return undefined;
    return { token, pid, host };
  } catch {
    return undefined;
  }
}

function ageOf(path: string): number | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : Date.now() - stat.mtimeMs;
}

function isStale(lock: string, staleMs: number): boolean {
  const age = ageOf(lock);
  if (age === undefined) return false;
  if (age > staleMs) return true;
  const owner = ownerOf(lock);
  return owner !== undefined && owner.host === hostname() && !isRunning(owner.pid);
}

/**
 * A folder that already holds its owner's file takes the lock's name by `rename`, which fails on a folder that
 * is not empty: so a lock is never seen without its owner.
 */
function take(lock: string, owner: Owner): boolean {
  const mine = `${lock}.${owner.token}`;
  mkdirSync(mine, { mode: 0o700 });
  try {
    writeFileSync(join(mine, 'owner'), JSON.stringify(owner), { mode: 0o600 });
    renameSync(mine, lock);
    return true;
  } catch {
    rmSync(mine, { recursive: true, force: true });
    return false;
  }
}

/** Away in one step, then deleted: a half-deleted lock would look free while its owner file is still there. */
function drop(lock: string, token: string): void {
  const gone = `${lock}.${token}.gone`;
  try {
    renameSync(lock, gone);
    rmSync(gone, { recursive: true, force: true });
  } catch {
    // Taken over meanwhile, or the disk is read-only: it goes stale.
  }
}

/** Removes a stale lock. The guard lets one process at a time look again and remove, so that no fresh lock goes. */
function clearStale(lock: string, staleMs: number, token: string): boolean {
  const guard = `${lock}.guard`;
  const guardAge = ageOf(guard);
  try {
    if (guardAge !== undefined && guardAge > GUARD_STALE_MS) rmdirSync(guard);
    mkdirSync(guard, { mode: 0o700 });
  } catch {
    return false;
  }
  try {
    if (!isStale(lock, staleMs)) return false;
    drop(lock, token);
    return true;
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

/** See `StateFiles.withLock`. @param dir an existing folder for locks. */
export async function withFolderLock<T>(
  dir: string,
  name: string,
  fn: () => T | Promise<T>,
  { staleMs, waitMs = 0 }: LockOptions,
): Promise<T | undefined> {
  const lock = join(dir, name);
  const owner: Owner = { token: randomName(8), pid: process.pid, host: hostname() };
  const claim = (): boolean =>
    take(lock, owner) ||
    (isStale(lock, staleMs) && clearStale(lock, staleMs, owner.token) && take(lock, owner));
  for (const until = Date.now() + waitMs; !claim(); ) {
    if (Date.now() >= until) return undefined;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await fn();
  } finally {
    if (ownerOf(lock)?.token === owner.token) drop(lock, owner.token);
  }
}
