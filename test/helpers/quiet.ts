import { readdirSync, readlinkSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/** Are there processes at work in this folder or below it? Told where the system has `/proc`. */
function isBusy(dir: string): boolean {
  try {
    return readdirSync('/proc').some((pid) => {
      if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
      try {
        const cwd = readlinkSync(`/proc/${pid}/cwd`);
        return cwd === dir || cwd.startsWith(`${dir}/`);
      } catch {
        return false;
      }
    });
  } catch {
    return false;
  }
}

/** Waits until the background hooks in a folder have ended. */
export async function quiet(dir: string): Promise<void> {
  for (let tries = 0; isBusy(dir); tries++) {
    if (tries > 600) throw new Error('a background hook did not end');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A folder in which hooks work in the background is removed only when they have ended. To be called after it was made. */
export function quietAtEnd(dir: string): void {
  onTestFinished(() => quiet(dir));
}
