import type { Execution, TaskFacts } from '../core/execution.ts';
import { complexityOf } from './complexity.ts';

/** The tokens of a text, as recall knows them. */
export type Analyse = (text: string) => readonly string[];

/**
 * What each part weighs; together 1. `npm run bench -- learn` prints how others do. Words could weigh a
 * little more, but then a task without words has nothing similar: the rest must be over the threshold.
 */
export const RECALL_WEIGHTS = { words: 0.6, category: 0.2, type: 0.1, complexity: 0.1 } as const;

export type RecallWeights = Readonly<Record<keyof typeof RECALL_WEIGHTS, number>>;

/**
 * How similar earlier executions are to a task, 0 to 1, by what both say is to be done: words weigh by
 * their rarity among these executions. Category, type and complexity support that. A task without a
 * type is of type `general`, as it is recorded.
 */
export function recallSimilarity(
  task: TaskFacts,
  executions: readonly Execution[],
  analyse: Analyse,
  weights: RecallWeights = RECALL_WEIGHTS,
): (earlier: Execution) => number {
  const tokensOf = new Map(executions.map((one) => [one, new Set(analyse(one.task ?? ''))]));
  const documents = new Map<string, number>();
  for (const tokens of tokensOf.values())
    for (const token of tokens) documents.set(token, (documents.get(token) ?? 0) + 1);
  const weightOf = (token: string): number => {
    const count = documents.get(token) ?? 0;
    return Math.log(1 + (executions.length - count + 0.5) / (count + 0.5));
  };
  const norm = (tokens: Iterable<string>): number => {
    let sum = 0;
    for (const token of tokens) sum += weightOf(token) ** 2;
    return sum;
  };
  const asked = new Set(analyse(task.description ?? ''));
  const askedNorm = norm(asked);
  const likeness = (tokens: ReadonlySet<string>): number => {
    const shared = norm([...tokens].filter((token) => asked.has(token)));
    return shared === 0 ? 0 : shared / Math.sqrt(askedNorm * norm(tokens));
  };
  const complexity = complexityOf(task);
  const type = task.type ?? 'general';
  return (earlier) =>
    weights.words * likeness(tokensOf.get(earlier) ?? new Set()) +
    (task.category === earlier.category ? weights.category : 0) +
    (type === earlier.type ? weights.type : 0) +
    (complexity === earlier.complexity ? weights.complexity : 0);
}
