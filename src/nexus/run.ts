import { commandLine, type FailureFacts } from '../capture/journal-event.ts';
import type { Execution, TaskFacts } from '../core/execution.ts';
import type { RecallAnswer } from '../core/recall.ts';
import { type ChildResult, type ChildStreams, runChild } from '../repo/run-child.ts';
import { type Ended, endedByHand, failureOf, folderOf, keepFailure, keepSuccess } from './command-facts.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { fixFor } from './fix.ts';
import { addEvent } from './journal.ts';
import type { FixCommand, Recovery } from './recover.ts';
import { loadConfig } from './settings.ts';
import { scratchOf } from './shell-command.ts';

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
  /** The command, and the record that gave it, by which what had failed then passed. */
  readonly recovered?: { readonly record: string; readonly command: string };
}

/** The task that a command does. Success and duration are measured. */
export type RunTask = TaskFacts &
  Partial<Pick<Execution, 'approach' | 'success_factors' | 'tools' | 'api_calls'>>;

/** How a command is run, beside how it is called. */
export interface RunHow {
  /** After a failure known commands are offered to a person, and what failed is tried again. */
  readonly recovery?: Recovery;
  /** What tells it apart from the same command elsewhere: as one of several tasks, say. */
  readonly task?: string;
  /** False for what is no step towards the end of another command's failure. */
  readonly step?: boolean;
}

/**
 * Runs a command as if Nexus were not there, and keeps what it teaches: a failure waits in the
 * journal with its signature, and the success of the same command later is its fix.
 * @param task what the command does, to be kept as an execution
 */
export async function run(
  context: Context,
  command: readonly string[],
  streams: ChildStreams,
  task?: RunTask,
  how: RunHow = {},
): Promise<RunOutcome> {
  const { ended, done } = await childRun(context, command, streams, how);
  const start = done.spawnError === undefined ? {} : { notStarted: done.spawnError };
  if (endedByHand(done.code) || context.env.NEXUS === '0') return { exit: done.code, resolved: [], ...start };
  try {
    if (how.recovery === undefined || ended.exit === 0) {
      const execution = await executionOf(context, ended, task);
      return { ...(await learnFrom(context, ended, done.output, how)), ...execution, ...start };
    }
    const first = { ...(await learnFrom(context, ended, done.output, how)), ...start };
    const last = await recovered(context, command, streams, first, how);
    const again =
      last === undefined ? ended : { ...ended, exit: 0, duration_ms: ended.duration_ms + last.ms };
    const execution = await executionOf(context, again, last === undefined ? task : rescued(task));
    return { ...(last?.outcome ?? first), ...execution };
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

async function childRun(
  context: Context,
  command: readonly string[],
  streams: ChildStreams,
  { task }: RunHow,
): Promise<{ readonly ended: Ended; readonly done: ChildResult }> {
  const repository = requireRepository(context);
  const scratch = scratchOf(repository);
  const done = await runChild({ command, cwd: context.cwd, env: context.env, scratch, ...streams });
  const ended = {
    id: context.newId(),
    command,
    folder: folderOf(repository, context.cwd),
    exit: done.code,
    duration_ms: Math.round(done.durationMs),
    ...(task === undefined ? {} : { task }),
  };
  return { ended, done };
}

/** Offers what is known, and tries again what failed: its outcome where it then passed, and how long that took. */
async function recovered(
  context: Context,
  command: readonly string[],
  streams: ChildStreams,
  first: RunOutcome,
  how: RunHow,
): Promise<{ readonly outcome: RunOutcome; readonly ms: number } | undefined> {
  const { recovery } = how;
  if (recovery === undefined) return undefined;
  const { knownCommands, MAX_OFFERS, offered, tellOutcome } = await import('./recover.ts');
  recovery.failed?.(first);
  const fixes = await knownCommands(context, first.known, commandLine(command));
  for (const fix of fixes.slice(0, MAX_OFFERS)) {
    const applied = await offered(context, recovery, fix, streams);
    if (applied === 'ended by hand') return undefined;
    if (applied !== 'applied') continue;
    const { ended, done } = await childRun(context, command, streams, how);
    if (endedByHand(ended.exit)) return undefined;
    const outcome = await learnFrom(context, ended, done.output, how);
    tellOutcome(context, fix, ended.exit === 0);
    if (ended.exit === 0) return { outcome: { ...outcome, ...recoveredBy(fix) }, ms: ended.duration_ms };
  }
  return undefined;
}

function recoveredBy({ record, command }: FixCommand): Pick<RunOutcome, 'recovered'> {
  return { recovered: { record: record.id, command } };
}

/** As a task is told that went through only so. */
function rescued(task: RunTask | undefined): RunTask | undefined {
  if (task === undefined) return undefined;
  return {
    ...task,
    approach: `${task.approach ?? 'standard'}_recovered`,
    success_factors: ['error_recovery', ...(task.success_factors ?? [])],
  };
}

const NO_MEMORY = 'no memory here yet; run: nexus init';

/** Kept first, where nothing is to be asked: whatever becomes of the rest, it was done. */
async function executionOf(
  context: Context,
  { exit, duration_ms }: Ended,
  task: RunTask | undefined,
): Promise<Pick<RunOutcome, 'execution' | 'notKept'>> {
  if (task === undefined) return {};
  if (!hasMemory(context)) return { notKept: NO_MEMORY };
  const { recordExecution } = await import('./record-execution.ts');
  const told = { ...task, success: exit === 0, duration_s: duration_ms / 1000 };
  const { id, execution } = recordExecution(context, told);
  return id === undefined ? {} : { execution };
}

async function learnFrom(
  context: Context,
  ended: Ended,
  output: string,
  { step = true }: RunHow,
): Promise<RunOutcome> {
  const { command, exit } = ended;
  const kept = hasMemory(context) && loadConfig(context).capture.run;
  if (exit === 0) return { exit, resolved: kept ? ((await keepSuccess(context, ended, step)) ?? []) : [] };

  const failure = failureOf(context, output, command, exit);
  // Before anything is looked up: what another command does meanwhile may be a step on the way.
  const event = kept ? await keepFailure(context, ended, failure, []) : undefined;
  const known = await fixFor(context, {
    signature: failure.signature,
    type: failure.type,
    message: failure.message,
    language: failure.language,
    // The words of a failure without output are ours, and the same in all of them.
    ...(failure.excerpt === '' ? { push: true } : { alike: true }),
  });
  if (event !== undefined && known.hits.length > 0)
    addEvent(requireRepository(context), { ...event, shown: known.hits.map((hit) => hit.id) });
  const outcome = { exit, failure, known, resolved: [] };
  if (kept) return outcome;
  return {
    ...outcome,
    notKept: hasMemory(context) ? 'capture.run is off' : NO_MEMORY,
  };
}
