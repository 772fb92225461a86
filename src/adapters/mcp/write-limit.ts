import { NexusError } from '../../core/error.ts';

const MAX_WRITES = 50;
const MINUTE_MS = 60_000;

/**
 * A program in a loop must not flood the tree, nor the next commit. Throws `refused` when there were too many writes
 * within a minute, by all tools of a connection together.
 * @param now milliseconds since 1970.
 */
export function writesPerMinute(now: () => number): () => void {
  let times: number[] = [];
  return () => {
    times = times.filter((time) => now() - time < MINUTE_MS);
    if (times.length >= MAX_WRITES) {
      const hint = 'what matters most fits into fewer records';
      throw new NexusError('usage', 'refused', `${MAX_WRITES} writes within a minute are the most`, hint);
    }
    times.push(now());
  };
}
