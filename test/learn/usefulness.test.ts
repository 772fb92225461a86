import { expect, test } from 'vitest';
import { errorCosts } from '../../src/learn/error-costs.ts';
import { byWeek, successSeries } from '../../src/learn/series.ts';
import { mostHarmful, mostHelpful, usefulness } from '../../src/learn/usefulness.ts';

const on = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T12:00:00Z`;

function told(id: string, outcomes: string): { id: string; helped: boolean; at: string }[] {
  return [...outcomes].map((outcome, at) => ({ id, helped: outcome === '+', at: on(at + 1) }));
}

test('a record is known by all that episodes say of it', () => {
  const uses = usefulness([...told('a', '+-+'), ...told('b', '-')]);
  expect(uses.get('a')).toEqual({
    id: 'a',
    uses: 3,
    helped: 2,
    wrong: 1,
    success_rate: 2 / 3,
    last: on(3),
  });
  expect(uses.get('c')).toBeUndefined();
});

test('harmful is what was wrong twice and more often than it helped; ties go by id', () => {
  const uses = usefulness(
    [told('once', '-'), told('even', '+-+-'), told('z', '--'), told('b', '--'), told('worst', '---+')].flat(),
  );
  expect(mostHarmful(uses.values(), 9).map(({ id }) => id)).toEqual(['worst', 'b', 'z']);
  expect(mostHelpful(uses.values(), 9).map(({ id }) => id)).toEqual(['even', 'worst']);
});

test('errors by how often they were met, then by what they cost', () => {
  const met = (signature: string, cost_s?: number) => ({
    signature,
    resolved: cost_s !== undefined,
    at: on(1),
    ...(cost_s === undefined ? {} : { cost_s }),
  });
  expect(errorCosts([met('a', 5), met('b', 10), met('c'), met('c', 7)], 2)).toEqual([
    { signature: 'c', met: 2, resolved: 1, cost_s: 7, last: on(1) },
    { signature: 'b', met: 1, resolved: 1, cost_s: 10, last: on(1) },
  ]);
});

test('a series has a point for each part, of about equal size', () => {
  const done = (text: string) => [...text].map((char) => ({ success: char === '+' }));
  expect(successSeries(done('--++'), 2)).toEqual([0, 1]);
  expect(successSeries(done('-+'), 16)).toEqual([0, 1]);
  expect(successSeries(done('+-+++'), 2)).toEqual([0.5, 1]);
  expect(successSeries([], 16)).toEqual([]);
});

test('weeks begin on Monday, in UTC; those without anything are there', () => {
  const fact = (at: string) => ({ at, counts: ['executions'] as const });
  const weeks = byWeek(
    [fact('2026-11-01T23:59:59Z'), fact('2026-11-02T00:00:00Z'), fact('2026-11-21T12:00:00Z')],
    12,
  );
  expect(weeks.map(({ week, executions }) => [week, executions])).toEqual([
    ['2026-10-26', 1],
    ['2026-11-02', 1],
    ['2026-11-09', 0],
    ['2026-11-16', 1],
  ]);
  expect(byWeek([fact('2016-01-01T00:00:00Z'), fact('2026-11-21T12:00:00Z')], 2)).toHaveLength(2);
  expect(byWeek([], 12)).toEqual([]);
});
