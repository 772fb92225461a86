import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { gitRepo, TestRepo, tempDir } from './git-repo.ts';
import { madeOnce } from './made-once.ts';
import { open, withMemory } from './open-repo.ts';
import { SHOWN_AT, shownRepo } from './shown-repo.ts';
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

/** A screen without what chance chose: ids of records, names of commits. Every column stays where it is. */
export function frame(screen: string): string {
  return screen
    .replace(/\b01[0-9a-z]{10,24}\b/g, (id) => '01'.padEnd(id.length, 'x'))
    .replace(/\b[0-9a-f]{7,40}\b/g, (name) => 'c0ffee'.padEnd(name.length, '0'));
}

const shown = madeOnce(shownRepo);

/** The memory of some weeks that `shownRepo` makes, made once and copied, and a person's terminal in it on the day after. */
export async function inShown(options: Options = {}): Promise<{ repo: TestRepo; terminal: Terminal }> {
  const { dir } = (await shown()).repo;
  const repo = new TestRepo(dir, gitRepo().env);
  const env = { ...options.env, ...clockAt(SHOWN_AT) };
  return { repo, terminal: terminalIn(repo, { ...options, env }) };
}

/** The environment of a Node whose clock began to run at this time. */
export function clockAt(ms: number): { readonly NODE_OPTIONS: string } {
  const clock = join(tempDir(), 'clock.cjs');
  writeFileSync(clock, `const now = Date.now;\nDate.now = () => now() - ${Date.now() - ms};\n`);
  return { NODE_OPTIONS: `--require=${clock}` };
}

/** The shell as it was: its screen, its modes, a cursor, and nothing of ours. */
export async function isAsBefore(terminal: Terminal): Promise<void> {
  await terminal.tells('#{alternate_on} #{cursor_flag} #{wrap_flag}', '0 1 1');
  expect(await terminal.run('stty -a')).toMatch(/[^-]icanon[\s\S]*[^-]echo /);
}
