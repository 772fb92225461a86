import type { Io } from '../../../src/adapters/cli/io.ts';

export interface BufferIo extends Io {
  /** What was printed so far. */
  readonly printed: { out: string; err: string };
  /** What was asked, in order. */
  readonly asked: string[];
}

/** An Io made of buffers; questions are answered and texts edited as given. */
export function bufferIo(
  over: Partial<Io> & {
    readonly answers?: readonly string[];
    readonly edits?: (text: string) => string;
  } = {},
): BufferIo {
  const { answers = [], edits, ...io } = over;
  const printed = { out: '', err: '' };
  const asked: string[] = [];
  return {
    cwd: '/work',
    env: {},
    out: (text) => {
      printed.out += text;
    },
    err: (text) => {
      printed.err += text;
    },
    stdinIsTTY: false,
    stdoutIsTTY: false,
    stderrIsTTY: false,
    columns: 0,
    color: false,
    readStdin: async () => '',
    ask: async (question) => {
      asked.push(question);
      return answers[asked.length - 1];
    },
    edit: async (text) => {
      const left = edits?.(text);
      return left === undefined ? undefined : { text: left, isSaved: true };
    },
    now: () => Date.parse('2026-01-31T12:00:00Z'),
    streams: { stdin: 'inherit', stdout: process.stdout, stderr: process.stderr, isTTY: false },
    ...io,
    printed,
    asked,
  };
}
