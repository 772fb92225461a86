import { MEMORY_ROOT } from '../core/kinds.ts';
import { present } from '../core/present.ts';
import type { Ahead, Incoming, ShareStatus, UnpushedBranch } from '../core/share.ts';
import { type ReflogEntry, readReflog } from '../repo/hook-install/heartbeat.ts';
import type { LocalBranch, SystemGit } from '../repo/system-git.ts';
import { type Context, requireRepository, requireWriter } from './context.ts';
import { hasMemoryThere, publicHost } from './first-push.ts';
import { diff } from './history.ts';
import { uncommitted } from './overview.ts';
import { rangeOf } from './review-range.ts';

/** Branches that are looked at, those with the newest commits. */
const MAX_BRANCHES = 50;
const MAX_COMMITS = 1_000;
const MAX_MOVES = 200;

/** What of this memory is where. Asks nobody: of the other side it knows what was fetched last. */
export async function shareStatus(context: Context): Promise<ShareStatus> {
  const git = requireWriter(context);
  const repository = requireRepository(context);
  const { branch, head } = repository.facts;
  const remotes = await git.remotes();
  const branches = remotes.length === 0 ? [] : await git.branches(MAX_BRANCHES);
  const unpushed: UnpushedBranch[] = [];
  for (const one of [...branches].sort((a, b) => Number(b.name === branch) - Number(a.name === branch)))
    unpushed.push(...(await unpushedOf(context, git, one)));
  return {
    remotes,
    uncommitted: await uncommitted(context),
    unpushed,
    firstPush: unpushed.length === 0 ? [] : await firstPushes(git, remotes),
    ...present({
      branch,
      unmerged: head === undefined ? undefined : await unmergedOf(context, head, branch),
      incoming: branch === undefined ? undefined : await incomingTo(context, git, branch),
    }),
  };
}

async function firstPushes(git: SystemGit, remotes: readonly string[]): Promise<ShareStatus['firstPush']> {
  const found: { remote: string; host: string }[] = [];
  for (const remote of remotes) {
    const url = (await git.config(`remote.${remote}.pushurl`)) ?? (await git.config(`remote.${remote}.url`));
    const host = publicHost(url ?? '');
    if (host !== undefined && !(await hasMemoryThere(git, remote))) found.push({ remote, host });
  }
  return found;
}

async function unpushedOf(
  context: Context,
  git: SystemGit,
  { name, oid, upstream }: LocalBranch,
): Promise<readonly UnpushedBranch[]> {
  const followed = upstream === undefined ? undefined : await git.resolve(upstream.ref);
  if (upstream !== undefined && followed !== undefined) {
    const ahead = await aheadOf(context, git, oid, followed);
    return ahead === undefined ? [] : [{ branch: name, upstream: upstream.name, ...ahead }];
  }
  const { commits, from } = await git.onNoRemote(oid, MEMORY_ROOT, MAX_COMMITS);
  return commits === 0 ? [] : [{ branch: name, commits, changes: await diff(context, from, oid) }];
}

async function aheadOf(
  context: Context,
  git: SystemGit,
  oid: string,
  base: string,
): Promise<Ahead | undefined> {
  const commits = await git.log({ rev: oid, exclude: base, path: MEMORY_ROOT, max: MAX_COMMITS });
  if (commits.length === 0) return undefined;
  const common = await git.mergeBase(base, oid);
  return { commits: commits.length, changes: common === undefined ? [] : await diff(context, common, oid) };
}

async function unmergedOf(
  context: Context,
  head: string,
  branch: string | undefined,
): Promise<ShareStatus['unmerged']> {
  const { base } = await rangeOf(requireRepository(context), {});
  if (base === undefined || base.oid === head || base.name === 'HEAD') return undefined;
  // What the main branch itself has of its own is told as not pushed.
  if (branch !== undefined && (base.name === branch || base.name.endsWith(`/${branch}`))) return undefined;
  if (base.name === 'origin/HEAD' && (branch === 'main' || branch === 'master')) return undefined;
  const ahead = await aheadOf(context, requireWriter(context), head, base.oid);
  return ahead === undefined ? undefined : { main: base.name, ...ahead };
}

/** What a branch's reflog calls a pull or a merge; of one by rebase it names the commit that all was put upon. */
const CAME = /^(?:(pull)\b.*|merge .+): (?:Fast-forward|Merge made by .*)$|^commit \(merge\): /;
const REBASED = /^pull\b.* \(finish\): \S+ onto ([0-9a-f]{40,64})$/;

async function incomingTo(context: Context, git: SystemGit, branch: string): Promise<Incoming | undefined> {
  const { facts } = requireRepository(context);
  const place = { cwd: facts.root, env: context.env };
  const moves = await readReflog(place, MAX_MOVES, `refs/heads/${branch}`);
  const at = moves.findIndex(({ message }) => CAME.test(message) || REBASED.test(message));
  const [move, before] = moves.slice(at === -1 ? moves.length : at);
  // What was there before stands in the entry before it, which git may have let go.
  if (move === undefined || before === undefined) return undefined;
  const came = await rangeOfMove(git, move, before);
  if (came === undefined) return undefined;
  const changes = await diff(context, came.from, came.to);
  const how = /^pull\b/.test(move.message) ? 'pull' : 'merge';
  return changes.length === 0 ? undefined : { how, at: move.time * 1000, ...came, changes };
}

async function rangeOfMove(
  git: SystemGit,
  move: ReflogEntry,
  before: ReflogEntry,
): Promise<{ readonly from: string; readonly to: string } | undefined> {
  const onto = REBASED.exec(move.message)?.[1];
  const to = await git.resolve(onto ?? move.oid);
  const was = await git.resolve(before.oid);
  if (to === undefined || was === undefined) return undefined;
  const from = await git.mergeBase(was, to);
  // A branch that did not grow out of what it was: whatever happened, it was no pull of ours.
  if (from === undefined || (onto === undefined && from !== was)) return undefined;
  return { from, to };
}
