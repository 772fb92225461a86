import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { GitPort } from '../core/ports.ts';
import type { Ahead } from './ahead.ts';
import type { GitPlace } from './run-git.ts';
import { openSystemGit, type SystemGit } from './system-git.ts';

export interface OpenGitOptions extends GitPlace {
  /** Without it, the git binary wherever there is one. */
  readonly prefer?: GitPort['backend'];
  /** What the git binary was asked before, at the same place. */
  readonly ahead?: Ahead;
}

export interface OpenedGit {
  readonly git: GitPort;
  /** Only with the git binary; everything else is read-only. */
  readonly writer?: SystemGit;
}

/** Chooses how git is reached. Starts no process: looking along the PATH takes microseconds, a spawn 2 ms. */
export async function openGit({ prefer, ahead, ...place }: OpenGitOptions): Promise<OpenedGit> {
  const backend = prefer ?? (hasGit(place.env) ? 'git' : 'isomorphic-git');
  if (backend === 'isomorphic-git') {
    const { openIsoGit } = await import('./iso-git.ts');
    return { git: await openIsoGit(place) };
  }
  const writer = openSystemGit(place, ahead);
  return { git: writer, writer };
}

function hasGit(env: NodeJS.ProcessEnv): boolean {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => isProgram(join(folder, 'git')) || isProgram(join(folder, 'git.exe')));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
