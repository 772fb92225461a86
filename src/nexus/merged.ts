import { MEMORY_ROOT } from '../core/kinds.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { mainBranches } from './review-range.ts';

/** What stands on the main branch, as this clone knows it, and what only here. */
export interface Merged {
  /** Absent where no main branch is known: then nothing counts as merged. */
  readonly main?: { readonly name: string; readonly oid: string };
  /** Files of the memory that differ at HEAD from what the main branch has or had. */
  readonly paths: ReadonlySet<string>;
  /** Commits that HEAD reaches and the main branch does not. */
  readonly commits: ReadonlySet<string>;
}

const held = new WeakMap<Context['files'], { readonly mark: string; readonly merged: Merged }>();

/** What of the commit at HEAD is on the main branch, too. */
export async function mergedOf(context: Context): Promise<Merged> {
  const repository = requireRepository(context);
  const main = await mainOf(repository);
  const { head } = repository.facts;
  if (main === undefined || head === undefined) return { paths: new Set(), commits: new Set() };
  const mark = `${main.oid} ${head}`;
  const before = held.get(context.files);
  if (before?.mark === mark) return before.merged;
  const merged = await compared(repository, main, head);
  held.set(context.files, { mark, merged });
  return merged;
}

/** Is it a file that the main branch has or had so, or a commit that it reaches? As it stands at HEAD. */
export function isMerged({ main, paths, commits }: Merged, one: { path?: string; commit?: string }): boolean {
  if (main === undefined) return false;
  return one.path === undefined ? one.commit !== undefined && !commits.has(one.commit) : !paths.has(one.path);
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
  for (const ref of await mainBranches(repository)) {
    const oid = await repository.git.resolve(ref);
    if (oid !== undefined) return { name: ref.replace(/^refs\/(?:heads|remotes)\//, ''), oid };
  }
  return undefined;
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
