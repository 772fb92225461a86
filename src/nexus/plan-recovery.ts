import { commandLine } from '../capture/journal-event.ts';
import type { ErrorSolution } from '../core/execution.ts';
import type { PlanTask } from '../core/plan.ts';
import type { ExecutorOptions } from '../execute/executor-options.ts';
import type { ChildStreams } from '../repo/run-child.ts';
import { endedByHand } from './command-facts.ts';
import type { Context } from './context.ts';
import { type FixCommand, knownCommands, offered, type Recovery, tellOutcome } from './recover.ts';
import type { RunOutcome } from './run.ts';
import { usefulnessOf } from './uses.ts';

/** What an executor of a plan needs to offer known commands after a failure. */
export interface PlanRecovery
  extends Required<Pick<ExecutorOptions<PlanTask>, 'recover' | 'solutionsFor' | 'waited'>> {
  /** To be told how each attempt at a task ended: it says what is known, and whether a fix has helped. */
  ran(task: PlanTask, command: readonly string[], outcome: RunOutcome): void;
}

/** One question at a time, however many tasks fail at once. @param callOff a person ended a fix by Ctrl-C */
export function planRecovery(
  context: Context,
  recovery: Pick<Recovery, 'offer'>,
  streams: ChildStreams,
  callOff: () => void,
): PlanRecovery {
  const failed = new Map<string, { readonly outcome: RunOutcome; readonly line: string }>();
  const applied = new Map<string, FixCommand>();
  const fixOf = new WeakMap<ErrorSolution, FixCommand>();
  const waits = new Map<string, number>();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    ran({ id }, command, outcome) {
      failed.set(id, { outcome, line: commandLine(command) });
      const fix = applied.get(id);
      applied.delete(id);
      if (fix !== undefined && !endedByHand(outcome.exit)) tellOutcome(context, fix, outcome.exit === 0);
    },
    async solutionsFor(failure, { id }) {
      const last = failed.get(id);
      if (last === undefined) return [];
      const fixes = await knownCommands(context, last.outcome.known, last.line);
      return Promise.all(
        fixes.map(async (fix) => {
          const { record, command } = fix;
          const solution: ErrorSolution = {
            id: record.id,
            error_type: failure.type,
            error_message: failure.message,
            approach: record.title,
            steps: [command],
            success_rate: (await usefulnessOf(context, record.id))?.success_rate ?? 0,
            categories: record.tags,
            at: record.created,
          };
          fixOf.set(solution, { ...fix, task: id });
          return solution;
        }),
      );
    },
    recover(solution, { task }) {
      const fix = fixOf.get(solution);
      if (fix === undefined) return false;
      const since = context.clock();
      let worked = 0;
      const offer: Recovery['offer'] = (shown, apply) =>
        recovery.offer(shown, async () => {
          const from = context.clock();
          const exit = await apply();
          worked += context.clock() - from;
          return exit;
        });
      const mine = turn.then(async () => {
        const end = await offered(context, { offer }, fix, streams);
        waits.set(task.id, (waits.get(task.id) ?? 0) + context.clock() - since - worked);
        if (end === 'ended by hand') callOff();
        if (end === 'applied') applied.set(task.id, fix);
        return end === 'applied';
      });
      turn = mine.catch(() => undefined);
      return mine;
    },
    waited: ({ id }) => waits.get(id) ?? 0,
  };
}
