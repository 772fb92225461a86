import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { longWork } from '../../src/adapters/tui/long-work.ts';
import type { Step } from '../../src/core/ports.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const step = (done: number): Step => ({ what: 'records', done, total: 4_000 });

test('work that is done soon is not told of', () => {
  const shown: (Step | undefined)[] = [];
  const tell = longWork((one) => void shown.push(one), Date.now);
  tell(step(0));
  vi.advanceTimersByTime(200);
  tell(step(1_000));
  tell(undefined);
  tell(undefined);
  vi.advanceTimersByTime(10_000);
  expect(shown).toEqual([]);
});

test('work that keeps everything busy is told of from within, not too often, and that it is over', () => {
  const shown: (Step | undefined)[] = [];
  const tell = longWork((one) => void shown.push(one), Date.now);
  for (let done = 0; done <= 1_000; done += 100) {
    tell(step(done));
    vi.setSystemTime(Date.now() + 60);
  }
  tell(undefined);
  expect(shown).toEqual([step(500), step(700), step(900), undefined]);
});

test('work that waits for another process is told of, too', () => {
  const shown: (Step | undefined)[] = [];
  const tell = longWork((one) => void shown.push(one), Date.now);
  tell({ what: 'history', done: 0 });
  vi.advanceTimersByTime(300);
  expect(shown).toEqual([{ what: 'history', done: 0 }]);
  tell(undefined);
  expect(shown).toHaveLength(2);
});
