import { tmpdir } from 'node:os';
import type { FailureFacts } from '../capture/journal-event.ts';
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
}

/**
 * Runs a command as if Nexus were not there, and keeps what it teaches: a failure waits in the
 * journal with its signature, and the success of the same command later is its fix.
 */
export async function run(
  context: Context,
  command: readonly string[],
  streams: ChildStreams,
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
    return { ...(await learnFrom(context, ended, done.output)), ...start };
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
