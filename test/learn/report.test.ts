import { describe, expect, test } from 'vitest';
import { percent } from '../../src/core/amounts.ts';
import { performanceReport } from '../../src/learn/report.ts';
import { trendOf } from '../../src/learn/trends.ts';
import { done, history, NOW, runs } from './executions.ts';

const win = { success: true };
const loss = { success: false };

describe('a report', () => {
  test('of nothing says that there is nothing', () => {
    expect(performanceReport('app', history([]), NOW)).toEqual({
      project_name: 'app',
      generated_at: '2026-11-21T10:00:00Z',
      overall_metrics: { status: 'no_data' },
      category_performance: [],
      recommendations: ['No category needs attention.'],
      learning_insights: ['Too few executions for insights: 0, and 10 are needed.'],
      left_out: [],
    });
  });

  test('has figures, advice and insights', () => {
    const factor = { success_factors: ['file_creation'] };
    const report = performanceReport(
      'app',
      history([
        ...runs([8, { ...factor, duration_s: 600 }], [2, { approach: 'parallel' }]),
        ...runs([9, loss], [1, { category: 'docs', approach: 'incremental', success_factors: ['care'] }]),
      ]),
      NOW,
    );
    expect(report.overall_metrics).toEqual({
      status: 'measured',
      total_executions: 20,
      successful_executions: 11,
      success_rate: 0.55,
      average_duration_s: 600,
      category_distribution: [
        ['backend', 19],
        ['docs', 1],
      ],
    });
    expect(report.category_performance[0]).toEqual({
      category: 'backend',
      success_rate: 10 / 19,
      average_duration_s: 600,
      total: 19,
      recent: 19,
      best_approaches: [
        ['standard', 8],
        ['parallel', 2],
      ],
      trend: 'declining',
    });
    expect(report.recommendations).toEqual([
      "Improve 'backend' tasks: 52.6 % of the newest succeeded.",
      "Find out why 'backend' tasks succeed less often than before.",
      "Make 'backend' tasks faster: they take 10 min on average.",
    ]);
    expect(report.learning_insights).toEqual([
      "Most successes: 'standard' (8).",
      'What made them succeed:',
      '  - file_creation (8)',
      '  - care (1)',
    ]);
  });

  test('looks at the newest twenty of a category', () => {
    const [only] = performanceReport(
      'app',
      history(runs([30, { ...loss, duration_s: 99 }], [20, { duration_s: 1 }])),
      NOW,
    ).category_performance;
    expect(only).toMatchObject({ success_rate: 1, average_duration_s: 1, total: 50, recent: 20 });
    expect(only?.trend).toBe('improving');
  });

  test('names like those that every object has are names', () => {
    const report = performanceReport('app', history([done({ category: '__proto__' })]), NOW);
    expect(report.category_performance.map(({ category }) => category)).toEqual(['__proto__']);
  });
});

describe('a trend', () => {
  test.each([
    ['insufficient_data', runs([9, win])],
    ['stable', runs([10, win])],
    ['stable', runs([10, win], [9, win], [1, loss])],
    ['stable', runs([1, win], [19, loss])],
    ['declining', runs([2, win], [18, loss])],
    ['improving', runs([10, loss], [2, win], [8, loss])],
    // An odd one counts to the second half: 1 of 5, then 2 of 6.
    ['improving', runs([1, win], [4, loss], [2, win], [4, loss])],
  ])('is %s', (trend, executions) => {
    expect(trendOf(executions)).toBe(trend);
  });
});

test('shares are rounded as in Python: half-way to the even tenth', () => {
  expect([1 / 16, 3 / 16, 5 / 16, 2 / 3, 0, 1].map(percent)).toEqual([
    '6.2 %',
    '18.8 %',
    '31.2 %',
    '66.7 %',
    '0 %',
    '100 %',
  ]);
});
