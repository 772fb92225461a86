import type { ErrorSolution, Execution } from '../../src/core/execution.ts';
import type { Task } from '../../src/core/plan.ts';
import type { ExecutorOptions } from '../../src/execute/executor-options.ts';

/** A world in which time passes only when everybody waits. */
export function world() {
  let now = Date.parse('2026-11-21T10:00:00Z');
  const timers: { readonly at: number; readonly wake: () => void }[] = [];
  const begin = now;

  /** Runs to the end of the work. */
  async function settle<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const ended = work.finally(() => {
      over = true;
    });
    ended.catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (over) return ended;
      timers.sort((a, b) => a.at - b.at);
      const next = timers.shift();
      if (next === undefined) throw new Error('everybody waits for nothing');
      now = Math.max(now, next.at);
      next.wake();
    }
  }

  return {
    settle,
    clock: () => now,
    /** Milliseconds since the beginning. */
    passed: () => now - begin,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve) => {
        timers.push({ at: now + ms, wake: resolve });
        signal?.addEventListener('abort', () => resolve());
      }),
    random: () => 0,
  };
}

export type World = ReturnType<typeof world>;

export interface Told {
  /** `began a`, `completed a` … as they happened. */
  readonly story: string[];
  readonly executions: Execution[];
}

/** An executor's options in which nothing is known and every task takes a second. */
export function options(of: World, more: Partial<ExecutorOptions<Task>> = {}): ExecutorOptions<Task> & Told {
  const story: string[] = [];
  const executions: Execution[] = [];
  return {
    ...of,
    recommend: () => ({ approach: 'standard', confidence: 0 }),
    record: (execution) => executions.push(execution),
    solutionsFor: () => [],
    complexityOf: () => 'low',
    run: async () => {
      await of.sleep(1000);
      return {};
    },
    saveStatus: (changes) => {
      for (const [id, status] of changes) story.push(`${status} ${id}`);
    },
    ...more,
    story,
    executions,
  };
}

/** `a`, `b<a` (b depends on a), `c<a,b` … */
export function tasks(...words: readonly string[]): Task[] {
  return words.map((word) => {
    const [id = '', needs = ''] = word.split('<');
    return {
      id,
      description: `do ${id}`,
      category: 'backend',
      ...(needs === '' ? {} : { dependencies: needs.split(',') }),
    };
  });
}

export function solution(id: string): ErrorSolution {
  return {
    id,
    error_type: 'Error',
    error_message: 'x',
    approach: 'restart it',
    steps: [],
    success_rate: 1,
    categories: [],
    at: '2026-11-01T00:00:00Z',
  };
}
