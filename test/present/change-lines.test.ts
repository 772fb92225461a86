import { expect, test } from 'vitest';
import { changeLines, countsOf, wrapSpans } from '../../src/present/change-lines.ts';
import { shortAge } from '../../src/present/layout.ts';
import { createStyle } from '../../src/present/style.ts';

const plain = createStyle({ color: false });
const mark = (text: string): string => `<${text}>`;
const same = (text: string): string => text;

test('styled text is broken at spaces; what belongs together stays together in all its styles', () => {
  const runs = [
    { text: 'cites src/a.ts#', paint: same },
    { text: 'L9', paint: mark },
    { text: ' and more\n  indented words go on\n\nlast', paint: same },
  ];
  expect(wrapSpans(runs, 16)).toEqual([
    'cites',
    'src/a.ts#<L9> and',
    'more',
    '  indented words',
    '  go on',
    '',
    'last',
  ]);
  expect(wrapSpans([{ text: 'abcdefghij', paint: mark }], 4)).toEqual(['<abcd>', '<efgh>', '<ij>']);
  expect(wrapSpans([{ text: '漢字漢字', paint: mark }], 4)).toEqual(['<漢字>', '<漢字>']);
});

test('a change is told field by field, with the words marked', () => {
  const fields = [
    { name: 'files', before: 'src/a.ts#L9', after: 'src/a.ts#L12' },
    { name: '## Cause', before: undefined, after: 'Two workers refresh at once.\n' },
    { name: 'tags', before: 'auth', after: undefined },
    { name: '## Fix', before: 'a\nb\nc\nd\ne\nf\ng\nold', after: 'a\nb\nc\nd\ne\nf\ng\nnew \x1b[31m' },
  ];
  expect(changeLines(fields, { style: plain, columns: 30, whole: false })).toEqual([
    'files src/a.ts#[-L9-]{+L12+}',
    '',
    'Cause',
    '  + Two workers refresh at',
    '  + once.',
    'tags - auth',
    '',
    'Fix',
    '  … 6 lines as before …',
    '  g',
    '  [-old-]{+new \\x1b[31m+}',
  ]);
  expect(changeLines(fields, { style: plain, columns: 30, whole: true })).toContain('  d');
});

test('changes are counted by what they are to memory', () => {
  const change = { id: '', kind: 'note', title: '', path: '', fields: [] } as const;
  const types = ['added', 'added', 'changed', 'renamed', 'superseded', 'retired', 'deleted'] as const;
  expect(
    countsOf(
      types.map((type) => ({ ...change, type })),
      plain,
    ),
  ).toBe('+2 ~2 >1 -2');
  expect(countsOf([], plain)).toBe('');
});

test('an age in a few columns', () => {
  const day = 86_400_000;
  const spans = [0, 59_000, 60_000, 3_600_000, day, 13 * day, 14 * day, 92 * day, 200 * day, 800 * day, -day];
  expect(spans.map((ms) => shortAge(0, ms))).toEqual([
    ...['now', 'now', '1m', '1h', '1d', '13d', '2w', '13w', '6mo', '2y', 'now'],
  ]);
  expect(shortAge(Number.NaN, 0)).toBe('?');
});
