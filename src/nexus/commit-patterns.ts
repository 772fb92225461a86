import type { CommitInfo } from '../core/ports.ts';
import { SURE_SCORE } from '../core/proposal.ts';
import { languageOfPath } from '../extract/language.ts';
import { isForeign } from '../propose/gate.ts';
import { operationInProgress } from '../repo/git-state.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { readConfig } from './settings.ts';

/** A commit is one of many: nobody reads more about each. */
const PER_COMMIT = 3;
/** Milliseconds of reading; what the commit touched is read first. */
const WITHIN = 10_000;
const STALE_MS = 300_000;

/**
 * After a commit, in the background: what it shows is proposed, by `capture.patterns`. Nothing where it touches no
 * source files, is a merge, or another such work goes on.
 * @param tip the commit at HEAD.
 */
export async function proposeFromCommit(context: Context, { oid: head, parents }: CommitInfo): Promise<void> {
  const { git, state } = requireRepository(context);
  const mode = hasMemory(context) ? readConfig(context).config.capture.patterns : 'off';
  if (mode === 'off' || parents.length > 1) return;
  const changes = await git.diffTrees(parents[0], head, '');
  const isCode = changes.some(
    ({ path, status }) => status !== 'deleted' && !isForeign(path) && languageOfPath(path) !== undefined,
  );
  if (!isCode) return;
  const work = async (): Promise<void> => {
    const [{ learnFromCode }, { accept }] = await Promise.all([
      import('./learn-code.ts'),
      import('./inbox.ts'),
    ]);
    const { proposals } = await learnFromCode(context, { commit: head, top: PER_COMMIT, within: WITHIN });
    // Written into the tree of this commit, or not at all: they wait, then.
    const now = await git.facts();
    if (mode !== 'auto' || now.head !== head || operationInProgress(now.gitDir)) return;
    for (const { id, score } of proposals)
      if (id !== undefined && score >= SURE_SCORE) await accept(context, id);
  };
  await state.withLock('propose', work, { staleMs: STALE_MS });
}
