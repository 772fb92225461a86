import type { Progress, Step } from '../core/ports.ts';

/** Fewer are done before anybody wonders. */
const MANY = 2_000;
/** Telling costs time, too. */
const EACH = 100;

/**
 * To be called before each of so many; tells of the first, and of each hundredth, where they are many.
 * @param progress whom; undefined where nobody waits
 */
export function counter(progress: Progress | undefined, what: Step['what'], total: number): () => void {
  let done = 0;
  return () => {
    if (total >= MANY && done % EACH === 0) progress?.({ what, done, total });
    done += 1;
  };
}
