import { describe, expect, test } from 'vitest';
import type { BlameLine } from '../../src/core/ports.ts';
import type { NexusRecord } from '../../src/core/record.ts';
import { blameParts, markUncommitted } from '../../src/review/blame-parts.ts';
import { recordChanges } from '../../src/review/record-change.ts';

function record(over: Partial<NexusRecord> = {}): NexusRecord {
  return {
    id: '01a',
    kind: 'decision',
    title: 'Files, not a database',
    created: '2026-01-01T00:00:00Z',
    tags: [],
    files: [],
    supersedes: [],
    derived_from: [],
    extra: {},
    body: '## Context\n\nwhy\n\n## Decision\n\nfiles\n',
    ...over,
  };
}

const PATH = '.nexus/decisions/files-01a.md';
const changes = (before: NexusRecord | undefined, after: NexusRecord | undefined, oldPath?: string) =>
  recordChanges([{ path: PATH, before, after, ...(oldPath === undefined ? {} : { oldPath }) }], new Map());

describe('changes of records', () => {
  test('are told field by field and section by section, unknown fields too', () => {
    const after = record({
      title: 'Files',
      tags: ['git'],
      extra: { owner: 'db' },
      body: '## Context\n\nwhy\n\n## Decision\n\nplain files\n',
    });
    expect(changes(record(), after)).toEqual([
      {
        type: 'changed',
        id: '01a',
        kind: 'decision',
        title: 'Files',
        path: PATH,
        fields: [
          { name: 'title', before: 'Files, not a database', after: 'Files' },
          { name: '## Decision', before: 'files', after: 'plain files' },
          { name: 'tags', before: undefined, after: 'git' },
          { name: 'owner', before: undefined, after: 'db' },
        ],
      },
    ]);
  });

  test.each([
    ['added', undefined, record()],
    ['deleted', record(), undefined],
    ['retired', record(), record({ retired: 'moved on' })],
    ['forgotten', record(), record({ forgotten: 'abc', title: '(forgotten)', body: '' })],
  ])('%s', (type, before, after) => {
    expect(changes(before, after).map((change) => change.type)).toEqual([type]);
  });

  test('a rename alone is a rename; formatting alone is nothing', () => {
    expect(changes(record(), record(), '.nexus/decisions/old-01a.md')).toMatchObject([
      { type: 'renamed', oldPath: '.nexus/decisions/old-01a.md' },
    ]);
    expect(changes(record(), record())).toEqual([]);
  });

  test('a superseding record tells what it supersedes, by title', () => {
    const old = record({ id: '01old', title: 'A database' });
    const found = recordChanges(
      [{ path: PATH, before: undefined, after: record({ supersedes: ['01old'] }) }],
      new Map([['01old', { record: old, path: '.nexus/decisions/a-database-01old.md' }]]),
    );
    expect(found.map((change) => [change.type, change.title, change.by])).toEqual([
      ['superseded', 'A database', '01a'],
      ['added', 'Files, not a database', undefined],
    ]);
  });

  test('a side that cannot be read is said so', () => {
    const found = recordChanges(
      [{ path: PATH, before: record(), after: undefined, unreadable: true }],
      new Map(),
    );
    expect(found).toMatchObject([{ type: 'unreadable', path: PATH }]);
  });
});

test('blame names the youngest commit of each part', () => {
  const line = (n: number, text: string, oid: string, time: number): BlameLine => ({
    line: n,
    text,
    oid,
    authorName: 'Ann',
    authorTime: time,
    subject: `s-${oid}`,
  });
  const parts = blameParts([
    line(1, '---', 'a', 1),
    line(2, 'id: "01a"', 'a', 1),
    line(3, 'tags:', 'a', 1),
    line(4, '  - git', 'b', 2),
    line(5, '---', 'a', 1),
    line(6, '', 'a', 1),
    line(7, '## Decision', 'a', 1),
    line(8, '', 'a', 1),
    line(9, 'files', 'c', 3),
  ]);
  expect(parts.map((part) => [part.name, part.line, part.oid, part.commits])).toEqual([
    ['id', 2, 'a', 1],
    ['tags', 3, 'b', 2],
    ['## Decision', 7, 'c', 2],
  ]);
});

test('what the working tree says otherwise is marked, what is new is added, what is gone is left out', () => {
  const part = { line: 1, oid: 'a', authorName: 'Ann', authorTime: 1, subject: 's', commits: 1 };
  const parts = ['title', 'error', 'tags', '## Context'].map((name) => ({ ...part, name }));
  const marked = markUncommitted(parts, [
    { name: 'error.message', before: 'x', after: undefined },
    { name: 'tags', before: 'git', after: undefined },
    { name: '## Context', before: 'why', after: 'because' },
    { name: '## Resolution', before: undefined, after: 'so' },
    { name: 'pattern.category', before: undefined, after: 'code' },
  ]);
  expect(marked.map((one) => [one.name, one.oid, one.uncommitted === true])).toEqual([
    ['title', 'a', false],
    ['error', 'a', true],
    ['## Context', 'a', true],
    ['## Resolution', '', true],
    ['pattern', '', true],
  ]);
});

test('a forgotten record is told by the title it had', () => {
  const tombstone = record({ forgotten: 'abc', title: '(forgotten)', body: '' });
  expect(changes(record(), tombstone)).toMatchObject([{ type: 'forgotten', title: 'Files, not a database' }]);
});
