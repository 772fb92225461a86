import { readFileSync } from 'node:fs';
import { gitRepo, type TestRepo } from './git-repo.ts';
import { open, withMemory } from './open-repo.ts';
import { Terminal } from './terminal.ts';

/** A memory of two notes, committed. */
export async function twoNotes(): Promise<TestRepo> {
  const repo = await withMemory(gitRepo());
  const memory = await open(repo);
  await memory.remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
  await memory.remember({ kind: 'note', title: 'Name the queues', body: 'By team.\n' });
  repo.commit('two notes');
  return repo;
}

interface Options {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly shell?: readonly string[];
}

export function terminalIn(
  repo: TestRepo,
  { columns = 80, rows = 24, env = {}, shell }: Options = {},
): Terminal {
  return new Terminal(repo, columns, env, { rows, ...(shell === undefined ? {} : { shell }) });
}

/** The terminal UI on two notes, once it shows them. What it ends with is seen as `exit 0`. */
export async function uiIn(repo: TestRepo, options: Options = {}): Promise<Terminal> {
  const terminal = terminalIn(repo, options);
  terminal.type('nexus ui; echo "exit $?"');
  await terminal.sees('Name the queues');
  return terminal;
}

/** The process that the terminal's shell waits for. */
export function pidIn(terminal: Terminal): number {
  const shell = terminal.told('#{pane_pid}');
  const [child = ''] = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').split(' ');
  return Number(child);
}
