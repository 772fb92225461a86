import { operationInProgress } from '../repo/git-state.ts';
import { settle } from './capture.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { openIndex } from './index-cache.ts';

/** What the background hooks do: settle what the commit holds, then bring the cache up to date. */
export async function afterGit(context: Context, hook: string): Promise<void> {
  if (!hasMemory(context)) return;
  const { facts } = requireRepository(context);
  if (operationInProgress(facts.gitDir) && hook !== 'post-rewrite') return;
  if (hook === 'post-commit' || hook === 'post-rewrite') await settle(context);
  await openIndex(context);
}
