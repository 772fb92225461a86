import { fileURLToPath } from 'node:url';
import type { ShellResult, TestRepo } from './git-repo.ts';

/** The built program, which the suite builds before it starts. */
export const PROGRAM = fileURLToPath(new URL('../../dist/nexus.js', import.meta.url));

/** Runs `nexus` in a repository as a person would. */
export function nexus(
  repo: TestRepo,
  args: readonly string[],
  options: Parameters<TestRepo['run']>[2] = {},
): ShellResult {
  return repo.run(process.execPath, [PROGRAM, ...args], options);
}

/** Runs `nexus … --json` and reads what it printed. */
export function nexusJson<T = Record<string, unknown>>(
  repo: TestRepo,
  args: readonly string[],
  options: Parameters<TestRepo['run']>[2] = {},
): T {
  const done = nexus(repo, [...args, '--json'], options);
  try {
    return JSON.parse(done.stdout) as T;
  } catch {
    throw new Error(`nexus ${args.join(' ')} --json printed: ${done.stdout}${done.stderr}`);
  }
}
