import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitRepo, type TestRepo } from './git-repo.ts';
import { PROGRAM } from './nexus-program.ts';
import { withMemory } from './open-repo.ts';

export const COUNT = 30;
/** These fail at their first attempt. */
export const FRAGILE = ['t3', 't5'];

/** Notes that it was begun; waits while there is a `gate-<task>`; fails once where it is fragile, always where it is broken. */
const STEP = `#!/bin/sh
echo "$NEXUS_TASK $NEXUS_ATTEMPT $NEXUS_ENDPOINT" >> ran.log
while [ -e "gate-$NEXUS_TASK" ]; do sleep 0.02; done
if [ -e "fragile-$NEXUS_TASK" ]; then
  rm "fragile-$NEXUS_TASK"
  echo "TypeError: $NEXUS_TASK has no pool" >&2
  exit 3
fi
if [ -e "broken-$NEXUS_TASK" ]; then
  echo "OSError: $NEXUS_TASK is out of reach" >&2
  exit 4
fi
echo "did $NEXUS_TASK"
`;

function parentOf(index: number): number | undefined {
  return index === 0 ? undefined : Math.floor((index - 1) / 2);
}

/** A tree of thirty tasks, or of the first few, each depending on its parent. */
export function planText(head = '', count = COUNT): string {
  const tasks = Array.from({ length: count }, (_, index) => {
    const parent = parentOf(index);
    const needs = parent === undefined ? '' : `\n    dependencies: [t${parent}]`;
    return `  - id: t${index} # the ${index}th\n    description: migrate table ${index}\n    category: database\n    run: ./step.sh t${index}${needs}\n`;
  });
  return `# The plan of the move.\n${head}tasks:\n${tasks.join('')}# That is all.\n`;
}

export async function repoWithPlan(head = ''): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'README.md': 'x\n' }));
  repo.write({ 'step.sh': STEP, 'tasks.yaml': planText(head) });
  repo.write(Object.fromEntries(FRAGILE.map((id) => [`fragile-${id}`, ''])));
  repo.sh('chmod +x step.sh');
  return repo;
}

export function statusesOf(repo: TestRepo): Record<string, string> {
  const text = readFileSync(join(repo.dir, 'tasks.yaml'), 'utf8');
  const found = [...text.matchAll(/- id: (\w+).*\n(?: {4}status: (\w+)\n)?/g)];
  return Object.fromEntries(found.map(([, id = '', status = 'pending']) => [id, status]));
}

export function count(repo: TestRepo, status: string): number {
  return Object.values(statusesOf(repo)).filter((one) => one === status).length;
}

/** Lines of what was begun, and a fresh start. */
export function ran(repo: TestRepo): string[] {
  const path = join(repo.dir, 'ran.log');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
}

export function ids(lines: readonly string[]): string[] {
  return lines.map((line) => line.split(' ')[0] ?? '');
}

/** What waits on this machine. */
export function journal(repo: TestRepo): Record<string, unknown>[] {
  return ['journal', 'open'].flatMap((kind) => {
    const folder = join(repo.dir, '.git/nexus', kind, 'main');
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .sort()
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>);
  });
}

export function executions(repo: TestRepo): { task: string; approach: string; success: boolean }[] {
  return journal(repo).flatMap(({ execution }) =>
    execution === undefined ? [] : [execution as { task: string; approach: string; success: boolean }],
  );
}

export function inOrderOfNeeds(order: readonly string[]): boolean {
  return Array.from({ length: COUNT }, (_, index) => index).every((index) => {
    const parent = parentOf(index);
    const at = order.indexOf(`t${index}`);
    return parent === undefined || at < 0 || order.lastIndexOf(`t${parent}`) < at;
  });
}

/** Starts the program on the plan, in a group of its own, and waits until a task is at work, or all is over. */
export async function atWork(
  repo: TestRepo,
  task: string,
  args: readonly string[] = [],
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [PROGRAM, 'run', '--plan', 'tasks.yaml', ...args], {
    cwd: repo.dir,
    env: repo.env,
    stdio: 'ignore',
    detached: true,
  });
  while (!ids(ran(repo)).includes(task) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return child;
}

export function ended(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
}
