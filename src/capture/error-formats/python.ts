import { type ErrorFormat, lineFormat, type Match, match } from './format.ts';

const FRAME = /^\s*(?:\|\s*)*File "(?<path>[^"]{1,400})", line (?<line>\d+)/;
const LIBRARY = /site-packages|dist-packages|[\\/]lib[\\/]python\d|<frozen |^<string>$/;
/** `pkg.mod.Name: message`; exceptions are classes, and their names say so by a capital letter. */
const EXCEPTION = /^(?<type>(?:[A-Za-z_]\w{0,80}\.){0,8}[A-Z]\w{0,80})(?:: (?<message>.*))?$/;
const SYNTAX = /^(?:E\s+)?(?<type>SyntaxError|IndentationError|TabError): (?<message>.+)$/;

/** The frame that a person would look at: the innermost one that is not a library's. */
function frameOf(lines: readonly string[], from: number, to: number): Record<string, string> {
  let any: Record<string, string> = {};
  for (let at = to; at >= from; at--) {
    const groups = FRAME.exec(lines[at] ?? '')?.groups;
    if (groups === undefined) continue;
    if (!LIBRARY.test(groups.path ?? '')) return { ...groups };
    if (any.path === undefined) any = { ...groups };
  }
  return any;
}

/** The last traceback (docs.python.org/3/library/traceback.html): of chained ones, the one that was not caught. */
function findTraceback(lines: readonly string[]): Match | undefined {
  for (let start = lines.length - 1; start >= 0; start--) {
    const head = /^(?<margin>.{0,60}?)Traceback \(most recent call last\):$/.exec(lines[start] ?? '');
    if (head === null) continue;
    const margin = (head.groups?.margin ?? '').replace(/\+ (?=Exception)/, '');
    for (let at = start + 1; at < lines.length; at++) {
      const raw = lines[at] ?? '';
      const line = raw.startsWith(margin)
        ? raw.slice(margin.length)
        : raw.replace(/^[\s|+]+(?=\S)/, (lead) => (lead.includes('|') ? '' : lead));
      if (line === '' || /^\s/.test(line)) continue;
      const groups = EXCEPTION.exec(line)?.groups;
      if (groups === undefined) break;
      const message =
        groups.message === undefined || groups.message === '' ? continued(lines, at + 1) : groups.message;
      return match(groups.type, message, frameOf(lines, start, at), Math.max(start, at - 11), at);
    }
  }
  return undefined;
}

/** The text of a message that begins on the line after its type. */
function continued(lines: readonly string[], at: number): string {
  const next = lines[at] ?? '';
  return next === '' || /^(?:Traceback|During|The above)/.test(next) ? '' : next;
}

function findSyntaxError(lines: readonly string[]): Match | undefined {
  for (let at = lines.length - 1; at > 0; at--) {
    const groups = SYNTAX.exec(lines[at] ?? '')?.groups;
    if (groups === undefined) continue;
    const from = Math.max(0, at - 5);
    const place = frameOf(
      lines.map((line) => line.replace(/^E\s+/, '')),
      from,
      at,
    );
    if (place.path !== undefined) return match(groups.type, groups.message ?? '', place, from, at);
  }
  return undefined;
}

const PYTEST_ERROR =
  /^E\s+(?<type>(?:[A-Za-z_]\w{0,80}\.){0,8}[A-Z]\w{0,80}(?:Error|Exception|Failed|Warning|Exit|Interrupt|Skipped|NotFound|DoesNotExist|Timeout))(?:: (?<message>.*))?$/;
const PYTEST_PLACE = /^(?<path>[\w./\\-]{1,300}\.py):(?<line>\d+): ?(?:\w|$)/;
const BLOCK = /^_{3,} .{1,200} _{3,}$/;

/** pytest marks the error with `E`; of a failing test's chain the last one ended it, of failing tests the first counts. */
function findPytest(lines: readonly string[]): Match | undefined {
  const start = lines.findIndex((line) => /^E\s{2,}\S/.test(line));
  if (start < 0) return findPytestSummary(lines);
  let end = start;
  while (end + 1 < lines.length && !BLOCK.test(lines[end + 1] ?? '') && !/^={5,}/.test(lines[end + 1] ?? ''))
    end++;
  let found: Match | undefined;
  let place: Record<string, string> = {};
  for (let at = start; at <= end; at++) {
    const line = lines[at] ?? '';
    const where = PYTEST_PLACE.exec(line)?.groups;
    if (where !== undefined) place = { ...where };
    const groups = PYTEST_ERROR.exec(line)?.groups;
    if (groups !== undefined) {
      const message = groups.message ?? (lines[at + 1] ?? '').replace(/^E\s+/, '');
      found = match(groups.type, message, {}, Math.max(0, at - 8), Math.min(end, at + 4));
    } else if (found === undefined && /^E\s+assert /.test(line)) {
      found = match(
        'AssertionError',
        line.replace(/^E\s+/, ''),
        {},
        Math.max(0, at - 8),
        Math.min(end, at + 4),
      );
    }
  }
  found ??= match(undefined, (lines[start] ?? '').replace(/^E\s+/, ''), {}, start, Math.min(end, start + 4));
  return match(found.type, found.message, place, found.from, found.to);
}

function findPytestSummary(lines: readonly string[]): Match | undefined {
  for (const [at, line] of lines.entries()) {
    const groups = /^(?:FAILED|ERROR) (?<path>[^\s:]{1,300}\.py)(?:::\S{1,200})?(?: - (?<rest>.+))?$/.exec(
      line,
    )?.groups;
    if (groups === undefined) continue;
    const error = EXCEPTION.exec(groups.rest ?? '')?.groups;
    const message = error?.message ?? groups.rest ?? 'failed';
    return match(error?.type, message, { path: groups.path }, at, at);
  }
  return undefined;
}

const PROGRAMS = [
  'python',
  'python3',
  'py',
  'pypy',
  'pypy3',
  'pytest',
  'tox',
  'nox',
  'uv',
  'poetry',
  'pipenv',
  'django-admin',
  'flask',
];

export const PYTHON: readonly ErrorFormat[] = [
  { id: 'pytest', language: 'python', programs: ['pytest', 'py.test', 'tox', 'nox'], find: findPytest },
  { id: 'python-traceback', language: 'python', programs: PROGRAMS, find: findTraceback },
  { id: 'python-syntax', language: 'python', programs: PROGRAMS, find: findSyntaxError },
  lineFormat('python-start', { language: 'python', programs: PROGRAMS, pick: 'last' }, [
    {
      pattern:
        /^(?:\S{0,200}python[\d.]{0,6}|Error while finding module specification).{0,3}: (?<message>(?:No module named |can't open file ).+)$/,
    },
  ]),
  lineFormat(
    'python-checker',
    { language: 'python', programs: ['mypy', 'pyright', 'ruff', 'flake8', 'pylint'], pick: 'first' },
    [
      {
        pattern:
          /^(?<path>[^\s:]{1,300}\.pyi?):(?<line>\d+)(?::\d+)?: error: (?<message>.+?)(?: {1,2}\[(?<type>[\w-]+)\])?$/,
      },
      {
        pattern:
          /^ {2}(?<path>[^\s:]{1,300}\.py):(?<line>\d+):\d+ - error: (?<message>.+?)(?: \((?<type>report\w+)\))?$/,
      },
      {
        pattern:
          /^(?<path>[^\s:]{1,300}\.py):(?<line>\d+):\d+: (?<type>[A-Z]{1,4}\d{3,4}):? (?:\[\*\] )?(?<message>.+)$/,
      },
      {
        pattern: /^(?<type>[A-Z]{1,4}\d{3,4}) (?:\[\*\] )?(?<message>.+)$/,
        place: /^\s*--> (?<path>.{1,300}):(?<line>\d+):\d+$/,
        after: 6,
      },
    ],
  ),
  lineFormat('pip', { language: 'python', programs: ['pip', 'pip3', 'uv', 'poetry'], pick: 'first' }, [
    {
      pattern:
        /^ERROR: (?<message>(?:Could not find a version|Cannot install|Failed building|Could not build|Package |Invalid requirement).+)$/,
    },
    {
      pattern:
        /^(?:ERROR|error): (?<message>(?:No matching distribution|subprocess-exited-with-error|Failed to (?:download|build|prepare)).+)$/,
    },
  ]),
];
