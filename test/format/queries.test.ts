import { expect, test } from 'vitest';
import { decodeQueries } from '../../src/format/queries.ts';

const read = (text: string) => decodeQueries(new TextEncoder().encode(text));
const told = (text: string): string[] =>
  read(text).problems.map(({ line, message }) => `${line}: ${message}`);

test('questions are read with what they should find, among how many, and their lines', () => {
  const { queries, problems } = read(`# what must not be lost
queries:
  - ask: how do we retry uploads
    find: ["01m7ytvkb8wa1k"]
  - ask: |
      TypeError: pool is undefined
    find: [01m7z5wk4n78c6, "01m7z4nkdg4m07"]
    within: 3
    owner: team-storage
`);
  expect(problems).toEqual([]);
  expect(queries).toEqual([
    { ask: 'how do we retry uploads', find: ['01m7ytvkb8wa1k'], within: 5, line: 3 },
    {
      ask: 'TypeError: pool is undefined',
      find: ['01m7z5wk4n78c6', '01m7z4nkdg4m07'],
      within: 3,
      line: 5,
    },
  ]);
});

test('an empty file, or one of comments, asks nothing', () => {
  for (const text of ['', '# later\n', '---\n# later\n', 'queries: []\n'])
    expect(read(text)).toEqual({ queries: [], problems: [] });
});

test('what is wrong is told with its line, and costs no other question', () => {
  const text = `queries:
  - ask: right
    find: [01m7ytvkb8wa1k]
  - find: [01m7ytvkb8wa1k]
  - ask: no record
  - ask: none
    find: []
  - ask: no id
    find: [the one about uploads]
  - ask: too many
    find: [01m7ytvkb8wa1k, 01m7ytvkb8wa1m]
    within: 1
  - ask: odd
    find: [01m7ytvkb8wa1k]
    within: many
  - ask: right
    find: [01m7ytvkb8wa1m]
  - asks: slip
    find: [01m7ytvkb8wa1k]
  - just text
`;
  expect(read(text).queries.map(({ ask }) => ask)).toEqual(['right']);
  expect(told(text)).toEqual([
    '4: there is no question',
    '5: no record is named that should be found',
    '7: no record is named that should be found',
    '9: the one about uploads is no id of a record',
    '11: 2 records cannot be among the first 1',
    '15: within is not a whole number from 1 to 100',
    '16: the same question is on line 2',
    '18: unknown field asks',
    '18: there is no question',
    '20: a question is not a map of fields',
  ]);
});

test('what is no such file at all says how one begins', () => {
  for (const text of ['- ask: x\n  find: [01m7]\n', 'queries: yes\n', 'query: []\n', '{', '\0'])
    expect(told(text).length, text).toBeGreaterThan(0);
  expect(read('- ask: x\n').problems[0]?.hint).toContain('begin with: queries: [{ask:');
  expect(told('queries:\n<<<<<<< ours\n  - ask: x\n')).toEqual(['2: an unresolved merge conflict']);
});
