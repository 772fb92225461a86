import { DOTNET, GOLANG, JAVA, NATIVE, RUST } from './error-formats/compiled.ts';
import type { ErrorFormat, Match } from './error-formats/format.ts';
import { JAVASCRIPT, TYPESCRIPT } from './error-formats/javascript.ts';
import { PYTHON } from './error-formats/python.ts';
import { SCRIPTS } from './error-formats/scripts.ts';
import { SHELL, TOOLS } from './error-formats/tools.ts';
import { plainLines } from './plain-text.ts';

export interface ExtractedError {
  /** As the program names it: `ModuleNotFoundError`, `TS2304`, `E0425`, `panic`. */
  readonly type?: string;
  readonly message: string;
  readonly language?: string;
  /** Path as printed; line 1-based. */
  readonly location?: { readonly path: string; readonly line?: number };
  /** The few lines that matter: at most 20 and 2,000 characters. */
  readonly excerpt: string;
}

const MAX_OUTPUT = 64 * 1024;
const MAX_LINE = 2000;
const MAX_MESSAGE = 1000;
const EXCERPT_LINES = 20;
const EXCERPT_CHARS = 2000;

/**
 * Particular formats before general ones: a test runner's report before the traceback in it, a
 * compiler's error before the build tool that passes it on, all of them before the shell.
 */
const FORMATS: readonly ErrorFormat[] = [
  ...RUST,
  TYPESCRIPT,
  ...PYTHON,
  ...GOLANG,
  ...JAVA,
  ...DOTNET,
  ...NATIVE,
  ...JAVASCRIPT,
  ...SCRIPTS.filter(({ id }) => id !== 'r' && id !== 'perl'),
  ...TOOLS,
  ...SHELL,
];
/** Programs that run others: what those say is nearer the fault. */
const WRAPPERS = new Set(['npm', 'pnpm', 'docker']);
/** Formats so plain that other programs' lines would fit them: tried only for their own programs. */
const OWN_PROGRAM_ONLY: readonly ErrorFormat[] = SCRIPTS.filter(({ id }) => id === 'r' || id === 'perl');

/**
 * What failed, from the output of a failed command. Undefined only where nothing was printed.
 * Of many errors, a compiler's first and a running program's last one is reported.
 * @param output standard output and standard error, as they came; the last 64 KiB count.
 */
export function extractError(output: string, command: readonly string[]): ExtractedError | undefined {
  const lines = plainLines(output.slice(-MAX_OUTPUT), MAX_LINE).map(withoutTimestamp);
  if (lines.every((line) => line === '')) return undefined;
  for (const format of inOrder(command)) {
    const found = format.find(lines);
    if (found !== undefined && found.message + (found.type ?? '') !== '')
      return describe(found, lines, format.language);
  }
  const index = telltaleLine(lines);
  return describe(
    { message: (lines[index] ?? '').trim(), from: Math.max(0, index - 4), to: index },
    lines,
    undefined,
  );
}

/** `docker logs -t`, build servers and `ts` put a time before every line. */
function withoutTimestamp(line: string): string {
  return line.replace(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z /, '');
}

/** The formats of the command's own programs, then all others. */
function inOrder(command: readonly string[]): readonly ErrorFormat[] {
  const names = new Set(
    command
      .flatMap((argument) => argument.split(/\s+/))
      .slice(0, 24)
      .map(programName),
  );
  const own = (format: ErrorFormat) => format.programs.some((program) => names.has(program));
  const first = FORMATS.filter(
    (format) => own(format) && !SHELL.includes(format) && !WRAPPERS.has(format.id),
  );
  const mine = OWN_PROGRAM_ONLY.filter(own);
  return [...first, ...mine, ...FORMATS.filter((format) => !first.includes(format))];
}

function programName(word: string): string {
  const base = word.split(/[\\/]/).at(-1) ?? '';
  return base
    .replace(/\.(?:exe|cmd|bat|sh|js|mjs|cjs)$/, '')
    .replace(/(?<=[a-z])-?\d+(?:\.\d+)*$/, (version) =>
      base.startsWith('python3') && version === '3' ? version : '',
    );
}

const TELLTALE =
  /\berrors?\b|\w(?:Error|Exception)\b|\bfail(?:ed|ure)?\b|\bfatal\b|\bexception\b|\bcannot\b|\bcould not\b|\bunable to\b|\bdenied\b/i;
const COUNTS_ONLY =
  /^\W*(?:\d+|no|found \d+) (?:errors?|failed|failures?|problems?)\b|\b0 (?:errors?|failed|failures?)\b|exit(?:ed)?(?: with)?(?: code| status)?:? \d+\.?$/i;

/** For programs that are in no table: the last line that speaks of an error, else the last line. */
function telltaleLine(lines: readonly string[]): number {
  const speaks = lines.findLastIndex((line) => TELLTALE.test(line) && !COUNTS_ONLY.test(line));
  if (speaks >= 0) return speaks;
  const counts = lines.findLastIndex((line) => TELLTALE.test(line));
  return counts >= 0 ? counts : lines.findLastIndex((line) => line !== '');
}

function describe(found: Match, lines: readonly string[], language: string | undefined): ExtractedError {
  const location =
    found.path === undefined
      ? undefined
      : { path: found.path, ...(found.line === undefined ? {} : { line: found.line }) };
  const message = (found.message === '' ? (found.type ?? '') : found.message).slice(0, MAX_MESSAGE);
  return {
    ...(found.type === undefined || found.type === '' ? {} : { type: found.type }),
    message,
    ...(language === undefined ? {} : { language }),
    ...(location === undefined ? {} : { location }),
    excerpt: excerptOf(lines, found, message),
  };
}

/** Where there are too many lines, those nearest to the message stay. */
function excerptOf(lines: readonly string[], { from, to }: Match, message: string): string {
  const kept = lines.slice(from, to + 1);
  const head = message.slice(0, 40);
  while (kept.length > 1 && (kept.length > EXCERPT_LINES || kept.join('\n').length > EXCERPT_CHARS)) {
    if (kept[0]?.includes(head) === true) kept.pop();
    else kept.shift();
  }
  return kept
    .join('\n')
    .slice(0, EXCERPT_CHARS)
    .replace(/^\n+|\n+$/g, '');
}
