import { duration, percent } from '../core/amounts.ts';
import type { CategoryPerformance, Execution, OverallMetrics, PerformanceReport } from '../core/execution.ts';
import { isoSeconds } from '../core/time.ts';
import { mostCommon } from './counts.ts';
import type { History } from './history.ts';
import { listed } from './recommend.ts';
import { averageDuration, categoryPerformance, successesOf, successRate } from './trends.ts';

/** Below this success rate a category needs care. */
const LOW_SUCCESS = 0.7;
/** Seconds; above them a category is slow. */
const SLOW = 300;
/** Fewer executions give no insights. */
const LEAST = 10;
const FACTORS = 3;

/** @param now milliseconds since 1970. */
export function performanceReport(
  project: string,
  history: History<Execution>,
  now: number,
): PerformanceReport {
  const categories = categoryPerformance(history);
  return {
    project_name: project,
    generated_at: isoSeconds(now),
    overall_metrics: overallMetrics(history),
    category_performance: categories,
    recommendations: improvementAdvice(categories),
    learning_insights: learningInsights(history),
    left_out: history.leftOut.map(({ message }) => message),
  };
}

export function overallMetrics({ kept }: History<Execution>): OverallMetrics {
  if (kept.length === 0) return { status: 'no_data' };
  return {
    status: 'measured',
    total_executions: kept.length,
    successful_executions: successesOf(kept).length,
    success_rate: successRate(kept),
    average_duration_s: averageDuration(kept),
    category_distribution: mostCommon(kept.map(({ category }) => category)),
  };
}

/** Categories that succeed too rarely, get worse or are slow, in words. */
export function improvementAdvice(categories: readonly CategoryPerformance[]): readonly string[] {
  const advice = categories.flatMap(({ category, success_rate, average_duration_s, trend }) => [
    ...(success_rate < LOW_SUCCESS
      ? [`Improve '${category}' tasks: ${percent(success_rate)} of the newest succeeded.`]
      : []),
    ...(trend === 'declining' ? [`Find out why '${category}' tasks succeed less often than before.`] : []),
    ...(average_duration_s > SLOW
      ? [`Make '${category}' tasks faster: they take ${duration(average_duration_s)} on average.`]
      : []),
  ]);
  return advice.length === 0 ? ['No category needs attention.'] : advice;
}

/** What successes have in common, in words. */
export function learningInsights({ kept }: History<Execution>): readonly string[] {
  if (kept.length < LEAST)
    return [`Too few executions for insights: ${kept.length}, and ${LEAST} are needed.`];
  const successes = successesOf(kept);
  const [best] = mostCommon(successes.map(({ approach }) => approach));
  const factors = mostCommon(
    successes.flatMap((one) => one.success_factors),
    FACTORS,
  );
  return [
    ...(best === undefined ? [] : [`Most successes: '${best[0]}' (${best[1]}).`]),
    ...listed('What made them succeed:', factors),
  ];
}
