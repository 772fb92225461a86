import type { Counted, Execution, LearnSettings, Recommendation, TaskFacts } from '../core/execution.ts';
import { mostCommon } from './counts.ts';
import type { History } from './history.ts';
import type { Analyse } from './recall-similarity.ts';
import { similarExecutions } from './similar.ts';

/** So many similar executions are full confidence. */
const FULL_CONFIDENCE = 10;
const FACTORS = 5;
const TOOLS = 3;

/** What is done where nothing is known. */
export const STANDARD = 'standard';

/** The approach that similar tasks succeeded with most often, and what they had in common. */
export function recommend(
  task: TaskFacts,
  history: History<Execution>,
  settings: LearnSettings,
  analyse: Analyse,
): Recommendation {
  const similar = similarExecutions(task, history, settings, analyse).map(({ one }) => one);
  const approaches = mostCommon(similar.map((one) => one.approach));
  const factors = mostCommon(
    similar.flatMap((one) => one.success_factors),
    FACTORS,
  );
  const tools = mostCommon(
    similar.flatMap((one) => one.tools),
    TOOLS,
  );
  const [best] = approaches;
  return {
    approach: best?.[0] ?? STANDARD,
    confidence: Math.min((similar.length / FULL_CONFIDENCE) * settings.confidence, 1),
    recommendations:
      best === undefined
        ? ['Nothing similar has succeeded yet: the standard approach.']
        : [
            `Use the approach '${best[0]}': ${best[1]} of ${similar.length} similar successes used it.`,
            ...listed('What made them succeed:', factors),
            ...listed('What they used:', tools),
          ],
    similar: similar.length,
    approaches,
    success_factors: factors,
    tools,
  };
}

/** A heading and a line for each name; nothing where there is none. */
export function listed(heading: string, names: readonly Counted[]): readonly string[] {
  return names.length === 0 ? [] : [heading, ...names.map(([name, count]) => `  - ${name} (${count})`)];
}
