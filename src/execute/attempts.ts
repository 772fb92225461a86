import { NexusError } from '../core/error.ts';

/** What the engine is given of the world. */
export interface World {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Resolves after so many milliseconds, or early when the signal aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export interface RetryOptions {
  /** Further attempts after the first; 3 if absent. */
  readonly retries?: number;
  /** The longest wait before the second attempt, in milliseconds; it doubles with each further one. 500 if absent. */
  readonly baseMs?: number;
  /** No wait is longer, but for one that the other side asks for. 30,000 if absent. */
  readonly maxMs?: number;
}

/**
 * The wait after attempt n (1 for the first), in milliseconds: `base · 2^(n−1)`, at most `max`, of which a
 * random half at most is taken off, so that those who failed together do not come back together.
 */
export function backoffMs(attempt: number, retry: RetryOptions, random: () => number): number {
  const { baseMs = 500, maxMs = 30_000 } = retry;
  const whole = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
  return whole * (1 - random() / 2);
}

/** Lets attempts begin evenly spaced, never more than `rate` in a second; undefined for any number. */
export function createPace(
  rate: number | undefined,
  { clock, sleep }: World,
): (signal?: AbortSignal) => Promise<void> {
  if (rate === undefined) return () => Promise.resolve();
  if (!(rate > 0))
    throw new NexusError('usage', 'bad-value', `a rate must be more than 0 a second, not ${rate}`);
  const gap = 1000 / rate;
  let free = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    const now = clock();
    const at = Math.max(now, free);
    free = at + gap;
    if (at > now) await sleep(at - now, signal);
  };
}

/** Endpoints in turn. One that has just failed is not given again at once where there is another. */
export function createRotation(endpoints: readonly string[]): (failed?: string) => string | undefined {
  let turn = 0;
  return (failed) => {
    const pick = endpoints[turn++ % endpoints.length];
    return pick === failed && endpoints.length > 1 ? endpoints[turn++ % endpoints.length] : pick;
  };
}
