import { describe, expect, test } from 'vitest';
import type { StoredRecord } from '../../src/core/record.ts';
import { subjectOf } from '../../src/core/subject.ts';
import { citationFindings } from '../../src/review/citations.ts';
import { contradictions, duplicates, floods } from '../../src/review/neighbours.ts';
import { restatements } from '../../src/review/restates.ts';
import { PATH, record, said, side } from './check.ts';

const ID = record().id;
const OTHER = '01m7ytvkb8wa1krs6wbp1q9804';
const as = (over: Parameters<typeof record>[0]) => side('text', { record: record(over) });

describe('what a record was', () => {
  test('its time and kind are facts', () => {
    expect(said({ before: as({}), after: as({ created: '2027-01-01T00:00:00Z' }) })).toEqual([
      'high identity-changed: created: 2026-01-01T00:00:00Z → 2027-01-01T00:00:00Z',
    ]);
    expect(said({ before: as({}), after: as({ title: 'Files', retired: 'moved on' }) })).toEqual([]);
  });

  test('an episode is not told differently, least of all by another person', () => {
    const before = as({ kind: 'episode' });
    const after = as({ kind: 'episode', body: 'Else.' });
    expect(said({ before, after, writtenBy: 'ann@example.org', changedBy: ['ann@example.org'] })).toEqual([
      'medium episode-changed: an episode is changed after its commit',
    ]);
    expect(said({ before, after, writtenBy: 'ann@example.org', changedBy: ['ben@example.org'] })).toEqual([
      'high episode-changed: an episode that another person wrote is changed after its commit',
    ]);
    expect(said({ before, after: as({ kind: 'episode', retired: 'by mistake' }) })).toEqual([]);
  });

  test('one that is deleted leaves no reason; one that was moved is not deleted', () => {
    expect(said({ before: as({}) })).toEqual(['medium deleted-record: “Files, not a database” is deleted']);
    expect(said({ before: as({ kind: 'error' }) })).toEqual([
      'low deleted-record: “Files, not a database” is deleted, as pruning does',
    ]);
    expect(said({ before: as({ forgotten: 'abc' }) })).toEqual([
      'medium deleted-record: the tombstone of a forgotten record is deleted, so that a capture can bring it back',
    ]);
    expect(said({ before: as({}) }, { pathsById: new Map([[ID, ['.nexus/notes/elsewhere.md']]]) })).toEqual(
      [],
    );
  });

  test('no file takes the place of another record', () => {
    const pathsById = new Map([[ID, [PATH, '.nexus/decisions/old.md']]]);
    expect(said({ after: as({}) }, { pathsById })).toEqual([
      'high duplicate-id: has the id of .nexus/decisions/old.md',
    ]);
    expect(said({ after: as({ forgotten: 'abc' }) }, { pathsById })).toEqual([
      'high duplicate-id: has the id of .nexus/decisions/old.md, and would hide it',
    ]);
  });

  test('what it names is there', () => {
    const after = as({ supersedes: [OTHER], derived_from: [ID] });
    expect(said({ after }, { pathsById: new Map([[ID, [PATH]]]) })).toEqual([
      `low dangling-link: supersedes ${OTHER}, which is not in this memory`,
    ]);
  });

  test('what it offers people to run is shown', () => {
    const offered = () => ['npm ci', 'make SECRET1'];
    expect(said({ after: as({}) }, { offered })).toEqual([
      'low offered-command: a command',
      'low offered-command: a command',
    ]);
    expect(said({ before: as({}), after: as({ title: 'x' }) }, { offered })).toEqual([]);
  });

  test('it is not too long to be read', () => {
    const after = side('text', { record: record(), size: 20_000 });
    expect(said({ after })).toEqual(['low long-record: 20 KiB; most records have one or two']);
  });
});

describe('what a file is', () => {
  test.each([
    ['120000', 'high file-type: a link, which may lead anywhere'],
    ['160000', 'high file-type: another repository inside'],
    ['100755', 'high file-type: a file that may be run as a program'],
  ])('mode %s', (mode, expected) => {
    expect(said({ after: side('x', { mode }) })).toEqual([expected]);
    expect(said({ before: side('y', { mode }), after: side('x', { mode }) })).toEqual([]);
  });

  test('one that is no part of a memory, no text, or has a name that is not for every system', () => {
    expect(said({ role: 'foreign', path: '.nexus/x.sh', after: side('x') })).toEqual([
      'medium foreign-file: neither a record nor a living document nor settings',
    ]);
    const { text: _, ...binary } = side('x');
    expect(said({ role: 'document', after: binary })).toEqual([
      'high file-type: a file that is no text, or too long to be looked at',
    ]);
    expect(said({ after: side('x'), badPath: 'has a name that Windows refuses' })).toEqual([
      'high bad-path: the file has a name that Windows refuses',
    ]);
  });

  test('attributes may say how a text is merged, and no more', () => {
    const of = (text: string) =>
      said({ role: 'attributes', path: '.nexus/.gitattributes', after: side(text) });
    expect(of('# records\n*.md merge=nexus text eol=lf\n')).toEqual([]);
    expect(of('*.md -diff\n*.md filter=x\n')).toEqual([
      'high git-attributes: sets -diff',
      'high git-attributes: sets filter=x',
    ]);
  });

  test('settings that change are told; what they would allow weighs most', () => {
    const settings = [
      { name: 'capture.run', before: 'true', after: 'false' },
      { name: 'redact.allow', before: 'a', after: 'a\nSECRET1' },
    ];
    expect(said({ role: 'settings', path: '.nexus/config.yaml', after: side('x'), settings })).toEqual([
      'medium config-change: capture.run: true → false',
      'high suppression-change: redact.allow allows 1 more',
    ]);
  });

  test('a record that cannot be read weighs more than a field that is not right', () => {
    const problems = [
      { code: 'bad-field', message: 'title is long', file: PATH, line: 3, hint: 'shorten it' },
    ] as const;
    expect(said({ after: side('x', { problems }) })).toEqual([
      'high unreadable-record: title is long; shorten it',
    ]);
    expect(said({ after: side('x', { problems, record: record() }) })).toEqual([
      'medium schema: title is long; shorten it',
    ]);
  });
});

describe('a record beside others', () => {
  const stored = (id: string, title: string, over = {}): StoredRecord => ({
    path: `.nexus/decisions/${id}.md`,
    record: record({ id, title, ...over }),
  });
  const told = (a: StoredRecord, b: StoredRecord, superseded: readonly string[] = []) =>
    contradictions(a, [a, b], new Set(superseded)).map(({ message }) => message);

  test('a subject is its words without endings and without what all texts have', () => {
    expect([...subjectOf('Use the records of a database, not files')]).toEqual(['record', 'databas', 'fil']);
  });

  const old = stored('old', 'Records are stored as plain files', {
    body: '## Ruled out\n\nA Postgres database with tables for all records: one more service.\n',
  });
  test.each([
    [
      'shares its subject',
      stored('new', 'Records are stored in a database'),
      ['has the subject of “Records are stored as plain files” (old), which still holds: look at both'],
    ],
    [
      'was ruled out',
      stored('new', 'A Postgres database with tables'),
      [
        'decides what was ruled out by “Records are stored as plain files” (old), which still holds: look at both',
      ],
    ],
    ['supersedes it', stored('new', 'Records are stored in a database', { supersedes: ['old'] }), []],
    ['is retired', stored('new', 'Records are stored in a database', { retired: 'x' }), []],
    ['is no decision', stored('new', 'Records are stored in a database', { kind: 'note' }), []],
    ['is of something else', stored('new', 'Mails are sent by a queue'), []],
    ['shares one word', stored('new', 'Records have ten fields at most'), []],
  ])('a decision that %s', (_what, fresh, expected) => {
    expect(told(fresh, old)).toEqual(expected);
  });

  test('one that somebody superseded is not contradicted', () => {
    expect(told(stored('new', 'Records are stored in a database'), old, ['old'])).toEqual([]);
  });

  test('near duplicates are named, unless one replaces the other', () => {
    const alike = () => ({ ...old.record, how: 'text' as const });
    expect(duplicates([stored('new', 'Other')], alike)).toMatchObject([
      {
        rule: 'near-duplicate',
        id: 'new',
        message: 'says nearly the same as “Records are stored as plain files” (old): nearly the same text',
      },
    ]);
    expect(duplicates([stored('new', 'Other', { supersedes: ['old'] })], alike)).toEqual([]);
    expect(duplicates([stored('new', 'Other')], () => undefined)).toEqual([]);
  });

  test('more than a hundred at once is a flood', () => {
    const many = (count: number) => Array.from({ length: count }, (_, n) => stored(`n${n}`, 'x'));
    expect(floods(many(100), '.nexus')).toEqual([]);
    expect(floods(many(101), '.nexus')).toMatchObject([
      { rule: 'flood', path: '.nexus', message: '101 new records' },
    ]);
  });

  test('what it cites holds, moved, changed, or is gone', () => {
    const found = citationFindings({ path: PATH }, [
      { text: 'a', freshness: 'verified' },
      { text: 'b', freshness: 'moved', detail: 'b is now c' },
      { text: 'd#L1', freshness: 'stale', detail: 'd#L1-L1 changed since' },
      { text: 'e', freshness: 'stale', detail: 'e is gone' },
    ]);
    expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'citation-stale: cites d#L1, which changed after the record was written',
      'citation-missing: cites e, which is not there at head',
    ]);
  });
});

describe('a record beside the code that it cites', () => {
  const SOURCE =
    '/** Waits twice as long after each failure, and gives up after five of them. */\nexport function wait(n: number): number {\n  const base = 1000;\n  const most = 30_000;\n  return Math.min(most, base * 2 ** n);\n}\n';
  const CODE = `\`\`\`ts\n${SOURCE.split('\n').slice(1).join('\n')}\`\`\``;
  const told = (body: string, cited = [SOURCE], kind: 'pattern' | 'error' = 'pattern') =>
    restatements([{ path: PATH, record: record({ kind, body }), cited }]).map(({ message }) => message);

  test.each([
    [
      'its lines and a word',
      `## Solution\n\nAs here:\n\n${CODE}`,
      ['4 of its 4 lines of code stand in what it cites, and little else is said'],
    ],
    [
      'its comment',
      'Waits twice as long after each failure, and gives up after five of them.',
      ['its words stand in what it cites, and little else is said'],
    ],
  ])('says nothing with %s', (_what, body, expected) => {
    expect(told(body)).toEqual(expected);
  });

  test.each([
    [
      'why, beside its lines',
      `The upstream forgets a client after a minute, so that a sixth try would only find a new session, which the customer pays for; that is why five are enough here, and not ten.\n\n${CODE}`,
    ],
    [
      'code of its own',
      '```ts\nfor (let n = 0; n < 5; n++) {\n  const done = await attempt();\n  if (done) return done;\n  await sleep(wait(n));\n}\n```',
    ],
    [
      'a sentence of its own',
      'After five failures a person is told, since then it is no longer a matter of load.',
    ],
  ])('says something with %s', (_what, body) => {
    expect(told(body)).toEqual([]);
  });

  test('what happened once may quote', () => {
    expect(told(CODE, [SOURCE], 'error')).toEqual([]);
    expect(told(CODE, [])).toEqual([]);
  });
});
