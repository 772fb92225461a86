/** 9999-12-31T23:59:59Z: the last second that ISO 8601 writes with four digits of year. */
export const LAST_SECOND = 253_402_300_799;

/** A commit's date as git stores it. Histories hold absurd ones; what comes back always makes a valid `Date`. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0) return 0;
  return Math.min(Math.trunc(seconds), LAST_SECOND);
}
