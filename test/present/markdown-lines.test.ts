import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/present/layout.ts';
import { markdownLines } from '../../src/present/markdown-lines.ts';

const plain = (text: string): string => text;
const PLAIN = { strong: plain, aside: plain, code: plain, added: plain, removed: plain };
const MARKED = {
  strong: (text: string) => `\x1b[1m${text}\x1b[22m`,
  aside: (text: string) => `\x1b[2m${text}\x1b[22m`,
  code: (text: string) => `\x1b[36m${text}\x1b[39m`,
  added: (text: string) => `\x1b[32m${text}\x1b[39m`,
  removed: (text: string) => `\x1b[31m${text}\x1b[39m`,
};

function shown(text: string, columns = 40): string {
  return markdownLines(text, columns, PLAIN).join('\n');
}

describe('markdown for a terminal', () => {
  test('paragraphs are joined and wrapped, blank lines are one', () => {
    expect(shown('one two\nthree four\n\n\n\nfive', 14)).toBe('one two three\nfour\n\nfive');
    expect(shown('hard  \nbreak\\\nhere')).toBe('hard\nbreak\nhere');
  });

  test('headings are strong and stand apart', () => {
    expect(markdownLines('text\n## Fix it\nnow\n\nUnder\n-----\n## C#', 40, MARKED)).toEqual([
      'text',
      '',
      '\x1b[1mFix\x1b[22m \x1b[1mit\x1b[22m',
      'now',
      '',
      '\x1b[1mUnder\x1b[22m',
      '',
      '\x1b[1mC#\x1b[22m',
    ]);
  });

  test('items hang, within each other and over paragraphs', () => {
    expect(
      shown('- one two three\n  four\n  - five six seven\n10. eight nine\n\n    ten eleven twelve', 14),
    ).toBe(
      [
        '- one two',
        '  three four',
        '  - five six',
        '    seven',
        '10. eight nine',
        '',
        '    ten eleven',
        '    twelve',
      ].join('\n'),
    );
  });

  test('code stays as it is, and is cut where it is too long', () => {
    expect(shown('```ts\nif (a) {\n\tconst name = 1;\n}\n```\ntext', 12)).toBe(
      '```ts\nif (a) {\n    const n…\n}\n```\ntext',
    );
    expect(shown('- so:\n  ```\n  a\n    b\n  ```\n')).toBe('- so:\n  ```\n  a\n    b\n  ```');
    expect(shown('```\n# no heading\n- no *item*')).toBe('```\n# no heading\n- no *item*');
    expect(shown('text\n\n    indented   code')).toBe('text\n\n    indented   code');
  });

  test('lines of a diff have their colours', () => {
    expect(markdownLines('```diff\n-{}\n+{"a": 8}\n```', 40, MARKED)).toEqual([
      '\x1b[2m```diff\x1b[22m',
      '\x1b[31m-{}\x1b[39m',
      '\x1b[32m+{"a": 8}\x1b[39m',
      '\x1b[2m```\x1b[22m',
    ]);
  });

  test('a link says where it leads', () => {
    expect(shown('see [the guide](https://example.org/a), [https://x.org](https://x.org)', 60)).toBe(
      'see the guide (https://example.org/a), https://x.org',
    );
    expect(shown('![chart](img/a.png "of 2026")')).toBe('chart (img/a.png "of 2026")');
    expect(shown('a[0](x) [not a link] (so)')).toBe('a0 (x) [not a link] (so)');
  });

  test('what is strong loses its marks, names keep theirs', () => {
    expect(markdownLines('**do it**, `a **b**` and 2 ** 3', 60, MARKED)).toEqual([
      '\x1b[1mdo\x1b[22m \x1b[1mit\x1b[22m, \x1b[36m`a\x1b[39m \x1b[36m**b**`\x1b[39m and 2 ** 3',
    ]);
    expect(shown('snake_case_name and *this* \\*star')).toBe('snake_case_name and *this* *star');
  });

  test('quotes and tables', () => {
    expect(shown('> one two three\n> four\n> - five', 12)).toBe('> one two\n> three four\n> - five');
    expect(shown('| a | b |\n|---|---|\n| 1 | 2 |')).toBe('| a | b |\n|---|---|\n| 1 | 2 |');
    expect(shown('| aaaa | bbbb | cccc |', 12)).toBe('| aaaa |\n  bbbb |\n  cccc |');
  });

  test('what would command a terminal is made visible', () => {
    expect(shown('# a\x1b[2Jb\u202e\n`\x07`')).toBe('a\\x1b[2Jb<U+202E>\n`\\x07`');
  });

  test('no word gets lost and no line is too wide, whatever the text', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const lead = fc.constantFrom('', '# ', '- ', '  - ', '1. ', '> ', '    ', '```\n', '| ');
    const line = fc
      .tuple(lead, fc.array(word, { maxLength: 8 }))
      .map(([mark, words]) => mark + words.join(' '));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.integer({ min: 90, max: 120 }), (lines, columns) => {
        const text = lines.join('\n');
        expect(shown(text, columns).match(/[a-z]+/g)).toEqual(text.match(/[a-z]+/g));
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (text, columns) => {
          for (const one of markdownLines(text, columns, PLAIN)) {
            expect(displayWidth(one)).toBeLessThanOrEqual(columns);
            expect(one).not.toMatch(/\p{Cc}/u);
          }
        },
      ),
    );
  });
});
