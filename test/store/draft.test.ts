import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from '../../src/core/kinds.ts';
import { decodeText } from '../../src/format/decode.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { fingerprintOf, recordOf, validateDraft } from '../../src/store/draft.ts';
import { HOSTILE } from '../format/record-arbitrary.ts';
import { ANY_UNIT } from '../helpers/any-unit.ts';

const MADE = { id: '01jd3v5t6zk8m9n0p1q2r3s4t5', now: Date.UTC(2026, 0, 31, 12, 0, 0, 999) };

test('a draft becomes a record in canonical form', () => {
  const record = recordOf(
    {
      kind: 'error',
      title: ' Missing\n\tfastapi\u0007 ',
      body: '\r\n\r\n  text \r\nmore\r\n\r\n',
      tags: ['b', 'a', 'b', ''],
      files: ['./src//b.ts', 'src/a.ts:10', '../x'],
      error: { message: 'a\nb', signature: '' },
    },
    MADE,
  );
  expect(record).toEqual({
    id: MADE.id,
    kind: 'error',
    title: 'Missing fastapi',
    created: '2026-01-31T12:00:00Z',
    tags: ['a', 'b'],
    files: ['src/a.ts#L10', 'src/b.ts'],
    supersedes: [],
    derived_from: [],
    error: { message: 'a b' },
    extra: {},
    body: '  text \nmore',
  });
});

test('a record from any sound draft reads back as itself, and fits', () => {
  const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: ANY_UNIT }));
  const draft = fc.record({
    kind: fc.constantFrom('note' as const, 'decision' as const),
    title: text,
    body: fc.tuple(text, fc.nat(4000)).map(([piece, times]) => piece.repeat(times)),
    tags: fc.array(text),
    files: fc.array(text),
    language: text,
  });
  fc.assert(
    fc.property(draft, (given) => {
      fc.pre(validateDraft(given).length === 0);
      const record = recordOf(given, MADE);
      const encoded = encodeRecord(record);
      expect(new TextEncoder().encode(encoded).length).toBeLessThanOrEqual(LIMITS.record);
      expect(decodeText(encoded, '').record).toEqual(record);
    }),
    { numRuns: 500 },
  );
});

test('a body over the limit is cut, and says how much', () => {
  for (const [piece, lines] of [
    ['é', 60_000],
    ['😀', 30_000],
    ['a line of text\n', 10_000],
  ] as const) {
    const body = piece.repeat(lines);
    const record = recordOf({ kind: 'note', title: 't', body }, MADE);
    const cut = /^([\s\S]*)\n\n… cut by Nexus: (\d+) more characters$/.exec(record.body);
    expect((cut?.[1] ?? '').length + Number(cut?.[2])).toBe(body.trimEnd().length);
    expect(body.startsWith(cut?.[1] ?? '?')).toBe(true);
    const size = new TextEncoder().encode(encodeRecord(record)).length;
    expect(size).toBeLessThanOrEqual(LIMITS.record);
    expect(size).toBeGreaterThan(LIMITS.record - 300);
    expect(recordOf({ kind: 'note', title: 't', body: record.body }, MADE).body).toBe(record.body);
  }
});

test.each([
  [{ kind: 'note', title: ' \n ' }, ['missing-field']],
  [{ kind: 'note', title: 'x'.repeat(501) }, ['bad-field']],
  [{ kind: 'error', title: 't' }, ['missing-field']],
  [{ kind: 'error', title: 't', error: { signature: 's' } }, []],
  [{ kind: 'note', title: 't', files: ['src/a.ts', '../a', '/b'] }, ['bad-citation', 'bad-citation']],
  [{ kind: 'note', title: 't', expires: 'tomorrow' }, ['bad-field']],
  [{ kind: 'note', title: 't', tags: Array.from({ length: 101 }, (_, i) => `t${i}`) }, ['bad-field']],
  [{ kind: 'note', title: 't', files: Array.from({ length: 101 }, (_, i) => `${i}`) }, ['bad-field']],
  [{ kind: 'episode', title: 't', recalled: [{ id: 'x', helped: true }] }, ['bad-field']],
] as const)('%j has %j', (draft, codes) => {
  expect(validateDraft(draft).map((problem) => problem.code)).toEqual(codes);
});

test('a fingerprint is the same for the same thing said again, and for nothing else', () => {
  const print = fingerprintOf({ kind: 'note', title: 'Use  UTF-8' });
  expect(print).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprintOf({ kind: 'note', title: ' use utf-8 ' })).toBe(print);
  expect(fingerprintOf({ kind: 'decision', title: 'Use UTF-8' })).not.toBe(print);
  expect(fingerprintOf({ kind: 'error', title: 'a', error: { signature: 's' } })).toBe(
    fingerprintOf({ kind: 'error', title: 'b', error: { signature: 's' } }),
  );
  expect(fingerprintOf({ kind: 'note', title: '(forgotten)', forgotten: print })).toBe(print);
  expect(
    new Set(Array.from({ length: 2000 }, (_, i) => fingerprintOf({ kind: 'note', title: `t ${i}` }))).size,
  ).toBe(2000);
});
