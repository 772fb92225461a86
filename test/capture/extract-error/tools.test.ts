import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extractError } from '../../../src/capture/extract-error.ts';
import { ANY_UNIT } from '../../helpers/any-unit.ts';

const run = (output: string, ...command: string[]) => extractError(output, command);

describe('scripts, shells and tools', () => {
  test.each([
    [
      'ruby',
      "app.rb:3:in 'Object#load': undefined method 'foo' for nil (NoMethodError)\n\tfrom app.rb:7:in '<main>'",
      'NoMethodError',
      "undefined method 'foo' for nil",
      3,
    ],
    [
      'ruby',
      "app.rb:3:in `load': cannot load such file -- sinatra (LoadError)\n\tfrom app.rb:7:in `<main>'",
      'LoadError',
      'cannot load such file -- sinatra',
      3,
    ],
    [
      'rspec',
      '  1) Total adds\n     Failure/Error: expect(total).to eq(4)\n\n       expected: 4\n            got: 3\n     # ./spec/total_spec.rb:5:in',
      undefined,
      'expect(total).to eq(4)',
      5,
    ],
    [
      'php',
      'PHP Fatal error:  Uncaught TypeError: foo(): Argument #1 must be of type int in /srv/app.php:9\nStack trace:\n#0 {main}',
      'TypeError',
      'foo(): Argument #1 must be of type int',
      9,
    ],
    [
      'php',
      'PHP Parse error:  syntax error, unexpected token ";" in /srv/app.php on line 9',
      'Parse error',
      'syntax error, unexpected token ";"',
      9,
    ],
    [
      'mix',
      '** (CompileError) lib/app.ex:4: undefined function foo/0',
      'CompileError',
      'lib/app.ex:4: undefined function foo/0',
      4,
    ],
    [
      'ghc',
      'src/Main.hs:3:8: error: [GHC-88464]\n    Variable not in scope: foo',
      'GHC-88464',
      'Variable not in scope: foo',
      3,
    ],
    [
      'perl',
      "Can't locate Foo.pm in @INC (you may need to install the Foo module) at a.pl line 3.",
      undefined,
      "Can't locate Foo.pm in @INC (you may need to install the Foo module)",
      3,
    ],
    [
      'lua',
      "lua: a.lua:3: attempt to index a nil value (global 'x')\nstack traceback:",
      undefined,
      "attempt to index a nil value (global 'x')",
      3,
    ],
    [
      'Rscript',
      "Error in library(foo) : there is no package called 'foo'\nExecution halted",
      undefined,
      "there is no package called 'foo'",
      undefined,
    ],
    ['bash', 'bash: line 1: foo: command not found', undefined, 'foo: command not found', undefined],
    ['sh', 'sh: 1: foo: not found', undefined, 'foo: not found', undefined],
    ['zsh', 'zsh: command not found: foo', undefined, 'command not found: foo', undefined],
    [
      'cat',
      'cat: /etc/nothing: No such file or directory',
      undefined,
      'cat: /etc/nothing: No such file or directory',
      undefined,
    ],
    [
      './run.sh',
      './run.sh: line 4: /srv/data: Permission denied',
      undefined,
      '/srv/data: Permission denied',
      undefined,
    ],
    [
      'bash',
      "a.sh: line 3: syntax error near unexpected token `done'",
      'syntax error',
      "syntax error near unexpected token `done'",
      undefined,
    ],
    ['./a.out', 'Segmentation fault (core dumped)', undefined, 'Segmentation fault', undefined],
    [
      'git',
      'fatal: not a git repository (or any of the parent directories): .git',
      'fatal',
      'not a git repository (or any of the parent directories): .git',
      undefined,
    ],
    [
      'git',
      "error: pathspec 'foo' did not match any file(s) known to git",
      undefined,
      "pathspec 'foo' did not match any file(s) known to git",
      undefined,
    ],
    [
      'git',
      'To example.com:x.git\n ! [rejected]        main -> main (fetch first)\nerror: failed to push some refs',
      undefined,
      'main -> main (fetch first)',
      undefined,
    ],
    [
      'docker',
      'docker: Error response from daemon: pull access denied for nothing, repository does not exist.',
      undefined,
      'pull access denied for nothing, repository does not exist.',
      undefined,
    ],
    [
      'docker',
      ' > [2/3] RUN make:\nERROR: failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2',
      undefined,
      'failed to solve: process "/bin/sh -c make" did not complete successfully: exit code: 2',
      undefined,
    ],
    [
      'psql',
      'ERROR:  relation "users" does not exist\nLINE 1: select * from users;',
      'ERROR',
      'relation "users" does not exist',
      undefined,
    ],
    [
      'mysql',
      "ERROR 1146 (42S02) at line 1: Table 'app.users' doesn't exist",
      'ERROR 1146 (42S02)',
      "Table 'app.users' doesn't exist",
      undefined,
    ],
    [
      'sqlite3',
      'Parse error: near line 1: no such table: users',
      undefined,
      'no such table: users',
      undefined,
    ],
    [
      'kubectl',
      'Error from server (NotFound): pods "api" not found',
      'NotFound',
      'pods "api" not found',
      undefined,
    ],
    [
      'terraform',
      '╷\n│ Error: Unsupported argument\n│\n│   on main.tf line 4, in resource "x" "y":\n╵',
      undefined,
      'Unsupported argument',
      4,
    ],
    [
      'git',
      "git: 'statsu' is not a git command. See 'git --help'.\n\nThe most similar command is\n\tstatus",
      undefined,
      "'statsu' is not a git command.",
      undefined,
    ],
    [
      'curl',
      'curl: (6) Could not resolve host: nothing.example',
      undefined,
      'Could not resolve host: nothing.example',
      undefined,
    ],
  ])('%s: %s', (program, output, type, message, line) => {
    const found = run(output, program);
    expect(found?.type).toBe(type);
    expect(found?.message).toBe(message);
    expect(found?.location?.line).toBe(line);
  });

  test('a program in no table: the last line that speaks of an error, else the last line', () => {
    expect(run('reading\nfailed to read the index\ncleaning up\n', './tool')?.message).toBe(
      'failed to read the index',
    );
    expect(run('reading\nit is over\n\n', './tool')?.message).toBe('it is over');
    expect(run('error: bad flag --x\n3 errors\n', './tool')?.message).toBe('error: bad flag --x');
  });

  test('nothing printed is nothing to report', () => {
    expect(run('', 'false')).toBeUndefined();
    expect(run('\n  \n\u001b[0m\n', 'false')).toBeUndefined();
  });
});

describe('the output of terminals', () => {
  test('colours go, and of a progress line the last drawing stays', () => {
    const output =
      '10 %\r50 %\r100 %\r\n\u001b[1m\u001b[31merror[E0425]\u001b[0m\u001b[1m: cannot find value `foo`\u001b[0m\r\n';
    const found = run(output, 'cargo', 'build');
    expect(found).toMatchObject({ type: 'E0425', message: 'cannot find value `foo`' });
    expect(run('fetching 10 %\rfetching failed: no route', './get')?.message).toBe(
      'fetching failed: no route',
    );
  });

  test('time stamps of build servers are no part of it', () => {
    expect(
      run('2024-05-06T07:08:09.1234567Z src/a.ts(3,7): error TS2304: Cannot find name', 'x'),
    ).toMatchObject({ type: 'TS2304' });
  });

  test('only the last 64 KiB count, and the excerpt is short', () => {
    const noise = 'all is well here\n'.repeat(8000);
    const found = run(
      `TypeError: too early\n    at x (a.js:1:1)\n${noise}Traceback (most recent call last):\n  File "a.py", line 1\n${'  frame\n'.repeat(200)}ValueError: ${'x'.repeat(5000)}`,
      'x',
    );
    expect(found?.type).toBe('ValueError');
    expect(found?.message.length).toBeLessThanOrEqual(1000);
    expect(found?.excerpt.split('\n').length).toBeLessThanOrEqual(20);
    expect(found?.excerpt.length).toBeLessThanOrEqual(2000);
  });

  test('any output gives an answer or none, never an exception', () => {
    const piece = fc.oneof(
      fc.string({ unit: ANY_UNIT, maxLength: 30 }),
      fc.constantFrom(
        '\n',
        '\r',
        '\u001b[',
        'Traceback (most recent call last):\n',
        '  File "a", line 1\n',
        'E   ',
        'error: ',
        'npm ERR! ',
        '    at a (b:1:2)\n',
        'Error: x\n',
        'panic: ',
        'goroutine 1 ',
        '--- FAIL: T (',
        '● a\n',
        ' FAIL  a\n',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.array(fc.string(), { maxLength: 3 }),
        (pieces, command) => {
          const found = extractError(pieces.join(''), command);
          if (found === undefined) return;
          expect(found.message).not.toBe('');
          expect(found.excerpt.split('\n').length).toBeLessThanOrEqual(20);
          expect(found.excerpt.length).toBeLessThanOrEqual(2000);
          expect(found.message).not.toMatch(/[\n\u001b]/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    'a',
    ' ',
    'at ',
    'E ',
    'error: ',
    'x:1:',
    '/a',
    "'",
    '\r',
    '\u001b[',
    'Caused by: a.',
    'File "',
  ])('hostile repetition of %j comes to an end', (unit) => {
    const output = unit.repeat(Math.ceil(65_536 / unit.length));
    const found = run(output, 'python', 'node', 'cargo');
    expect(found === undefined || found.message.length <= 1000).toBe(true);
    expect(run(`${unit.repeat(400)}\n`.repeat(160), 'x') === undefined).toBe(
      unit.trim() === '' || unit === '\u001b[',
    );
  });
});
