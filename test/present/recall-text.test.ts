import { expect, test } from 'vitest';
import type { RecallAnswer, RecallHit } from '../../src/core/recall.ts';
import { displayWidth } from '../../src/present/layout.ts';
import { recallText } from '../../src/present/recall-text.ts';
import { createStyle } from '../../src/present/style.ts';

const NOW = Date.parse('2026-01-31T12:00:00Z');

const HIT: RecallHit = {
  id: '01k9x4aaaabbbbccccddddeeee',
  kind: 'error',
  title: 'RangeError: connection pool of the schema has no size, so that nothing can be borrowed from it',
  path: '.nexus/errors/rangeerror-01k9x4aaaabbbbccccddddeeee.md',
  score: 4.5,
  tier: 'signature',
  reasons: ['same error signature', 'cites settings.json'],
  freshness: 'stale',
  freshnessDetail: 'settings.json changed',
  standing: 'committed',
  created: '2026-01-28T12:00:00Z',
  author: 'Ann',
  commit: '0123456789abcdef',
  tags: [],
  files: ['settings.json'],
  snippet:
    'Passed again after 20 s.\n    +{"poolSize": 8}\nAnd a sentence that is rather longer than a narrow terminal is wide.',
};
const COMMIT: RecallHit = {
  id: '0123456789abcdef0123456789abcdef01234567',
  kind: 'commit',
  title: 'set the size of the pool',
  score: 1,
  tier: 'filter',
  reasons: ['matches the filters'],
  freshness: 'uncited',
  standing: 'committed',
  created: '2026-01-30T12:00:00Z',
  author: 'Ben',
  tags: [],
  files: [],
  snippet: '',
};
const ANSWER: RecallAnswer = {
  query: 'pool',
  tier: 'signature',
  total: 7,
  searched: { records: 12, commits: 1 },
  hits: [HIT, COMMIT],
  problems: [],
};

const text = (columns: number, over: Partial<RecallAnswer> = {}, explain = false) =>
  recallText({ ...ANSWER, ...over }, { style: createStyle({ color: false }), columns, now: NOW, explain });

test('an answer at 60 columns', () => {
  expect(text(60)).toMatchInlineSnapshot(`
    "error    RangeError: connection pool of the schema has no
             size, so that nothing can be borrowed from it
             01k9x4aaaabbbb · 3 days ago · Ann · stale:
             settings.json changed
             same error signature
             Passed again after 20 s.
                 +{"poolSize": 8}
             And a sentence that is rather longer than a narrow
             terminal is wide.

    commit   set the size of the pool
             0123456789 · 1 day ago · Ben

    2 of 7 shown, from 12 records and 1 commit; more: --limit
    "
  `);
});

test.each([20, 40, 59, 60, 80, 120])('nothing is cut off and nothing is wider at %i columns', (columns) => {
  const shown = text(columns);
  for (const line of shown.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  const words = (value: string): string => value.replace(/\s+/g, '');
  for (const part of [HIT.title, HIT.snippet, COMMIT.title]) expect(words(shown)).toContain(words(part));
});

test('no match, nothing to search, and an explained hit read differently', () => {
  expect(text(0, { hits: [], total: 0 })).toBe('No match in 12 records and 1 commit.\n');
  expect(text(0, { hits: [], total: 0, searched: { records: 0, commits: 0 } })).toContain(
    'Nothing to search',
  );
  expect(text(0, {}, true)).toContain('signature, score 4.500; same error signature; cites settings.json');
  expect(text(0)).not.toContain('matches the filters');
});
