import type { ErrorSolution, Execution } from '../core/execution.ts';
import { isoSeconds } from '../core/time.ts';

/** When things can have happened, in milliseconds since 1970. What lies outside is from a wrong clock. */
export interface PossibleTimes {
  readonly now: number;
  /** When the project began, where that is known. */
  readonly since?: number;
}

/** Something that cannot be right. */
export interface LeftOut<T> {
  readonly one: T;
  /** `all`: it does not count. Otherwise it counts without this. */
  readonly part: 'all' | 'duration_s' | 'api_calls' | 'success_rate';
  readonly message: string;
}

/** What counts, oldest first, and what does not. */
export interface History<T> {
  readonly kept: readonly T[];
  readonly leftOut: readonly LeftOut<T>[];
}

const DAY = 86_400_000;
/** The first day of git: nothing in a repository was learned before. */
const FIRST_DAY = Date.UTC(2005, 3, 7);
/** Clocks of one team may differ by so much. */
const TOLERANCE = DAY;
/** Seconds. No one waits for longer than that: it is another unit, or a clock that was set in between. */
const LONGEST = 30 * 86_400;

/**
 * The newest executions, oldest first; those of the same second stay in the order given, so callers
 * give them in an order that all clones share. A time that cannot be leaves an execution out; a
 * duration or a number of calls that cannot be counts as not measured.
 */
export function executionHistory<T extends Execution>(
  given: readonly T[],
  newest: number,
  times: PossibleTimes,
): History<T> {
  return historyOf(given, newest, times, (one, leave) => {
    const { duration_s, api_calls } = one;
    const timed = amount(duration_s) && duration_s <= LONGEST;
    if (!timed) leave('duration_s', `a duration of ${duration_s} s`);
    if (!amount(api_calls)) leave('api_calls', `${api_calls} API calls`);
    if (timed && amount(api_calls)) return one;
    return { ...one, duration_s: timed ? duration_s : 0, api_calls: amount(api_calls) ? api_calls : 0 };
  });
}

/** The newest error solutions, by the same rules; a success rate outside 0 to 1 counts as never tried. */
export function solutionHistory<T extends ErrorSolution>(
  given: readonly T[],
  newest: number,
  times: PossibleTimes,
): History<T> {
  return historyOf(given, newest, times, (one, leave) => {
    if (amount(one.success_rate) && one.success_rate <= 1) return one;
    leave('success_rate', `a success rate of ${one.success_rate}`);
    return { ...one, success_rate: 0 };
  });
}

function historyOf<T extends { readonly at: string }>(
  given: readonly T[],
  newest: number,
  times: PossibleTimes,
  sound: (one: T, leave: (part: LeftOut<T>['part'], what: string) => void) => T,
): History<T> {
  const leftOut: LeftOut<T>[] = [];
  const possible: { readonly one: T; readonly ms: number }[] = [];
  for (const one of given) {
    const ms = Date.parse(one.at);
    const wrong = wrongTime(one.at, ms, times);
    if (wrong === undefined) possible.push({ one, ms });
    else leftOut.push({ one, part: 'all', message: wrong });
  }
  possible.sort((a, b) => a.ms - b.ms);
  const kept = possible
    .slice(Math.max(0, possible.length - newest))
    .map(({ one }) =>
      sound(one, (part, what) => leftOut.push({ one, part, message: `${what} at ${one.at} cannot be` })),
    );
  return { kept, leftOut };
}

function wrongTime(at: string, ms: number, { now, since = FIRST_DAY }: PossibleTimes): string | undefined {
  if (Number.isNaN(ms) || isoSeconds(ms) !== at)
    return `"${at.slice(0, 40)}" is no time such as 2026-11-21T10:36:28Z`;
  if (ms > now + TOLERANCE) return `${at} is yet to come: a wrong clock?`;
  if (ms < since - TOLERANCE) return `${at} is before this project began: a wrong clock?`;
  return undefined;
}

function amount(number: number): boolean {
  return Number.isFinite(number) && number >= 0;
}
