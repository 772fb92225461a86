import type { Execution, LearnSettings, TaskFacts } from '../core/execution.ts';
import type { History } from './history.ts';
import { type Analyse, recallSimilarity } from './recall-similarity.ts';
import { seedSimilarity } from './seed-similarity.ts';

/** How many similar executions are looked at. */
const SIMILAR = 5;

export interface Similar<T> {
  readonly one: T;
  /** 0 to 1. */
  readonly similarity: number;
}

/**
 * Successful executions that are more similar to a task than the threshold, most similar first. Of
 * equally similar ones the seed's way takes the oldest first, recall's way the newest.
 */
export function similarExecutions<T extends Execution>(
  task: TaskFacts,
  { kept }: History<T>,
  settings: LearnSettings,
  analyse: Analyse,
  limit = SIMILAR,
): readonly Similar<T>[] {
  const successes = kept.filter(({ success }) => success);
  const bySeed = settings.similarity === 'seed';
  const similarity = bySeed ? seedSimilarity(task) : recallSimilarity(task, successes, analyse);
  const candidates = (bySeed ? successes : successes.reverse())
    .map((one) => ({ one, similarity: similarity(one) }))
    .filter((candidate) => candidate.similarity > settings.threshold);
  return candidates.sort((a, b) => b.similarity - a.similarity).slice(0, limit);
}
