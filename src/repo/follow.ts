import type { CommitInfo, GitPort, LogOptions } from '../core/ports.ts';

/**
 * The history of one file through its renames: its own history, then that of the name it was renamed
 * from, seen from the parent of the renaming commit. `git log --follow` is not used: it also follows
 * copies, so that a record that resembles another one would inherit the other's history (measured,
 * git 2.39), and it leaves out merges.
 */
export async function followFile(
  git: Pick<GitPort, 'log' | 'diffTrees'>,
  options: LogOptions & { readonly path: string },
): Promise<CommitInfo[]> {
  const { max = Number.POSITIVE_INFINITY, follow: _, ...rest } = options;
  const found = new Map<string, CommitInfo>();
  let query: LogOptions & { readonly path: string } = rest;
  while (found.size < max) {
    const part = await git.log({
      ...query,
      ...(max === Number.POSITIVE_INFINITY ? {} : { max: max - found.size }),
    });
    for (const commit of part) found.set(commit.oid, commit);
    const oldest = part.at(-1);
    const origin = oldest && (await originOf(git, oldest, query.path));
    if (origin === undefined) break;
    query = { ...query, ...origin };
  }
  return [...found.values()].slice(0, max);
}

/** Where a commit took the file from, if that commit is where this name began. */
async function originOf(
  git: Pick<GitPort, 'diffTrees'>,
  commit: CommitInfo,
  path: string,
): Promise<{ readonly rev: string; readonly path: string } | undefined> {
  for (const parent of commit.parents) {
    const changes = await git.diffTrees(parent, commit.oid, '');
    const rename = changes.find((change) => change.path === path && change.status === 'renamed');
    if (rename?.oldPath !== undefined) return { rev: parent, path: rename.oldPath };
  }
  return undefined;
}
