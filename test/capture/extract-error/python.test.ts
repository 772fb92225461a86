import { describe, expect, test } from 'vitest';
import { extractError } from '../../../src/capture/extract-error.ts';

const run = (output: string, ...command: string[]) => extractError(output, command);

describe('python', () => {
  test('a traceback: the type, the message, the innermost frame that is not a library', () => {
    const output = `loading
Traceback (most recent call last):
  File "/home/ann/proj/main.py", line 3, in <module>
    start()
  File "/home/ann/proj/app/server.py", line 14, in start
    return json.loads(text)
  File "/usr/lib/python3.12/json/__init__.py", line 346, in loads
    return _default_decoder.decode(s)
           ^^^^^^^^^^^^^^^^^^^^^^^^^^
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)
`;
    expect(run(output, 'python', 'main.py')).toMatchObject({
      type: 'json.decoder.JSONDecodeError',
      message: 'Expecting value: line 1 column 1 (char 0)',
      language: 'python',
      location: { path: '/home/ann/proj/app/server.py', line: 14 },
    });
  });

  test('chained tracebacks: the last one', () => {
    const output = `Traceback (most recent call last):
  File "a.py", line 2, in <module>
    {}['x']
KeyError: 'x'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "a.py", line 4, in <module>
    raise ValueError("no such setting: x") from error
ValueError: no such setting: x
`;
    expect(run(output, 'python3', 'a.py')).toMatchObject({
      type: 'ValueError',
      message: 'no such setting: x',
      location: { path: 'a.py', line: 4 },
    });
  });

  test('an exception without a message', () => {
    const output =
      'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nKeyboardInterrupt\n';
    expect(run(output)).toMatchObject({ type: 'KeyboardInterrupt', message: 'KeyboardInterrupt' });
  });

  test('an exception group', () => {
    const output = `  + Exception Group Traceback (most recent call last):
  |   File "g.py", line 9, in <module>
  |     asyncio.run(main())
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
    | Traceback (most recent call last):
    |   File "g.py", line 5, in fail
    |     raise TypeError("bad task")
    | TypeError: bad task
    +------------------------------------
`;
    expect(run(output, 'python', 'g.py')).toMatchObject({
      type: 'TypeError',
      message: 'bad task',
      location: { line: 5 },
    });
  });

  test('a syntax error has no traceback', () => {
    const output = `  File "/home/ann/proj/a.py", line 3
    def f(:
          ^
SyntaxError: invalid syntax
`;
    expect(run(output, 'python', 'a.py')).toMatchObject({
      type: 'SyntaxError',
      message: 'invalid syntax',
      location: { path: '/home/ann/proj/a.py', line: 3 },
    });
  });

  test('pytest: the error of the first failing test, with its place', () => {
    const output = `============================= test session starts ==============================
collected 2 items

tests/test_a.py F.F                                                      [100%]

=================================== FAILURES ===================================
__________________________________ test_total __________________________________

    def test_total():
>       assert total([1, 2]) == 4
E       assert 3 == 4
E        +  where 3 = total([1, 2])

tests/test_a.py:5: AssertionError
__________________________________ test_load ___________________________________

    def test_load():
>       load()
E       ValueError: nothing to load

app/load.py:9: ValueError
=========================== short test summary info ============================
FAILED tests/test_a.py::test_total - assert 3 == 4
FAILED tests/test_a.py::test_load - ValueError: nothing to load
========================= 2 failed, 1 passed in 0.03s ==========================
`;
    const found = run(output, 'pytest', '-q');
    expect(found).toMatchObject({
      type: 'AssertionError',
      message: 'assert 3 == 4',
      location: { path: 'tests/test_a.py', line: 5 },
    });
    expect(found?.excerpt).toContain('assert total([1, 2]) == 4');
  });

  test('pytest: a module that cannot be collected', () => {
    const output = `==================================== ERRORS ====================================
________________________ ERROR collecting tests/test_api.py ________________________
ImportError while importing test module '/home/ann/proj/tests/test_api.py'.
Hint: make sure your test modules/packages have valid Python names.
Traceback:
/usr/lib/python3.12/importlib/__init__.py:90: in import_module
    return _bootstrap._gcd_import(name[level:], package, level)
tests/test_api.py:1: in <module>
    import fastapi
E   ModuleNotFoundError: No module named 'fastapi'
=========================== short test summary info ============================
ERROR tests/test_api.py
!!!!!!!!!!!!!!!!!!!! Interrupted: 1 error during collection !!!!!!!!!!!!!!!!!!!!
`;
    expect(run(output, 'python', '-m', 'pytest')).toMatchObject({
      type: 'ModuleNotFoundError',
      message: "No module named 'fastapi'",
    });
  });

  test('pytest: only a summary', () => {
    expect(
      run('FAILED tests/test_a.py::test_x - TypeError: bad operand\n1 failed in 0.1s', 'pytest'),
    ).toMatchObject({
      type: 'TypeError',
      message: 'bad operand',
      location: { path: 'tests/test_a.py' },
    });
  });

  test('a module given by -m', () => {
    expect(run('/usr/bin/python3: No module named pytest\n', 'python3', '-m', 'pytest')).toMatchObject({
      message: 'No module named pytest',
    });
  });

  test.each([
    [
      'mypy',
      'app/a.py:3: error: Incompatible return value type (got "int", expected "str")  [return-value]\nFound 1 error in 1 file',
      'return-value',
      'Incompatible return value type (got "int", expected "str")',
    ],
    ['flake8', "app/a.py:1:1: F401 'os' imported but unused", 'F401', "'os' imported but unused"],
    [
      'ruff',
      'F401 [*] `os` imported but unused\n --> app/a.py:1:8\n  |\n1 | import os',
      'F401',
      '`os` imported but unused',
    ],
    [
      'pip',
      'Collecting nothing-here\nERROR: Could not find a version that satisfies the requirement nothing-here (from versions: none)\nERROR: No matching distribution found for nothing-here',
      undefined,
      'Could not find a version that satisfies the requirement nothing-here (from versions: none)',
    ],
  ])('%s', (tool, output, type, message) => {
    const found = run(output, tool);
    expect(found?.type).toBe(type);
    expect(found?.message).toBe(message);
    if (tool !== 'pip') expect(found?.location?.path).toBe('app/a.py');
  });
});
