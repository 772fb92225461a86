import { NexusError } from '../core/error.ts';
import type { Plan, TaskStatus } from '../core/plan.ts';
import { problemsInWords } from '../core/problem.ts';
import { decodePlan } from '../format/plan.ts';
import { setStatuses } from '../format/plan-status.ts';
import { openGivenFile } from '../repo/given-file.ts';
import { type Context, requireRepository } from './context.ts';

const MAX_PLAN = 1024 * 1024;
/** A person may save the file at the very moment at which we do. */
const MAX_TRIES = 5;

/** A plan as a person keeps it, and its statuses written back. */
export interface OpenPlan {
  readonly plan: Plan;
  readonly name: string;
  /** Absolute, never shown. */
  readonly path: string;
  /** Durable when it returns; what was written into the file meanwhile stays. */
  save(statuses: ReadonlyMap<string, TaskStatus>): void;
}

/** Throws `bad-plan` for what is wrong in it, with file and line. */
export function openPlan(context: Context, given: string): OpenPlan {
  const { facts, state } = requireRepository(context);
  const file = openGivenFile(given, context.cwd, facts.root, MAX_PLAN, state.temps);
  const { plan, problems } = decodePlan(file.read(), file.name);
  if (plan === undefined) {
    const { message, hint } = problemsInWords(problems);
    throw new NexusError('usage', 'bad-plan', message, hint);
  }
  const save = (statuses: ReadonlyMap<string, TaskStatus>): void => {
    const was = file.read();
    const done = setStatuses(was, file.name, statuses);
    if ('problem' in done)
      throw new NexusError('broken', 'bad-plan', done.problem.message, done.problem.hint);
    if (done.text !== was) file.replace(done.text, was);
  };
  return {
    plan,
    name: file.name,
    path: file.path,
    save(statuses) {
      for (let tries = 1; ; tries++)
        try {
          save(statuses);
          return;
        } catch (error) {
          const changed = error instanceof NexusError && error.code === 'conflict';
          if (!changed || tries >= MAX_TRIES) throw error;
        }
    },
  };
}
