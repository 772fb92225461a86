import { NexusError } from '../core/error.ts';
import type { GitPort } from '../core/ports.ts';
import type { MemoryReview, ReviewQuery } from '../core/review.ts';
import type { Repository } from './context.ts';
import { MAIN, shortRef } from './known-merged.ts';

/** What is compared with what. */
export interface ReviewRange extends Pick<MemoryReview, 'base' | 'head'> {
  readonly what: 'revision' | 'worktree' | 'index' | 'patch';
}

/** Throws `unknown-revision`, and `bad-value` where two revisions have no commit in common. */
export async function rangeOf(repository: Repository, query: ReviewQuery): Promise<ReviewRange> {
  const { git, facts } = repository;
  const base = await baseOf(repository, query);
  const from = base === undefined ? {} : { base };
  if (query.patch !== undefined)
    return { ...from, head: { name: 'path' in query.patch ? query.patch.path : 'patch' }, what: 'patch' };
  if (query.staged === true) return { ...from, head: { name: 'staged' }, what: 'index' };
  if (query.head === undefined)
    return { ...from, head: { name: facts.branch ?? 'working tree' }, what: 'worktree' };
  return { ...from, head: { name: query.head, oid: await existing(git, query.head) }, what: 'revision' };
}

async function baseOf(repository: Repository, query: ReviewQuery): Promise<MemoryReview['base']> {
  const { git, facts } = repository;
  const { base, head } = query;
  if (base !== undefined) {
    const oid = await existing(git, base);
    if (query.parted !== true) return { name: base, oid };
    const tip = head ?? facts.head;
    const common = tip === undefined ? undefined : await git.mergeBase(oid, await existing(git, tip));
    if (common !== undefined) return { name: base, oid: common };
    throw new NexusError(
      'usage',
      'bad-value',
      `"${base}" and "${head ?? 'HEAD'}" have no commit in common`,
      `compare them as they are: nexus review ${base}..${head ?? 'HEAD'}`,
    );
  }
  if (facts.head === undefined) return undefined;
  const own = { name: 'HEAD', oid: facts.head };
  if (query.staged === true || query.patch !== undefined) return own;
  const tip = head === undefined ? facts.head : await existing(git, head);
  for (const rev of await mainBranches(repository)) {
    const oid = await git.resolve(rev);
    const common = oid === undefined ? undefined : await git.mergeBase(oid, tip);
    if (common === undefined) continue;
    if (common === facts.head && head === undefined) return own;
    return { name: shortRef(rev), oid: common };
  }
  return own;
}

/** Names of what may be the main branch, the likeliest first. */
export async function mainBranches({ writer }: Repository): Promise<readonly string[]> {
  const named = await writer?.config('init.defaultBranch');
  return named === undefined || named.trim() === '' ? MAIN : [...MAIN, `refs/heads/${named.trim()}`];
}

async function existing(git: GitPort, rev: string): Promise<string> {
  const oid = await git.resolve(rev);
  if (oid !== undefined) return oid;
  throw new NexusError(
    'usage',
    'unknown-revision',
    `there is no revision "${rev}" here`,
    'see: git branch, git tag, git log --oneline',
  );
}
