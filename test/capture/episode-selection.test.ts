import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectEvents } from '../../src/capture/episode-selection.ts';
import { failureIn } from '../../src/capture/event-words.ts';
import type { ToldEvent } from '../../src/core/episode.ts';

const events = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 60 }), type: fc.constantFrom('a', 'b', 'error') }),
  { maxLength: 200 },
);

test('the first and the last by time are told, and the others counted', () => {
  fc.assert(
    fc.property(events, fc.integer({ min: 2, max: 30 }), (told, most) => {
      const sorted = [...told].sort((a, b) => a.at - b.at);
      const { first, last, between, total, failures } = selectEvents(told, most);
      expect(total).toBe(told.length);
      const half = Math.floor(most / 2);
      expect(first).toEqual(sorted.slice(0, told.length <= most ? most : half));
      expect(last).toEqual(told.length <= most ? [] : sorted.slice(-half));
      const middle = told.length <= most ? [] : sorted.slice(half, -half);
      for (const type of ['a', 'b', 'error'])
        expect(new Map(between).get(type) ?? 0).toBe(middle.filter((event) => event.type === type).length);
      expect(failures).toEqual(sorted.filter(({ type }) => type === 'error').slice(0, 100));
    }),
  );
});

test('a hundred thousand events in any order are told by two hundred', () => {
  function* many(): Generator<ToldEvent> {
    for (let at = 0; at < 100_000; at++) yield { at: (at * 7_919) % 100_003, type: `t${at % 500}` };
  }
  const { first, last, between, total, outOfOrder } = selectEvents(many(), 200);
  expect([first.length, last.length, total]).toEqual([100, 100, 100_000]);
  expect(outOfOrder).toBeGreaterThan(7_000);
  expect(between).toHaveLength(101);
  expect(between.reduce((sum, [, count]) => sum + count, 0)).toBe(99_800);
});

test.each([
  [
    { type: 'verification', data: { passed: false, score: 0.4 } },
    'verification failed',
    'verification failed',
  ],
  [{ type: 'test_failed' }, 'test failed', 'test failed'],
  [
    { type: 'build', data: { error: 'no module x at /srv/app/x.ts:12', error_type: 'LoadError' } },
    'no module x at /srv/app/x.ts:12',
    'LoadError: no module x at x.ts',
  ],
  [{ type: 'error', data: 'text' }, 'error', 'error'],
])('%o says that something failed', (event, message, signature) => {
  expect(failureIn({ at: 0, ...event })).toEqual({ message, signature });
});

test.each([
  { type: 'verification', data: { passed: true, errors: 0 } },
  { type: 'error_resolved' },
  { type: 'terror_alert', data: { error: '' } },
  { type: 'code_generation', data: { approach: 'fail fast' } },
])('%o does not', (event) => {
  expect(failureIn({ at: 0, ...event })).toBeUndefined();
});
