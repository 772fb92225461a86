import { describe, expect, test } from 'vitest';
import { type ErrorSolution, LEARN_DEFAULTS } from '../../src/core/execution.ts';
import { complexityOf } from '../../src/learn/complexity.ts';
import { errorSolutions } from '../../src/learn/error-solutions.ts';
import { executionOf } from '../../src/learn/execution-of.ts';
import { solutionHistory } from '../../src/learn/history.ts';
import { recommend } from '../../src/learn/recommend.ts';
import { similarExecutions } from '../../src/learn/similar.ts';
import { textSimilarity } from '../../src/learn/text-similarity.ts';
import { analyse } from '../../src/search/analyse.ts';
import { done, history, NOW, runs } from './executions.ts';

const seed = { ...LEARN_DEFAULTS, similarity: 'seed' } as const;
const recall = { ...LEARN_DEFAULTS, similarity: 'recall' } as const;

describe('complexity', () => {
  test.each([
    ['low', { category: 'docs' }],
    ['low', { category: 'auth', dependencies: ['a'] }],
    ['medium', { category: 'auth', dependencies: ['a', 'b'] }],
    ['medium', { category: 'backend', description: 'x'.repeat(201) }],
    ['medium', { category: 'docs', effort: 5.5, dependencies: ['a'] }],
    ['high', { category: 'database', description: 'x'.repeat(201), effort: 6 }],
    ['low', { category: 'docs', effort: Number.POSITIVE_INFINITY, dependencies: ['a'] }],
  ] as const)('is %s', (complexity, task) => {
    expect(complexityOf(task)).toBe(complexity);
  });
});

describe('by the seed’s formula', () => {
  test('texts are compared by their words', () => {
    expect(textSimilarity('Add a login')('add A button')).toBe(2 / 4);
    expect(textSimilarity('login, page')('login page')).toBe(1 / 3);
    expect(textSimilarity('')('')).toBe(0);
  });

  test('category, type and complexity say what is similar, and the five first are looked at', () => {
    const task = { category: 'backend', type: 'feature', description: 'backend' };
    const earlier = history([
      ...runs([3, { type: 'fix' }], [4, { approach: 'parallel' }], [2, { success: false }]),
      done({ category: 'docs' }),
    ]);
    const similar = similarExecutions(task, earlier, seed, analyse);
    expect(similar.map(({ similarity }) => similarity.toFixed(3))).toEqual([
      ...Array.from({ length: 4 }, () => '1.000'),
      '0.700',
    ]);
    expect(recommend(task, earlier, seed, analyse)).toMatchObject({
      approach: 'parallel',
      confidence: 0.5,
      similar: 5,
    });
  });

  test('the same type alone is exactly the threshold, and not more', () => {
    const task = { category: 'docs', type: 'feature', dependencies: ['a', 'b', 'c', 'd'] };
    expect(recommend(task, history([done({})]), seed, analyse)).toMatchObject({
      approach: 'standard',
      confidence: 0,
      recommendations: ['Nothing similar has succeeded yet: the standard approach.'],
    });
  });

  test('a recommendation says why, and confidence is never over 1', () => {
    const earlier = history(
      runs(
        [2, { approach: 'incremental', success_factors: ['tests', 'care'], tools: ['pytest'] }],
        [2, { approach: 'parallel', success_factors: ['care'], tools: ['git', 'pytest'] }],
      ),
    );
    expect(recommend({ category: 'backend' }, earlier, { ...seed, confidence: 9 }, analyse)).toEqual({
      approach: 'incremental',
      confidence: 1,
      recommendations: [
        "Use the approach 'incremental': 2 of 4 similar successes used it.",
        'What made them succeed:',
        '  - care (4)',
        '  - tests (2)',
        'What they used:',
        '  - pytest (4)',
        '  - git (2)',
      ],
      similar: 4,
      approaches: [
        ['incremental', 2],
        ['parallel', 2],
      ],
      success_factors: [
        ['care', 4],
        ['tests', 2],
      ],
      tools: [
        ['pytest', 4],
        ['git', 2],
      ],
    });
  });
});

describe('by recall’s words', () => {
  const earlier = history([
    ...runs([6, { task: 'add a page for orders', approach: 'parallel' }]),
    done({ category: 'payments', task: 'retry uploads to the bucket', approach: 'api_heavy' }),
    done({ category: 'payments', task: 'retried the upload of invoices', approach: 'api_heavy' }),
  ]);
  const task = { category: 'backend', type: 'feature', description: 'Retrying an upload that fails' };

  test('what was done outweighs what it was filed under', () => {
    const found = similarExecutions(task, earlier, recall, analyse);
    expect(found.slice(0, 2).map(({ one }) => one.approach)).toEqual(['api_heavy', 'api_heavy']);
    expect(recommend(task, earlier, seed, analyse).approach).toBe('parallel');
  });

  test('the same words, category, type and complexity are 1, and the newest of equals comes first', () => {
    const same = history([
      done({ at: '2026-11-01T00:00:00Z', task: 'retry uploads' }),
      done({ at: '2026-11-02T00:00:00Z', task: 'retry uploads' }),
      done({ task: 'orders', success: false }),
    ]);
    const found = similarExecutions({ ...task, description: 'retry uploads' }, same, recall, analyse);
    expect(found.map(({ one, similarity }) => [one.at, Number(similarity.toFixed(9))])).toEqual([
      ['2026-11-02T00:00:00Z', 1],
      ['2026-11-01T00:00:00Z', 1],
    ]);
  });

  test('a task without words is compared by the rest', () => {
    const [first] = similarExecutions({ category: 'backend', type: 'feature' }, earlier, recall, analyse);
    expect(first?.similarity).toBeCloseTo(0.4, 9);
  });
});

test('solutions are those of the error’s type, by its message', () => {
  const solution = (id: string, error_type: string, error_message: string): ErrorSolution => ({
    id,
    error_type,
    error_message,
    approach: '',
    steps: [],
    success_rate: 0,
    categories: [],
    at: '2026-11-21T09:00:00Z',
  });
  const known = solutionHistory(
    [
      solution('other', 'KeyError', 'x is undefined'),
      solution('first', 'TypeError', 'no match'),
      solution('second', 'TypeError', ''),
      solution('near', 'TypeError', 'Y is undefined'),
      solution('same', 'TypeError', 'X is undefined'),
    ],
    500,
    { now: NOW },
  );
  expect(
    errorSolutions('TypeError', 'x is undefined', known).map(({ one, relevance }) => [one.id, relevance]),
  ).toEqual([
    ['same', 1.5],
    ['near', 1.25],
    ['first', 1],
  ]);
  expect(errorSolutions('TypeError', undefined, known).map(({ one }) => one.id)).toEqual([
    'first',
    'second',
    'near',
  ]);
});

describe('what is executed, and kept', () => {
  test('an execution is kept with what is usual where nothing is told', () => {
    expect(executionOf({ category: 'auth' }, {}, '2026-11-21T09:00:00Z')).toEqual(
      done({ category: 'auth', type: 'general', success: false }),
    );
    expect(
      executionOf(
        {
          category: 'docs',
          description: ' Write\n the  guide ',
          type: 'guide',
          effort: 9,
          dependencies: ['a'],
        },
        { approach: 'parallel', success: true, duration_s: 3, tools: ['vale'] },
        '2026-11-21T09:00:00Z',
      ),
    ).toEqual(
      done({
        task: 'Write the guide',
        category: 'docs',
        type: 'guide',
        complexity: 'medium',
        approach: 'parallel',
        duration_s: 3,
        dependencies: ['a'],
        tools: ['vale'],
      }),
    );
  });
});
