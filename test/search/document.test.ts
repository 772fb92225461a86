import { expect, test } from 'vitest';
import type { NexusRecord } from '../../src/core/record.ts';
import { docOfCommit, docOfRecord } from '../../src/search/document.ts';
import { authorFacet, fileFacet, fileFacets, tagFacet } from '../../src/search/facets.ts';
import { MemoryIndex } from '../../src/search/memory-index.ts';

const RECORD: NexusRecord = {
  id: '01kahb3f8g0000000000000001',
  kind: 'error',
  title: 'Lock held by a crashed process',
  created: '2026-11-21T10:00:00Z',
  language: 'Python',
  tags: ['Locking'],
  files: ['src/store/lock.py#L10-L20'],
  supersedes: ['01kahb3f8g0000000000000000'],
  derived_from: [],
  expires: '2027-01-01',
  error: {
    type: 'TimeoutError',
    message: 'could not get the lock',
    signature: 'sig-1',
    command: 'pytest -q',
  },
  extra: {},
  body: '## Resolution\n\nRemove the stale lock file.',
};

test('a record is found by its facets and its words', () => {
  const doc = docOfRecord(RECORD, '.nexus/errors/lock.md', {
    author: 'Ann Author',
    authorEmail: 'Ann@Example.org',
    commit: 'abc',
  });
  expect(doc.time).toBe(Date.UTC(2026, 10, 21, 10) / 1000);
  expect([...doc.facets].sort()).toEqual([
    'author:ann author',
    'author:ann@example.org',
    'file:src',
    'file:src/store',
    'file:src/store/lock.py',
    `id:${RECORD.id}`,
    'kind:error',
    'language:python',
    'sig:sig-1',
    'supersedes:01kahb3f8g0000000000000000',
    'tag:locking',
    'type:timeouterror',
  ]);
  expect(doc.stored).toEqual({
    id: RECORD.id,
    kind: 'error',
    title: RECORD.title,
    path: '.nexus/errors/lock.md',
    created: RECORD.created,
    tags: RECORD.tags,
    files: RECORD.files,
    language: 'Python',
    author: 'Ann Author',
    authorEmail: 'Ann@Example.org',
    commit: 'abc',
    expires: '2027-01-01',
    signature: 'sig-1',
  });
  const index = new MemoryIndex([doc]);
  for (const [text, field] of [
    ['crashing processes', 'title'],
    ['remove stale', 'body'],
    ['pytest', 'error'],
    ['locking', 'title'],
    ['python', 'tags'],
    ['lock.py', 'path'],
  ] as const) {
    expect(index.search({ text, limit: 1 }).hits[0]?.fields).toContain(field);
  }
});

test('what is retired or forgotten, and what an episode met, can be told by facets', () => {
  const { error: _, ...rest } = RECORD;
  const episode: NexusRecord = {
    ...rest,
    kind: 'episode',
    retired: 'done',
    forgotten: 'hash',
    errors: [{ signature: 'sig-1', resolved: true }],
  };
  const { facets } = docOfRecord(episode, '.nexus/episodes/2026/11/e.md');
  expect(facets).toEqual(
    expect.arrayContaining(['state:retired', 'state:forgotten', 'met:sig-1', 'kind:episode']),
  );
  expect(facets).not.toContain('sig:sig-1');
});

test('a commit is a document without a file', () => {
  const doc = docOfCommit({
    oid: 'a'.repeat(40),
    parents: [],
    authorName: 'Ben',
    authorEmail: 'ben@example.org',
    authorTime: 1_700_000_000,
    commitTime: 1_700_000_001,
    subject: 'Fix the lock',
    body: `It was stale.${'x'.repeat(5000)}`,
    files: Array.from({ length: 150 }, (_, n) => `src/f${n}.py`),
  });
  expect(doc.key).toBe(`commit:${'a'.repeat(40)}`);
  expect(doc.time).toBe(1_700_000_000);
  expect(doc.facets).toEqual(
    expect.arrayContaining(['kind:commit', 'author:ben', `id:${'a'.repeat(40)}`, 'file:src/f99.py']),
  );
  expect(doc.facets).not.toContain('file:src/f100.py');
  expect(doc.stored).toMatchObject({ kind: 'commit', author: 'Ben', created: '2023-11-14T22:13:20Z' });
  expect(doc.stored.text).toHaveLength(2000);
});

test('facets meet however they are written', () => {
  expect(authorFacet('  ANN   Author ')).toBe(authorFacet('Ann Author'));
  expect(tagFacet('ＣＩ')).toBe('tag:ci');
  expect(fileFacet('./src\\store/')).toBe('file:src/store');
  expect(fileFacets('a/b/c.ts')).toEqual(['file:a/b/c.ts', 'file:a/b', 'file:a']);
  expect(fileFacets('/'.repeat(100_000)).length).toBeLessThanOrEqual(2);
  expect(fileFacets('a/'.repeat(10_000)).length).toBeLessThanOrEqual(64);
});
