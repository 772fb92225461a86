import { describe, expect, test } from 'vitest';
import { createRedactor, type RedactionContext } from '../../../src/capture/redact/redactor.ts';

const UNIX: RedactionContext = {
  root: '/home/ann/proj',
  home: '/home/ann',
  user: 'annauthor',
  host: 'annbox',
};
const WINDOWS: RedactionContext = { root: 'C:\\Users\\Ann Author\\proj', home: 'C:\\Users\\Ann Author' };

function cleaned(text: string, context: RedactionContext = UNIX): string {
  return createRedactor(context).text(text).text;
}

describe('facts of the machine', () => {
  test.each([
    ['/home/ann/proj/src/a.ts:3', 'src/a.ts:3'],
    ['in /home/ann/proj', 'in .'],
    ['in /home/ann/proj/', 'in .'],
    ['cd /home/ann/proj && ls', 'cd . && ls'],
    ['at file:///home/ann/proj/src/a.js:1:2', 'at src/a.js:1:2'],
    ['"/home/ann/proj/src/a.ts"', '"src/a.ts"'],
    ['~/proj/src/a.ts', 'src/a.ts'],
    ['/home/ann/project2/a.ts', '~/project2/a.ts'],
    ['/home/ann/.config/x', '~/.config/x'],
    ['HOME=/home/ann', 'HOME=~'],
    ['/home/ben/x', '~/x'],
    ['/Users/ben/x', '~/x'],
    ['/Users/Shared/x', '/Users/Shared/x'],
    ['gcc -I/home/ann/include a.c', 'gcc -I~/include a.c'],
    ['{"log":"x\\n/home/ann/proj/a.py"}', '{"log":"x\\na.py"}'],
    ['https://example.com/home/ann/x', 'https://example.com/home/ann/x'],
    ['/mnt/c/Users/Ben/x', '~/x'],
    ['C:\\Users\\Ben\\x.txt', '~\\x.txt'],
    ['annauthor@annbox:~$ make', '<user>@<host>:~$ make'],
    ['annauthors are many', 'annauthors are many'],
    ['src/annauthor/x.ts stays', 'src/annauthor/x.ts stays'],
    ['/tmp/annauthor/x goes', '/tmp/<user>/x goes'],
  ])('%s', (input, expected) => {
    expect(cleaned(input)).toBe(expected);
  });

  test.each([
    ['C:\\Users\\Ann Author\\proj\\src\\a.cs(3,4)', 'src\\a.cs(3,4)'],
    ['c:/Users/Ann Author/proj/src/a.ts', 'src/a.ts'],
    ['{"file":"C:\\\\Users\\\\Ann Author\\\\proj\\\\a.ts"}', '{"file":"a.ts"}'],
    ['C:\\Users\\Ann Author\\x', '~\\x'],
  ])('on Windows: %s', (input, expected) => {
    expect(cleaned(input, WINDOWS)).toBe(expected);
  });

  test('common and short names are no one, and stay', () => {
    const text = 'root on main: node test by al at localhost';
    for (const [user, host] of [
      ['root', 'localhost'],
      ['node', 'main'],
      ['al', 'test'],
    ] as const) {
      expect(cleaned(text, { user, host })).toBe(text);
    }
  });

  test('a root that is the whole disk changes nothing', () => {
    expect(cleaned('/usr/bin/env', { root: '/', home: '/' })).toBe('/usr/bin/env');
  });

  test('paths are no secrets', () => {
    expect(createRedactor(UNIX).text('/home/ann/proj/a.ts').found).toEqual([]);
  });
});
