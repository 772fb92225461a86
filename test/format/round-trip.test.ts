import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { decodeRecord } from '../../src/format/decode.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { oneLine } from '../../src/format/lines.ts';
import { HOSTILE, record } from './record-arbitrary.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const runs = { numRuns: 2500 };

test('decode(encode(r)) = r, and nothing but a conflict in a body is a problem', () => {
  fc.assert(
    fc.property(record, (given) => {
      const { record: read, problems } = decodeRecord(bytes(encodeRecord(given)), '');
      expect(read).toEqual(given);
      expect(problems.filter((problem) => problem.code !== 'conflict-markers')).toEqual([]);
    }),
    runs,
  );
});

test('encode(decode(encode(r))) = encode(r), to the byte', () => {
  fc.assert(
    fc.property(record, (given) => {
      const text = encodeRecord(given);
      const { record: read } = decodeRecord(bytes(text), '');
      expect(read === undefined ? '' : encodeRecord(read)).toBe(text);
    }),
    runs,
  );
});

test('the text is LF, ends in one newline, folds nothing, and hides no character', () => {
  fc.assert(
    fc.property(record, (given) => {
      const text = encodeRecord(given);
      const front = text.slice(4, text.indexOf('\n---\n') + 1);
      expect(text.endsWith('\n') && !text.endsWith('\n\n')).toBe(true);
      expect(text).not.toContain('\r');
      expect(front).not.toMatch(/[^\n\t\P{C}]|[\u2028\u2029]/u);
    }),
    { numRuns: 1000 },
  );
});

test('YAML 1.1 and 1.2 readers take every text for a text', () => {
  for (const text of HOSTILE.map(oneLine).filter((each) => each !== '')) {
    const encoded = encodeRecord({
      id: '01jd3v5t6zk8m9n0p1q2r3s4t5',
      kind: 'note',
      title: text,
      created: '2026-01-31T12:00:00Z',
      tags: [text],
      files: [],
      supersedes: ['12345678901234567890123456'],
      derived_from: [],
      extra: { text, nested: { list: [text, [text, { text }]] }, [text]: 1 },
      body: '',
    });
    const front = encoded.slice(4, encoded.indexOf('\n---\n') + 1);
    for (const version of ['1.1', '1.2'] as const) {
      const read = parse(front, { version, logLevel: 'silent' });
      expect(read).toMatchObject({
        title: text,
        tags: [text],
        text,
        nested: { list: [text, [text, { text }]] },
      });
      expect(read.supersedes).toEqual(['12345678901234567890123456']);
      expect(Object.keys(read).includes(text)).toBe(true);
    }
  }
});

test('keys of the prototype are keys as any other, in every place', () => {
  fc.assert(
    fc.property(fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'), (key) => {
      const front = `id: "01jd3v5t6zk8m9n0p1q2r3s4t5"\nkind: error\ntitle: t\ncreated: 2026-01-31T12:00:00Z\n`;
      const text = `---\n${front}${key}:\n  ${key}: {polluted: true}\nerror:\n  ${key}: {polluted: true}\n---\n`;
      const { record: read, problems } = decodeRecord(bytes(text), '');
      expect(problems).toEqual([]);
      expect(Object.keys(read?.extra ?? {})).toEqual([key, 'error']);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      const again = read === undefined ? '' : encodeRecord(read);
      expect(again.split(`${key}:`).length).toBe(4);
      expect(decodeRecord(bytes(again), '').record).toEqual(read);
    }),
  );
});

test('what the decoder cannot accept is written back, not lost', () => {
  const text = `---
id: "01jd3v5t6zk8m9n0p1q2r3s4t5"
kind: episode
title: t
created: 2026-01-31T12:00:00Z
language: [a, b]
tags: one
files:
  - src/a.ts
  - ../b.ts
  - {c: d}
expires: someday
episode:
  success: maybe
  mood: good
errors:
  - {signature: s, resolved: true, cost: 12}
  - {id: nobody}
---
`;
  const first = decodeRecord(bytes(text), '');
  expect(first.problems.map(({ code, line }) => [code, line])).toEqual(
    [
      ['bad-field', 6],
      ['bad-field', 7],
      ['bad-citation', 10],
      ['bad-field', 11],
      ['bad-field', 14],
      ['bad-field', 18],
      ['missing-field', 18],
      ['bad-field', 12],
    ].sort((a, b) => Number(a[1]) - Number(b[1])),
  );
  const again = first.record === undefined ? '' : encodeRecord(first.record);
  for (const kept of [
    '../b.ts',
    'c: d',
    'someday',
    'maybe',
    'mood: good',
    'cost: 12',
    'nobody',
    'tags: one',
    '- b',
  ])
    expect(again).toContain(kept);
  const second = decodeRecord(bytes(again), '');
  expect(second.record).toEqual(first.record);
  expect(second.problems.length).toBe(first.problems.length);
});
