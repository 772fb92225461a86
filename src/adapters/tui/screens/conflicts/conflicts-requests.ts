import type { Choice, Nexus } from '../../../../nexus.ts';
import { plural } from '../../../../present/layout.ts';
import type { Changed } from '../../requests.ts';

export const CONFLICTS_REQUESTS = {
  conflicts: (memory: Nexus, _: null) => memory.conflicts(),
} as const;

/** One conflict of a file decided. */
export interface Deciding {
  readonly path: string;
  readonly choice: Choice;
  /** The conflict's key; absent where only git's markers are to go. */
  readonly key?: string;
}

export const CONFLICTS_CHANGES = { decideConflict } as const;

async function decideConflict(memory: Nexus, { path, choice, key }: Deciding): Promise<Changed> {
  const done = await memory.resolve(path, key === undefined ? undefined : choice, key);
  const { title, conflicts, staged, texts } = done;
  const next =
    staged === true
      ? 'and staged'
      : conflicts.length === 0
        ? `then: git add ${path}`
        : `${plural(conflicts.length, 'conflict')} left in it`;
  return {
    did: `Decided in ${title}; ${next}`,
    ...(texts === undefined ? {} : { undo: { type: 'conflict', path, ...texts } }),
  };
}
