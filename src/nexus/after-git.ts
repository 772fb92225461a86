import { operationInProgress } from '../repo/git-state.ts';
import { settle } from './capture.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { openIndex } from './index-cache.ts';
import { logFailure } from './log-failure.ts';
import { keepMerged } from './merged.ts';
import { sweep } from './sweep.ts';

/** As long as the hooks let a worker live. */
const STALE_MS = 600_000;

/** The index, and what of it is on the main branch: a pull moves both. */
async function broughtUp(context: Context): Promise<void> {
  await openIndex(context);
  await keepMerged(context);
}

/** What the background hooks do: settle what the commit holds, tidy up, bring the cache up to date. */
export async function afterGit(context: Context, hook: string): Promise<void> {
  const { facts, state } = requireRepository(context);
  if (operationInProgress(facts.gitDir) && hook !== 'post-rewrite') return;
  if (hook === 'post-commit' || hook === 'post-rewrite') await settle(context);
  sweep(context);
  // Whoever comes second leaves it to the first: a reader looks at the files again in any case.
  if (hasMemory(context)) await state.withLock('refresh', () => broughtUp(context), { staleMs: STALE_MS });
  if (!hasMemory(context)) return;
  await attempt(context, 'records that came in', async () =>
    (await import('./came-in.ts')).proposeCameIn(context, hook),
  );
  if (hook !== 'post-commit') return;
  await attempt(context, 'patterns of a commit', async () =>
    (await import('./commit-patterns.ts')).proposeFromCommit(context),
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
