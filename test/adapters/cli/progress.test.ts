import { expect, test } from 'vitest';
import { progressOn } from '../../../src/adapters/cli/progress.ts';
import type { Step } from '../../../src/core/ports.ts';
import { counter } from '../../../src/nexus/progress.ts';
import { progressText } from '../../../src/present/progress-text.ts';
import { bufferIo } from './buffer-io.ts';

test('many are counted by the hundred, few not at all', () => {
  const steps: (Step | undefined)[] = [];
  const all = (total: number): void => {
    const counted = counter((step) => steps.push(step), 'records', total);
    for (let at = 0; at < total; at++) counted();
  };
  all(1_999);
  expect(steps).toEqual([]);
  all(2_050);
  expect(steps).toHaveLength(21);
  expect(steps[0]).toEqual({ what: 'records', done: 0, total: 2_050 });
  expect(steps.at(-1)).toEqual({ what: 'records', done: 2_000, total: 2_050 });
});

test('how far it is, in words', () => {
  expect(progressText({ what: 'records', done: 12_000, total: 100_000 })).toBe(
    'indexing 12,000 of 100,000 records',
  );
  expect(progressText({ what: 'history', done: 0 })).toBe('reading history …');
});

test('a terminal sees a line after a second, ten times a second at most, and nothing of it in the end', () => {
  let now = 0;
  const io = bufferIo({ stderrIsTTY: true, columns: 60, now: () => now });
  const told = progressOn(io);
  for (now = 0; now < 1_300; now += 10) told({ what: 'records', done: now, total: 5_000 });
  told(undefined);
  const lines = io.printed.err.split('\r\u001b[K').filter((line) => line !== '');
  expect(lines).toEqual([
    'indexing 1,000 of 5,000 records',
    'indexing 1,100 of 5,000 records',
    'indexing 1,200 of 5,000 records',
  ]);
  expect(io.printed.err.endsWith('\r\u001b[K')).toBe(true);
  // What is quick shows nothing.
  const quick = bufferIo({ stderrIsTTY: true, now: () => now });
  const other = progressOn(quick);
  other({ what: 'records', done: 0, total: 2_000 });
  other(undefined);
  expect(quick.printed.err).toBe('');
});

test('elsewhere one line says what is at work, once', () => {
  const io = bufferIo();
  const told = progressOn(io);
  told({ what: 'history', done: 0 });
  for (const done of [0, 100]) told({ what: 'records', done, total: 100_000 });
  told({ what: 'commits', done: 0, total: 5_000 });
  told(undefined);
  told({ what: 'records', done: 0, total: 3_000 });
  expect(io.printed.err).toBe('nexus: indexing 100,000 records, once; later answers take milliseconds\n');
});
