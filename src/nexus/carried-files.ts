import type { JournalEvent } from '../capture/journal-event.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import { worktreeExists } from '../repo/git-state.ts';
import { idOfPath } from '../store/paths.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { type CaptureFile, stashHolding } from './staged-capture.ts';

/** What the end of a session wrote, until a commit holds it. */
interface EndedFiles {
  readonly paths: readonly string[];
  /** Ids of the events that they tell of: not to be told again. */
  readonly events: readonly string[];
}

/** Beside the other files that a commit is to carry, where the hooks look; no worktree has `~` in its name. */
const ENDED_MARK = '~ended';

/** The worktree that a name below `pending` stands for. */
export function worktreeOfPending(name: string): string {
  const worktree = name.replace(/\.json$/, '');
  return worktree.endsWith(ENDED_MARK) ? worktree.slice(0, -ENDED_MARK.length) : worktree;
}

function fileOf(worktree: string): string {
  return `pending/${worktree}${ENDED_MARK}.json`;
}

export function readEnded({ state, worktree }: Repository): EndedFiles | undefined {
  try {
    const value: unknown = JSON.parse(state.readText(fileOf(worktree)) ?? 'null');
    return isEnded(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writeEnded({ state, worktree }: Repository, ended: EndedFiles | undefined): void {
  if (ended === undefined || ended.paths.length === 0) state.remove(fileOf(worktree));
  else state.writePrivate(fileOf(worktree), `${JSON.stringify(ended)}\n`);
}

/** Where a worktree was removed, its files went with it; their list would start the hooks for ever. */
export function dropGoneEnded({ state, facts }: Repository): void {
  for (const { name } of state.listJson('pending')) {
    const worktree = name.replace(/\.json$/, '');
    if (!worktree.endsWith(ENDED_MARK)) continue;
    if (!worktreeExists(facts.commonDir, worktree.slice(0, -ENDED_MARK.length)))
      state.remove(fileOf(worktree.slice(0, -ENDED_MARK.length)));
  }
}

function isEnded(value: unknown): value is EndedFiles {
  if (typeof value !== 'object' || value === null || !('paths' in value) || !('events' in value))
    return false;
  return [value.paths, value.events].every(
    (list) => Array.isArray(list) && list.every((item) => typeof item === 'string'),
  );
}

/**
 * Files that are in the tree already and that this commit carries as well: what the end of a session wrote,
 * and the records made for what was told. As they are now, edited or not; what a person took away, committed
 * or staged by hand is theirs.
 * @param before an aborted commit's files.
 */
export async function carriedFiles(
  context: Context,
  events: readonly JournalEvent[],
  before: readonly CaptureFile[],
): Promise<readonly CaptureFile[]> {
  const { git } = requireRepository(context);
  const ended = new Set(readEnded(requireRepository(context))?.paths ?? []);
  const records = events.flatMap((event) => (event.type === 'note' ? (event.record ?? []) : []));
  const paths = [...new Set([...ended, ...records])];
  if (paths.length === 0) return [];
  const held = await git.blobIds(paths.map((path) => ({ rev: 'HEAD', path })));
  const staged = new Set((await git.staged(MEMORY_ROOT)).map((change) => change.path));
  return paths.flatMap((path, at) => {
    const ours = before.find((file) => file.path === path);
    if (held[at] !== undefined || (staged.has(path) && ours === undefined)) return [];
    const bytes = context.files.read(path);
    // Thrown away with an aborted commit and all the rest of it: the episode is the only one that tells this.
    const text = bytes === undefined && ended.has(path) ? ours?.text : new TextDecoder().decode(bytes);
    if (text === undefined || (bytes === undefined && !ended.has(path))) return [];
    return [{ path, id: idOfPath(path) ?? '', about: `file:${path}`, text }];
  });
}

/** Forgets the files of ended sessions that a commit holds, or that are gone and in no stash. */
export async function pruneEnded(context: Context, staged: readonly CaptureFile[]): Promise<void> {
  const repository = requireRepository(context);
  const ended = readEnded(repository);
  if (ended === undefined) return;
  const held = await repository.git.blobIds(ended.paths.map((path) => ({ rev: 'HEAD', path })));
  const open = ended.paths.filter((_, at) => held[at] === undefined);
  const gone = open.filter(
    (path) => context.files.read(path) === undefined && !staged.some((file) => file.path === path),
  );
  const stashed = gone.length > 0 && (await stashHolding(context, gone)) !== undefined;
  const left = stashed ? open : open.filter((path) => !gone.includes(path));
  if (left.length < ended.paths.length) writeEnded(repository, { ...ended, paths: left });
}
