import { MEMORY_ROOT } from '../core/kinds.ts';
import { refsMark } from '../repo/git-state.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { MAIN, mainBranches } from './review-range.ts';

/** What stands on the main branch, as this clone knows it, and what only here. */
export interface Merged {
  /** Absent where no main branch is known: then nothing counts as merged. */
  readonly main?: { readonly name: string; readonly oid: string };
  /** Files of the memory that differ at HEAD from what the main branch has or had. */
  readonly paths: ReadonlySet<string>;
  /** Commits that HEAD reaches and the main branch does not. */
  readonly commits: ReadonlySet<string>;
}

const FILE = 'merged.json';

/** As a file of the local state has it: disposable. */
interface Kept {
  readonly mark: string;
  readonly main: NonNullable<Merged['main']>;
  readonly paths: readonly string[];
  readonly commits: readonly string[];
}

/** The same as far as it was found out before and nothing moved since; no git is asked. */
export function knownMerged(context: Context): Merged | undefined {
  const { repository } = context;
  if (repository === undefined) return undefined;
  const mark = refsMark(repository.facts, MAIN);
  const before = kept.get(context.files);
  if (mark === undefined || before?.mark === mark) return mark === undefined ? undefined : before?.merged;
  try {
    const text = repository.state.readText(fileOf(repository));
    const { mark: then, main, paths, commits } = JSON.parse(text ?? '{}') as Partial<Kept>;
    if (then !== mark || main === undefined || paths === undefined || commits === undefined) return undefined;
    const merged = { main, paths: new Set(paths), commits: new Set(commits) };
    kept.set(context.files, { mark, merged });
    return merged;
  } catch {
    return undefined;
  }
}

/** Finds it out, for whoever may not ask git. */
export async function keepMerged(context: Context): Promise<void> {
  const { repository } = context;
  if (repository === undefined || knownMerged(context) !== undefined) return;
  // Taken before git is asked: what moves meanwhile is seen the next time.
  const mark = refsMark(repository.facts, MAIN);
  if (mark === undefined) return;
  const merged = await mergedOf(context);
  const { main, paths, commits } = merged;
  // Of any other branch nothing would tell that it moved.
  if (main === undefined || !MAIN.some((ref) => shortRef(ref) === main.name)) return;
  kept.set(context.files, { mark, merged });
  const value: Kept = { mark, main, paths: [...paths], commits: [...commits] };
  try {
    repository.state.writePrivate(fileOf(repository), JSON.stringify(value));
  } catch {
    // A full or read-only disk: nothing is known then.
  }
}

const kept = new WeakMap<Context['files'], { readonly mark: string; readonly merged: Merged }>();

function fileOf({ worktree }: Repository): string {
  return `merged/${worktree}/${FILE}`;
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

function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes)\//, '');
}

/** The main branch as this clone knows it: the remote's where it has one. */
async function mainOf(repository: Repository): Promise<Merged['main']> {
  for (const ref of await mainBranches(repository)) {
    const oid = await repository.git.resolve(ref);
    if (oid !== undefined) return { name: shortRef(ref), oid };
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
