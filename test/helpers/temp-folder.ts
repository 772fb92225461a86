import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from '../../src/repo/stale-temps.ts';

const MEMORY = '/dev/shm';
/** Several times what the tests hold at once. */
const ENOUGH_BYTES = 4 * 2 ** 30;

const NAME = /^nexus-tests-(\d+)-/;

/** A run that was killed leaves its folder, and that is memory. */
function clearOthers(): void {
  for (const name of readdirSync(MEMORY)) {
    const pid = Number(NAME.exec(name)?.[1] ?? process.pid);
    if (!isRunning(pid)) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}

/** Some systems run no programs from there; tests put hooks into their repositories. */
function runsPrograms(folder: string): boolean {
  const program = join(folder, 'program');
  try {
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    execFileSync(program, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function isRoomy(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize >= ENOUGH_BYTES;
}

/**
 * Thousands of small repositories come and go in a run: they lie in memory where the system has such a folder with
 * room, which takes a fifth off what the tests cost and all waiting for the disk. `TMPDIR` says where else.
 */
export default function tempFolder(): (() => void) | undefined {
  if (process.env.TMPDIR !== undefined || !isRoomy()) return undefined;
  clearOthers();
  const folder = mkdtempSync(join(MEMORY, `nexus-tests-${process.pid}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (!runsPrograms(folder)) {
    remove();
    return undefined;
  }
  process.env.TMPDIR = folder;
  return remove;
}
