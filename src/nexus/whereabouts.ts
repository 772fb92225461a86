import { basename, join } from 'node:path';
import { type Context, requireRepository } from './context.ts';

/** Which repository it is and where it stands, for a process that stays; and the folders in which its changes show. */
export interface Whereabouts {
  /** The folder's own name. */
  readonly name: string;
  /** Short name; absent on a detached HEAD. */
  readonly branch?: string;
  /** The commit at HEAD; absent where there is none yet. */
  readonly head?: string;
  /** This worktree's own git directory. */
  readonly gitDir: string;
  /** The local state; perhaps not there yet. */
  readonly stateDir: string;
}

export function whereabouts(context: Context): Whereabouts {
  const { root, branch, head, gitDir, commonDir } = requireRepository(context).facts;
  return {
    name: basename(root),
    ...(branch === undefined ? {} : { branch }),
    ...(head === undefined ? {} : { head }),
    gitDir,
    stateDir: join(commonDir, 'nexus'),
  };
}
