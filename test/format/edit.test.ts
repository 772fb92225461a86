import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NexusRecord } from '../../src/core/record.ts';
import { decodeText } from '../../src/format/decode.ts';
import { editRecord, type FieldChanges } from '../../src/format/edit.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { body as anyBody, record as anyRecord, line } from './record-arbitrary.ts';

const HAND = `---
# A hand-made record.

kind:   error     # the kind
'id': 01jd3v5t6zk8m9n0p1q2r3s4t5
title: 'It''s   odd'   # trailing blanks follow   
created: 2026-01-31 12:00
x-team:
    lead: "Ann Author"     # deeper than usual
    list: [ a,   b ]

# about the error
error:
    type:   ModuleNotFoundError   # as printed
    # the message
    message: "No module named 'fastapi'"
    x_note: {by: Ben,  at: 1:30}
tags:      # sorted by hand
    - zeta   # last things first
    # why alpha?
    - "alpha"
files: [ "src/a.ts",  src/b.ts ]   # both
folded: >-
    one
    two
language:
# the end
---


Intro  

## Context

As found.

\`\`\`md
## Resolution
\`\`\`

## Resolution
Install it.   

### Detail
kept
## Other
last
`;

function edited(text: string, changes: FieldChanges): { text: string; record: NexusRecord } {
  const result = editRecord(text, changes, '');
  expect(result.problems).toEqual([]);
  const { record } = decodeText(result.text, '');
  if (record === undefined) throw new Error('no record');
  return { text: result.text, record };
}

/** Each edit of the hand-made record, and the only piece of text it may change. */
const EDITS: readonly (readonly [name: string, changes: FieldChanges, from: string, to: string])[] = [
  ['a quoted text', { set: { title: 'New: title' } }, `'It''s   odd'`, '"New: title"'],
  ['a plain text in a group', { set: { 'error.type': 'ImportError' } }, 'ModuleNotFoundError', 'ImportError'],
  ['a group as a whole', { set: { error: { type: 'ImportError' } } }, 'ModuleNotFoundError', 'ImportError'],
  [
    'a new text in a group',
    { set: { 'error.signature': 'sig' } },
    `'fastapi'"\n`,
    `'fastapi'"\n    signature: sig\n`,
  ],
  [
    'an item more',
    { set: { tags: ['alpha', 'zeta', 'omega'] } },
    `    - zeta   # last things first\n    # why alpha?\n    - "alpha"\n`,
    `    # why alpha?\n    - "alpha"\n    - omega\n    - zeta   # last things first\n`,
  ],
  ['an item less', { set: { tags: ['zeta'] } }, `    # why alpha?\n    - "alpha"\n`, ''],
  ['a list in one line', { set: { files: ['src/c.ts'] } }, '[ "src/a.ts",  src/b.ts ]', '[src/c.ts]'],
  ['a value that was empty', { set: { language: 'python' } }, 'language:\n', 'language: python\n'],
  ['a folded text', { set: { folded: 'three' } }, '>-\n    one\n    two\n', 'three\n'],
  [
    'a new field',
    { set: { retired: 'fixed upstream' } },
    '    x_note: {by: Ben,  at: 1:30}\n',
    '    x_note: {by: Ben,  at: 1:30}\nretired: fixed upstream\n',
  ],
  ['a field away', { unset: ['files'] }, 'files: [ "src/a.ts",  src/b.ts ]   # both\n', ''],
  ['an unknown field away', { unset: ['folded'] }, 'folded: >-\n    one\n    two\n', ''],
  ['a field of a group away', { unset: ['error.message'] }, `    message: "No module named 'fastapi'"\n`, ''],
  [
    'a text for a list',
    { set: { 'x-team': 'nobody' } },
    `\n    lead: "Ann Author"     # deeper than usual\n    list: [ a,   b ]\n`,
    ' nobody\n',
  ],
  ['a new unknown field', { set: { 'a.b': 1 } }, '    two\n', '    two\na.b: 1\n'],
  [
    'a section',
    { section: { name: 'resolution', text: 'Pin it.' } },
    '\nInstall it.   \n\n### Detail\nkept\n',
    '\n\nPin it.\n\n',
  ],
  ['the last section', { section: { name: 'Other', text: 'x' } }, '\nlast\n', '\n\nx\n'],
  ['a new section', { section: { name: 'Next', text: 'x' } }, 'last\n', 'last\n\n## Next\n\nx\n'],
  ['nothing', { unset: ['expires', 'error.command'], set: { supersedes: [] } }, '', ''],
];

describe.each(EDITS)('%s', (_name, changes, from, to) => {
  for (const [eol, text] of [
    ['LF', HAND],
    ['CRLF', HAND.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${HAND}`],
  ] as const)
    test(`changes only that, with ${eol}`, () => {
      const native = (piece: string) => (eol === 'CRLF' ? piece.replaceAll('\n', '\r\n') : piece);
      expect(text.split(native(from)).length === 2 || from === '' || from === 'last\n').toBe(true);
      const at = text.lastIndexOf(native(from));
      const expected = text.slice(0, at) + native(to) + text.slice(at + native(from).length);
      expect(edited(text, changes).text).toBe(from === '' ? text : expected);
    });
});

test('a new body leaves the fields as they are', () => {
  const { text, record } = edited(HAND, { body: 'All new\n' });
  expect(text).toBe(`${HAND.slice(0, HAND.indexOf('\n---\n') + 5)}\nAll new\n`);
  expect(record.body).toBe('All new');
});

test('what cannot be done is told and not done', () => {
  const bad: FieldChanges = {
    set: {
      id: '0'.repeat(26),
      kind: 'note',
      expires: 'soon',
      title: '',
      tags: 'a',
      files: ['../x'],
      retired: 'x',
    },
    unset: ['created'],
  };
  const { text, problems } = editRecord(HAND, bad, 'p.md');
  expect(problems.map((problem) => problem.code)).toEqual([
    'bad-field',
    'bad-field',
    'bad-field',
    'bad-field',
    'bad-citation',
    'missing-field',
    'missing-field',
  ]);
  expect(text).toBe(editRecord(HAND, { set: { retired: 'x' } }, 'p.md').text);
  const broken = HAND.replace('kind:', '<<<<<<< HEAD\nkind:');
  expect(editRecord(broken, { set: { title: 'x' } }, 'p.md')).toMatchObject({
    text: broken,
    problems: [{ code: 'conflict-markers', file: 'p.md' }],
  });
});

test('a comment above a list stays there, though the first item goes and a blank line comes in its place', () => {
  const list = 'tags:\n# sorted\n  - a\n  - b\n\n  - c\n';
  const text = HAND.replace(/^tags:\s[\s\S]*?(?=^files:)/m, list);
  expect(edited(text, { set: { tags: ['c'] } }).text).toBe(text.replace(list, 'tags:\n# sorted\n\n  - c\n'));
});

test('keys of the prototype can be set, read and taken away', () => {
  for (const key of ['__proto__', 'constructor', 'toString']) {
    const { text, record } = edited(HAND, { set: Object.fromEntries([[key, 'x']]) });
    expect(Object.hasOwn(record.extra, key)).toBe(true);
    expect(edited(text, { unset: [key] }).text).toBe(HAND);
  }
  expect(({} as Record<string, unknown>).x).toBeUndefined();
});

/** Hand-made ways of writing the same front matter: comments, blank lines, blanks at the end, CRLF. */
function inHandwriting([given, dice, crlf]: readonly [NexusRecord, readonly number[], boolean]) {
  const lines = encodeRecord(given).split('\n');
  const end = lines.indexOf('---', 1);
  let block = false;
  const out = lines.map((text, index) => {
    if (index === 0 || index >= end) return text;
    const inBlock = block && (text.startsWith('  ') || text === '');
    block = inBlock || /(?:^| )\|-?$/.test(text);
    if (inBlock || block) return text;
    const roll = dice[index % Math.max(1, dice.length)] ?? 0;
    if (roll === 1) return `# comment ${index}\n${text}`;
    if (roll === 2) return `${text}   `;
    if (roll === 3) return `${text} # why`;
    return roll === 4 ? `\n${text}` : text;
  });
  const text = out.join('\n');
  return { given, text: crlf ? text.replaceAll('\n', '\r\n') : text };
}

function dress(records: fc.Arbitrary<NexusRecord>) {
  return fc.tuple(records, fc.array(fc.nat(5)), fc.boolean()).map(inHandwriting);
}

const dressed = dress(anyRecord);

test('any hand-made text: what was set is there, all other data and lines are as before', () => {
  const set = fc.record(
    {
      title: line.filter((text) => text !== ''),
      language: line,
      tags: fc.array(line, { maxLength: 4 }),
      retired: line,
      expires: fc.constantFrom('2026-12-31', ''),
      unknown: line,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(dressed, set, ({ given, text }, changes) => {
      const before = decodeText(text, '').record;
      fc.pre(before !== undefined && !Object.hasOwn(given.extra, 'unknown'));
      const { text: after, record } = edited(text, { set: changes });
      const touched = new Set(Object.keys(changes));
      const others = (value: NexusRecord | undefined) =>
        Object.entries({ ...value }).filter(([key]) => !touched.has(key) && key !== 'extra');
      expect(others(record)).toEqual(others(before));
      if (changes.title !== undefined) expect(record.title).toBe(changes.title);
      if (changes.language !== undefined) expect(record.language ?? '').toBe(changes.language);
      if (changes.tags !== undefined)
        expect(record.tags).toEqual([...record.tags].filter((tag) => changes.tags?.includes(tag)));
      // Lines of untouched keys, with their comments, are the same lines in the same order.
      // A comment above a list's item or a group's field, even with a blank line between, belongs to that list or group.
      const untouched = (source: string) =>
        source
          .split('\n')
          .filter((each, index, all) =>
            /^# comment/.test(each)
              ? !all
                  .slice(index)
                  .find((next) => !next.startsWith('#') && next.trim() !== '')
                  ?.startsWith(' ')
              : /^\w+:/.test(each),
          )
          .filter((each) => !touched.has(each.split(':')[0] ?? ''));
      expect(untouched(after)).toEqual(untouched(text));
    }),
    { numRuns: 300 },
  );
});

test('setting a value and taking it away again gives the same bytes', () => {
  const without = anyRecord.map(({ expires: _, language: __, ...others }) => others);
  fc.assert(
    fc.property(
      dress(without),
      line.filter((text) => text !== ''),
      ({ text }, value) => {
        fc.pre(decodeText(text, '').record !== undefined);
        const there = edited(text, { set: { language: value, expires: '2026-12-31' } });
        expect(edited(there.text, { unset: ['language', 'expires'] }).text).toBe(text);
      },
    ),
    { numRuns: 200 },
  );
});

test('a new body never touches the fields, whatever either holds', () => {
  fc.assert(
    fc.property(dressed, anyBody, ({ text }, body) => {
      fc.pre(decodeText(text, '').record !== undefined);
      const result = edited(text, { body });
      expect(result.record.body).toBe(body);
      const fence = /\n---\r?\n/.exec(text);
      const head = text.slice(0, (fence?.index ?? 0) + (fence?.[0].length ?? 0));
      expect(result.text.startsWith(head)).toBe(true);
    }),
    { numRuns: 250 },
  );
});
