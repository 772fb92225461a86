/** ISO 8601, UTC, without fractions: the form of times in records. Absurd times are clamped, never thrown on. */
export function isoSeconds(ms: number): string {
  const clamped = Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 253_402_300_799_000) : 0;
  return `${new Date(clamped).toISOString().slice(0, 19)}Z`;
}

/** ISO date, UTC. */
export function isoDate(ms: number): string {
  return isoSeconds(ms).slice(0, 10);
}

const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  m: 2_592_000_000,
  y: 31_536_000_000,
};

/**
 * A point in time as people write it: an ISO date or date-time (UTC where no zone is given), or an
 * age such as `12h`, `30d`, `2w`, `6m`, `1y`. Milliseconds since 1970, or undefined.
 */
export function parseWhen(text: string, now: number): number | undefined {
  const age = /^(\d{1,4})\s*([hdwmy])$/.exec(text.trim());
  if (age !== null) return now - Number(age[1]) * (UNITS[age[2] ?? ''] ?? 0);
  if (!/^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?)?$/.test(text.trim()))
    return undefined;
  const iso = text.trim().replace(' ', 'T');
  const ms = Date.parse(/T.*(Z|[+-]\d{2}:\d{2})$/.test(iso) || !iso.includes('T') ? iso : `${iso}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
