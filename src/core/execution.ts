/** What is to be done, as far as learning must know it. */
export interface TaskFacts {
  readonly id?: string;
  readonly description?: string;
  readonly category: string;
  /** `general` where it is not told. */
  readonly type?: string;
  /** Ids of tasks that come before it. */
  readonly dependencies?: readonly string[];
  /** Estimated effort, 1 where it is not told. */
  readonly effort?: number;
}

export type Complexity = 'low' | 'medium' | 'high';

/** How one task was done: an immutable fact of an episode. What is counted is folded from these. */
export interface Execution {
  /** ISO 8601, UTC, to the second. */
  readonly at: string;
  /** The task in one line. */
  readonly task?: string;
  readonly category: string;
  readonly type: string;
  readonly complexity: Complexity;
  /** `standard`, `incremental`, `parallel`, `api_heavy`, a name of the caller's own, or `<approach>_recovered`. */
  readonly approach: string;
  readonly success: boolean;
  readonly success_factors: readonly string[];
  /** Seconds; 0 for an execution that was not timed. */
  readonly duration_s: number;
  readonly dependencies: readonly string[];
  readonly tools: readonly string[];
  readonly api_calls: number;
}

/** A longer execution is a clock that was set, not work: 366 days. */
export const MAX_SECONDS = 31_622_400;
/** More of anything counted in one execution is a mistake. */
export const MAX_COUNT = 1_000_000_000;

/** An execution as an episode's fields tell it: what is left out there is as {@link filledExecution} has it. */
export type EpisodeExecution = Partial<Execution> & Pick<Execution, 'at' | 'category' | 'success'>;

/** With a default for all that is not told. */
export function filledExecution(told: EpisodeExecution): Execution {
  return {
    type: 'general',
    complexity: 'low',
    approach: 'standard',
    success_factors: [],
    duration_s: 0,
    dependencies: [],
    tools: [],
    api_calls: 0,
    ...told,
  };
}

/** Without what {@link filledExecution} adds again: a field that says nothing is a line to read in a review. */
export function episodeExecution(execution: Execution): EpisodeExecution {
  const { at, task, category, type, complexity, approach, success } = execution;
  const { success_factors, duration_s, dependencies, tools, api_calls } = execution;
  return {
    at,
    ...(task === undefined ? {} : { task }),
    category,
    type,
    complexity,
    approach,
    success,
    ...(success_factors.length === 0 ? {} : { success_factors }),
    ...(duration_s === 0 ? {} : { duration_s }),
    ...(dependencies.length === 0 ? {} : { dependencies }),
    ...(tools.length === 0 ? {} : { tools }),
    ...(api_calls === 0 ? {} : { api_calls }),
  };
}

/** What resolved an error, as learning ranks it. */
export interface ErrorSolution {
  /** The record. */
  readonly id: string;
  readonly error_type: string;
  readonly error_message: string;
  readonly approach: string;
  readonly steps: readonly string[];
  /** 0 to 1, folded from episodes; 0 where it was never tried. */
  readonly success_rate: number;
  readonly categories: readonly string[];
  readonly at: string;
}

/** Limits and thresholds of learning: the section `learn` of the settings. */
export interface LearnSettings {
  /** Newest executions that count. */
  readonly patterns: number;
  /** Newest error solutions that count. */
  readonly solutions: number;
  /** A pattern must be more similar than this, 0 to 1. */
  readonly threshold: number;
  /** Multiplies confidence before it is capped at 1. */
  readonly confidence: number;
  /** How a task is compared with what was done: by the seed's formula, or by recall's own words, which recommend better. */
  readonly similarity: 'seed' | 'recall';
}

export const LEARN_DEFAULTS: LearnSettings = {
  patterns: 1000,
  solutions: 500,
  threshold: 0.3,
  confidence: 1,
  similarity: 'recall',
};

/** A name, and how often it was met. */
export type Counted = readonly [name: string, count: number];

/** What earlier executions advise for a task. */
export interface Recommendation {
  readonly approach: string;
  /** 0 to 1. */
  readonly confidence: number;
  /** In words, a line each. */
  readonly recommendations: readonly string[];
  /** Successful executions that are similar. */
  readonly similar: number;
  /** Their approaches, most frequent first. */
  readonly approaches: readonly Counted[];
  /** What made them succeed, at most five. */
  readonly success_factors: readonly Counted[];
  /** What they used, at most three. */
  readonly tools: readonly Counted[];
}

export type Trend = 'improving' | 'declining' | 'stable' | 'insufficient_data';

export interface CategoryTrend {
  /** Of the newest 20, 0 to 1. */
  readonly success_rate: number;
  /** Seconds, of the timed ones among the newest 20; 0 where none was timed. */
  readonly average_duration_s: number;
  readonly total: number;
  readonly recent: number;
  /** Approaches of successes among the newest 20, most frequent first, at most three. */
  readonly best_approaches: readonly Counted[];
  readonly trend: Trend;
}

export interface CategoryPerformance extends CategoryTrend {
  readonly category: string;
}

/** How one approach does, over all executions that count. */
export interface ApproachPerformance {
  readonly approach: string;
  readonly total: number;
  /** 0 to 1. */
  readonly success_rate: number;
  /** Seconds, of the timed ones; 0 where none was timed. */
  readonly average_duration_s: number;
  readonly trend: Trend;
}

export type OverallMetrics =
  | { readonly status: 'no_data' }
  | {
      readonly status: 'measured';
      readonly total_executions: number;
      readonly successful_executions: number;
      /** 0 to 1. */
      readonly success_rate: number;
      /** Seconds, of the timed ones; 0 where none was timed. */
      readonly average_duration_s: number;
      /** Executions of each category, most frequent first. */
      readonly category_distribution: readonly Counted[];
    };

/** What all executions that count say together. */
export interface PerformanceReport {
  readonly project_name: string;
  /** ISO 8601, UTC, to the second. */
  readonly generated_at: string;
  readonly overall_metrics: OverallMetrics;
  /** By category, in the order in which they were first met. */
  readonly category_performance: readonly CategoryPerformance[];
  /** What to improve, a line each. */
  readonly recommendations: readonly string[];
  /** A line each. */
  readonly learning_insights: readonly string[];
  /** What could not be right and does not count, a line each. */
  readonly left_out: readonly string[];
}
