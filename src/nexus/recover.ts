import type { RecallAnswer, RecallHit } from '../core/recall.ts';
import { fixCommands } from '../learn/fix-commands.ts';
import { type ChildStreams, runChild } from '../repo/run-child.ts';
import { endedByHand, folderOf, keepSuccess } from './command-facts.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { addEvent } from './journal.ts';
import type { RunOutcome } from './run.ts';
import { loadConfig } from './settings.ts';
import { scratchOf, shellCommand } from './shell-command.ts';

/** A command that memory holds as the fix of what has failed. Nothing but a person's yes to it makes it run. */
export interface FixCommand {
  /** As the record has it: whatever may be hidden in it must be made visible where it is shown. */
  readonly command: string;
  /** The record that gives it. */
  readonly record: RecallHit;
  /** The task of a plan that has failed. */
  readonly task?: string;
}

/** How a face lets a person decide. */
export interface Recovery {
  /** Told how a command failed and what is known of it, before anything is offered. */
  failed?(outcome: RunOutcome): void;
  /**
   * Shows one command and calls `apply` if, and only if, a person says yes to it now; `apply` gives its exit code.
   */
  offer(fix: FixCommand, apply: () => Promise<number>): Promise<void>;
}

/** So many are asked about for one failure. */
export const MAX_OFFERS = 3;

/** The commands of records that are known to resolve something, the best record's first. */
export async function knownCommands(
  context: Context,
  known: RecallAnswer | undefined,
  failed: string,
): Promise<readonly FixCommand[]> {
  if (known === undefined || known.hits.length === 0) return [];
  const reader = await context.reader();
  const found = known.hits.flatMap((record) => {
    const body = record.path === undefined ? undefined : reader.read(record.path).record?.body;
    return fixCommands(body ?? '').map((command) => ({ command, record }));
  });
  // That again is what follows anyway.
  const own = found.filter(({ command }) => command !== failed);
  return own.filter(({ command }, at) => own.findIndex((other) => other.command === command) === at);
}

export type Applied = 'declined' | 'applied' | 'failed' | 'ended by hand';

/** Offers one command. What it was that helped is told by what follows: see {@link tellOutcome}. */
export async function offered(
  context: Context,
  { offer }: Recovery,
  fix: FixCommand,
  streams: ChildStreams,
): Promise<Applied> {
  let exit: number | undefined;
  await offer(fix, async () => {
    exit = await apply(context, fix.command, streams);
    return exit;
  });
  if (exit === undefined) return 'declined';
  if (exit === 0) return 'applied';
  if (endedByHand(exit)) return 'ended by hand';
  tellOutcome(context, fix, false);
  return 'failed';
}

/** Runs it as its person would; where it passes, it is a step on the way from the failure to its end. */
async function apply(context: Context, line: string, streams: ChildStreams): Promise<number> {
  const repository = requireRepository(context);
  const { cwd, env } = context;
  // Of several lines the first that fails is the last: `cd build` failed, and the next one removes what is here.
  const command = line.includes('\n') ? ['sh', '-e', '-c', line] : shellCommand(context, line);
  const done = await runChild({ command, cwd, env, scratch: scratchOf(repository), ...streams });
  if (done.code === 0 && isKept(context)) {
    const ended = {
      id: context.newId(),
      command,
      folder: folderOf(repository, cwd),
      exit: 0,
      duration_ms: Math.round(done.durationMs),
    };
    await keepSuccess(context, ended, true);
  }
  return done.code;
}

/** Whether a record's command helped, for the next episode; there a record is counted once. */
export function tellOutcome(context: Context, { record }: FixCommand, helped: boolean): void {
  if (!isKept(context)) return;
  addEvent(requireRepository(context), {
    type: 'outcome',
    id: context.newId(),
    at: context.clock(),
    record: record.id,
    helped,
    by: 'nexus',
  });
}

function isKept(context: Context): boolean {
  return hasMemory(context) && context.env.NEXUS !== '0' && loadConfig(context).capture.run;
}
