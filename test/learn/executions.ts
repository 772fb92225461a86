import type { Execution } from '../../src/core/execution.ts';
import { executionHistory, type History } from '../../src/learn/history.ts';

export const NOW = Date.UTC(2026, 10, 21, 10);

/** An execution an hour ago that succeeded, but for what is said otherwise. */
export function done(otherwise: Partial<Execution>): Execution {
  return {
    at: '2026-11-21T09:00:00Z',
    category: 'backend',
    type: 'feature',
    complexity: 'low',
    approach: 'standard',
    success: true,
    success_factors: [],
    duration_s: 0,
    dependencies: [],
    tools: [],
    api_calls: 0,
    ...otherwise,
  };
}

export function history(executions: readonly Execution[]): History<Execution> {
  return executionHistory(executions, 1000, { now: NOW });
}

/** So many of the first of these, then so many of the second, and so on. */
export function runs(...counts: readonly (readonly [number, Partial<Execution>])[]): Execution[] {
  return counts.flatMap(([count, otherwise]) => Array.from({ length: count }, () => done(otherwise)));
}
