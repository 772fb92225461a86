import type { HealthWeek } from '../core/report.ts';
import { WEEK } from './series.ts';

/** One record that is served today. Times in milliseconds since 1970. */
export interface HealthFact {
  readonly created: number;
  readonly cited: boolean;
  /** When an episode first said that it was of use, or of none. */
  readonly used?: number;
  /** When what it cites first changed, of one that is stale today. */
  readonly stale?: number;
}

/** How today's records stood at the end of each week. @param mondays ISO dates */
export function healthByWeek(
  facts: readonly HealthFact[],
  mondays: readonly string[],
): readonly HealthWeek[] {
  return mondays.map((week) => {
    const end = Date.parse(week) + WEEK;
    const before = (at: number | undefined): boolean => at !== undefined && at < end;
    const there = facts.filter(({ created }) => before(created));
    return {
      week,
      records: there.length,
      uncited: there.filter(({ cited }) => !cited).length,
      never_recalled: there.filter(({ used }) => !before(used)).length,
      stale: there.filter(({ stale }) => before(stale)).length,
    };
  });
}
