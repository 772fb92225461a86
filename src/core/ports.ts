import type { Problem } from './problem.ts';
import type { SignatureState } from './trust.ts';

/** Milliseconds since 1970. Passed in, so that stages stay pure and tests own the time. */
/** How far long work is. */
export interface Step {
  readonly what: 'history' | 'records' | 'commits';
  readonly done: number;
  /** Absent where nobody knows. */
  readonly total?: number;
}

/** Told at the beginning of long work and while it goes on; undefined when it is over. */
export type Progress = (step: Step | undefined) => void;

export type Clock = () => number;

/** Where git says we are. Paths are absolute; they never reach a record. */
export interface RepoFacts {
  /** Top of the working tree. */
  readonly root: string;
  /** This worktree's own git directory. */
  readonly gitDir: string;
  /** The directory that all worktrees share. */
  readonly commonDir: string;
  readonly objectFormat: 'sha1' | 'sha256';
  /** The commit at HEAD, or undefined where nothing was committed yet. */
  readonly head: string | undefined;
  /** Short name of the branch, or undefined at a detached HEAD. */
  readonly branch: string | undefined;
  readonly shallow: boolean;
}

export interface TreeEntry {
  /** Repository-relative. */
  readonly path: string;
  readonly mode: string;
  readonly oid: string;
}

export interface TreeChange {
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly path: string;
  /** Only for `renamed`. */
  readonly oldPath?: string;
  readonly oldOid?: string;
  readonly newOid?: string;
  /** Git's mode of the new side, where that is no plain file (100644): a link, a program, another repository. */
  readonly newMode?: string;
}

export interface CommitInfo {
  readonly oid: string;
  readonly parents: readonly string[];
  readonly authorName: string;
  readonly authorEmail: string;
  /** Seconds since 1970. */
  readonly authorTime: number;
  readonly commitTime: number;
  readonly subject: string;
  readonly body: string;
  /** Paths changed against the first parent; filled only when asked for. */
  readonly files: readonly string[];
  /** How each of these differs, a renamed file as one that went and one that came; only when asked for. */
  readonly changes?: readonly TreeChange[];
}

export interface LogOptions {
  /** Default HEAD. */
  readonly rev?: string;
  /** Leave out what this revision reaches. */
  readonly exclude?: string;
  readonly max?: number;
  /** Only what was committed then or earlier, in seconds since 1970. */
  readonly until?: number;
  /** So many are passed over first; not with `follow`. */
  readonly skip?: number;
  /** Only commits that changed this path or folder; with `follow`, through renames of one file. */
  readonly path?: string;
  /** Only commits that changed one of these files or folders, however many; with none of them, no commit. Instead of `path`. */
  readonly paths?: readonly string[];
  readonly follow?: boolean;
  readonly withFiles?: boolean;
  /** With the files, and how they changed. */
  readonly withChanges?: boolean;
}

export interface BlameLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly oid: string;
  readonly authorName: string;
  /** Seconds since 1970. */
  readonly authorTime: number;
  readonly subject: string;
}

/** A branch or tag. */
export interface GitRef {
  /** As people write it: `main`, `origin/main`, `v1.2`. */
  readonly name: string;
  readonly kind: 'branch' | 'remote' | 'tag';
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  /** Of the commit that it names in the end. */
  readonly oid: string;
  /** When that was committed, in seconds since 1970. */
  readonly commitTime: number;
  readonly subject: string;
}

/** Read access to git. A revision that does not exist is `undefined` from `resolve` and `unknown-revision` elsewhere. */
export interface GitPort {
  readonly backend: 'git' | 'isomorphic-git';
  /** Read anew at each call: HEAD moves. Throws `no-repository` or `bare-repository`. */
  facts(): Promise<RepoFacts>;
  /** Full commit id of a revision as people write them. */
  resolve(rev: string): Promise<string | undefined>;
  /** The same of several, in the given order. One call for all. */
  resolveEach(revs: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** All files below a folder (or the one file) at a revision; none if it is not there. */
  listTree(rev: string, path: string): Promise<readonly TreeEntry[]>;
  /** Contents by object id; ids that do not exist (or were not fetched) are left out. */
  readBlobs(oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Object ids of paths as of revisions, in the given order; undefined where there is no such file. One call for all. */
  blobIds(
    specs: readonly { readonly rev: string; readonly path: string }[],
  ): Promise<readonly (string | undefined)[]>;
  /** Newest first. */
  log(options: LogOptions): Promise<readonly CommitInfo[]>;
  /** Changes below a path from one revision to another, renames found; `undefined` as `from` is the empty tree. */
  diffTrees(from: string | undefined, to: string, path: string): Promise<readonly TreeChange[]>;
  blame(path: string, rev?: string): Promise<readonly BlameLine[]>;
  /** What the index holds below a path, and how it differs from HEAD. */
  staged(path: string): Promise<readonly TreeChange[]>;
  mergeBase(a: string, b: string): Promise<string | undefined>;
  /** Which of these commits carry a signature. It is not verified, and no program is started for it. */
  signed(oids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Branches, of remotes too, and tags that name a commit: the newest commits first, at most so many. */
  refs(max: number): Promise<readonly GitRef[]>;
}

/** Who made a merge. */
export interface CommitMerge {
  readonly oid: string;
  readonly authorName: string;
  readonly authorEmail: string;
  readonly committerEmail: string;
}

/** What only the git binary may do. */
export interface GitWriter {
  /** `git add` of exactly these paths, in the index that git is using now. */
  stage(paths: readonly string[]): Promise<void>;
  /** Paths staged, anywhere, against HEAD. */
  hasStaged(): Promise<boolean>;
  /** Tracked files below a path whose content is not what the index says; git compares stamps, so it is fast. */
  changedTracked(path: string): Promise<readonly string[]>;
  /** Files below a path, untracked ones too, that are not as the commit at HEAD has them. */
  differing(path: string): Promise<readonly string[]>;
  /** Tracked or untracked files that differ from HEAD, `.nexus/` left out: path → content id (empty if deleted). */
  dirtyFiles(): Promise<ReadonlyMap<string, string>>;
  /** Unified diff of these paths between HEAD, or the given commit, and the working tree. */
  diffText(from: string | undefined, paths: readonly string[]): Promise<string>;
  config(key: string): Promise<string | undefined>;
  /** Starts the program that git's configuration names for signatures: only where a person asks for it. */
  verifySignature(oid: string): Promise<{ readonly state: SignatureState; readonly signer?: string }>;
  /** The merge that brought a commit into a branch's first line; undefined where it was made there. */
  mergeOf(oid: string, branch: string): Promise<CommitMerge | undefined>;
  /**
   * Files below a path of which a merge that goes on left several versions in the index: ids of what both came from, of
   * ours and of theirs, each undefined where there is none.
   */
  unmerged(path: string): Promise<ReadonlyMap<string, readonly (string | undefined)[]>>;
}

/** What is known of a file without reading it. */
export interface FileStat {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

/** The files below `.nexus/` in the working tree. Links are never followed; nothing outside is ever touched. */
export interface MemoryFiles {
  /** Record candidates (markdown below the folders of kinds), by path; links and special files come back as problems. */
  list(): { readonly files: readonly FileStat[]; readonly problems: readonly Problem[] };
  /** The problems of `list` alone. Quick: of a plain file only its name is looked at. */
  strange(): readonly Problem[];
  /** Paths of what is called `*.md` below a folder, in no order. Quick: nothing is looked at, `read` does that. */
  names(folder: string): readonly string[];
  /** Bytes, or undefined if there is no such regular file. */
  read(path: string): Uint8Array | undefined;
  /** Durable and atomic; throws `conflict` if the file exists. */
  create(path: string, text: string): void;
  /** Durable and atomic. Throws `conflict` if the file's bytes are not `expected` any more. */
  replace(path: string, text: string, expected: string): void;
  remove(path: string): void;
  /** How often anything was written, where nobody else can write: as long as it is the same, all is as it was. */
  writes?(): number;
}

/** Random access to a cache file's bytes, so that a cold query reads only what it needs. */
export interface RangeReader {
  readonly size: number;
  /** Exactly `length` bytes; throws RangeError past the end. */
  read(offset: number, length: number): Uint8Array;
}
