import type { Counted } from '../core/execution.ts';

/** How often each name occurs, most frequent first; of equally frequent ones the first met comes first. */
export function mostCommon(names: Iterable<string>, limit = Number.POSITIVE_INFINITY): readonly Counted[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, limit);
}

/** @returns 0 where there is nothing to take a mean of. */
export function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}
