import { anyOf, type Fields, fieldsOf, numberOf, objectIn, textOf } from './fields.ts';

/** How a shell command ended, as far as an agent tells. */
export interface ShellResult {
  readonly output: string;
  readonly exit?: number;
  /** Undefined where neither an exit code nor anything else says so. */
  readonly failed?: boolean;
}

/** Of an output; the end of it tells what failed. */
const MAX_OUTPUT = 64 * 1024;
const EXIT_NAMES = ['exit_code', 'exitCode', 'exit', 'exit_status', 'returncode', 'status_code'];

/** Reads the answer of a shell tool: an object with an exit code, or a text that may begin or end with one. */
export function shellResult(response: unknown): ShellResult {
  const fields = objectIn(response);
  if (Object.keys(fields).length > 0) return fromFields(fields);
  return typeof response === 'string' ? fromText(response) : { output: textIn(response) };
}

/** Reads what an agent gives as an error: the shell's own output, with a line that names the exit code in front. */
export function shellError(error: unknown): ShellResult {
  const text = typeof error === 'string' ? error : (textOf(fieldsOf(error), 'message', 'stderr') ?? '');
  return { ...fromText(text), failed: true };
}

function fromFields(fields: Fields): ShellResult {
  const inner = fieldsOf(anyOf(fields, ['metadata', 'result']));
  const exit = numberOf(fields, ...EXIT_NAMES) ?? numberOf(inner, ...EXIT_NAMES);
  const shown = fromText(outputOf(fields));
  const error = anyOf(fields, ['error']);
  const said = textOf(fields, 'result_type', 'resultType');
  const flagged =
    anyOf(fields, ['success']) === false ||
    anyOf(fields, ['is_error', 'isError']) === true ||
    (said !== undefined && said !== 'success') ||
    (error !== undefined && error !== false && error !== '');
  const output = flagged && shown.output === '' ? fromText(textIn(error)).output : shown.output;
  const code = exit ?? shown.exit;
  const failed = code === undefined ? (flagged ? true : undefined) : code !== 0;
  return {
    output,
    ...(code === undefined ? {} : { exit: code }),
    ...(failed === undefined ? {} : { failed }),
  };
}

function outputOf(fields: Fields): string {
  const streams = [textOf(fields, 'stdout'), textOf(fields, 'stderr')].filter((text) => text !== undefined);
  if (streams.length > 0) return streams.join('\n');
  const whole = anyOf(fields, [
    'aggregated_output',
    'formatted_output',
    'output',
    'text_result_for_llm',
    'textResultForLlm',
    'llmContent',
    'returnDisplay',
    'content',
    'text',
  ]);
  return textIn(whole);
}

/** Text, parts of text, or an object that holds one. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value
      .slice(0, 100)
      .map((part) => (typeof part === 'string' ? part : (textOf(fieldsOf(part), 'text') ?? '')))
      .join('\n');
  return textOf(fieldsOf(value), 'message', 'text', 'output') ?? '';
}

/** Lines that agents put around the output of a command. */
const EXIT_LINE =
  /^(?:exit code:? |process exited with code |command (?:exited|failed) with (?:exit )?(?:code|status):? |<exited with exit code )(\d{1,3})\b.*$/i;
const FRAME_LINE =
  /^(?:Command: |Directory: |Signal: |Background PIDs: |Process Group PGID: |Chunk ID: |Wall time: |Original token count: |Total output lines: |Error: \(none\)|Output:\s*$|(?:Stdout|Stderr|Output): \(empty\))/;
const STREAM_PREFIX = /^(?:Stdout|Stderr|Output): /;
const FRAME_LINES = 12;

function fromText(text: string): ShellResult {
  const lines = text.slice(-2 * MAX_OUTPUT).split('\n');
  let exit: number | undefined;
  const kept = lines.filter((line, at) => {
    // In the middle of an output it is the output's own line.
    if (at >= FRAME_LINES && at < lines.length - FRAME_LINES) return true;
    const found = EXIT_LINE.exec(line.trim())?.[1];
    if (found !== undefined) exit ??= Number(found);
    return found === undefined && !FRAME_LINE.test(line);
  });
  const output = kept
    .map((line) => line.replace(STREAM_PREFIX, ''))
    .join('\n')
    .slice(-MAX_OUTPUT);
  return { output, ...(exit === undefined ? {} : { exit, failed: exit !== 0 }) };
}

/**
 * How programs end when they have failed. For agents that give a command's output alone: at the end of a
 * text that tells nothing else, such a line is as good as an exit code.
 */
const ENDS_BADLY =
  /^(?:\S*(?:Error|Exception)\b(?::| \[).*|npm (?:ERR!|error) .*|make(?:\[\d+\])?: \*\*\* .*|fatal: .*|error: could not .*|error Command failed.*|error\[E\d+\].*|panic: .*|exit status [1-9]\d*|FAILED(?: .*)?|FAIL\b.*|BUILD FAIL(?:ED|URE).*|ELIFECYCLE.*|\s*ELIFECYCLE.*|=+ .*\b[1-9]\d* (?:failed|errors?)\b.*=+|\s*Tests?:? .*\b[1-9]\d* failed.*|test result: FAILED.*|.*: command not found|Found [1-9]\d* errors?\b.*|✖ [1-9]\d* problems?.*|Segmentation fault.*)$/;
const ANY_ERROR = /\berror|\w(?:Error|Exception)\b|\bfail(?:ed|ure|s)?\b|\bfatal\b|\bpanic\b|\btraceback\b/i;
const LAST_LINES = 15;

/** Guesses from an output alone; undefined where it speaks of errors without ending in one. */
export function guessedFailure(output: string): boolean | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const last = lines.slice(-LAST_LINES).map((line) => line.slice(0, 500));
  if (last.some((line) => ENDS_BADLY.test(line))) return true;
  return lines.some((line) => ANY_ERROR.test(line.slice(0, 500))) ? undefined : false;
}
