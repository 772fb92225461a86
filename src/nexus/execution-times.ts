const DAY_MS = 86_400_000;
/** Clocks of one team may differ by so much. */
const TOLERANCE_MS = DAY_MS;
/** An execution is told by the next episode; one from longer before is from a clock that was set. */
const LONGEST_WAIT_MS = 366 * DAY_MS;

/** Only Nexus tells of executions, and of records that were shown: a clock that says less than this was never set. */
const FIRST_MS = Date.UTC(2025, 0, 1);

/** Why something cannot have been then, seen from the time at which it is told. Milliseconds since 1970. */
export function timeWrong(
  ms: number,
  told: number,
): 'yet to come' | 'too long ago' | 'before there was Nexus' | undefined {
  if (!(ms <= told + TOLERANCE_MS)) return 'yet to come';
  if (ms < FIRST_MS) return 'before there was Nexus';
  return ms < told - LONGEST_WAIT_MS ? 'too long ago' : undefined;
}
