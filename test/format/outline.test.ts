import { expect, test } from 'vitest';
import { outlineOf, ownText } from '../../src/format/outline.ts';

const TEXT = `Intro

# Top

## Problem
one

\`\`\`sh
## Not a heading
\`\`\`

<!--
## Nor this
-->

> ## Nor this

- item

  ## Nor this

A paragraph
   ### Detail ###
deep

Solution
--------
two
#### Far below
end`;

test.each([
  ['as it is', TEXT],
  ['with CR LF', TEXT.replaceAll('\n', '\r\n')],
  ['with a byte order mark', `\ufeff${TEXT}`],
])('the headings of a text %s, and what is below them', (_, text) => {
  const outline = outlineOf(text);
  expect(outline.map(({ name, depth, address }) => [name, depth, address.join('/')])).toEqual([
    ['Top', 1, ''],
    ['Problem', 2, 'Problem'],
    ['Detail', 3, 'Problem/Detail'],
    ['Solution', 2, 'Solution'],
    ['Far below', 4, 'Solution/Far below'],
  ]);
  const of = (name: string) => {
    const heading = outline.find((one) => one.name === name);
    if (heading === undefined) throw new Error(name);
    return heading;
  };
  expect(text.slice(of('Detail').start, of('Detail').contentStart)).toBe('   ### Detail ###');
  expect(text.slice(of('Solution').start)).toMatch(/^Solution\r?\n--------\r?\ntwo/);
  expect(ownText(text, of('Detail'))).toBe('deep');
  expect(ownText(text, of('Solution'))).toBe('two');
  expect(of('Problem').end).toBe(of('Solution').start);
  expect(of('Problem').ownEnd).toBe(of('Detail').start);
  expect(of('Solution').end).toBe(text.length);
});
