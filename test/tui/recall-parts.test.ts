import { expect, test } from 'vitest';
import { bound, EVERYWHERE } from '../../src/adapters/tui/keymap.ts';
import {
  filterMenu,
  filterOf,
  filterPopup,
  filterQuery,
  filterText,
  withFilter,
} from '../../src/adapters/tui/screens/recall/recall-filters.ts';
import { RECALL_KEYS } from '../../src/adapters/tui/screens/recall/recall-keys.ts';
import { marked, wordsOf } from '../../src/adapters/tui/screens/recall/recall-marks.ts';
import { standingWord } from '../../src/adapters/tui/screens/recall/recall-words.ts';
import { freshSign, whoText } from '../../src/adapters/tui/signs.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import type { RecallHit } from '../../src/core/recall.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const mark = (question: string, line: string): string =>
  marked(line, wordsOf(question), (word) => `[${word}]`);

test('words of the question are marked where they begin a word, and in other forms of it', () => {
  expect(mark('refresh tok', 'Refreshing tokens: a token-refresher, untoken')).toBe(
    '[Refreshing] [tokens]: a [token]-[refresher], untoken',
  );
  expect(mark('retries', 'retry, retried, retire')).toBe('[retry], [retried], retire');
  expect(mark('poolSize', 'settings.poolSize and pool_size')).toBe('settings.[pool][Size] and [pool]_[size]');
  expect(mark('a', 'a b')).toBe('a b');
  expect(mark('', 'nothing')).toBe('nothing');
  expect(mark('größe .*+?', 'Die Größe .*+?')).toBe('Die [Größe] .*+?');
});

test('a long question costs no more than a short one', () => {
  expect(wordsOf(Array.from({ length: 5000 }, (_, n) => `word${n}`).join(' '))).toHaveLength(32);
});

test('a name that is too long gives its first word', () => {
  expect([whoText('Ann', 8), whoText('Ann Author', 8), whoText('Benjaminson', 8)]).toEqual([
    ...['Ann     ', 'Ann     ', 'Benjami…'],
  ]);
});

const HIT: RecallHit = {
  ...{
    id: '01m7q8ecg0a185',
    kind: 'note',
    title: 'A',
    score: 1,
    tier: 'text',
    reasons: [],
    files: [],
    tags: [],
  },
  ...{ freshness: 'uncited', standing: 'committed', created: '2026-11-20T00:00:00Z', snippet: '' },
};

test('standing says what is not plainly an answer', () => {
  expect(standingWord(HIT)).toBe('');
  expect(standingWord({ ...HIT, standing: 'uncommitted' })).toBe('uncommitted');
  expect(standingWord({ ...HIT, standing: 'pack', pack: 'python' })).toBe('python');
  expect(standingWord({ ...HIT, standing: 'uncommitted', life: 'retired' })).toBe('retired');
  expect(standingWord({ ...HIT, wrong: 'said to be wrong: no' })).toBe('wrong');
});

test('every sign differs from the others, in ASCII too', () => {
  for (const ascii of [false, true]) {
    const theme = createTheme({ color: false, ascii });
    const signs = (['verified', 'moved', 'stale', 'uncited'] as const).map((one) => freshSign(one, theme));
    expect(new Set(signs).size).toBe(4);
  }
});

test('filters hold together, each is taken back by nothing, and a time that is none is refused', () => {
  const step = (filters: object, name: 'kind' | 'since' | 'tag', value: string) =>
    withFilter(filters, name, value, NOW);
  expect(step({}, 'kind', 'error')).toEqual({ filters: { kind: 'error' } });
  expect(step({ kind: 'error' }, 'since', ' 2w ')).toEqual({ filters: { kind: 'error', since: '2w' } });
  expect(step({ kind: 'error', tag: 'x' }, 'kind', '')).toEqual({ filters: { tag: 'x' } });
  expect(step({}, 'since', 'soon')).toEqual({
    wrong: '"soon" is no time: 12h, 30d, 2w, 6m, 1y or 2026-01-31',
  });
  const filters = { kind: 'commit', tag: 'auth', since: '1d', author: 'Ann', file: 'src', language: 'go' };
  expect(filterText(filters)).toBe('kind:commit tag:auth language:go file:src author:Ann since:1d');
  expect(filterQuery(filters, NOW)).toEqual({
    ...{
      kinds: ['commit'],
      tags: ['auth'],
      since: NOW - 86_400_000,
      author: 'Ann',
      file: 'src',
      language: 'go',
    },
  });
});

test('a filter offers what the hits have, the commonest first; else it is typed', () => {
  const hits = [
    { ...HIT, tags: ['a', 'b\x1b[2J'], author: 'Ann' },
    { ...HIT, tags: ['b\x1b[2J'] },
  ];
  expect(filterPopup('tag', { tag: 'a' }, hits)).toMatchObject({
    choices: [
      { value: '', label: 'any' },
      { value: 'b\x1b[2J', label: 'b\\x1b[2J' },
      { value: 'a', label: 'a' },
      { label: 'another, to be typed …' },
    ],
  });
  const other = filterPopup('author', {}, hits);
  const last = other.kind === 'choice' ? (other.choices.at(-1)?.value ?? '') : '';
  expect(withFilter({}, 'author', last, NOW)).toMatchObject({ popup: { kind: 'line', id: 'filter-author' } });
  expect(filterPopup('language', { language: 'go' }, hits)).toMatchObject({ kind: 'line', text: 'go' });
  expect(filterOf('filter-language')).toBe('language');
  expect(filterOf('filter')).toBeUndefined();
  const menu = filterMenu({ kind: 'error' });
  expect(menu.kind === 'choice' && menu.choices[0]?.label).toBe('kind  (error)');
});

test('while one types every letter is typed; each command of the preview has a key in the input too', () => {
  const typing = RECALL_KEYS.filter(({ when }) => when !== 'list').flatMap(({ keys }) => keys);
  expect(typing.filter((key) => key.length === 1)).toEqual([]);
  const actions = (when: 'typing' | 'list') =>
    new Set(
      RECALL_KEYS.filter((one) => one.when === undefined || one.when === when).map(({ action }) => action),
    );
  const missing = [...actions('list')].filter((action) => !actions('typing').has(action));
  expect(missing).toEqual(['half-down', 'half-up', 'first', 'last']);
  for (const { keys, action } of RECALL_KEYS.filter(({ when }) => when === undefined))
    for (const key of keys) expect(bound([RECALL_KEYS, EVERYWHERE], key, true)?.action).toBe(action);
});
