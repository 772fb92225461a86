import type { ErrorSolution } from '../core/execution.ts';
import type { History } from './history.ts';
import { textSimilarity } from './text-similarity.ts';

/** How many solutions are offered. */
const SOLUTIONS = 3;
/** What an equal message adds to an equal type, which is 1. */
const MESSAGE_BOOST = 0.5;

export interface RankedSolution<T> {
  readonly one: T;
  /** 1 to 1.5. */
  readonly relevance: number;
}

/** Solutions of errors of exactly this type, the most similar messages first; of equal ones the oldest first. */
export function errorSolutions<T extends ErrorSolution>(
  type: string,
  message: string | undefined,
  { kept }: History<T>,
): readonly RankedSolution<T>[] {
  const similarity = textSimilarity(message ?? '');
  return kept
    .filter((one) => one.error_type === type)
    .map((one) => ({ one, relevance: 1 + similarity(one.error_message) * MESSAGE_BOOST }))
    .sort((a, b) => b.relevance - a.relevance)
    .slice(0, SOLUTIONS);
}
