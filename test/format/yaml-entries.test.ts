import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitFrontMatter } from '../../src/format/front-matter.ts';
import { yamlEntries } from '../../src/format/yaml-entries.ts';
import { hostile, written } from '../merge/sides-arbitrary.ts';

/** What each key's lines say by themselves, beside what they say where they stand. */
function aloneAndThere(yaml: string): readonly (readonly [alone: unknown, there: unknown])[] {
  const entries = yamlEntries(yaml)?.entries ?? [];
  return entries.map(({ key, text, value }) => [
    yamlEntries(text)?.entries.map((entry) => [entry.key, entry.value]),
    [[key, value]],
  ]);
}

test("a key's lines say the same where they stand alone", () => {
  fc.assert(
    fc.property(fc.oneof({ weight: 3, arbitrary: written }, { weight: 2, arbitrary: hostile }), ({ a }) => {
      const split = splitFrontMatter(a);
      for (const [alone, there] of aloneAndThere('message' in split ? '' : split.yaml))
        expect(alone).toEqual(there);
    }),
    { numRuns: 500 },
  );
});

test.each([
  [
    'blocks with all ends',
    'a: |\n  one\n\n\nb: |+\n  two\n\n\nc: >-\n  three\n  four\n\n# end\nd: |-\n  x\n',
  ],
  ['a block at the very end, without a line break', 'a: 1\nb: |\n  last'],
  ['one that keeps all its line breaks', 'a: 1\nb: |+\n  last'],
  ['texts over several lines', "a: one\n  two\n\n  three\nb: \"x\n  y\\\n  z\"\nc: 'it''s\n\n  so'\n"],
  [
    'comments wherever they may be',
    '# top\n\na: # beside\n  # below\n  - 1 # one\n  # two\n  - 2\n# b\nb: # empty\n\n# end\n',
  ],
  ['flow over several lines', 'a: [1,\n  # two\n  2,\n]\nb: {x: 1,\n  y: [null, ~]}\n'],
  ['all in braces', '{a: 1, "b": [x, -0, 1e3], c: }\n'],
  ['lists below their key', 'a:\n- x: 1\n  y: 2\n-\n  z: 3\nb:\nc: ~\n'],
  ['keys in quotes', '"a b": 1\n\'#\': 2\n"\\x41": 3\n'],
])('the same of %s', (_, yaml) => {
  const each = aloneAndThere(yaml);
  expect(each.length).toBeGreaterThan(1);
  for (const [alone, there] of each) expect(alone).toEqual(there);
});
