import type { Task } from '../core/plan.ts';
import type { World } from '../execute/attempts.ts';
import { type AdaptiveExecutor, createAdaptiveExecutor as create } from '../execute/executor.ts';
import type { ExecutorOptions } from '../execute/executor-options.ts';
import { complexityOf } from '../learn/complexity.ts';

/** What the real world gives, where the caller gives nothing else. */
type Given = keyof World | 'complexityOf';

export type AdaptiveExecutorOptions<T extends Task> = Omit<ExecutorOptions<T>, Given> &
  Partial<Pick<ExecutorOptions<T>, Given>>;

/**
 * Does tasks by what was learned of tasks like them: see {@link AdaptiveExecutor}. `recommend`, `record` and
 * `solutionsFor` are those of an open memory, or the caller's own.
 */
export function createAdaptiveExecutor<T extends Task>(
  options: AdaptiveExecutorOptions<T>,
): AdaptiveExecutor<T> {
  return create({ clock: Date.now, sleep, random: Math.random, complexityOf, ...options });
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const wake = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    signal?.addEventListener('abort', wake);
  });
}
