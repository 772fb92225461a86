import { randomBytes } from 'node:crypto';
import {
  createAdaptiveExecutor,
  type ErrorSolution,
  type LearnReport,
  openNexus,
  type Task,
  type TaskOutcome,
  type TaskResult,
} from '../../src/library.ts';

/** What only your program can do. */
export interface Work {
  run(task: Task): Promise<TaskResult>;
  /**
   * Applies a solution that memory knows; true where the task is to be tried again. Its steps are texts that somebody
   * wrote: do what you understand of them, and never hand them to a shell.
   */
  apply(solution: ErrorSolution, task: Task): Promise<boolean>;
  /** What resolves a failure that memory knows nothing of, as markdown; found out by a person, as a rule. */
  resolve(failed: TaskOutcome): Promise<string | undefined>;
}

export interface Round {
  readonly outcomes: readonly TaskOutcome[];
  readonly report: LearnReport;
}

/**
 * The continuous loop: each round is done by what the rounds before it have taught, and ends with what is to be done
 * better. A failure costs a person's time once; from then on the loop recovers from it by itself.
 */
export async function improve(
  directory: string,
  rounds: readonly (readonly Task[])[],
  work: Work,
  print: (line: string) => void = console.log,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly Round[]> {
  const memory = await openNexus({
    cwd: directory,
    env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: true,
  });
  // Asks memory for the approach, tries known solutions when a task fails, and tells memory how each one went.
  const executor = createAdaptiveExecutor<Task>({
    recommend: memory.recommend,
    solutionsFor: memory.solutionsFor,
    record: memory.recordExecution,
    run: (task) => work.run(task),
    recover: (solution, { task }) => work.apply(solution, task),
    keepGoing: true,
  });

  const done: Round[] = [];
  for (const tasks of rounds) {
    const { outcomes } = await executor.executeAll(tasks);
    for (const outcome of outcomes) {
      const { id, status, execution, failure } = outcome;
      print(`${id} ${status} (${execution.approach})`);
      if (status !== 'failed' || failure === undefined) continue;
      const resolution = await work.resolve(outcome);
      if (resolution === undefined) continue;
      const { type, message } = failure;
      await memory.remember({
        kind: 'error',
        title: `${type}: ${message}`,
        error: { type, message },
        body: `## Resolution\n\n${resolution}\n`,
      });
    }
    const report = await memory.report({});
    for (const line of [...report.learning_insights, ...report.recommendations]) print(`  ${line}`);
    done.push({ outcomes, report });
  }
  return done;
}
