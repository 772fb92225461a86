/** What `import … from 'nexus-memory'` gives. Apart from the façade, so that a verb starts without what only programs use. */

import type { ConsensusTask } from './core/consensus.ts';
import type { TaskContextOptions } from './nexus/task-context.ts';
import type { Nexus } from './nexus.ts';
import { taskContextText } from './present/task-context-text.ts';

export { type AdaptiveExecutorOptions, createAdaptiveExecutor } from './nexus/adaptive.ts';
export { mergeDriver } from './nexus/merge-driver.ts';
export * from './nexus.ts';

/**
 * What memory knows for a task, as one text to put before what generates candidates: the patterns for it and the fixes of
 * errors that lie near, `top` of each (2), fenced as data. `''` where nothing is known.
 */
export async function contextForTask(
  memory: Pick<Nexus, 'taskContext'>,
  task: Pick<ConsensusTask, 'description' | 'language'>,
  options?: TaskContextOptions,
): Promise<string> {
  return taskContextText(await memory.taskContext(task, options));
}
