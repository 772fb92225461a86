import { describe, expect, test } from 'vitest';
import type { CodeUnit } from '../../src/core/code.ts';
import type { NexusRecord } from '../../src/core/record.ts';
import { type ProposeInput, propose } from '../../src/propose/propose.ts';
import { reader, unit } from './units.ts';

const READERS = [
  unit('src/users.ts', 'readUser', reader('readUser', 'User')),
  unit('src/orders.ts', 'readOrder', reader('readOrder', 'Order')),
  unit('src/items.ts', 'readItem', reader('readItem', 'Item')),
];

function proposed(units: readonly CodeUnit[], more: Partial<ProposeInput> = {}) {
  return propose({ units, source: 'src', records: [], without: new Set(), ...more });
}

const RECORD: NexusRecord = {
  id: '01m7ytvkb8wa1krs6wbp1q9803',
  kind: 'pattern',
  title: 'Read or say that it is not there',
  created: '2026-11-21T10:00:00Z',
  tags: [],
  files: ['src/users.ts#L1-L7'],
  supersedes: [],
  derived_from: [],
  extra: {},
  body: 'By hand.',
};

describe('a shape that recurs', () => {
  test('is one proposal with its places, why, and an example', () => {
    const [only, second] = proposed(READERS);
    expect(second).toBeUndefined();
    expect(only?.reason).toBe(
      'the same shape in 3 places of 3 files; names share “read”; all call fetchRow, NotFound',
    );
    expect(only?.draft.title).toBe(
      'Read by `fetchRow` and `NotFound`, as in `readItem` and `readOrder` (3 places)',
    );
    expect(only?.draft.files).toEqual(['src/items.ts#L1-L7', 'src/orders.ts#L1-L7', 'src/users.ts#L1-L7']);
    expect(only?.draft.pattern).toEqual({ category: 'code', complexity: 'low', shape: 'a1a1a1a1a1a1a1a1' });
    // What they do comes first: it is what advice tells of a pattern.
    expect(only?.draft.body).toMatch(/## Solution\n\nEach calls `fetchRow`/);
    expect(only?.draft.body).toContain('```typescript\nfunction readItem(id) {\n  const row');
    expect(only?.score).toBeGreaterThan(0.4);
  });

  test('does not recur in two places, in one file, or in copies of one text', () => {
    expect(proposed(READERS.slice(0, 2))).toEqual([]);
    expect(proposed(READERS.map((one, at) => ({ ...one, path: 'src/a.ts', from: at * 10 + 1 })))).toEqual([]);
    const copies = ['a', 'b', 'c'].map((name) =>
      unit(`src/${name}.ts`, 'readUser', reader('readUser', 'User')),
    );
    expect(proposed(copies)).toEqual([]);
  });

  test.each(['node_modules/x/', 'vendor/', 'dist/', 'test/', 'src/generated/'])(
    'is none of ours in %s',
    (folder) => {
      expect(proposed(READERS.map((one) => ({ ...one, path: folder + one.path })))).toEqual([]);
    },
  );

  test('is not what is small, a constructor, or without a word or call in common', () => {
    expect(proposed(READERS.map((one) => ({ ...one, lines: 4 })))).toEqual([]);
    expect(proposed(READERS.map((one) => ({ ...one, name: 'A.constructor' })))).toEqual([]);
    const strangers = ['alpha', 'beta', 'gamma'].map((name) =>
      unit(
        `src/${name}.ts`,
        name,
        `function ${name}() {\n  if (a) {\n    ${name}s();\n  }\n  return ${name}s;\n}`,
      ),
    );
    expect(proposed(strangers)).toEqual([]);
  });

  test('tells of the outer structure, not of each part of it', () => {
    const inner = READERS.map((one) => ({ ...one, from: 2, to: 6, lines: 5, shape: 'b2b2b2b2b2b2b2b2' }));
    expect(proposed([...inner, ...READERS]).map(({ key }) => key)).toEqual(['a1a1a1a1a1a1a1a1']);
  });
});

describe('what is in memory or was rejected', () => {
  test('a place that a record cites makes its other places an addition to it', () => {
    const [only] = proposed(READERS, { records: [RECORD] });
    expect(only?.like).toEqual({ id: RECORD.id, title: RECORD.title, how: 'structure' });
  });

  test('a record made of the same shape, wherever its places have moved', () => {
    const made = { ...RECORD, files: ['src/old.ts'], pattern: { shape: 'a1a1a1a1a1a1a1a1' } };
    expect(proposed(READERS, { records: [made] })[0]?.like?.id).toBe(RECORD.id);
  });

  test('with all places cited, with its record retired, or rejected: nothing', () => {
    const files = READERS.map(({ path }) => `${path}#L1-L7`);
    expect(proposed(READERS, { records: [{ ...RECORD, files }] })).toEqual([]);
    expect(proposed(READERS, { records: [{ ...RECORD, retired: 'no more' }] })).toEqual([]);
    expect(proposed(READERS, { without: new Set(['a1a1a1a1a1a1a1a1']) })).toEqual([]);
  });

  test('nor a habit that is seen in the same places only', () => {
    const retrying = READERS.map((one) => ({ ...one, idioms: ['retry'] as const }));
    expect(proposed(retrying, { without: new Set() })).toHaveLength(1);
    expect(proposed(retrying, { without: new Set(['a1a1a1a1a1a1a1a1']) })).toEqual([]);
  });

  test('a record that cites a whole file is not about one function of it', () => {
    expect(
      proposed(READERS, { records: [{ ...RECORD, files: ['src/users.ts#L1-L400'] }] })[0]?.like,
    ).toBeUndefined();
  });
});

describe('a habit', () => {
  const held = (path: string, name: string) =>
    unit(path, name, `function ${name}(key) {\n  cache.get(key);\n  return ${name}Of(key);\n}`, {
      algorithms: ['memoisation'],
      shape: name.padEnd(16, '0'),
    });

  test('an algorithm in use in two places is one proposal, said in its own words', () => {
    const [only] = proposed([held('src/a.ts', 'colour'), held('src/b.ts', 'width')]);
    expect(only?.key).toBe('typescript memoisation');
    expect(only?.draft.tags).toEqual(['memoisation']);
    expect(only?.draft.body).toContain('worked out again and again');
    expect(only?.reason).toBe('memoisation in 2 places of 2 files');
  });

  test('once is no habit', () => {
    expect(proposed([held('src/a.ts', 'colour')])).toEqual([]);
  });
});

describe('what is known to have worked', () => {
  const [user] = READERS as [CodeUnit, CodeUnit, CodeUnit];
  const solved = { ...user, branches: 3, lines: 9, shape: 'c3c3c3c3c3c3c3c3' };

  test('needs no second place, and says why', () => {
    const [only] = proposed([solved], { focus: [solved], success: 'its commit resolved RangeError' });
    expect(only?.reason).toBe('new or changed; its commit resolved RangeError');
    expect(proposed([solved], { focus: [solved] })).toEqual([]);
  });

  test('lifts a shape that recurs, and only what is in focus is proposed', () => {
    const plain = proposed(READERS, { focus: [user] })[0];
    const lifted = proposed(READERS, { focus: [user], success: 'its episode succeeded' })[0];
    expect(lifted?.score).toBeGreaterThan(plain?.score ?? 1);
    expect(proposed(READERS, { focus: [] })).toEqual([]);
  });
});

test('an example is cut, loses its margin, and stands in a fence longer than any in it', () => {
  const long = `  function readUser(id) {\n${'    step(fetchRow(id), NotFound);\n'.repeat(40)}    // \`\`\`\n  }`;
  const units = READERS.map((one) => ({ ...one, text: long + one.name }));
  const body = proposed(units)[0]?.draft.body ?? '';
  expect(body).toContain('\nfunction readUser(id) {\n  step(fetchRow(id), NotFound);\n');
  expect(body).toContain('… 13 more lines');
});
