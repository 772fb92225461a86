import { MEMORY_ROOT } from '../core/kinds.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { knownMerged, MAIN, type Merged, mergedMark, rememberMerged, shortRef } from './known-merged.ts';
import { mainBranches } from './review-range.ts';

/** Finds out what is on the main branch, where that is not known, for whoever may not ask git. */
export async function keepMerged(context: Context): Promise<void> {
  const { repository } = context;
  const mark = repository === undefined ? undefined : mergedMark(repository);
  if (mark === undefined || knownMerged(context) !== undefined) return;
  rememberMerged(context, mark, await mergedOf(context));
}

/** What of the commit at HEAD is on the main branch, too. */
export async function mergedOf(context: Context): Promise<Merged> {
  const known = knownMerged(context);
  if (known !== undefined) return known;
  const repository = requireRepository(context);
  const { head } = repository.facts;
  const main = await mainOf(repository);
  if (main === undefined || head === undefined) return { paths: new Set(), commits: new Set() };
  return compared(repository, main, head);
}

/** Is a whole revision on the main branch? */
export async function isOnMain(context: Context, rev: string): Promise<boolean> {
  const repository = requireRepository(context);
  const [main, oid] = await Promise.all([mainOf(repository), repository.git.resolve(rev)]);
  if (main === undefined || oid === undefined) return false;
  return oid === main.oid || (await repository.git.mergeBase(main.oid, oid)) === oid;
}

/** The main branch as this clone knows it: the remote's where it has one. */
async function mainOf(repository: Repository): Promise<Merged['main']> {
  return (await firstOf(repository, MAIN)) ?? firstOf(repository, await mainBranches(repository));
}

async function firstOf(repository: Repository, refs: readonly string[]): Promise<Merged['main']> {
  const oids = await repository.git.resolveEach(refs);
  const named = refs.map((ref, at) => ({ name: shortRef(ref), oid: oids[at] }));
  return named.find((one): one is NonNullable<Merged['main']> => one.oid !== undefined);
}

async function compared(
  { git }: Repository,
  main: NonNullable<Merged['main']>,
  head: string,
): Promise<Merged> {
  const none = { main, paths: new Set<string>(), commits: new Set<string>() };
  if (main.oid === head) return none;
  const base = await git.mergeBase(main.oid, head);
  if (base === head) return none;
  const [changes, commits] = await Promise.all([
    git.diffTrees(base, head, MEMORY_ROOT),
    git.log({ rev: head, exclude: main.oid }),
  ]);
  const paths = changes.flatMap(({ status, path }) => (status === 'deleted' ? [] : [path]));
  // What came by a squash or a cherry-pick stands there all the same.
  const oids = await git.blobIds(
    paths.flatMap((path) => [
      { rev: head, path },
      { rev: main.oid, path },
    ]),
  );
  return {
    main,
    paths: new Set(paths.filter((_, at) => oids[2 * at] !== oids[2 * at + 1])),
    commits: new Set(commits.map(({ oid }) => oid)),
  };
}
