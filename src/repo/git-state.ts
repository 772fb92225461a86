import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { RepoFacts } from '../core/ports.ts';
import { shortHash } from './short-hash.ts';

/** What git leaves in a worktree's git directory while it is in the middle of something. */
const IN_PROGRESS = [
  'rebase-merge',
  'rebase-apply',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
  'MERGE_HEAD',
  'sequencer',
];

/** True during a rebase, cherry-pick, revert, merge or `git am`: no time to add anything. */
export function operationInProgress(gitDir: string): boolean {
  return IN_PROGRESS.some((name) => existsSync(join(gitDir, name)));
}

const OPERATIONS = {
  rebase: ['rebase-merge', 'rebase-apply'],
  'cherry-pick': ['CHERRY_PICK_HEAD'],
  revert: ['REVERT_HEAD'],
  merge: ['MERGE_HEAD'],
} as const;
export type Operation = keyof typeof OPERATIONS;

/** What git is in the middle of; undefined for nothing, as after `git stash pop`, which leaves no trace of itself. */
export function operationName(gitDir: string): Operation | undefined {
  // A rebase picks commits: whichever is named first is the one that a person began.
  const names = Object.keys(OPERATIONS) as readonly Operation[];
  return names.find((name) => OPERATIONS[name].some((file) => existsSync(join(gitDir, file))));
}

/** Marks a linked worktree called `main`; git allows no such character there. */
const LINKED = '~';

/** Names a worktree in the local state: `main`, or the name that git gave a linked one. */
export function worktreeName(gitDir: string, commonDir: string): string {
  if (gitDir === commonDir) return 'main';
  const name = basename(gitDir);
  return name === 'main' ? `${name}${LINKED}` : name;
}

/** True while the worktree of this name is known to git. */
export function worktreeExists(commonDir: string, name: string): boolean {
  return name === 'main' || existsSync(join(commonDir, 'worktrees', name.replace(LINKED, '')));
}

/**
 * May a hook add to the index that git gave it? Only to the worktree's own, or the locked copy that becomes
 * it: what is added to any other (`git commit <path>`, a script's own index) is in that commit and in no
 * index after it, so that the next commit would delete it.
 * @param given the hook's `GIT_INDEX_FILE`; relative to the top of the working tree.
 */
export function isOwnIndex(given: string | undefined, place: { root: string; gitDir: string }): boolean {
  if (given === undefined || given === '') return true;
  const index = resolve(place.root, given);
  // A commit that was interrupted takes its copy away: adding would then make a lock that nobody removes.
  if (!existsSync(index) || !['index', 'index.lock'].includes(basename(index))) return false;
  return realpathSync(dirname(index)) === realpathSync(place.gitDir);
}

/**
 * What HEAD says, read from its files in microseconds; equal texts mean that HEAD has not moved.
 * Undefined where refs are not kept in files (reftable), so that git must be asked.
 */
export function headMark({ gitDir, commonDir }: Pick<RepoFacts, 'gitDir' | 'commonDir'>): string | undefined {
  const head = textOf(join(gitDir, 'HEAD'));
  const ref = /^ref: (refs\/.+?)\s*$/.exec(head ?? '')?.[1];
  if (head === undefined || ref?.startsWith('refs/heads/.invalid') === true) return undefined;
  if (ref === undefined) return head;
  const packed = statSync(join(commonDir, 'packed-refs'), { throwIfNoEntry: false });
  return `${head}${textOf(join(commonDir, ref)) ?? ''}${packed?.mtimeMs ?? ''}:${packed?.size ?? ''}`;
}

/**
 * What these refs say and where HEAD stands, read from files; equal marks mean that none has moved. Of HEAD only a hash, since
 * the mark is kept and a branch may be called anything. Undefined where refs are not kept in files.
 */
export function refsMark(
  facts: Pick<RepoFacts, 'gitDir' | 'commonDir'>,
  refs: readonly string[],
): string | undefined {
  const head = headMark(facts);
  if (head === undefined) return undefined;
  const packed = statSync(join(facts.commonDir, 'packed-refs'), { throwIfNoEntry: false });
  const loose = refs.map((ref) => {
    const text = textOf(join(facts.commonDir, ref)) ?? '';
    const target = /^ref: (refs\/.+?)\s*$/.exec(text)?.[1];
    return target === undefined ? text : `${text}${textOf(join(facts.commonDir, target)) ?? ''}`;
  });
  return [shortHash(head), ...loose, `${packed?.mtimeMs ?? ''}:${packed?.size ?? ''}`].join('\0');
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
