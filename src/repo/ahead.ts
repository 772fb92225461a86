import { MEMORY_ROOT } from '../core/kinds.ts';
import type { RepoFacts } from '../core/ports.ts';
import { type GitPlace, runGit } from './run-git.ts';
import { readSystemFacts } from './system-facts.ts';

/** What git is asked while the program is still being loaded. Each answer serves once. */
export interface Ahead {
  readonly facts: Promise<RepoFacts>;
  /** As `GitWriter.changedTracked` tells of the memory. */
  readonly changed?: Promise<readonly string[]>;
}

/** @param index ask for what was changed in the memory, too: an index will be asked */
export function askGitAhead(place: GitPlace, { index }: { readonly index: boolean }): Ahead {
  const ahead = {
    facts: readSystemFacts(place),
    ...(index ? { changed: changedTracked(place, MEMORY_ROOT) } : {}),
  };
  // Whoever takes an answer is told what went wrong; it may be nobody.
  for (const answer of Object.values(ahead)) answer.catch(() => undefined);
  return ahead;
}

/** Tracked files below a folder of the working tree that differ from the index of git, by their stamps alone. */
export async function changedTracked(place: GitPlace, folder: string): Promise<readonly string[]> {
  const args = ['diff-files', '--name-only', '-z', '--no-relative', '--ignore-submodules=all', '--'];
  const { stdout } = await runGit(place, [...args, `:(top,literal)${folder}`]);
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}
