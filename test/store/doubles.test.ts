import { describe, expect, test } from 'vitest';
import { doublesIndex, type Said } from '../../src/store/doubles.ts';

const error = (signature: string, title: string, body: string): Said => ({
  kind: 'error',
  title,
  body,
  signature,
});
const POOL = error('RangeError: pool has no size', 'RangeError: pool has no size', 'Set `poolSize`.');

/** How the second is found to say the same as the first. */
function how(first: Said, second: Said): string | undefined {
  const index = doublesIndex<Said>();
  index.add(first, first);
  return index.find(second)?.how;
}

describe('what says the same', () => {
  test.each<[string, Said, Said, string | undefined]>([
    [
      'an error by its signature, whatever the words',
      POOL,
      error(POOL.signature ?? '', 'no size!', 'The pool was never given one.'),
      'signature',
    ],
    [
      'another error does not',
      POOL,
      error('TypeError: x', 'TypeError: x', 'The pool was closed.'),
      undefined,
    ],
    [
      'a pattern by its structure',
      { kind: 'pattern', title: 'Read a row', body: '', shape: '1a' },
      { kind: 'pattern', title: 'Fetch one', body: 'By its id.', shape: '1a' },
      'structure',
    ],
    [
      'two structures of one name are two',
      { kind: 'pattern', title: 'Read a row', body: 'a b c', shape: '1a' },
      { kind: 'pattern', title: 'Read a row', body: 'd e f', shape: '2b' },
      undefined,
    ],
    [
      'a note by its text with a word changed',
      {
        kind: 'note',
        title: 'Staging',
        body: 'Staging is read-only on Sundays, since the backup holds a lock.',
      },
      {
        kind: 'note',
        title: 'Staging',
        body: 'Staging is read-only on Sundays since the backup holds a lock',
      },
      'text',
    ],
    [
      'a solution by its title',
      { kind: 'solution', title: 'Retry an upload', body: 'Wait, then again.' },
      { kind: 'solution', title: 'retry  an upload', body: 'Three times, with a pause that doubles.' },
      'title',
    ],
    [
      'one word is no title',
      { kind: 'note', title: 'Staging', body: 'Read-only on Sundays.' },
      { kind: 'note', title: 'Staging', body: 'Its database is small.' },
      undefined,
    ],
    [
      'two decisions of one name may decide different things',
      { kind: 'decision', title: 'Which queue we use', body: 'Files.' },
      { kind: 'decision', title: 'Which queue we use', body: 'A broker.' },
      undefined,
    ],
    [
      'another kind',
      { kind: 'note', title: 'Retry an upload', body: '' },
      { kind: 'solution', title: 'Retry an upload', body: '' },
      undefined,
    ],
  ])('%s', (_what, first, second, expected) => {
    expect(how(first, second)).toBe(expected);
  });
});
