import { describe, expect, test } from 'vitest';
import { extractError } from '../../../src/capture/extract-error.ts';

const run = (output: string, ...command: string[]) => extractError(output, command);

describe('javascript and typescript', () => {
  test('an uncaught error of node', () => {
    const output = `/home/ann/proj/app.js:2
  return user.name.first;
                   ^

TypeError: Cannot read properties of undefined (reading 'first')
    at greet (/home/ann/proj/app.js:2:20)
    at Object.<anonymous> (/home/ann/proj/app.js:5:1)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)

Node.js v20.20.2
`;
    const found = run(output, 'node', 'app.js');
    expect(found).toMatchObject({
      type: 'TypeError',
      message: "Cannot read properties of undefined (reading 'first')",
      language: 'javascript',
      location: { path: '/home/ann/proj/app.js', line: 2 },
    });
    expect(found?.excerpt).toContain('return user.name.first;');
  });

  test('a heap that is full, whatever the shell says of it afterwards', () => {
    const output = `
<--- Last few GCs --->

[4711:0x5581] 1234 ms: Mark-Compact 2047.1 (2083.4) -> 2046.3 (2083.6) MB, 412.00 / 0.00 ms

<--- JS stacktrace --->

FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----

 1: 0xb8ced1 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]
Aborted (core dumped)
`;
    expect(run(output, 'node', 'app.js')).toMatchObject({
      type: 'FATAL ERROR',
      message: 'Reached heap limit Allocation failed - JavaScript heap out of memory',
    });
  });

  test('a promise that was rejected with something that is no error', () => {
    const output = `node:internal/process/promises:394
      triggerUncaughtException(err, true /* fromPromise */);
      ^

[UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "no".] {
  code: 'ERR_UNHANDLED_REJECTION'
}

Node.js v20.20.2
`;
    const found = run(output, 'node', 'app.js');
    expect(found?.type).toBe('UnhandledPromiseRejection');
    expect(found?.message).toMatch(/^This error originated either by throwing/);
  });

  test('a missing package: who imported it is its place, not its message', () => {
    const output = `node:internal/modules/esm/resolve:873
  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);
        ^

Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'left-pad' imported from /home/ann/proj/src/a.js
    at packageResolve (node:internal/modules/esm/resolve:873:9) {
  code: 'ERR_MODULE_NOT_FOUND'
}
`;
    expect(run(output, 'node', 'src/a.js')).toMatchObject({
      type: 'ERR_MODULE_NOT_FOUND',
      message: "Cannot find package 'left-pad'",
      location: { path: '/home/ann/proj/src/a.js' },
    });
  });

  test('a missing module of require', () => {
    const output = `Error: Cannot find module 'express'
Require stack:
- /home/ann/proj/server.js
    at Module._resolveFilename (node:internal/modules/cjs/loader:1143:15)
    at Object.<anonymous> (/home/ann/proj/server.js:1:17) {
  code: 'MODULE_NOT_FOUND',
  requireStack: [ '/home/ann/proj/server.js' ]
}
`;
    expect(run(output, 'node', 'server.js')).toMatchObject({
      type: 'MODULE_NOT_FOUND',
      message: "Cannot find module 'express'",
      location: { path: '/home/ann/proj/server.js', line: 1 },
    });
  });

  test('the cause of an error is nearer the fault', () => {
    const output = `Error: request failed
    at get (/home/ann/proj/get.js:3:9) {
  [cause]: RangeError: page out of range
      at page (/home/ann/proj/page.js:7:11)
}
`;
    expect(run(output, 'node', 'x.js')).toMatchObject({
      type: 'RangeError',
      message: 'page out of range',
      location: { line: 7 },
    });
  });

  test('vitest: the first failure', () => {
    const output = ` RUN  v4.1.12 /home/ann/proj

 ❯ test/sum.test.ts (2 tests | 2 failed) 6ms

⎯⎯⎯⎯⎯⎯⎯ Failed Tests 2 ⎯⎯⎯⎯⎯⎯⎯

 FAIL  test/sum.test.ts > sum > adds
AssertionError: expected 3 to be 4 // Object.is equality

- Expected
+ Received

- 4
+ 3

 ❯ test/sum.test.ts:5:22
      3|
      4| test('adds', () => {
      5|   expect(sum(1, 2)).toBe(4);

 FAIL  test/sum.test.ts > sum > throws
TypeError: sum.all is not a function
 ❯ test/sum.test.ts:9:7

 Test Files  1 failed (1)
`;
    expect(run(output, 'npx', 'vitest', 'run')).toMatchObject({
      type: 'AssertionError',
      message: 'expected 3 to be 4 // Object.is equality',
      location: { path: 'test/sum.test.ts', line: 5 },
    });
  });

  test('jest: an expectation, and an error thrown', () => {
    const expectation = `FAIL src/sum.test.js
  ● sum › adds

    expect(received).toBe(expected) // Object.is equality

    Expected: 4
    Received: 3

      3 | test('adds', () => {
    > 4 |   expect(sum(1, 2)).toBe(4);
        |                     ^

      at Object.toBe (src/sum.test.js:4:21)

Tests:       1 failed, 1 total
`;
    expect(run(expectation, 'npx', 'jest')).toMatchObject({
      type: 'AssertionError',
      message: 'expect(received).toBe(expected) // Object.is equality Expected: 4 Received: 3',
      location: { path: 'src/sum.test.js', line: 4 },
    });
    const thrown = `  ● sum › throws

    TypeError: sum.all is not a function

      at Object.all (src/sum.test.js:8:7)
`;
    expect(run(thrown, 'jest')).toMatchObject({ type: 'TypeError', message: 'sum.all is not a function' });
  });

  test('mocha: the error of the list', () => {
    const output = `  1 passing (4ms)
  1 failing

  1) sum
       adds:
     AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:

3 !== 4

      at Context.<anonymous> (test/sum.js:5:12)
`;
    expect(run(output, 'npx', 'mocha')).toMatchObject({
      type: 'AssertionError',
      location: { path: 'test/sum.js', line: 5 },
    });
  });

  test.each([
    ['plain', "src/a.ts(3,7): error TS2304: Cannot find name 'foo'.\nsrc/b.ts(1,1): error TS2322: Type 'x'."],
    [
      'pretty',
      "\u001b[96msrc/a.ts\u001b[0m:\u001b[93m3\u001b[0m:\u001b[93m7\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2304: \u001b[0mCannot find name 'foo'.\n\n3 const a = foo;\n            ~~~\n\nFound 1 error in src/a.ts:3",
    ],
  ])('tsc, %s: the first error', (_, output) => {
    expect(run(output, 'npx', 'tsc')).toMatchObject({
      type: 'TS2304',
      message: "Cannot find name 'foo'.",
      language: 'typescript',
      location: { path: 'src/a.ts', line: 3 },
    });
  });

  test('tsc without a file', () => {
    expect(run("error TS5058: The specified path does not exist: 'tsconfig.x.json'.", 'tsc')).toMatchObject({
      type: 'TS5058',
    });
  });

  test('eslint', () => {
    const output = `
/home/ann/proj/src/a.js
  1:7   warning  'b' is assigned a value but never used  no-unused-vars
  3:10  error    'foo' is not defined                    no-undef

✖ 2 problems (1 error, 1 warning)
`;
    expect(run(output, 'npx', 'eslint', '.')).toMatchObject({
      type: 'no-undef',
      message: "'foo' is not defined",
      location: { path: '/home/ann/proj/src/a.js', line: 3 },
    });
  });

  test('biome', () => {
    const output = `src/a.ts:3:5 lint/suspicious/noExplicitAny ━━━━━━━━━━━━━━━━━━━━

  × Unexpected any. Specify a different type.

    3 │ let a: any;
`;
    expect(run(output, 'npx', 'biome', 'check')).toMatchObject({
      type: 'lint/suspicious/noExplicitAny',
      message: 'Unexpected any. Specify a different type.',
      location: { path: 'src/a.ts', line: 3 },
    });
  });

  test.each([
    [
      'esbuild',
      '✘ [ERROR] Could not resolve "left-pad"\n\n    src/a.ts:1:20:\n      1 │ import pad from "left-pad"',
      'Could not resolve "left-pad"',
    ],
    [
      'webpack',
      "ERROR in ./src/a.js 1:0-29\nModule not found: Error: Can't resolve 'left-pad' in '/home/ann/proj/src'",
      "Can't resolve 'left-pad'",
    ],
  ])('%s', (tool, output, message) => {
    expect(run(output, 'npx', tool)?.message).toBe(message);
  });

  test('npm: the code and the first line of the story', () => {
    const output = `npm error code E404
npm error 404 Not Found - GET https://registry.npmjs.org/nothing-here - Not found
npm error 404
npm error 404  'nothing-here@*' is not in this registry.
npm error A complete log of this run can be found in: /home/ann/.npm/_logs/x.log
`;
    expect(run(output, 'npm', 'install', 'nothing-here')).toMatchObject({
      type: 'E404',
      message: 'Not Found - GET https://registry.npmjs.org/nothing-here - Not found',
    });
    expect(
      run(
        'npm ERR! Missing script: "biuld"\nnpm ERR! \nnpm ERR! To see a list of scripts, run:',
        'npm',
        'run',
        'biuld',
      ),
    ).toMatchObject({
      message: 'Missing script: "biuld"',
    });
  });

  test('npm around a compiler: the compiler has more to tell', () => {
    const output = `> proj@1.0.0 build
> tsc

src/a.ts(3,7): error TS2304: Cannot find name 'foo'.
npm error Lifecycle script \`build\` failed with error:
npm error code 2
npm error path /home/ann/proj
npm error command failed
`;
    expect(run(output, 'npm', 'run', 'build')).toMatchObject({ type: 'TS2304' });
  });

  test('pnpm', () => {
    expect(
      run(' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"', 'pnpm', 'i'),
    ).toMatchObject({
      type: 'ERR_PNPM_OUTDATED_LOCKFILE',
      message: 'Cannot install with "frozen-lockfile"',
    });
  });
});
