import { MEMORY_ROOT } from '../core/kinds.ts';
import type { RepoFacts } from '../core/ports.ts';
import { type GitPlace, runGit } from './run-git.ts';
import { readSystemFacts } from './system-facts.ts';

/** What git is asked while the program is still being loaded. Each answer serves once. */
export interface Ahead {
  readonly facts: Promise<RepoFacts>;
  /** As `GitWriter.changedTracked` tells of the memory. */
  readonly changed?: Promise<readonly string[]>;
  /** What the settings say at {@link SWITCH}. */
  readonly enabled?: Promise<string | undefined>;
}

/** Switches off what works unasked. */
export const SWITCH = 'nexus.enabled';

/** What will be asked beside where we are. */
export interface AskedAhead {
  /** What was changed in the memory: an index will be asked. */
  readonly index: boolean;
  /** Whether all is switched off. */
  readonly enabled?: boolean;
}

export function askGitAhead(place: GitPlace, { index, enabled }: AskedAhead): Ahead {
  const ahead = {
    facts: readSystemFacts(place),
    ...(index ? { changed: changedTracked(place, MEMORY_ROOT) } : {}),
    ...(enabled === true ? { enabled: setting(place, SWITCH) } : {}),
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

/** The last value of a key in git's settings. */
export async function setting(place: GitPlace, key: string): Promise<string | undefined> {
  const { code, stdout } = await runGit(place, ['config', '-z', '--get', key], { answers: [1] });
  return code === 0 ? stdout.toString('utf8').replace(/\0$/, '') : undefined;
}
