import { describe, expect, test } from 'vitest';
import type { ErrorSolution } from '../../src/core/execution.ts';
import { executionHistory, solutionHistory } from '../../src/learn/history.ts';
import { performanceReport } from '../../src/learn/report.ts';
import { done, NOW } from './executions.ts';

const times = { now: NOW };

describe('what counts', () => {
  test('is the newest, oldest first, whatever the order given; what is of one second stays in order', () => {
    const given = [
      done({ at: '2026-11-03T00:00:00Z', task: 'c' }),
      done({ at: '2026-11-01T00:00:00Z', task: 'a' }),
      done({ at: '2026-11-02T00:00:00Z', task: 'b1' }),
      done({ at: '2026-11-02T00:00:00Z', task: 'b2' }),
    ];
    expect(executionHistory(given, 9, times).kept.map(({ task }) => task)).toEqual(['a', 'b1', 'b2', 'c']);
    expect(executionHistory(given, 2, times).kept.map(({ task }) => task)).toEqual(['b2', 'c']);
  });

  test.each([
    ['2036-11-21T10:00:00Z', '2036-11-21T10:00:00Z is yet to come: a wrong clock?'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z is before this project began: a wrong clock?'],
    ['yesterday', '"yesterday" is no time such as 2026-11-21T10:36:28Z'],
    ['2026-02-31T00:00:00Z', '"2026-02-31T00:00:00Z" is no time such as 2026-11-21T10:36:28Z'],
    ['', '"" is no time such as 2026-11-21T10:36:28Z'],
  ])('is not what happened at %j', (at, message) => {
    const wrong = done({ at });
    const { kept, leftOut } = executionHistory([wrong, done({})], 9, times);
    expect(kept).toEqual([done({})]);
    expect(leftOut).toEqual([{ one: wrong, part: 'all', message }]);
  });

  test('is not what is older than the project, where that is known; a day is allowed for clocks that differ', () => {
    const since = Date.UTC(2026, 10, 1);
    const given = ['2016-11-21T00:00:00Z', '2026-10-31T12:00:00Z', '2026-11-22T09:00:00Z'];
    const { kept } = executionHistory(
      given.map((at) => done({ at })),
      9,
      { now: NOW, since },
    );
    expect(kept.map(({ at }) => at)).toEqual(given.slice(1));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 1e300, 31 * 86_400])(
    'a duration of %d s counts as not timed, the execution does',
    (duration_s) => {
      const history = executionHistory([done({ duration_s }), done({ duration_s: 10 })], 9, times);
      expect(history.leftOut.map(({ part }) => part)).toEqual(['duration_s']);
      const report = performanceReport('app', history, NOW);
      expect(report.overall_metrics).toMatchObject({ total_executions: 2, average_duration_s: 10 });
      expect(report.left_out).toEqual([`a duration of ${duration_s} s at 2026-11-21T09:00:00Z cannot be`]);
    },
  );

  test('calls and success rates that cannot be are 0', () => {
    const wrong = executionHistory([done({ api_calls: Number.NaN })], 9, times);
    expect(wrong.kept[0]?.api_calls).toBe(0);
    expect(wrong.leftOut.map(({ part }) => part)).toEqual(['api_calls']);
    const solution: ErrorSolution = {
      id: 'a',
      error_type: 'TypeError',
      error_message: '',
      approach: '',
      steps: [],
      success_rate: 7,
      categories: [],
      at: '2026-11-21T09:00:00Z',
    };
    const solutions = solutionHistory([solution], 9, times);
    expect(solutions.kept[0]?.success_rate).toBe(0);
    expect(solutions.leftOut.map(({ message }) => message)).toEqual([
      'a success rate of 7 at 2026-11-21T09:00:00Z cannot be',
    ]);
  });

  test('a hundred thousand executions are counted like ten', () => {
    const many = Array.from({ length: 100_000 }, (_, place) => done({ success: place % 4 !== 0 }));
    const report = performanceReport('app', executionHistory(many, 100_000, times), NOW);
    expect(report.overall_metrics).toMatchObject({ total_executions: 100_000, success_rate: 0.75 });
  });
});
