import type { RecordChange } from './change.ts';
import { MEMORY_ROOT } from './kinds.ts';
import { isPackName } from './pack.ts';
import type { Problem } from './problem.ts';
import type { RuleName } from './review-rules.ts';

/** A repository whose memory is recalled beside one's own, as of the commit that somebody here agreed to. */
export interface SourceRef {
  readonly name: string;
  readonly commit: string;
}

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
/** What stands before a colon in the keys of the index already. */
const TAKEN: ReadonlySet<string> = new Set(['commit', 'journal']);

/** Short, so that it may stand before each title; and no pack's. */
export function isSourceName(text: string): boolean {
  return NAME.test(text) && !TAKEN.has(text) && !isPackName(text);
}

/** What stands where a repository's own record has its path. @param path below `.nexus/` in the source */
export function sourcePath(name: string, path: string): string {
  return `${name}:${path}`;
}

/** The inverse of {@link sourcePath}; undefined for the path of a file and of a pack's record. */
export function inSource(path: string): { readonly name: string; readonly path: string } | undefined {
  const at = path.indexOf(':');
  const name = path.slice(0, Math.max(0, at));
  return isSourceName(name) ? { name, path: path.slice(at + 1) } : undefined;
}

/** Where the record lies in its own repository, by {@link sourcePath}. */
export function ownPath(path: string): string {
  return `${MEMORY_ROOT}/${inSource(path)?.path ?? path}`;
}

/** Whose memory a record is of, by its path or key: the name of a pack or source; undefined for this repository's own. */
export function placeOf(path: string): string | undefined {
  const at = path.indexOf(':');
  const name = path.slice(0, Math.max(0, at));
  return isPackName(name) || isSourceName(name) ? name : undefined;
}

/** A file of a source that is not served, and why. Every text in it may be an attacker's: show it by `safeText`. */
export interface LeftOut extends Pick<Problem, 'file' | 'message' | 'line'> {
  /** The rule of `review` that it breaks. */
  readonly rule?: RuleName;
}

/** What may be served of a source as of its pinned commit, and what is not. */
export interface SourceCounts {
  readonly records: number;
  /** How many files are not served. */
  readonly leftOut: number;
  /** The first of them. */
  readonly left: readonly LeftOut[];
}

/** A source as it is kept in the local state. */
export interface SourceState extends SourceCounts {
  readonly name: string;
  /** Without user or password; an absolute path where it lies on this machine. */
  readonly url: string;
  /** The branch or tag that is followed; absent for what the other side calls HEAD. */
  readonly ref?: string;
  /** What is recalled, whatever happens on the other side. */
  readonly pin: SourcePin;
  /** The newest commit that was fetched; absent where that is the pinned one. */
  readonly tip?: string;
  /** The pinned commit was not found in the history of what is followed. */
  readonly rewritten?: true;
  /** Why the last attempt to fetch failed. */
  readonly failed?: { readonly at: string; readonly message: string };
}

export interface SourcePin {
  readonly commit: string;
  /** When that was committed, and when it was agreed to here. */
  readonly committed: string;
  readonly at: string;
}

/** What came of looking for something new. */
export interface SourceUpdate {
  readonly source: SourceState;
  /**
   * `updated` another commit is recalled now; `current` there is none; `declined` by whoever was asked;
   * `rewritten` the pinned commit is not in its history any more, and stays; `failed` the other side gave no answer.
   */
  readonly outcome: 'updated' | 'current' | 'declined' | 'rewritten' | 'failed';
  /** The commit that was recalled before. */
  readonly before: string;
  /** The commit that came, or would. */
  readonly commit: string;
  readonly changes: readonly RecordChange[];
  /** Of `failed`. */
  readonly message?: string;
}
