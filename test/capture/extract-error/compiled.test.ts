import { describe, expect, test } from 'vitest';
import { extractError } from '../../../src/capture/extract-error.ts';

const run = (output: string, ...command: string[]) => extractError(output, command);

describe('rust', () => {
  test('rustc: the first error with its code and place', () => {
    const output = `   Compiling proj v0.1.0 (/home/ann/proj)
warning: unused variable: \`x\`
 --> src/main.rs:1:5
error[E0425]: cannot find value \`foo\` in this scope
 --> src/main.rs:3:20
  |
3 |     println!("{}", foo);
  |                    ^^^ not found in this scope

error[E0308]: mismatched types
 --> src/main.rs:9:5

error: could not compile \`proj\` (bin "proj") due to 2 previous errors
`;
    const found = run(output, 'cargo', 'build');
    expect(found).toMatchObject({
      type: 'E0425',
      message: 'cannot find value `foo` in this scope',
      language: 'rust',
      location: { path: 'src/main.rs', line: 3 },
    });
    expect(found?.excerpt).not.toContain('E0308');
  });

  test.each([
    [
      'now',
      "thread 'tests::adds' panicked at src/lib.rs:9:9:\nassertion `left == right` failed\n  left: 3\n right: 4\nnote: run with `RUST_BACKTRACE=1`",
      'assertion `left == right` failed left: 3 right: 4',
    ],
    [
      'before 1.73',
      "thread 'main' panicked at 'index out of bounds: the len is 3 but the index is 5', src/lib.rs:9:9",
      'index out of bounds: the len is 3 but the index is 5',
    ],
  ])('a panic, %s', (_, output, message) => {
    expect(run(output, 'cargo', 'test')).toMatchObject({
      type: 'panic',
      message,
      location: { path: 'src/lib.rs', line: 9 },
    });
  });

  test('cargo without a compiler', () => {
    expect(
      run(
        'error: no matching package named `nothing-here` found\nlocation searched: crates.io index',
        'cargo',
        'build',
      ),
    ).toMatchObject({
      message: 'no matching package named `nothing-here` found',
    });
  });
});

describe('go', () => {
  test('the first compile error', () => {
    expect(
      run('# example.com/proj\n./main.go:5:2: undefined: foo\n./main.go:9:2: undefined: bar', 'go', 'build'),
    ).toMatchObject({
      message: 'undefined: foo',
      language: 'go',
      location: { path: './main.go', line: 5 },
    });
  });

  test('a panic', () => {
    const output = `panic: runtime error: index out of range [5] with length 3

goroutine 1 [running]:
main.main()
	/home/ann/proj/main.go:8 +0x1d
exit status 2
`;
    expect(run(output, 'go', 'run', '.')).toMatchObject({
      type: 'panic',
      message: 'runtime error: index out of range [5] with length 3',
      location: { path: '/home/ann/proj/main.go', line: 8 },
    });
  });

  test('a failing test', () => {
    const output = `=== RUN   TestTotal
    total_test.go:10: got 3, want 4
--- FAIL: TestTotal (0.00s)
FAIL
exit status 1
FAIL	example.com/proj	0.002s
`;
    expect(run(output, 'go', 'test', './...')).toMatchObject({
      type: 'FAIL',
      message: 'TestTotal: got 3, want 4',
      location: { path: 'total_test.go', line: 10 },
    });
  });

  test('a missing module', () => {
    expect(
      run(
        'main.go:4:2: no required module provides package github.com/x/y; to add it:\n\tgo get github.com/x/y',
        'go',
        'build',
      ),
    ).toMatchObject({
      message: 'no required module provides package github.com/x/y; to add it:',
    });
  });
});

describe('jvm', () => {
  test('the root cause wins', () => {
    const output = `Exception in thread "main" java.lang.IllegalStateException: cannot start
	at com.example.App.main(App.java:12)
Caused by: java.lang.RuntimeException: no configuration
	at com.example.Config.load(Config.java:30)
	... 1 more
Caused by: java.io.FileNotFoundException: app.yaml (No such file or directory)
	at java.base/java.io.FileInputStream.open0(Native Method)
	at java.base/java.io.FileInputStream.open(FileInputStream.java:219)
	at com.example.Config.read(Config.java:41)
	... 2 more
`;
    expect(run(output, 'java', '-jar', 'app.jar')).toMatchObject({
      type: 'java.io.FileNotFoundException',
      message: 'app.yaml (No such file or directory)',
      language: 'java',
    });
  });

  test('a frame of our own is the place', () => {
    const output =
      'Exception in thread "main" java.lang.NullPointerException: name is null\n\tat java.base/java.util.Objects.requireNonNull(Objects.java:259)\n\tat com.example.App.main(App.java:12)\n';
    expect(run(output, 'java', 'App')).toMatchObject({
      type: 'java.lang.NullPointerException',
      location: { path: 'App.java', line: 12 },
    });
  });

  test.each([
    [
      'javac',
      'src/App.java:3: error: cannot find symbol\n    foo();\n    ^\n  symbol:   method foo()\n1 error',
      'cannot find symbol',
    ],
    [
      'mvn',
      '[INFO] Building\n[ERROR] /home/ann/proj/src/App.java:[3,5] cannot find symbol\n[ERROR] Failed to execute goal x',
      'cannot find symbol',
    ],
    [
      'kotlinc',
      'e: file:///home/ann/proj/src/App.kt:3:5 Unresolved reference: foo',
      'Unresolved reference: foo',
    ],
    [
      'gradle',
      "FAILURE: Build failed with an exception.\n\n* What went wrong:\nA problem occurred configuring root project 'x'.\n> Could not resolve all dependencies for configuration ':classpath'.",
      "Could not resolve all dependencies for configuration ':classpath'.",
    ],
  ])('%s', (tool, output, message) => {
    const found = run(output, tool);
    expect(found?.message).toBe(message);
    if (tool !== 'gradle') expect(found?.location?.line).toBe(3);
  });
});

describe('c and its kin', () => {
  test.each([
    [
      'gcc',
      "main.c: In function 'main':\nmain.c:4:5: error: 'foo' undeclared (first use in this function)\n    4 |     foo = 1;",
      "'foo' undeclared (first use in this function)",
      'main.c',
    ],
    [
      'clang',
      "src/a.cpp:4:10: fatal error: 'boost/any.hpp' file not found",
      "'boost/any.hpp' file not found",
      'src/a.cpp',
    ],
    ['swiftc', "App.swift:4:7: error: cannot find 'foo' in scope", "cannot find 'foo' in scope", 'App.swift'],
  ])('%s', (tool, output, message, path) => {
    expect(run(output, tool)).toMatchObject({ message, location: { path, line: 4 } });
  });

  test.each([
    [
      "/usr/bin/ld: /tmp/ccX.o: in function `main':\nmain.c:(.text+0x5): undefined reference to `foo'\ncollect2: error: ld returned 1 exit status",
      "undefined reference to `foo'",
    ],
    [
      '/usr/bin/ld: cannot find -lfoo: No such file or directory\ncollect2: error: ld returned 1 exit status',
      'cannot find -lfoo: No such file or directory',
    ],
  ])('a linker', (output, message) => {
    expect(run(output, 'make')?.message).toBe(message);
  });

  test('make around gcc: the compiler; make alone: its own', () => {
    const output =
      "gcc -c main.c\nmain.c:4:5: error: 'foo' undeclared\nmake: *** [Makefile:3: main.o] Error 1";
    expect(run(output, 'make')?.message).toBe("'foo' undeclared");
    expect(run("make: *** No rule to make target 'al'.  Stop.", 'make', 'al')?.message).toBe(
      "No rule to make target 'al'.  Stop.",
    );
    expect(
      run('./check.sh\nsomething is off\nmake: *** [Makefile:7: check] Error 3', 'make', 'check'),
    ).toMatchObject({
      message: 'check] Error 3',
      location: { path: 'Makefile', line: 7 },
    });
  });

  test('a sanitizer', () => {
    const output =
      '==123==ERROR: AddressSanitizer: heap-use-after-free on address 0x60 at pc 0x55\nREAD of size 4\n    #0 0x55 in main /home/ann/proj/main.c:9:10';
    expect(run(output, './a.out')).toMatchObject({
      type: 'AddressSanitizer',
      message: 'heap-use-after-free',
    });
  });

  test('cmake', () => {
    expect(
      run(
        'CMake Error at CMakeLists.txt:9 (find_package):\n  By not providing "FindFoo.cmake" this project',
        'cmake',
        '.',
      ),
    ).toMatchObject({
      type: 'find_package',
      message: 'By not providing "FindFoo.cmake" this project',
      location: { path: 'CMakeLists.txt', line: 9 },
    });
  });
});

describe('.net', () => {
  test('csc: the first error', () => {
    const output =
      "/home/ann/proj/Program.cs(3,5): error CS0103: The name 'foo' does not exist in the current context [/home/ann/proj/proj.csproj]\n    1 Error(s)";
    expect(run(output, 'dotnet', 'build')).toMatchObject({
      type: 'CS0103',
      message: "The name 'foo' does not exist in the current context",
      language: 'csharp',
      location: { path: '/home/ann/proj/Program.cs', line: 3 },
    });
  });

  test('an unhandled exception: the inner one', () => {
    const output = `Unhandled exception. System.InvalidOperationException: cannot start
 ---> System.IO.FileNotFoundException: Could not find file 'app.json'.
   at Config.Load() in /home/ann/proj/Config.cs:line 8
   --- End of inner exception stack trace ---
   at Program.Main() in /home/ann/proj/Program.cs:line 3
`;
    expect(run(output, 'dotnet', 'run')).toMatchObject({
      type: 'System.IO.FileNotFoundException',
      message: "Could not find file 'app.json'.",
      location: { path: '/home/ann/proj/Config.cs', line: 8 },
    });
  });
});
