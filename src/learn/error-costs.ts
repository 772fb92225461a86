import type { ErrorCost, Week } from '../core/report.ts';
import { countsByWeek } from './series.ts';

export interface MetError {
  readonly id?: string;
  readonly signature: string;
  readonly resolved: boolean;
  readonly cost_s?: number;
  readonly at: string;
}

/** Those met most often first, then those that cost most. @param weeks those to count in, oldest first */
export function errorCosts(
  met: readonly MetError[],
  limit: number,
  weeks: readonly Pick<Week, 'week'>[],
): readonly ErrorCost[] {
  const out = new Map<string, Omit<ErrorCost, 'weeks'>>();
  const times = new Map<string, string[]>();
  for (const { id, signature, resolved, cost_s = 0, at } of met) {
    const before = out.get(signature);
    const known = id ?? before?.id;
    if (before === undefined) times.set(signature, [at]);
    else times.get(signature)?.push(at);
    out.set(signature, {
      signature,
      ...(known === undefined ? {} : { id: known }),
      met: (before?.met ?? 0) + 1,
      resolved: (before?.resolved ?? 0) + (resolved ? 1 : 0),
      cost_s: (before?.cost_s ?? 0) + cost_s,
      last: before === undefined || at > before.last ? at : before.last,
    });
  }
  return [...out.values()]
    .sort((a, b) => b.met - a.met || b.cost_s - a.cost_s || (a.signature < b.signature ? -1 : 1))
    .slice(0, limit)
    .map((cost) => ({ ...cost, weeks: countsByWeek(times.get(cost.signature) ?? [], weeks) }));
}
