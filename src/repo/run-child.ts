import type { ChildProcess, StdioOptions } from 'node:child_process';
import { fstatSync } from 'node:fs';
import { NexusError } from '../core/error.ts';
import { type Ended, exitOf, forwardSignals, startChild } from './child-end.ts';
import { closeQuietly, type OutStream, openPipes, Tail, Tee } from './child-pipe.ts';
import { spawnFailure, whyNotRunnable } from './find-command.ts';
import { runInPty } from './run-in-pty.ts';
import { inForeground } from './script-command.ts';

/** Where a command reads and writes: the face's own streams. */
export interface ChildStreams {
  readonly stdin: 'inherit' | 'ignore';
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  /** False: never a pseudo-terminal. True: one, where `stdout` or `stderr` is a terminal and `script` is there. */
  readonly isTTY: boolean;
}

export interface RunChildOptions extends ChildStreams {
  /** The program and its arguments; no shell ever reads them as code. */
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** An existing private folder; what is made there is gone again when the command runs. */
  readonly scratch: string;
  /** Bytes of output to keep; default 256 KiB. */
  readonly maxCapture?: number;
}

export interface ChildResult {
  /** The command's own; 128 + n if signal n ended it, 127 if it was not found, 126 if it cannot be run. */
  readonly code: number;
  /** Known only without a pseudo-terminal. */
  readonly signal?: NodeJS.Signals;
  /** The end of what it wrote, both streams in order as far as they can be told apart. Not redacted. */
  readonly output: string;
  readonly truncated: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Why it was never started, for the face to say: it holds a name as it was given. */
  readonly spawnError?: string;
}

function sameFile(a: OutStream, b: OutStream): boolean {
  if (a === b) return true;
  if (a.fd === undefined || b.fd === undefined) return false;
  try {
    const [one, two] = [fstatSync(a.fd), fstatSync(b.fd)];
    return one.dev === two.dev && one.ino === two.ino;
  } catch {
    return false;
  }
}

/** Through pipes: what our output is (a file, a pipe) the child's is as well, a pipe. */
async function runPiped(options: RunChildOptions, tail: Tail): Promise<Ended> {
  const [name = '', ...args] = options.command;
  const { stdout, stderr } = options;
  const one = sameFile(stdout, stderr);
  const pipes = openPipes(options.scratch, one ? 1 : 2);
  const [out, err = out] = pipes ?? [];
  const stdio: StdioOptions = [options.stdin, out?.writeFd ?? 'pipe', err?.writeFd ?? 'pipe'];
  let started: ChildProcess | undefined;
  // Before the start, as on a terminal. Ctrl-C reaches the whole foreground group, the child too: once is enough.
  const stop = forwardSignals((signal) => {
    const fromKeys = (signal === 'SIGINT' || signal === 'SIGQUIT') && inForeground();
    if (!fromKeys) started?.kill(signal);
  });
  const child = startChild(name, args, { cwd: options.cwd, env: options.env, stdio, windowsHide: true });
  for (const pipe of pipes ?? []) closeQuietly(pipe.writeFd);
  if (typeof child === 'string') {
    stop();
    for (const pipe of pipes ?? []) pipe.source.destroy();
    return notStarted(spawnFailure(name, child));
  }
  started = child;
  const keep = (chunk: Uint8Array) => tail.push(chunk);
  const tees: Tee[] = [];
  const first = out?.source ?? child.stdout;
  const second = err?.source ?? child.stderr;
  if (first !== null) tees.push(new Tee(first, stdout, keep));
  if (second !== null && second !== first) tees.push(new Tee(second, stderr, keep));
  try {
    const { errno, ...end } = await exitOf(child);
    await Promise.all(tees.map((tee) => tee.finish()));
    const failure = errno === undefined ? undefined : notStarted(spawnFailure(name, errno));
    return failure ?? { ...end, output: tail.text(), truncated: tail.truncated };
  } finally {
    stop();
  }
}

function notStarted(why: { code: number; message: string }): Ended {
  return { code: why.code, output: `${why.message}\n`, truncated: false, spawnError: why.message };
}

/**
 * Runs a command as if we were not there: output as it comes, in order, byte for byte; keys, signals, size and
 * colours of the terminal; its exit code. What it wrote is kept for the caller. Processes that it leaves
 * behind are not waited for; where there is no pseudo-terminal they lose our pipe.
 */
export async function runChild(options: RunChildOptions): Promise<ChildResult> {
  const [name] = options.command;
  if (name === undefined) throw new NexusError('usage', 'missing-argument', 'no command to run');
  const startedAt = Date.now();
  const begin = performance.now();
  const limit = options.maxCapture ?? 256 * 1024;
  const why = whyNotRunnable(name, options.cwd, options.env);
  const ended =
    why === undefined
      ? ((await runInPty(options, new Tail(limit))) ?? (await runPiped(options, new Tail(limit))))
      : notStarted(why);
  return { ...ended, startedAt, durationMs: Math.round(performance.now() - begin) };
}
