import { readReflog } from '../repo/hook-install/heartbeat.ts';
import { type Context, type Repository, requireRepository } from './context.ts';

/** One record that a pre-commit wrote. */
export interface CaptureFile {
  readonly path: string;
  readonly id: string;
  /** The signature of an error record; empty for the episode. */
  readonly about: string;
  readonly text: string;
}

/** What a pre-commit wrote and staged, until a commit is seen to hold it. */
export interface StagedCapture {
  readonly files: readonly CaptureFile[];
  /** Ids of the events that the files tell of. */
  readonly events: readonly string[];
  /** The branch that the commit was made for. */
  readonly branch?: string;
}

/** How far back a commit is looked for that was made since, and left again. */
const REFLOG = 64;
/** Stashes that are looked into. */
const STASHES = 8;

function fileOf(worktree: string): string {
  return `pending/${worktree}.json`;
}

export function readStaged(
  { state, worktree }: Repository,
  of: string = worktree,
): StagedCapture | undefined {
  const text = state.readText(fileOf(of));
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isStagedCapture(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function writeStaged({ state, worktree }: Repository, capture: StagedCapture): void {
  state.writePrivate(fileOf(worktree), `${JSON.stringify(capture)}\n`);
}

export function dropStaged({ state, worktree }: Repository, of: string = worktree): void {
  state.remove(fileOf(of));
}

function isStagedCapture(value: unknown): value is StagedCapture {
  if (typeof value !== 'object' || value === null || !('files' in value) || !('events' in value))
    return false;
  const { files, events } = value;
  return (
    Array.isArray(files) &&
    files.length > 0 &&
    files.every((file) => ['path', 'id', 'about', 'text'].every((key) => typeof file?.[key] === 'string')) &&
    Array.isArray(events) &&
    events.every((id) => typeof id === 'string') &&
    (!('branch' in value) || typeof value.branch === 'string')
  );
}

/**
 * Does a commit hold these files? HEAD as a rule; but whoever is asked late may find another branch checked
 * out, the commit amended, or its worktree gone.
 */
export async function isCommitted(context: Context, capture: StagedCapture): Promise<boolean> {
  const { git, facts } = requireRepository(context);
  const heldByOne = async (revs: readonly string[]): Promise<boolean> => {
    const { files } = capture;
    const held = await git.blobIds(revs.flatMap((rev) => files.map(({ path }) => ({ rev, path }))));
    return revs.some((_, at) =>
      held.slice(at * files.length, (at + 1) * files.length).every((oid) => oid !== undefined),
    );
  };
  if (await heldByOne(['HEAD'])) return true;
  const branch = capture.branch === undefined ? [] : [`refs/heads/${capture.branch}`];
  const left = await readReflog({ cwd: facts.root, env: context.env }, REFLOG);
  return heldByOne([...branch, ...new Set(left.map((entry) => entry.oid))]);
}

/**
 * Are files that are gone from the working tree in a stash? `tracked`: git merges them back, so they must
 * come back as they were. `untracked`: git refuses to bring them back where they are already.
 */
export async function stashHolding(
  context: Context,
  paths: readonly string[],
): Promise<'tracked' | 'untracked' | undefined> {
  const { git, facts } = requireRepository(context);
  const stashes = await readReflog({ cwd: facts.root, env: context.env }, STASHES, 'refs/stash');
  for (const [where, parent] of [
    ['tracked', ''],
    ['untracked', '^3'],
  ] as const) {
    const specs = stashes.flatMap(({ oid }) => paths.map((path) => ({ rev: `${oid}${parent}`, path })));
    if (specs.length > 0 && (await git.blobIds(specs)).some((oid) => oid !== undefined)) return where;
  }
  return undefined;
}
