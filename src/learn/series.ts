import type { Week } from '../core/report.ts';
import { isoDate } from '../core/time.ts';

const DAY = 86_400_000;
/** Milliseconds. */
export const WEEK = 7 * DAY;
/** 1970 began on a Thursday: the first Monday was the fifth day. */
const FIRST_MONDAY = 4 * DAY;

/** Success rates, 0 to 1, of consecutive parts of about equal size, oldest first. @param points at most so many parts */
export function successSeries(
  executions: readonly { readonly success: boolean }[],
  points: number,
): readonly number[] {
  const parts = Math.min(points, executions.length);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * executions.length) / parts);
    const to = Math.floor(((part + 1) * executions.length) / parts);
    const some = executions.slice(from, to);
    return some.filter(({ success }) => success).length / some.length;
  });
}

type Count = Exclude<keyof Week, 'week'>;

/** What was counted, when. */
export interface WeekFact {
  /** ISO 8601. */
  readonly at: string;
  readonly counts: readonly Count[];
}

/** Counts by week up to the newest fact's, oldest first, weeks without one included. @param weeks at most so many */
export function byWeek(facts: readonly WeekFact[], weeks: number): readonly Week[] {
  const mondays = facts.map(({ at }) => mondayOf(Date.parse(at)));
  const first = mondays.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = mondays.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const out = new Map<number, Record<Count, number>>();
  for (let at = Math.max(first, last - (weeks - 1) * WEEK); at <= last; at += WEEK)
    out.set(at, { executions: 0, succeeded: 0, errors: 0, resolved: 0, shown: 0, helped: 0 });
  for (const [place, { counts }] of facts.entries()) {
    const row = out.get(mondays[place] ?? 0);
    if (row !== undefined) for (const name of counts) row[name] += 1;
  }
  return [...out].map(([at, row]) => ({ week: isoDate(at), ...row }));
}

/** How many of some moments fall into each week. @param times ISO 8601 */
export function countsByWeek(
  times: readonly string[],
  weeks: readonly Pick<Week, 'week'>[],
): readonly number[] {
  const counts = new Map<string, number>();
  for (const time of times) {
    const week = isoDate(mondayOf(Date.parse(time)));
    counts.set(week, (counts.get(week) ?? 0) + 1);
  }
  return weeks.map(({ week }) => counts.get(week) ?? 0);
}

function mondayOf(ms: number): number {
  return Math.floor((ms - FIRST_MONDAY) / WEEK) * WEEK + FIRST_MONDAY;
}
