import { expect, test } from 'vitest';
import { changeLines, countsOf } from '../../src/present/change-lines.ts';
import { createStyle } from '../../src/present/style.ts';

const plain = createStyle({ color: false });
const same = (text: string): string => text;
const LOOK = {
  columns: 30,
  paint: { added: same, removed: same, aside: same },
  strong: same,
  words: true,
  whole: false,
};

test('a change is told field by field, with the words marked', () => {
  const fields = [
    { name: 'files', before: 'src/a.ts#L9', after: 'src/a.ts#L12' },
    { name: '## Cause', before: undefined, after: 'Two workers refresh at once.\n' },
    { name: 'tags', before: 'auth', after: undefined },
    { name: '## Fix', before: 'a\nb\nc\nd\ne\nf\ng\nold', after: 'a\nb\nc\nd\ne\nf\ng\nnew \x1b[31m' },
  ];
  expect(changeLines(fields, LOOK)).toEqual([
    'files src/a.ts#[-L9-]{+L12+}',
    '',
    'Cause',
    '  + Two workers refresh at',
    '    once.',
    'tags - auth',
    '',
    'Fix',
    '    … 5 lines as before',
    '    f',
    '    g',
    '  - old',
    '  + new \\x1b[31m',
  ]);
  expect(changeLines(fields, { ...LOOK, whole: true })).toContain('    d');
  expect(changeLines(fields.slice(0, 1), { ...LOOK, words: false })).toEqual([
    'files',
    '  - src/a.ts#L9',
    '  + src/a.ts#L12',
  ]);
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
