import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseCitation } from '../../src/format/citation.ts';
import { HOSTILE } from './record-arbitrary.ts';

test.each([
  ['src/a.ts', 'src/a.ts'],
  ['./src//a.ts', 'src/a.ts'],
  ['src\\win\\a.ts', 'src/win/a.ts'],
  ['src/a.ts:10', 'src/a.ts#L10'],
  ['src/a.ts:10:5', 'src/a.ts#L10'],
  ['src/a.ts:10-20', 'src/a.ts#L10-L20'],
  ['src/a.ts#L20-10', 'src/a.ts#L10-L20'],
  ['src/a.ts#L7-L7', 'src/a.ts#L7'],
  ['src/a.ts#L0', 'src/a.ts'],
  ['src/', 'src'],
  [' a b/é.ts ', 'a b/é.ts'],
  ['.github/workflows/ci.yml', '.github/workflows/ci.yml'],
  ['..gitignore', '..gitignore'],
])('%j is %j', (text, expected) => {
  expect(normaliseCitation(text)).toBe(expected);
});

test.each([
  '',
  '.',
  '/',
  '/etc/passwd',
  '~/x',
  'C:\\x',
  'c:/x',
  '../x',
  'a/../../x',
  'a/..',
  '..\\x',
  'https://example.org/x',
  'file:///etc/passwd',
  '.git/config',
  '.GIT/hooks/x',
])('%j does not stay inside the repository', (text) => {
  expect(normaliseCitation(text)).toBeUndefined();
});

test('a canonical citation is its own canonical form', () => {
  const part = fc.oneof(
    fc.constantFrom(...HOSTILE, ':10', '#L0', '#L3-L9', '/', '\\', '.', ' '),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const once = normaliseCitation(parts.join(''));
      if (once !== undefined) expect(normaliseCitation(once)).toBe(once);
    }),
    { numRuns: 5000 },
  );
});
