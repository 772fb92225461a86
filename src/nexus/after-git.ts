import type { CommitInfo } from '../core/ports.ts';
import { operationInProgress } from '../repo/git-state.ts';
import { settle } from './capture.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { openIndex } from './index-cache.ts';
import { logFailure } from './log-failure.ts';
import { keepMerged } from './merged.ts';
import { namesEmbeddings } from './settings-path.ts';
import { sweep } from './sweep.ts';

/** As long as the hooks let a worker live. */
const STALE_MS = 600_000;

/** The index, and what of it is on the main branch: a pull moves both. */
async function broughtUp(context: Context): Promise<void> {
  await openIndex(context);
  await keepMerged(context);
}

/** Hooks that a commit is told by; `post-checkout` goes to one that was there. */
const TELLS_COMMITS: ReadonlySet<string> = new Set(['post-commit', 'post-merge', 'post-rewrite']);

/** What the background hooks do: settle what the commit holds, tidy up, bring the cache up to date. */
export async function afterGit(context: Context, hook: string): Promise<void> {
  const { facts, git, state } = requireRepository(context);
  if (operationInProgress(facts.gitDir) && hook !== 'post-rewrite') return;
  if (hook === 'post-commit' || hook === 'post-rewrite') await settle(context);
  sweep(context);
  // Whoever comes second leaves it to the first: a reader looks at the files again in any case.
  if (hasMemory(context)) await state.withLock('refresh', () => broughtUp(context), { staleMs: STALE_MS });
  if (!hasMemory(context) || !TELLS_COMMITS.has(hook)) return;
  if (namesEmbeddings(context))
    await attempt(context, 'vectors of records', async () => (await import('./embed.ts')).embedSome(context));
  // HEAD may have moved on while this process began.
  const [tip] = await git.log({ max: 1 });
  if (tip !== undefined) await proposed(context, hook, tip);
}

async function proposed(context: Context, hook: string, tip: CommitInfo): Promise<void> {
  await attempt(context, 'records that came in', async () =>
    (await import('./came-in.ts')).proposeCameIn(context, hook, tip),
  );
  if (hook !== 'post-commit') return;
  await attempt(context, 'patterns of a commit', async () =>
    (await import('./commit-patterns.ts')).proposeFromCommit(context, tip),
  );
}

/** One that fails keeps nothing else from being done. */
async function attempt(context: Context, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    logFailure(context, what, cause);
  }
}
