import { NexusError } from '../../core/error.ts';
import type { Io } from './io.ts';

/** The real process as Io. */
export function processIo(argv: readonly string[]): Io {
  const { stdout, stderr, env } = process;
  const plain = argv.includes('--no-color') || (env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb';
  const forced = (env.FORCE_COLOR ?? '') !== '' && env.FORCE_COLOR !== '0';
  return {
    cwd: process.cwd(),
    env,
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    // Opened by who asks.
    get stdinIsTTY() {
      return process.stdin.isTTY === true;
    },
    stdoutIsTTY: stdout.isTTY === true,
    stderrIsTTY: stderr.isTTY === true,
    columns: stdout.isTTY === true ? (stdout.columns ?? 80) : 0,
    color: !plain && (forced || stdout.isTTY === true),
    readStdin,
    ask,
    edit: async (text, fileName) => (await import('./editor.ts')).openEditor(env, text, fileName),
    now: () => Date.now(),
    streams: { stdin: 'inherit', stdout, stderr, isTTY: stdout.isTTY === true || stderr.isTTY === true },
  };
}

async function readStdin(max: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > max) {
      throw new NexusError(
        'usage',
        'bad-value',
        `standard input has more than ${max} bytes`,
        'give the part that matters',
      );
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function ask(
  question: string,
  { deliberate = false }: { readonly deliberate?: boolean } = {},
): Promise<string | undefined> {
  const { createInterface } = await import('node:readline/promises');
  if (deliberate) await forgetKeys();
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // As everywhere: Ctrl-C ends it, and nothing was begun.
  reader.once('SIGINT', () => {
    if (deliberate) {
      reader.close();
      return;
    }
    process.stderr.write('\n');
    process.exit(130);
  });
  let answered = false;
  const ended = new Promise<undefined>((resolve) =>
    reader.once('close', () => {
      // Ctrl-D leaves the question's line open.
      if (!answered) process.stderr.write('\n');
      resolve(undefined);
    }),
  );
  try {
    const answer = await Promise.race([reader.question(question), ended]);
    answered = true;
    return answer;
  } finally {
    reader.close();
  }
}

/** Milliseconds in which a terminal hands over what lies ready in it. */
const HANDED_OVER = 100;

/** Reads and drops what was typed before anything was asked, lines that were begun too. */
async function forgetKeys(): Promise<void> {
  const { stdin } = process;
  if (!stdin.isTTY) return;
  const drop = (): void => undefined;
  stdin.setRawMode(true);
  stdin.on('data', drop);
  stdin.resume();
  await new Promise((resolve) => setTimeout(resolve, HANDED_OVER));
  stdin.off('data', drop);
  stdin.pause();
  stdin.setRawMode(false);
}
