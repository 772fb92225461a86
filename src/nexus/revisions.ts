import { NexusError } from '../core/error.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, GitPort, GitRef } from '../core/ports.ts';
import { parseWhen } from '../core/time.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, requireRepository } from './context.ts';

/** More than anyone looks through; the newest are told. */
const MAX_REFS = 500;
const DAY_MS = 86_400_000;

/** A commit as one may look back from it. */
export interface Revision {
  readonly commit: CommitInfo;
  /** How many records the memory had then; 0 before there was one. */
  readonly records: number;
}

/** Branches, of remotes too, and tags: the newest first. */
export function refs(context: Context): Promise<readonly GitRef[]> {
  return requireRepository(context).git.refs(MAX_REFS);
}

/**
 * What a person means by a revision: as git takes it, or a time (`2026-11-01` through its end, UTC; `2w`), by the newest
 * commit below HEAD that was there. Throws `unknown-revision`.
 */
export async function revision(context: Context, text: string): Promise<Revision> {
  const { git } = requireRepository(context);
  const commit = await commitOf(git, text.trim(), context.clock());
  const files = await git.listTree(commit.oid, MEMORY_ROOT);
  return { commit, records: files.filter(({ path }) => kindOfPath(path) !== undefined).length };
}

async function commitOf(git: GitPort, text: string, now: number): Promise<CommitInfo> {
  const oid = await git.resolve(text);
  const ms = oid === undefined ? parseWhen(text, now) : undefined;
  const end = ms !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? ms + DAY_MS - 1 : ms;
  const until = end === undefined ? {} : { until: end / 1000 };
  const [commit] =
    oid === undefined && end === undefined
      ? []
      : await git.log({ ...(oid === undefined ? until : { rev: oid }), max: 1 });
  if (commit !== undefined) return commit;
  throw new NexusError(
    'usage',
    'unknown-revision',
    ms === undefined ? `there is no revision "${text}" here` : `nothing was committed by "${text}"`,
    'see: git branch, git tag, git log --oneline',
  );
}
