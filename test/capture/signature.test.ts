import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fnv1a64, MAX_SIGNATURE, signatureOf } from '../../src/capture/signature.ts';

const of = (message: string, type?: string) =>
  signatureOf(type === undefined ? { message } : { type, message });

describe('signatures', () => {
  test.each([
    ['ModuleNotFoundError', "No module named 'fastapi'", "ModuleNotFoundError: No module named 'fastapi'"],
    ['TS2304', "Cannot find name 'foo'.", "TS2304: Cannot find name 'foo'."],
    ['E0425', 'cannot find value `foo` in this scope', "E0425: cannot find value 'foo' in this scope"],
    [
      'FileNotFoundError',
      "[Errno 2] No such file or directory: '/etc/app/config.yaml'",
      "FileNotFoundError: [Errno <n>] No such file or directory: 'config.yaml'",
    ],
    ['Error', 'connect ECONNREFUSED 127.0.0.1:5432', 'Error: connect ECONNREFUSED <n>'],
    [
      'Error',
      'listen EADDRINUSE: address already in use :::3000',
      'Error: listen EADDRINUSE: address already in use :::<n>',
    ],
    [
      'panic',
      'runtime error: index out of range [5] with length 3',
      'panic: runtime error: index out of range [<n>] with length <n>',
    ],
    ['TypeError', 'TypeError: x is not a function', 'TypeError: x is not a function'],
  ])('%s %s', (type, message, expected) => {
    expect(of(message, type)).toBe(expected);
  });

  test.each([
    ['directory and line', '/a/b/app.py:12 failed', '/c/app.py:99 failed'],
    ['system', 'C:\\work\\app.py:12 failed', '/srv/app.py:7 failed'],
    [
      'spaces in a quoted path',
      "cannot open 'C:\\Program Files\\App\\x.dll'",
      "cannot open '/opt/my app/x.dll'",
    ],
    ['relative directory', 'src/a/main.ts(4,2): bad', 'lib/main.ts(14,22): bad'],
    ['home', 'no access to ~/x/key.txt', 'no access to /root/key.txt'],
    ['Python version', 'requires Python 3.11', 'requires Python 3.12'],
    ['version in a name', 'libpython3.11 is missing', 'libpython3.12 is missing'],
    ['long version', 'foo v1.2.3-beta.1 is too old', 'foo v2.0.0 is too old'],
    ['address', 'object at 0x7f3c2b1a', 'object at 0x10'],
    ['hash', 'commit 3f2a9c1d is gone', 'commit 27715340cba5f8517e2959363830edce9ddee6e5 is gone'],
    [
      'UUID',
      'job 123e4567-e89b-12d3-a456-426614174000 died',
      'job 00000000-0000-4000-8000-000000000000 died',
    ],
    ['time', 'at 2024-01-02T03:04:05.678Z it broke', 'at 2025-11-12 13:14:15 it broke'],
    ['duration', 'timed out after 900ms', 'timed out after 1.2 s'],
    ['size', 'needs 12MB', 'needs 1.5 GiB'],
    ['pid', 'process 4242 died', 'process 7 died'],
    ['port', 'cannot reach localhost:8080', 'cannot reach localhost:3000'],
    ['temporary name', 'in /tmp/tmpab12cd34 now', 'in /tmp/tmpzz98yx76 now'],
    ['quoted number', 'expected "12"', "expected '7'"],
    ['quotes', 'no module “x”', 'no module `x`'],
    ['white space', 'a\n  b\tc', 'a b c'],
    ['colours', '\u001b[31ma\u001b[0m b', 'a b'],
    [
      'user and query of a URL',
      'GET https://ann:x@example.com/a?page=1 failed',
      'GET https://example.com/a?page=22 failed',
    ],
    ['sign', 'expected -5', 'expected 5'],
    ['line in words', 'syntax error on line 3', 'syntax error on line 44'],
  ])('one error in spite of another %s', (_, one, other) => {
    expect(of(one)).toBe(of(other));
  });

  test.each([
    ['module', "No module named 'fastapi'", "No module named 'numpy'"],
    ['file', "No such file: '/a/config.yaml'", "No such file: '/a/config.json'"],
    ['symbol', 'undefined: Foo', 'undefined: Bar'],
    ['package scope', "Cannot find module '@scope/one'", "Cannot find module '@scope/two'"],
    ['width of a type', 'cannot use int32 here', 'cannot use int64 here'],
    ['status', 'Request failed with status code 404', 'Request failed with status code 500'],
    ['host', 'cannot reach https://a.example.com/x', 'cannot reach https://b.example.com/x'],
    ['code', 'ERR_404_X', 'ERR_405_X'],
  ])('two errors by their %s', (_, one, other) => {
    expect(of(one)).not.toBe(of(other));
  });

  test('the type tells errors apart, and may be unknown', () => {
    expect(of('x', 'TypeError')).not.toBe(of('x', 'ValueError'));
    expect(of('boom')).toBe('boom');
    expect(of('', 'KeyboardInterrupt')).toBe('KeyboardInterrupt');
  });

  test('a long message is cut, and its rest still counts', () => {
    const long = 'the same beginning '.repeat(30);
    const one = of(`${long}one`);
    expect(one.length).toBeLessThanOrEqual(MAX_SIGNATURE);
    expect(one).toMatch(/…#[0-9a-f]{16}$/);
    expect(one).not.toBe(of(`${long}two`));
    expect(of(`${long}12`)).toBe(of(`${long}13`));
    expect(of(one)).toBe(one);
  });

  test('the hash is FNV-1a with 64 bits', () => {
    // Test vectors of the reference implementation (isthe.com/chongo/tech/comp/fnv).
    expect(fnv1a64('')).toBe('cbf29ce484222325');
    expect(fnv1a64('a')).toBe('af63dc4c8601ec8c');
    expect(fnv1a64('foobar')).toBe('85944171f73967e8');
  });

  const piece = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom(
      ' ',
      '\n',
      '/a/b.py',
      ':12',
      '(3,4)',
      '3.11',
      'v1',
      '0x1f',
      "'",
      '"',
      'C:\\x\\',
      '~/',
      '../',
      'https://a.b/c',
      '?x',
      '#',
      '-',
      '12ms',
      ' 5 ',
      '2024-01-02',
      'tmp',
      'ab12cd34',
      '<n>',
      '…#',
      '.',
      ',',
      ': ',
      'Error',
      'python',
      '%',
    ),
  );
  const message = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  const type = fc.option(
    fc.constantFrom('TypeError', 'java.lang.Exception', 'E0425', 'error TS2304', 'a/b'),
    { nil: undefined },
  );

  test('applied to itself a signature does not change', () => {
    fc.assert(
      fc.property(message, type, (text, name) => {
        const signature = of(text, name);
        expect(of(signature)).toBe(signature);
        expect(of(text, name)).toBe(signature);
        expect(signature.length).toBeLessThanOrEqual(MAX_SIGNATURE);
        expect(signature).not.toMatch(/[\n\r\t\u001b]/);
      }),
      { numRuns: 3000 },
    );
  });

  test('hostile messages come to an end', () => {
    for (const unit of ['/', 'a/', '0', '1.', "'/", '0x', 'a'.repeat(50), '<n>', '://', '-1', 'C:\\']) {
      expect(of(unit.repeat(20_000)).length).toBeLessThanOrEqual(MAX_SIGNATURE);
    }
  });
});
