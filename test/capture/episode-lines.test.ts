import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeLine,
  type EpisodeLine,
  encodeLine,
  isEventName,
  pairLines,
  plainData,
} from '../../src/capture/episode-lines.ts';
import { makeId } from '../../src/core/id.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

const id = fc
  .tuple(fc.integer({ min: 0, max: 4e12 }), fc.uint8Array({ minLength: 10, maxLength: 10 }))
  .map(([at, random]) => makeId(at, random));
const name = fc.oneof(
  fc.constantFrom('code_generation', 'verification', 'Q-A', 'été'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isEventName),
);
const time = fc.integer({ min: 0, max: 253_402_300_799_000 });
const text = fc.string({ unit: ANY_UNIT, maxLength: 40 });
const line: fc.Arbitrary<EpisodeLine> = fc.oneof(
  fc.record({
    start: fc.record(
      { id, started: time, task: text, context: fc.array(text, { maxLength: 3 }), branch: text, by: text },
      { requiredKeys: ['id', 'started', 'task', 'context'] },
    ),
  }),
  fc.record({
    event: fc.record(
      {
        at: time,
        type: name,
        role: name,
        data: fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value))),
      },
      { requiredKeys: ['at', 'type'] },
    ),
  }),
);

test('a line of an open episode comes back as it was kept, on one line', () => {
  fc.assert(
    fc.property(line, (told) => {
      const kept = encodeLine(told);
      expect(kept).not.toContain('\n');
      expect(decodeLine(kept)).toEqual(told);
    }),
  );
});

test('a torn line is none, and nothing that a file may hold throws', () => {
  fc.assert(
    fc.property(line, fc.nat(), (told, at) => {
      const kept = encodeLine(told);
      expect(decodeLine(kept.slice(0, at % kept.length))).toBeUndefined();
    }),
  );
  fc.assert(fc.property(fc.oneof(text, fc.json()), (kept) => void decodeLine(kept)));
  for (const at of ['null', '-1', '1e400', '"2026"', '8640000000000001'])
    expect(decodeLine(`{"event":{"at":${at},"type":"x"}}`)).toBeUndefined();
  for (const type of ['', ' x', '… 3 more', 'a\\nb', 'x'.repeat(61)])
    expect(decodeLine(`{"event":{"at":1,"type":"${type}"}}`)).toBeUndefined();
});

test('what JSON has no form for keeps its name, and too much says so', () => {
  expect(plainData({ score: Number.NaN, max: Number.POSITIVE_INFINITY, big: 10n, none: undefined })).toEqual({
    score: 'NaN',
    max: 'Infinity',
    big: '10',
  });
  expect(plainData([new Date(0), new Date(Number.NaN), () => 1])).toEqual([
    '1970-01-01T00:00:00.000Z',
    'Invalid Date',
    null,
  ]);
  const round: Record<string, unknown> = {};
  round.round = round;
  expect(JSON.stringify(plainData(round))).toContain('…');
  const wide = plainData(Array.from({ length: 5_000 }, (_, at) => at));
  expect(wide).toHaveLength(1_001);
  expect(
    pairLines({ time_s: 1.5, ok: true, tags: ['a'], off: Number.NaN, none: undefined, who: 'Ann' }),
  ).toEqual(['time_s=1.5', 'ok=true', 'tags=["a"]', 'off=NaN', 'who=Ann']);
});
