import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { type LearnReport, openNexus, type TaskStatus } from '../../src/library.ts';

export interface Worked {
  readonly statuses: Readonly<Record<string, TaskStatus>>;
  readonly report: LearnReport;
}

/**
 * Basic integration: work through a list of tasks, keep how each one went, and say what was learned. The list is a
 * file like this one; what is completed there is not done again:
 *
 *     tasks:
 *       - id: schema
 *         description: add the orders table
 *         category: database
 *         run: ./migrate.sh orders
 */
export async function workThrough(
  directory: string,
  taskList: string,
  output: Writable,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Worked> {
  // 1. Open the repository's memory: it learns from all that its clones did, and forgets nothing between runs.
  const memory = await openNexus({
    cwd: directory,
    env,
    machine: {},
    clock: Date.now,
    random: randomBytes,
    warm: true,
  });

  // 2. Do what is pending, by the approach that did best for tasks like these. Each status is written into the file
  //    before anything follows from it, so that a second run goes on where this one ended, however it ended.
  const { statuses, outcomes } = await memory.runPlan(
    { path: taskList, keepGoing: true },
    { stdin: 'ignore', stdout: output, stderr: output, isTTY: false },
  );
  for (const { id, status, failure } of outcomes)
    output.write(`${id} ${status}${failure === undefined ? '' : `: ${failure.message}`}\n`);

  // 3. What was learned so far. The next commit carries it to everybody else.
  const report = await memory.report({});
  output.write('\nInsights\n');
  for (const line of report.learning_insights) output.write(`  ${line}\n`);
  output.write('Advice\n');
  for (const line of report.recommendations) output.write(`  ${line}\n`);
  return { statuses, report };
}
