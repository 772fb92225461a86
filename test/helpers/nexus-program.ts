import { fileURLToPath } from 'node:url';
import type { ShellResult, TestRepo } from './git-repo.ts';
import { runInThread } from './program-thread.ts';

/** The built program, which the suite builds before it starts. */
export const PROGRAM = fileURLToPath(new URL('../../dist/nexus.js', import.meta.url));

type Options = NonNullable<Parameters<TestRepo['run']>[2]>;

/**
 * A command that is run, a server and an editor take the process's own streams; a hook in a hurry counts its time from
 * the start of its process.
 */
function needsProcess(args: readonly string[], options: Options): boolean {
  const [verb = ''] = args;
  if (options.stdio !== undefined || ['run', 'mcp', 'edit'].includes(verb)) return true;
  return verb === 'hook' && !args.includes('--patient');
}

/** Runs `nexus` in a repository as a person would: in a thread of this process where that makes no difference. */
export function nexus(repo: TestRepo, args: readonly string[], options: Options = {}): ShellResult {
  if (needsProcess(args, options)) return nexusProcess(repo, args, options);
  return runInThread(PROGRAM, args, {
    cwd: options.cwd ?? repo.dir,
    env: { ...repo.env, ...options.env },
    input: options.input ?? '',
  });
}

/** Runs `nexus` in a process of its own. */
export function nexusProcess(repo: TestRepo, args: readonly string[], options: Options = {}): ShellResult {
  return repo.run(process.execPath, [PROGRAM, ...args], options);
}

/** Runs `nexus … --json` and reads what it printed. */
export function nexusJson<T = Record<string, unknown>>(
  repo: TestRepo,
  args: readonly string[],
  options: Options = {},
): T {
  const done = nexus(repo, [...args, '--json'], options);
  try {
    return JSON.parse(done.stdout) as T;
  } catch {
    throw new Error(`nexus ${args.join(' ')} --json printed: ${done.stdout}${done.stderr}`);
  }
}
