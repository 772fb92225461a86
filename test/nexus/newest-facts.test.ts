import { expect, test } from 'vitest';
import type { Draft } from '../../src/core/record.ts';
import { isoSeconds } from '../../src/core/time.ts';
import { executionHistory } from '../../src/learn/history.ts';
import { factsOf, newestFacts } from '../../src/nexus/executions.ts';
import { contextOfRecords } from '../../src/nexus/given-records.ts';
import { openIndex } from '../../src/nexus/index-cache.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const HOUR = 3_600_000;

/** One episode an hour, each with what was done up to `spread` hours before. */
function memory(episodes: number, spread: number) {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  let asked = 0;
  const drafts = Array.from({ length: episodes }, (_, n): Draft => {
    const at = isoSeconds(NOW - (episodes - n) * HOUR - random(spread + 1) * HOUR);
    return {
      kind: 'episode',
      title: `Worked ${n}`,
      executions: [{ at, category: `c${random(5)}`, success: random(2) === 1 }],
    };
  });
  return contextOfRecords({
    records: drafts,
    // Asked for an id and for a time.
    clock: () => {
      asked += 1;
      return Math.min(NOW, NOW - (episodes - asked / 2) * HOUR);
    },
    random: (bytes) => Uint8Array.from({ length: bytes }, () => random(256)),
  });
}

test.each([
  ['all of the newest are in the newest episodes', 0],
  ['some of the newest are told by episodes far back', 2_000],
])('the newest executions are the same as of a fold of all: %s', async (_, spread) => {
  const context = memory(1_500, spread);
  const opened = await openIndex(context);
  for (const count of [1, 100, 1_400]) {
    const newest = async (facts: ReturnType<typeof factsOf>) =>
      executionHistory((await facts).executions, count, { now: NOW }).kept;
    expect(await newest(newestFacts(context, opened, count))).toEqual(await newest(factsOf(context, opened)));
  }
});

test('no more of a long history is folded than it takes', async () => {
  const context = memory(1_500, 0);
  const opened = await openIndex(context);
  expect((await newestFacts(context, opened, 100)).executions).toHaveLength(1_024);
  expect((await factsOf(context, opened)).executions).toHaveLength(1_500);
});
