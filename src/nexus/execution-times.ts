const DAY_MS = 86_400_000;
/** Clocks of one team may differ by so much. */
const TOLERANCE_MS = DAY_MS;
/** An execution is told by the next episode; one from longer before is from a clock that was set. */
const LONGEST_WAIT_MS = 366 * DAY_MS;

/** Why something cannot have been then, seen from the time at which it is told. Milliseconds since 1970. */
export function timeWrong(ms: number, told: number): 'yet to come' | 'too long ago' | undefined {
  if (!(ms <= told + TOLERANCE_MS)) return 'yet to come';
  return ms < told - LONGEST_WAIT_MS ? 'too long ago' : undefined;
}
