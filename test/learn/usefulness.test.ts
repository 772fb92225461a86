import { expect, test } from 'vitest';
import { errorCosts } from '../../src/learn/error-costs.ts';
import { healthByWeek } from '../../src/learn/health-weeks.ts';
import { byWeek, successSeries } from '../../src/learn/series.ts';
import { mostHarmful, mostHelpful, usefulness, wrongText } from '../../src/learn/usefulness.ts';

const on = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T12:00:00Z`;

/** One episode a day: `+` it helped, `-` it was shown and did not, `x` somebody said that it is wrong. */
function told(id: string, outcomes: string) {
  return [...outcomes].map((outcome, at) => ({
    id,
    helped: outcome === '+',
    ...(outcome === 'x' ? { wrong: true } : {}),
    at: on(at + 1),
  }));
}

test('a record is known by all that episodes say of it', () => {
  const uses = usefulness([...told('a', '+-+x'), ...told('b', '-')]);
  expect(uses.get('a')).toEqual({
    id: 'a',
    uses: 4,
    helped: 2,
    wrong: 1,
    success_rate: 2 / 4,
    last: on(4),
  });
  expect(uses.get('c')).toBeUndefined();
});

test('harmful is what was said to be wrong twice and more often than it helped; ties go by id', () => {
  const uses = usefulness(
    [
      ...[told('once', 'x'), told('even', '+x+x'), told('z', 'xx'), told('b', 'xx'), told('worst', 'xxx+')],
      // However often it was shown: a command that fails again may fail for another reason.
      told('shown', '-----'),
      told('doubted', '---x'),
    ].flat(),
  );
  expect(mostHarmful(uses.values(), 9).map(({ id }) => id)).toEqual(['worst', 'b', 'z']);
  expect(mostHelpful(uses.values(), 9).map(({ id }) => id)).toEqual(['even', 'worst']);
});

test('what a hand wrote as both helped and wrong helped', () => {
  const both = { id: 'a', helped: true, wrong: true };
  const uses = usefulness([on(1), on(2)].map((at) => ({ ...both, at }))).get('a');
  expect(uses).toMatchObject({ uses: 2, helped: 2, wrong: 0 });
});

test('the newest reasons are kept, whatever the order of episodes; of what proved wrong the newest is told', () => {
  const said = (day: number, helped: boolean, note?: string) => ({
    ...{ id: 'a', helped, at: on(day) },
    ...(helped ? {} : { wrong: true }),
    ...(note === undefined ? {} : { note }),
  });
  const all = [said(1, false, 'gone'), said(5, true, 'yes'), said(3, false, 'moved'), said(4, false)];
  const of = (some: typeof all) => {
    const used = usefulness(some).get('a');
    if (used === undefined) throw new Error('nothing is told');
    return used;
  };
  expect(of(all).notes?.map(({ note }) => note)).toEqual(['yes', 'moved', 'gone']);
  expect(of([...all].reverse())).toEqual(of(all));
  expect(of([...all, said(2, false, 'old')]).notes).toHaveLength(3);
  expect(wrongText(of(all))).toBe('said to be wrong: moved');
  expect(wrongText(of([said(1, false), said(2, false)]))).toBe('said to be wrong 2 times');
  expect(wrongText(of([said(1, false, 'gone')]))).toBeUndefined();
  expect(of([said(1, false, 'x'.repeat(501))]).notes).toBeUndefined();
});

test('errors by how often they were met, then by what they cost', () => {
  const met = (signature: string, cost_s?: number) => ({
    signature,
    resolved: cost_s !== undefined,
    at: on(1),
    ...(cost_s === undefined ? {} : { cost_s }),
  });
  const weeks = [{ week: '2026-10-26' }, { week: '2026-11-02' }];
  expect(errorCosts([met('a', 5), met('b', 10), met('c'), met('c', 7)], 2, weeks)).toEqual([
    { signature: 'c', met: 2, resolved: 1, cost_s: 7, last: on(1), weeks: [2, 0] },
    { signature: 'b', met: 1, resolved: 1, cost_s: 10, last: on(1), weeks: [1, 0] },
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

test('how records stood is told as of the end of each week, on Sunday at midnight', () => {
  const ms = (text: string): number => Date.parse(text);
  const made = { created: ms('2026-11-03T00:00:00Z'), cited: true };
  const facts = [
    { ...made, used: ms('2026-11-09T00:00:00Z') },
    { ...made, used: ms('2026-11-08T23:59:59Z'), stale: ms('2026-11-10T00:00:00Z') },
    { ...made, created: ms('2026-11-12T00:00:00Z'), cited: false, stale: ms('2026-11-04T00:00:00Z') },
  ];
  const weeks = healthByWeek(facts, ['2026-10-26', '2026-11-02', '2026-11-09']);
  expect(weeks).toEqual([
    { week: '2026-10-26', records: 0, uncited: 0, never_recalled: 0, stale: 0 },
    { week: '2026-11-02', records: 2, uncited: 0, never_recalled: 1, stale: 0 },
    { week: '2026-11-09', records: 3, uncited: 1, never_recalled: 1, stale: 2 },
  ]);
  expect(healthByWeek(facts, [])).toEqual([]);
});
