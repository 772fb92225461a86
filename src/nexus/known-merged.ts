import type { StoredDoc } from '../core/recall.ts';
import { refsMark } from '../repo/git-state.ts';
import type { Context, Repository } from './context.ts';

/** Where the team's main branch is looked for, the first that exists. */
export const MAIN = [...mainOfRemote('origin'), 'refs/heads/main', 'refs/heads/master'];

/** What may be the main branch of a remote, as it was seen there last. */
export function mainOfRemote(remote: string): readonly string[] {
  return ['HEAD', 'main', 'master'].map((branch) => `refs/remotes/${remote}/${branch}`);
}

/** What stands on the main branch, as this clone knows it, and what only here. */
export interface Merged {
  /** Absent where no main branch is known: then nothing counts as merged. */
  readonly main?: { readonly name: string; readonly oid: string };
  /** Files of the memory that differ at HEAD from what the main branch has or had. */
  readonly paths: ReadonlySet<string>;
  /** Commits that HEAD reaches and the main branch does not. */
  readonly commits: ReadonlySet<string>;
}

/** As a file of the local state has it: disposable. */
interface Kept {
  readonly mark: string;
  /** The commit at HEAD that was compared. */
  readonly head: string;
  readonly main: NonNullable<Merged['main']>;
  readonly paths: readonly string[];
  readonly commits: readonly string[];
}

interface Held extends Pick<Kept, 'mark' | 'head'> {
  readonly merged: Merged;
}

const held = new WeakMap<Context['files'], Held>();

/** What tells that neither HEAD nor what may be the main branch moved; undefined where only git could. */
export function mergedMark({ facts }: Repository): string | undefined {
  return refsMark(facts, MAIN);
}

/** As far as it was found out before and nothing moved since; no git is asked. */
export function knownMerged({ repository, files }: Context): Merged | undefined {
  const mark = repository === undefined ? undefined : mergedMark(repository);
  if (repository === undefined || mark === undefined) return undefined;
  const known = held.get(files) ?? heldIn(repository.state.readText(fileOf(repository)));
  if (known?.mark !== mark || known.head !== repository.facts.head) return undefined;
  held.set(files, known);
  return known.merged;
}

/** A torn file is as none. */
function heldIn(text: string | undefined): Held | undefined {
  try {
    const { mark, head, main, paths, commits } = JSON.parse(text ?? '{}') as Partial<Kept>;
    if (mark === undefined || head === undefined || main === undefined) return undefined;
    if (paths === undefined || commits === undefined) return undefined;
    return { mark, head, merged: { main, paths: new Set(paths), commits: new Set(commits) } };
  } catch {
    return undefined;
  }
}

/** Keeps what was found out, for whoever may not ask git. @param mark taken before git was asked */
export function rememberMerged({ repository, files }: Context, mark: string, merged: Merged): void {
  const { main, paths, commits } = merged;
  const head = repository?.facts.head;
  // Of any other branch nothing would tell that it moved.
  if (repository === undefined || head === undefined || main === undefined || !isWatched(main.name)) return;
  held.set(files, { mark, head, merged });
  const value: Kept = { mark, head, main, paths: [...paths], commits: [...commits] };
  try {
    repository.state.writePrivate(fileOf(repository), JSON.stringify(value));
  } catch {
    // A full or read-only disk: nothing is known then.
  }
}

function fileOf({ worktree }: Repository): string {
  return `merged/${worktree}.json`;
}

function isWatched(name: string): boolean {
  return MAIN.some((ref) => shortRef(ref) === name);
}

/** As people write it. */
export function shortRef(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes)\//, '');
}

/** Is it a file that the main branch has or had so, or a commit that it reaches? As it stands at HEAD. */
export function isMerged(
  { main, paths, commits }: Merged,
  { kind, id, path }: Pick<StoredDoc, 'kind' | 'id' | 'path'>,
): boolean {
  if (main === undefined) return false;
  return kind === 'commit' ? !commits.has(id) : path !== undefined && !paths.has(path);
}
