import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { ChildResult } from './run-child.ts';

/** How a command ended, by whichever way it was run. */
export type Ended = Pick<ChildResult, 'code' | 'signal' | 'output' | 'truncated' | 'spawnError'>;

const FORWARDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

const receivers = new Set<(signal: NodeJS.Signals) => void>();

/** One listener for all children: several may run at once. */
function forward(signal: NodeJS.Signals): void {
  for (const send of receivers) send(signal);
}

/** Takes signals meant to end us and gives them to the child; whatever it does with them, we wait for it. */
export function forwardSignals(send: (signal: NodeJS.Signals) => void): () => void {
  if (receivers.size === 0) for (const signal of FORWARDED) process.on(signal, forward);
  receivers.add(send);
  return () => {
    receivers.delete(send);
    if (receivers.size === 0) for (const signal of FORWARDED) process.off(signal, forward);
  };
}

/** A child, or the error code with which Node throws where it does not emit: E2BIG for one. */
export function startChild(
  name: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess | string {
  try {
    return spawn(name, args, options);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  }
}

/** The end of a child, or why there never was one (`errno`). */
export function exitOf(
  child: ChildProcess,
): Promise<{ code: number; signal?: NodeJS.Signals; errno?: string }> {
  return new Promise((resolve) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) resolve({ code: 126, errno: error.code ?? 'unknown error' });
    });
    child.on('exit', (code, signal) => {
      if (signal === null) resolve({ code: code ?? 1 });
      else resolve({ code: 128 + constants.signals[signal], signal });
    });
  });
}
