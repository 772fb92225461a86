import { tmpdir } from 'node:os';
import type { FailureFacts } from '../capture/journal-event.ts';
import type { Execution, TaskFacts } from '../core/execution.ts';
import type { RecallAnswer } from '../core/recall.ts';
import { type ChildStreams, runChild } from '../repo/run-child.ts';
import { type Ended, endedByHand, failureOf, folderOf, keepFailure, keepSuccess } from './command-facts.ts';
import { type Context, hasMemory, type Repository, requireRepository } from './context.ts';
import { fixFor } from './fix.ts';
import { loadConfig } from './settings.ts';

export interface RunOutcome {
  /** The command's own exit code; 128 + n if signal n ended it. */
  readonly exit: number;
  /** What was recognised in the output of a failed command. */
  readonly failure?: FailureFacts;
  /** What memory knows of that failure. */
  readonly known?: RecallAnswer;
  /** Failures of the same command that this success answers. */
  readonly resolved: readonly string[];
  /** Why the command was never started; no part of its output. */
  readonly notStarted?: string;
  /** Why nothing was kept, where that is so. */
  readonly notKept?: string;
  /** How the task was done, where one was told and it is kept. */
  readonly execution?: Execution;
}

/** The task that a command does. Success and duration are measured. */
export type RunTask = TaskFacts &
  Partial<Pick<Execution, 'approach' | 'success_factors' | 'tools' | 'api_calls'>>;

/**
 * Runs a command as if Nexus were not there, and keeps what it teaches: a failure waits in the
 * journal with its signature, and the success of the same command later is its fix.
 */
export async function run(
  context: Context,
  command: readonly string[],
  streams: ChildStreams,
  task?: RunTask,
): Promise<RunOutcome> {
  const repository = requireRepository(context);
  const scratch = scratchOf(repository);
  const done = await runChild({ command, cwd: context.cwd, env: context.env, scratch, ...streams });
  const ended = {
    id: context.newId(),
    command,
    folder: folderOf(repository, context.cwd),
    exit: done.code,
    duration_ms: Math.round(done.durationMs),
  };
  const start = done.spawnError === undefined ? {} : { notStarted: done.spawnError };
  if (endedByHand(done.code) || context.env.NEXUS === '0') return { exit: done.code, resolved: [], ...start };
  try {
    const execution = await executionOf(context, ended, task);
    return { ...(await learnFrom(context, ended, done.output)), ...execution, ...start };
  } catch (cause) {
    // The command has run; how it ended is all that may be said by our exit code.
    return {
      exit: done.code,
      resolved: [],
      notKept: cause instanceof Error ? cause.message : String(cause),
      ...start,
    };
  }
}

/** Kept first: whatever becomes of the rest, it was done. */
async function executionOf(
  context: Context,
  { exit, duration_ms }: Ended,
  task: RunTask | undefined,
): Promise<Pick<RunOutcome, 'execution'>> {
  if (task === undefined || !hasMemory(context)) return {};
  const { recordExecution } = await import('./record-execution.ts');
  const told = { ...task, success: exit === 0, duration_s: duration_ms / 1000 };
  const { id, execution } = recordExecution(context, told);
  return id === undefined ? {} : { execution };
}

/** Where pipes are made; without such a place the command runs all the same. */
function scratchOf({ state }: Repository): string {
  try {
    return state.dir('scratch');
  } catch {
    return tmpdir();
  }
}

async function learnFrom(context: Context, ended: Ended, output: string): Promise<RunOutcome> {
  const { command, exit } = ended;
  const kept = hasMemory(context) && loadConfig(context).capture.run;
  if (exit === 0) return { exit, resolved: kept ? ((await keepSuccess(context, ended, true)) ?? []) : [] };

  const failure = failureOf(context, output, command, exit);
  const known = await fixFor(context, {
    signature: failure.signature,
    type: failure.type,
    message: failure.message,
  });
  const outcome = { exit, failure, known, resolved: [] };
  if (!kept)
    return {
      ...outcome,
      notKept: hasMemory(context) ? 'capture.run is off' : 'no memory here yet; run: nexus init',
    };
  await keepFailure(context, ended, failure, known.hits);
  return outcome;
}
