import type { Step } from '../core/ports.ts';

/** How far long work is: `indexing 12,000 of 100,000 records`. */
export function progressText({ what, done, total }: Step): string {
  if (total === undefined) return `reading ${what} …`;
  return `indexing ${thousands(done)} of ${thousands(total)} ${what}`;
}

/** What is to come, in one line, where nothing can be shown to change. */
export function beginningText({ what, total = 0 }: Step): string {
  return `indexing ${thousands(total)} ${what}, once; later answers take milliseconds`;
}

function thousands(count: number): string {
  return count.toLocaleString('en');
}
