import { type ErrorFormat, lineFormat, type Match, match } from './format.ts';

/** `TypeError: message`, `Uncaught Error [ERR_X]: message`, indented or not, as V8 prints them. */
const THROWN =
  /^\s{0,12}(?:Uncaught (?:\(in promise\) )?)?(?:[✖×→⎯] )?(?<type>[A-Z][\w$]{0,60}(?:Error|Exception|Invariant Violation)|Error|DOMException)(?: \[(?<code>[A-Z][A-Z0-9_]{2,60})\])?(?:: (?<message>.*)| \{)?$/;
const FRAME =
  /^\s+at (?:.{0,300} \()?(?:file:\/\/\/?)?(?<path>[^():]{1,300}|[A-Za-z]:[^():]{1,300}):(?<line>\d+):\d+\)?(?: \{)?$/;
const NOT_OURS = /^node:|node_modules|^internal\//;
const IMPORTER = / imported from (?:file:\/\/)?(?<path>[^\s'"]{1,300})$/;

function frameOf(lines: readonly string[], from: number, to: number): Record<string, string> {
  for (let at = from; at <= to && at < lines.length; at++) {
    const groups = FRAME.exec(lines[at] ?? '')?.groups;
    if (groups !== undefined && !NOT_OURS.test(groups.path ?? '')) return { ...groups };
  }
  return {};
}

/** Index of the first stack frame after a headline, within the lines that a message may take. */
function stackAfter(lines: readonly string[], at: number): number {
  for (let i = at + 1; i < Math.min(lines.length, at + 16); i++) {
    if (/^\s+at \S/.test(lines[i] ?? '')) return i;
    if (THROWN.test(lines[i] ?? '')) return -1;
  }
  return -1;
}

/** The last error with a stack: what ended the process. Its `[cause]` is deeper, and so nearer the fault. */
function findThrown(lines: readonly string[]): Match | undefined {
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = (lines[at] ?? '')
      .replace(/^\s*\[cause\]: /, '')
      .replace(/^.{0,40}Unhandled 'error' event$/, '');
    const groups = THROWN.exec(line)?.groups;
    if (groups === undefined) continue;
    const stack = stackAfter(lines, at);
    if (stack < 0) continue;
    const importer = IMPORTER.exec(groups.message ?? '')?.groups;
    const message = (groups.message ?? lines[at + 1] ?? '').replace(IMPORTER, '');
    let end = stack;
    while (end + 1 < lines.length && end < stack + 5 && /^\s+at /.test(lines[end + 1] ?? '')) end++;
    const place = importer ?? frameOf(lines, stack, stack + 30);
    const code = groups.code ?? codeAfter(lines, end);
    return match(
      code !== undefined && groups.type === 'Error' ? code : groups.type,
      message,
      place,
      Math.max(0, at - 4),
      end,
    );
  }
  return undefined;
}

/** `code: 'MODULE_NOT_FOUND'` among the properties that Node prints behind a stack. */
function codeAfter(lines: readonly string[], end: number): string | undefined {
  for (let at = end; at < Math.min(lines.length, end + 14); at++) {
    const code = /^\s+code: '([A-Z][A-Z0-9_]{2,60})',?$/.exec(lines[at] ?? '')?.[1];
    if (code !== undefined) return code;
    if ((lines[at] ?? '') === '}') break;
  }
  return undefined;
}

const VITEST_PLACE = /^\s*❯ (?:\S+ )?(?<path>[^\s:]{1,300}\.\w{1,5}):(?<line>\d+):\d+$/;

/** vitest: ` FAIL  file > test`, then the error; the first failure counts. */
function findVitest(lines: readonly string[]): Match | undefined {
  for (const [start, head] of lines.entries()) {
    const fail = /^\s*(?:❯ )?FAIL {1,2}(?<path>[^\s>]{1,300})(?: > .+| \[ .+ \])?$/.exec(head)?.groups;
    if (fail === undefined) continue;
    for (let at = start + 1; at < Math.min(lines.length, start + 8); at++) {
      const groups = /^(?<type>[A-Z]\w{0,60}(?:Error|Exception)|Error)(?: \[\w+\])?: (?<message>.+)$/.exec(
        lines[at] ?? '',
      )?.groups;
      if (groups === undefined) continue;
      const to = Math.min(lines.length - 1, at + 14);
      const place = lines
        .slice(at, at + 40)
        .map((line) => VITEST_PLACE.exec(line)?.groups)
        .find((found) => found !== undefined);
      return match(groups.type, groups.message ?? '', place ?? { path: fail.path }, start, to);
    }
  }
  return undefined;
}

/** jest: `● suite › test`, then the error; an `expect` has no type of its own. */
function findJest(lines: readonly string[]): Match | undefined {
  for (const [start, head] of lines.entries()) {
    if (!/^\s{1,4}● (?!Console).{1,300}$/.test(head)) continue;
    const at = lines.findIndex((line, index) => index > start && line.trim() !== '');
    if (at < 0 || at > start + 6) continue;
    const end = lines.findIndex((line, index) => index > at && /^\s{1,4}● /.test(line));
    const to = Math.min(end < 0 ? lines.length - 1 : end - 1, at + 16);
    const thrown = THROWN.exec(lines[at] ?? '')?.groups;
    const place = frameOf(lines, at, end < 0 ? at + 60 : end);
    if (thrown?.message !== undefined) return match(thrown.type, thrown.message, place, start, to);
    const parts = lines
      .slice(at, to + 1)
      .filter((line) =>
        /^\s*(?:expect\(|Expected|Received|Cannot find module|Your test suite|Jest encountered|Invalid|Unable)/.test(
          line,
        ),
      );
    const message = parts.length === 0 ? (lines[at] ?? '') : parts.map((part) => part.trim()).join(' ');
    return match(/expect\(/.test(message) ? 'AssertionError' : undefined, message, place, start, to);
  }
  return undefined;
}

/** eslint's default report: a file, then its problems. */
function findEslint(lines: readonly string[]): Match | undefined {
  for (const [at, line] of lines.entries()) {
    const groups = /^\s+(?<line>\d+):\d+\s+error\s+(?<message>\S.*?)(?:\s{2,}(?<type>[@\w/-]+))?$/.exec(
      line,
    )?.groups;
    if (groups === undefined) continue;
    let file = at - 1;
    while (file > 0 && /^\s+\d+:\d+\s/.test(lines[file] ?? '')) file--;
    const path = (lines[file] ?? '').trim();
    return match(
      groups.type,
      groups.message ?? '',
      path === '' ? {} : { path, line: groups.line },
      Math.max(file, at - 3),
      at,
    );
  }
  return undefined;
}

/** biome: `file:1:2 lint/group/rule ━━`, then `× message`. */
function findBiome(lines: readonly string[]): Match | undefined {
  for (const [at, line] of lines.entries()) {
    const groups =
      /^(?<path>\S{1,300}?)(?::(?<line>\d+):\d+)? (?<type>(?:lint|assist|parse|format|internalError|suppressions|check|organizeImports)[\w/]*)(?: .*)?━{3,}$/.exec(
        line,
      )?.groups;
    if (groups === undefined) continue;
    const told = lines.findIndex((text, index) => index > at && index < at + 6 && /^\s*[×✖] /.test(text));
    if (told < 0) continue;
    return match(
      groups.type,
      (lines[told] ?? '').replace(/^\s*[×✖] /, ''),
      groups,
      at,
      Math.min(lines.length - 1, told + 6),
    );
  }
  return undefined;
}

const NODE = [
  'node',
  'npm',
  'npx',
  'pnpm',
  'yarn',
  'bun',
  'deno',
  'tsx',
  'ts-node',
  'electron',
  'mocha',
  'next',
  'nuxt',
];

export const TYPESCRIPT: ErrorFormat = lineFormat(
  'tsc',
  { language: 'typescript', programs: ['tsc', 'vue-tsc', 'ng', 'tsup', 'ts-node'], pick: 'first' },
  [
    {
      pattern: /^(?<path>[^\s(]{1,300})\((?<line>\d+),\d+\): error (?<type>TS\d{3,6}): (?<message>.+)$/,
      after: 4,
    },
    {
      pattern:
        /^(?:ERROR in |\[tsl\] ERROR in )?(?<path>[^\s:]{1,300}):(?<line>\d+):\d+ - error (?<type>TS\d{3,6}): (?<message>.+)$/,
      after: 4,
    },
    { pattern: /^(?:.{1,200}: )?error (?<type>TS\d{3,6}): (?<message>.+)$/ },
    { pattern: /^\s*(?<type>TS\d{3,6}): (?<message>.+)$/, after: 4 },
  ],
);

export const JAVASCRIPT: readonly ErrorFormat[] = [
  { id: 'vitest', language: 'javascript', programs: ['vitest'], find: findVitest },
  { id: 'jest', language: 'javascript', programs: ['jest'], find: findJest },
  { id: 'biome', language: 'javascript', programs: ['biome'], find: findBiome },
  { id: 'eslint', language: 'javascript', programs: ['eslint', 'standard', 'xo'], find: findEslint },
  lineFormat(
    'bundler',
    {
      language: 'javascript',
      programs: ['esbuild', 'vite', 'webpack', 'rollup', 'tsup', 'parcel', 'next'],
      pick: 'first',
    },
    [
      {
        pattern: /^✘ \[ERROR\] (?<message>.+)$/,
        after: 6,
        place: /^\s{4}(?<path>[^\s:]{1,300}):(?<line>\d+):\d+:$/,
      },
      {
        pattern: /Module not found: (?:Error: )?(?<message>Can't resolve '[^']{1,300}')/,
        before: 1,
        after: 4,
      },
      { pattern: /^(?:error during build:|.{0,40}\[vite\].{0,40}[Ee]rror:) ?(?<message>\S.+)$/, after: 6 },
      { pattern: /^(?<type>RollupError): (?<message>.+)$/, after: 6 },
      {
        pattern:
          /^\[error\] (?<path>[^\s:]{1,300}): (?<type>SyntaxError): (?<message>.+) \((?<line>\d+):\d+\)$/,
        after: 6,
      },
    ],
  ),
  lineFormat('node-end', { language: 'javascript', programs: NODE, pick: 'first' }, [
    // V8 itself gave up; what the shell says of it comes after.
    { pattern: /^(?<type>FATAL ERROR): (?<message>.+)$/ },
    { pattern: /^\[(?<type>UnhandledPromiseRejection): (?<message>.+)\](?: \{)?$/ },
  ]),
  { id: 'node', language: 'javascript', programs: NODE, find: findThrown },
];
