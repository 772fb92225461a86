import { type ErrorFormat, lineFormat, type Match, match, range } from './format.ts';

const RUST_PLACE = /^\s*--> (?<path>.{1,300}?):(?<line>\d+):\d+$/;
const CARGO = ['cargo', 'rustc', 'clippy-driver', 'rustup'];

/** `thread 'x' panicked at place:` and the message below it; before Rust 1.73 the message came first, in quotes. */
function findPanic(lines: readonly string[]): Match | undefined {
  for (const [at, line] of lines.entries()) {
    const head = /^thread '.{1,200}?'(?: \(\d+\))? panicked at (?<rest>.+)$/.exec(line)?.groups?.rest;
    if (head === undefined) continue;
    const old = /^'(?<message>.*)', (?<path>.{1,300}):(?<line>\d+):\d+$/.exec(head)?.groups;
    if (old !== undefined) return match('panic', old.message ?? '', old, at, at + 1);
    const place = /^(?<path>.{1,300}):(?<line>\d+):\d+:$/.exec(head)?.groups ?? {};
    const more = range(at + 2, at + 3).filter((next) => /^\s+(?:left|right): /.test(lines[next] ?? ''));
    const message = [lines[at + 1] ?? '', ...more.map((next) => (lines[next] ?? '').trim())].join(' ');
    return match('panic', message, place, at, Math.min(lines.length - 1, at + 1 + more.length));
  }
  return undefined;
}

export const RUST: readonly ErrorFormat[] = [
  lineFormat('rustc', { language: 'rust', programs: CARGO, pick: 'first' }, [
    { pattern: /^error\[(?<type>E\d{4})\]: (?<message>.+)$/, after: 12, place: RUST_PLACE },
  ]),
  { id: 'rust-panic', language: 'rust', programs: CARGO, find: findPanic },
  lineFormat('cargo', { language: 'rust', programs: CARGO, pick: 'first' }, [
    {
      pattern:
        /^error: (?<message>(?:cannot find |expected |unexpected |no matching package|failed to |linking with |mismatched |this |unused |could not find |unresolved |package |unclosed |unknown ).+)$/,
      skip: /^error: (?:could not compile|aborting due|test failed|process didn't exit|failed to run custom build command for `[^`]+`$)/,
      after: 10,
      place: RUST_PLACE,
    },
    { pattern: /^error: (?<message>failed to run custom build command.+)$/, after: 10 },
  ]),
];

/** `goroutine 1 [running]:` and below it, by twos, function and place. */
function findGoPanic(lines: readonly string[]): Match | undefined {
  for (const [at, line] of lines.entries()) {
    const groups = /^(?:\s*)(?<type>panic|fatal error): (?<message>.+?)(?: \[recovered\].*)?$/.exec(
      line,
    )?.groups;
    if (groups === undefined) continue;
    if (!lines.slice(at, at + 12).some((next) => /^\s*goroutine \d+ /.test(next))) continue;
    const frames = lines
      .slice(at, at + 40)
      .map((next) => /^\s+(?<path>\S{1,300}\.go):(?<line>\d+)(?: |$)/.exec(next)?.groups);
    const own = frames.find(
      (frame) =>
        frame !== undefined && !/\/(?:src\/(?:runtime|testing|internal)|pkg\/mod)\//.test(frame.path ?? ''),
    );
    return match(groups.type, groups.message ?? '', own ?? {}, at, Math.min(lines.length - 1, at + 10));
  }
  return undefined;
}

/** `--- FAIL: TestName` and the place and message that the test logged. */
function findGoTest(lines: readonly string[]): Match | undefined {
  for (const [at, line] of lines.entries()) {
    const name = /^\s*--- FAIL: (\S{1,200}) \(/.exec(line)?.[1];
    if (name === undefined) continue;
    const near = [
      ...range(at + 1, Math.min(lines.length - 1, at + 12)),
      ...range(Math.max(0, at - 12), at - 1).reverse(),
    ];
    for (const index of near) {
      const groups = /^\s{4,}(?<path>\S{1,200}\.go):(?<line>\d+): ?(?<message>.*)$/.exec(
        lines[index] ?? '',
      )?.groups;
      if (groups === undefined) continue;
      const asserted = lines
        .slice(index, index + 8)
        .map((next) => /^\s+Error:\s+(\S.*)$/.exec(next)?.[1])
        .find((found) => found !== undefined);
      const message = asserted ?? (groups.message || (lines[index + 1] ?? '').trim());
      return match(
        'FAIL',
        `${name}: ${message}`,
        groups,
        Math.min(at, index),
        Math.max(at, Math.min(lines.length - 1, index + 4)),
      );
    }
    // The parent of subtests has no message of its own.
    if (!/^\s*--- FAIL:/.test(lines[at + 1] ?? '')) return match('FAIL', name, {}, at, at);
  }
  return undefined;
}

const GO = ['go', 'golangci-lint', 'gotestsum', 'gopls'];

export const GOLANG: readonly ErrorFormat[] = [
  { id: 'go-panic', language: 'go', programs: GO, find: findGoPanic },
  lineFormat('go-build', { language: 'go', programs: GO, pick: 'first' }, [
    { pattern: /^(?:vet: )?(?<path>[^\s:]{1,300}\.go):(?<line>\d+):\d+: (?<message>.+)$/, after: 3 },
    {
      pattern:
        /^(?:go: |build \S+: )(?<message>(?:cannot find |no required module|cannot load|module |go\.mod |updates to |missing go\.sum|errors parsing|unknown ).+)$/,
    },
    { pattern: /^(?<path>[^\s:]{1,300}\.go):(?<line>\d+): (?<message>.+)$/, skip: /^\s/ },
  ]),
  { id: 'go-test', language: 'go', programs: GO, find: findGoTest },
];

const C_PLACE = String.raw`(?<path>(?:[A-Za-z]:)?[^\s:()]{1,300})`;
const COMPILERS = [
  'gcc',
  'g++',
  'cc',
  'c++',
  'clang',
  'clang++',
  'make',
  'cmake',
  'ninja',
  'meson',
  'ld',
  'swiftc',
  'swift',
  'xcodebuild',
  'bazel',
  'nvcc',
  'gfortran',
];

export const NATIVE: readonly ErrorFormat[] = [
  lineFormat('sanitizer', { language: 'c', programs: COMPILERS, pick: 'first' }, [
    {
      pattern:
        /^=+\d+=+\s?ERROR: (?<type>\w+Sanitizer): (?<message>[\w -]{1,120}?)(?: on (?:unknown )?address .*)?$/,
      after: 12,
      place: /^\s+#\d+ .{0,200} (?<path>[^\s:]{1,300}):(?<line>\d+)/,
    },
  ]),
  lineFormat('c-compiler', { language: 'c', programs: COMPILERS, pick: 'first' }, [
    {
      pattern: new RegExp(`^${C_PLACE}:(?<line>\\d+):(?:\\d+:)? (?:fatal )?error: (?<message>.+)$`),
      after: 4,
      skip: /\.(?:java|kt|py|go|rs|php):/,
    },
    {
      pattern: new RegExp(
        `^${C_PLACE}\\((?<line>\\d+)(?:,\\d+)?\\)\\s?: (?:fatal )?error (?<type>C\\d{4}): (?<message>.+)$`,
      ),
    },
    { pattern: /^CMake Error at (?<path>[^\s:]{1,300}):(?<line>\d+) \((?<type>\w+)\):$/, after: 4 },
  ]),
  lineFormat('linker', { language: 'c', programs: COMPILERS, pick: 'first' }, [
    { pattern: /(?<message>undefined reference to .+)$/, before: 1, after: 2 },
    { pattern: /^\s+"(?<message>.{1,200}", referenced from:)$/, before: 1, after: 2 },
    {
      pattern:
        /^(?:\S{0,200}\/)?(?:ld|ld\.lld|ld64\.lld|lld-link|mold): (?:error: )?(?<message>(?:cannot find |library |undefined symbol|duplicate symbol|unable to |symbol\(s\)|multiple definition|framework ).+)$/,
      after: 2,
    },
    { pattern: /(?<message>multiple definition of .+)$/ },
    { pattern: /^(?:.{0,200}: )?error (?<type>LNK\d{4}): (?<message>.+)$/ },
  ]),
];

const JVM = ['java', 'javac', 'mvn', 'mvnw', 'gradle', 'gradlew', 'kotlinc', 'kotlin', 'scala', 'sbt', 'ant'];
const JAVA_THROWN =
  /^(?:Exception in thread ".{0,200}?" |Caused by: |\[ERROR\]\s{1,4}\S{1,200}(?: Time elapsed.{0,60})?<<< (?:ERROR|FAILURE)!\s*)?(?<type>(?:[a-z_][\w$]{0,60}\.){1,10}[A-Z][\w$]{0,80})(?:: (?<message>.*))?$/;
const JAVA_FRAME =
  /^\s+at (?:\S{1,80}\/{1,2})?(?<frame>[\w.$<>]{1,300})\((?<path>\w{1,100}\.(?:java|kt|scala|groovy)):(?<line>\d+)\)/;

/** The last stack; within it the last `Caused by` is the root cause. */
function findJava(lines: readonly string[]): Match | undefined {
  for (let at = lines.length - 1; at >= 0; at--) {
    const groups = JAVA_THROWN.exec(lines[at] ?? '')?.groups;
    if (groups === undefined) continue;
    const framed = /^\s+(?:at |\.\.\. \d+)/.test(lines[at + 1] ?? '') || /^\s+at /.test(lines[at + 2] ?? '');
    if (!framed && !/^Exception in thread|^Caused by/.test(lines[at] ?? '')) continue;
    const frames = lines.slice(at + 1, at + 30).map((line) => JAVA_FRAME.exec(line)?.groups);
    const stop = frames.indexOf(undefined);
    const known = frames.slice(0, stop < 0 ? frames.length : stop);
    const own = known.find(
      (frame) =>
        !/^(?:java|javax|jdk|sun|kotlin|scala|org\.(?:junit|springframework|apache|hibernate|gradle))\./.test(
          frame?.frame ?? '',
        ),
    );
    return match(
      groups.type,
      groups.message ?? '',
      own ?? known[0] ?? {},
      at,
      Math.min(lines.length - 1, at + Math.min(6, known.length)),
    );
  }
  return undefined;
}

export const JAVA: readonly ErrorFormat[] = [
  lineFormat('javac', { language: 'java', programs: JVM, pick: 'first' }, [
    {
      pattern:
        /^(?:\[ERROR\] )?(?<path>\S{1,300}\.(?:java|kt|kts|scala)):(?<line>\d+)(?::\d+)?: error: (?<message>.+)$/,
      after: 4,
    },
    {
      pattern:
        /^\[ERROR\] (?<path>\S{1,300}\.(?:java|kt|scala)):\[(?<line>\d+),\d+\] (?:error: )?(?<message>.+)$/,
      after: 3,
    },
    {
      pattern:
        /^e: (?:file:\/\/)?(?<path>[^\s:]{1,300}\.kts?):(?:\s?\()?(?<line>\d+)[:,]\s?\d+\)?:? (?<message>.+)$/,
      after: 2,
    },
    { pattern: /^\[error\] (?<path>\S{1,300}\.scala):(?<line>\d+)(?::\d+)?: (?<message>.+)$/, after: 3 },
  ]),
  { id: 'java', language: 'java', programs: JVM, find: findJava },
  lineFormat('jvm-build', { language: 'java', programs: JVM, pick: 'first' }, [
    {
      pattern:
        /^\[ERROR\] (?<message>(?:Failed to execute goal|Could not resolve|Non-resolvable|Unknown lifecycle|The goal you specified).+)$/,
    },
    {
      pattern:
        /^> (?<message>(?:Could not |Task |Execution failed|A problem occurred|Compilation failed|No such).+)$/,
      before: 2,
      after: 2,
    },
    {
      pattern:
        /^(?:Error|error): (?<message>(?:Could not find or load main class|Unable to access jarfile|LinkageError|A JNI error).+)$/,
      after: 1,
    },
  ]),
];

function findDotnetThrown(lines: readonly string[]): Match | undefined {
  for (let at = lines.length - 1; at >= 0; at--) {
    const whole = /^\s*(?:Unhandled [Ee]xception[.:] )(?<rest>.+)$/.exec(lines[at] ?? '')?.groups?.rest;
    if (whole === undefined) continue;
    let inner = whole;
    let to = at;
    // ` ---> ` leads to the inner exception, on the same line or the next: the root cause is the last.
    while (/^\s*---> /.test(lines[to + 1] ?? '')) {
      to++;
      inner = (lines[to] ?? '').trim().slice(5);
    }
    inner = inner.split(' ---> ').at(-1) ?? inner;
    const groups =
      /^(?:\(\w+ #\d+\) )?(?<type>[A-Za-z_][\w.`+]{0,150}(?:Exception|Error))(?: \(0x[0-9A-Fa-f]+\))?(?:: (?<message>.*))?$/.exec(
        inner,
      )?.groups;
    const place = lines
      .slice(to, to + 20)
      .map((line) => /^\s+at .{0,300} in (?<path>.{1,300}):line (?<line>\d+)$/.exec(line)?.groups)
      .find((found) => found !== undefined);
    return match(groups?.type, groups?.message ?? inner, place ?? {}, at, Math.min(lines.length - 1, to + 6));
  }
  return undefined;
}

const DOTNET_PROGRAMS = ['dotnet', 'csc', 'msbuild', 'fsc', 'nuget'];

export const DOTNET: readonly ErrorFormat[] = [
  lineFormat('csc', { language: 'csharp', programs: DOTNET_PROGRAMS, pick: 'first' }, [
    {
      pattern:
        /^\s*(?<path>[^\s(][^(]{0,300})\((?<line>\d+),\d+(?:,\d+,\d+)?\): error (?<type>(?:CS|FS|BC|CA|IDE|SA|NETSDK|MSB)\d{3,5}): (?<message>.+?)(?: \[[^\]]{1,300}\])?$/,
    },
    {
      pattern:
        /^\s*(?:\S.{0,300} : )?error (?<type>(?:CS|FS|BC|NETSDK|MSB|NU)\d{3,5}): (?<message>.+?)(?: \[[^\]]{1,300}\])?$/,
    },
  ]),
  { id: 'dotnet', language: 'csharp', programs: DOTNET_PROGRAMS, find: findDotnetThrown },
];
