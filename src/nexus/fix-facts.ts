import type { FixFacts, RunEvent } from '../capture/journal-event.ts';
import { tellingDiff } from '../capture/telling-diff.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import { type Context, type Repository, requireWriter } from './context.ts';

/** More changed files than this are no fix but a rewrite: they are counted, not diffed. */
const MAX_DIFFED = 20;

/** What changed in the repository between the first of these failures and now. */
export async function fixFactsOf(
  context: Context,
  repository: Repository,
  failures: readonly RunEvent[],
): Promise<FixFacts> {
  const closes = failures.map((run) => run.id);
  const first = failures[0];
  if (first === undefined || repository.writer === undefined) return { closes, changed: [], diff: '' };
  try {
    const changed = await changedSince(context, repository, first);
    const diff = await requireWriter(context).diffText(first.head, changed.slice(0, MAX_DIFFED));
    return { closes, changed, diff: tellingDiff(diff) };
  } catch {
    // The commit at which it failed was rewritten and collected: that it passes now is still worth knowing.
    return { closes, changed: [], diff: '' };
  }
}

/** Paths whose content now is not what it was when the run failed: edited since, or changed by commits since. */
async function changedSince(context: Context, { git, facts }: Repository, run: RunEvent): Promise<string[]> {
  const then = new Map(Object.entries(run.dirty ?? {}));
  const now = await requireWriter(context).dirtyFiles();
  const moved = facts.head !== undefined && facts.head !== run.head;
  const committed = moved
    ? (await git.diffTrees(run.head, facts.head ?? '', '')).flatMap((change) =>
        [change.path, change.oldPath ?? []].flat(),
      )
    : [];
  const paths = [...new Set([...then.keys(), ...now.keys(), ...committed])].filter(
    (path) => !path.startsWith(`${MEMORY_ROOT}/`),
  );
  const clean = paths.filter((path) => then.has(path) && !now.has(path));
  const atHead =
    facts.head === undefined ? [] : await git.blobIds(clean.map((path) => ({ rev: facts.head ?? '', path })));
  const contentNow = (path: string): string | undefined => now.get(path) ?? atHead[clean.indexOf(path)];
  return paths.filter((path) => (then.has(path) ? contentNow(path) !== then.get(path) : true)).sort();
}
