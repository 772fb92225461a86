import { describe, expect, test } from 'vitest';
import type { Task } from '../../src/core/plan.ts';
import { createAdaptiveExecutor } from '../../src/execute/executor.ts';
import { options, solution, tasks, world } from './world.ts';

const [TASK = { id: 'a', description: 'do a', category: 'backend' }] = tasks('a');

function advice(approach: string, confidence: number) {
  return { approach, confidence };
}

describe('choosing', () => {
  test.each([
    ['incremental', 'incremental'],
    ['parallel_recovered', 'standard'],
    ['by_hand', 'standard'],
  ])('%s is done as %s', async (name, approach) => {
    const told = options(world(), { recommend: () => advice(name, 0.3), run: () => ({}) });
    await createAdaptiveExecutor(told).execute(TASK);
    expect(told.executions).toMatchObject([{ approach, success: true }]);
  });

  test('a list is done by what its open tasks are surest of', async () => {
    const sure: Readonly<Record<string, [string, number]>> = {
      a: ['incremental', 0.9],
      b: ['parallel', 0.3],
      c: ['parallel', 0.2],
    };
    const told = options(world(), {
      recommend: ({ id }: Task) => advice(...(sure[id] ?? ['standard', 0])),
      run: () => ({}),
    });
    const executor = createAdaptiveExecutor(told);
    expect((await executor.executeAll(tasks('a', 'b', 'c'))).approach).toBe('incremental');
    expect((await executor.executeAll(tasks('a', 'b', 'c'), { done: ['a'] })).approach).toBe('parallel');
  });
});

describe('recording', () => {
  test('what the result shows of its success', async () => {
    const told = options(world(), {
      run: () => ({
        output: 'made a Component',
        files_created: ['a.tsx'],
        dependencies_resolved: ['react'],
        tools: ['vite'],
        api_calls: 2,
        success_factors: ['small_steps'],
      }),
    });
    await createAdaptiveExecutor(told).execute({
      id: 'page',
      description: 'the page\nand more',
      category: 'frontend',
      type: 'feature',
      dependencies: ['elsewhere'],
    });
    expect(told.executions).toEqual([
      {
        at: '2026-11-21T10:00:00Z',
        task: 'the page',
        category: 'frontend',
        type: 'feature',
        complexity: 'low',
        approach: 'standard',
        success: true,
        success_factors: [
          'file_creation',
          'api_integration',
          'dependency_resolution',
          'component_creation',
          'small_steps',
        ],
        duration_s: 0,
        dependencies: ['elsewhere'],
        tools: ['vite'],
        api_calls: 2,
      },
    ]);
  });

  test('a record that cannot be kept does not undo what was done', async () => {
    const told = options(world(), {
      run: () => ({}),
      record: () => {
        throw new Error('read-only');
      },
    });
    expect(await createAdaptiveExecutor(told).execute(TASK)).toMatchObject({
      status: 'completed',
      notRecorded: 'read-only',
    });
  });
});

describe('recovery', () => {
  const broken = () => {
    let whole = false;
    return {
      mend: () => {
        whole = true;
      },
      run: () => {
        if (!whole) throw new TypeError('no pool');
        return {};
      },
    };
  };

  test('known solutions are tried in order through the handler; a success says that it was one', async () => {
    const it = broken();
    const tried: string[] = [];
    const told = options(world(), {
      run: it.run,
      solutionsFor: ({ type, message }) =>
        type === 'TypeError' && message === 'no pool' ? ['x', 'y', 'z'].map(solution) : [],
      recover: ({ id }) => {
        tried.push(id);
        if (id === 'y') it.mend();
        return id !== 'x';
      },
    });
    const outcome = await createAdaptiveExecutor(told).execute(TASK, { approach: 'parallel' });
    expect(tried).toEqual(['x', 'y']);
    expect(outcome).toMatchObject({ status: 'completed', recovered: { id: 'y' } });
    expect(told.executions).toMatchObject([
      { approach: 'parallel_recovered', success: true, success_factors: ['error_recovery'] },
    ]);
  });

  test('without a handler nothing that is remembered is applied', async () => {
    const told = options(world(), {
      run: broken().run,
      solutionsFor: () => {
        throw new Error('nobody asks');
      },
    });
    await expect(createAdaptiveExecutor(told).execute(TASK)).rejects.toThrow('no pool');
    expect(told.executions).toMatchObject([{ approach: 'standard', success: false, success_factors: [] }]);
  });

  test('where nothing helps, the first failure is recorded once and thrown on', async () => {
    let tries = 0;
    const told = options(world(), {
      run: () => {
        throw new TypeError(`try ${++tries}`);
      },
      solutionsFor: () => ['v', 'w', 'x', 'y'].map(solution),
      recover: ({ id }) => {
        if (id === 'x') throw new Error('the handler broke');
        return true;
      },
    });
    await expect(createAdaptiveExecutor(told).execute(TASK)).rejects.toThrow(new TypeError('try 1'));
    expect(tries).toBe(3);
    expect(told.executions).toMatchObject([{ approach: 'standard', success: false }]);
  });

  test('the time for which somebody was asked is not the task’s', async () => {
    const it = broken();
    const of = world();
    const told = options(of, {
      run: it.run,
      solutionsFor: () => [solution('x')],
      recover: async () => {
        await of.sleep(61_000);
        it.mend();
        return true;
      },
      waited: () => 60_000,
    });
    await of.settle(createAdaptiveExecutor(told).execute(TASK));
    expect(told.executions).toMatchObject([{ success: true, duration_s: 1 }]);
  });

  test('a recovered task lets go on what depends on it', async () => {
    const it = broken();
    const told = options(world(), {
      run: it.run,
      solutionsFor: () => [solution('x')],
      recover: () => {
        it.mend();
        return true;
      },
    });
    const done = await createAdaptiveExecutor(told).executeAll(tasks('a', 'b<a'));
    expect(told.executions.map(({ approach }) => approach)).toEqual(['standard_recovered', 'standard']);
    expect(Object.fromEntries(done.statuses)).toEqual({ a: 'completed', b: 'completed' });
  });
});

describe('one task over its steps', () => {
  test('is one record, its results together; each approach holds for the steps', async () => {
    const it = world();
    const told = options(it, {
      stepsOf: ({ id }) => tasks(`${id}1`, `${id}2`, `${id}3<${id}1,${id}2`),
      run: async ({ id }) => {
        await it.sleep(1000);
        return { tools: ['make'], api_calls: 1, output: id };
      },
    });
    const outcome = await it.settle(createAdaptiveExecutor(told).execute(TASK, { approach: 'parallel' }));
    expect(outcome.result).toMatchObject({ tools: ['make'], api_calls: 3, output: 'a1\na2\na3' });
    expect(told.executions).toMatchObject([{ task: 'do a', duration_s: 2, api_calls: 3 }]);
  });

  test('a recovery goes on at the step that failed', async () => {
    const ran: string[] = [];
    let whole = false;
    const told = options(world(), {
      stepsOf: () => tasks('x', 'y<x', 'z<y'),
      run: ({ id }) => {
        ran.push(id);
        if (id === 'y' && !whole) throw new Error('no');
        return {};
      },
      solutionsFor: () => [solution('s')],
      recover: () => {
        whole = true;
        return true;
      },
    });
    await createAdaptiveExecutor(told).execute(TASK);
    expect(ran).toEqual(['x', 'y', 'y', 'z']);
    expect(told.executions).toMatchObject([{ approach: 'standard_recovered', success: true }]);
  });
});

describe('called off', () => {
  test.each(['standard', 'incremental', 'parallel', 'api_heavy'] as const)(
    '%s leaves nothing in progress, and no record of what was not done',
    async (approach) => {
      const it = world();
      const off = new AbortController();
      const told = options(it, {
        concurrency: 2,
        run: async ({ id }, { signal }) => {
          if (id === 'b') {
            off.abort(new Error('Ctrl-C'));
            throw signal?.reason;
          }
          await it.sleep(500, signal);
          return {};
        },
      });
      const done = await it.settle(
        createAdaptiveExecutor(told).executeAll(tasks('a', 'b', 'c'), { approach, signal: off.signal }),
      );
      expect(done.aborted).toBe(true);
      expect(Object.fromEntries(done.statuses)).toEqual({ a: 'completed', b: 'pending', c: 'pending' });
      expect(told.story.at(-1)).toMatch(/^(pending b|completed a)$/);
      expect(told.executions.map(({ task }) => task)).toEqual(['do a']);
    },
  );

  test('a wait for the next attempt ends at once', async () => {
    const it = world();
    const off = new AbortController();
    const told = options(it, {
      run: () => {
        throw new Error('503');
      },
      watch: ({ type }) => {
        if (type === 'retry') queueMicrotask(() => off.abort(new Error('Ctrl-C')));
      },
    });
    const work = createAdaptiveExecutor(told).execute(TASK, { approach: 'api_heavy', signal: off.signal });
    await expect(it.settle(work)).rejects.toThrow('Ctrl-C');
    expect([it.passed(), told.executions]).toEqual([0, []]);
  });

  test('before it began, nothing is done', async () => {
    const told = options(world());
    const work = createAdaptiveExecutor(told).execute(TASK, { signal: AbortSignal.abort(new Error('off')) });
    await expect(work).rejects.toThrow('off');
  });
});

test('statuses that cannot be kept end the work before anything follows from them', async () => {
  const ran: string[] = [];
  const told = options(world(), {
    run: ({ id }) => {
      ran.push(id);
      return {};
    },
    saveStatus: (changes) => {
      if (changes.get('b') === 'in_progress') throw new Error('disk full');
    },
  });
  await expect(createAdaptiveExecutor(told).executeAll(tasks('a', 'b', 'c'))).rejects.toThrow('disk full');
  expect(ran).toEqual(['a']);
});
