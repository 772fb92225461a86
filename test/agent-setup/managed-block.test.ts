import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MARKDOWN_MARKS, stripBlock, tomlMarks, withBlock } from '../../src/agent-setup/managed-block.ts';

const texts = fc
  .array(fc.constantFrom('a', ' ', '\n', '\n', '\r\n', '\r', '# b', '<!-- c -->', '\uFEFF', '\t'), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));

test.each([
  ['markdown', MARKDOWN_MARKS],
  ['TOML', tomlMarks('nexus')],
])('a block in %s comes and goes, whatever stands there', (_, marks) => {
  fc.assert(
    fc.property(texts, (text) => {
      const old = withBlock(text, ['one'], marks);
      const now = withBlock(old, ['one', 'two'], marks);
      expect(withBlock(now, ['one', 'two'], marks)).toBe(now);
      expect(now).toBe(withBlock(text, ['one', 'two'], marks));
      expect(stripBlock(now, marks)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test('what is added behind a block later stays, and stays a paragraph of its own', () => {
  const text = withBlock('# Rules\n', ['one'], MARKDOWN_MARKS);
  expect(stripBlock(`${text}more\n`, MARKDOWN_MARKS)).toBe('# Rules\n\nmore\n');
  expect(stripBlock(`${text}\nmore\n`, MARKDOWN_MARKS)).toBe('# Rules\n\nmore\n');
});
