import { describe, expect, test } from 'vitest';
import type { RecordChange } from '../../src/core/change.ts';
import type { CommitInfo } from '../../src/core/ports.ts';
import type { NexusRecord } from '../../src/core/record.ts';
import { displayWidth } from '../../src/present/layout.ts';
import { changesText, commitLine, listText } from '../../src/present/record-text.ts';
import { createStyle } from '../../src/present/style.ts';

const options = (columns = 0) => ({
  style: createStyle({ color: false }),
  columns,
  now: Date.parse('2026-01-31T12:00:00Z'),
});

const CHANGE: RecordChange = {
  type: 'changed',
  id: '01k9x4aaaabbbbccccddddeeee',
  kind: 'decision',
  title: 'Files, not a database, because a person can read them without us',
  path: '.nexus/decisions/files-01k9x4aaaabbbbccccddddeeee.md',
  fields: [],
};

function shown(fields: RecordChange['fields']): string {
  return changesText([{ ...CHANGE, fields }], options(), true)
    .split('\n')
    .slice(1, -1)
    .join('\n');
}

describe('a changed record', () => {
  test('shows words that came and went, and a list on one line', () => {
    expect(shown([{ name: 'title', before: 'A title', after: 'Better title' }])).toBe(
      '      title: [-A-]{+Better+} title',
    );
    expect(shown([{ name: 'tags', before: 'git\nhttp', after: 'git\nretry' }])).toBe(
      '      tags: git, [-http-]{+retry+}',
    );
    expect(shown([{ name: 'retired', before: undefined, after: 'gone' }])).toBe('      retired: + gone');
    expect(shown([{ name: 'language', before: 'go', after: undefined }])).toBe('      language: - go');
  });

  test('leaves out long stretches that are as before', () => {
    const lines = Array.from({ length: 40 }, (_, n) => `line ${n}`);
    const after = [...lines.slice(0, 20), 'a new thought', ...lines.slice(20)];
    const text = shown([{ name: '## Decision', before: lines.join('\n'), after: after.join('\n') }]);
    expect(text).toContain('{+a new thought');
    expect(text).toContain('lines as before');
    expect(text).toContain('line 19');
    expect(text).not.toContain('line 10');
    expect(text.split('\n').length).toBeLessThan(12);
  });

  test('cannot paint on the terminal', () => {
    expect(shown([{ name: '## De\u001bcision', before: 'a', after: 'b\u001b[2J' }])).not.toContain('\u001b');
  });
});

const RECORD: NexusRecord = {
  ...CHANGE,
  kind: 'decision',
  created: '2026-01-28T12:00:00Z',
  tags: [],
  files: [],
  supersedes: [],
  derived_from: [],
  extra: {},
  body: '',
};
const COMMIT: CommitInfo = {
  oid: '0123456789abcdef0123456789abcdef01234567',
  parents: [],
  authorName: 'Ann',
  authorEmail: 'ann@example.org',
  authorTime: 1_769_000_000,
  commitTime: 1_769_000_000,
  subject: 'take the files and leave the database, after all that was said about it',
  body: '',
  files: [],
};

test.each([40, 60, 80])('lists, changes and commits fit %i columns and keep ids and dates', (columns) => {
  const list = listText([{ record: RECORD, path: 'x' }], options(columns));
  const used = { id: RECORD.id, uses: 4, helped: 3, wrong: 1, success_rate: 0.75, last: RECORD.created };
  const told = listText([{ record: RECORD, path: 'x' }], options(columns), new Map([[RECORD.id, used]]));
  expect(told).toContain('helped 3/4  ');
  const change = changesText([CHANGE], options(columns), false);
  const commit = commitLine(COMMIT, options(columns));
  for (const line of `${list}${told}${change}${commit}`.split('\n'))
    expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  expect(list).toContain('3 days ago');
  expect(commit).toContain('Ann, 1 week ago');
  for (const text of [list, change]) expect(text).toContain('01k9x4aaaabbbb');
});

test('a list tells what is not served', () => {
  const gone = listText(
    [
      { record: { ...RECORD, retired: 'moved on' }, path: 'x' },
      { record: { ...RECORD, title: '(forgotten)', forgotten: 'abc' }, path: 'y' },
    ],
    options(),
  );
  expect(gone.split('\n').map((line) => line.match(/\([a-z]+\)/g))).toEqual([
    ['(retired)'],
    ['(forgotten)'],
    null,
  ]);
});
