import { createHash } from 'node:crypto';
import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, FileStat, GitPort } from '../core/ports.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredDoc } from '../core/recall.ts';
import { commitKey, docOfCommit, docOfRecord } from '../search/document.ts';
import { printFacet } from '../search/facets.ts';
import type { SearchDoc } from '../search/search-index.ts';
import { fingerprintOf } from '../store/draft.ts';
import { kindOfPath } from '../store/paths.ts';
import type { Context } from './context.ts';

/** What tells, without reading, that a file is as it was when it was indexed. */
export interface Stamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

/** What an index was made from. */
export interface Snapshot {
  readonly files: ReadonlyMap<string, Stamp>;
  /** The commit up to which history is indexed. */
  readonly tip: string | undefined;
  /** Problems of files that could not be read wholly, by path. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}

/** How to bring an index from one snapshot to the next. */
export interface Changes {
  readonly upserts: readonly SearchDoc[];
  readonly removes: readonly string[];
  readonly next: Snapshot;
  /** Links and the like, found while listing. */
  readonly strange: readonly Problem[];
}

export const EMPTY: Snapshot = { files: new Map(), tip: undefined, problems: new Map() };

/** A file that was written this shortly before it was read may change again without a new time stamp. */
const RACY_MS = 50;
/** The built-in git compares trees in JavaScript: it reads fewer commits, and not their files. */
const EMBEDDED_COMMITS = 500;

/**
 * What changed between a snapshot and the working tree and history as they are now. The cost grows
 * with what changed; a history that was rewritten costs what its own commits cost.
 */
export async function changesSince(
  context: Context,
  before: Snapshot,
  known: (path: string) => StoredDoc | undefined,
  commits: number,
): Promise<Changes> {
  const { files: listed, problems: strange } = context.files.list();
  const history = await historySince(context, before.tip, commits);
  const touched = new Set(history.provenance.keys());
  const changed = listed.filter(
    (file) =>
      !same(before.files.get(file.path), file) ||
      (touched.has(file.path) && kindOfPath(file.path) !== undefined),
  );
  const now = context.clock();
  const files = new Map<string, Stamp>();
  for (const file of listed) files.set(file.path, before.files.get(file.path) ?? stampOf(file, now));
  for (const file of changed) files.set(file.path, stampOf(file, now));
  const removes = [...before.files.keys()].filter((path) => !files.has(path));

  const committed = await committedBlobs(context, changed);
  const problems = new Map([...before.problems].filter(([path]) => files.has(path)));
  const upserts: SearchDoc[] = [];
  const reader = changed.length === 0 ? undefined : await context.reader();
  for (const file of changed) {
    const bytes = context.files.read(file.path);
    const { record, problems: wrong = [] } = reader?.read(file.path) ?? {};
    if (wrong.length > 0) problems.set(file.path, wrong);
    else problems.delete(file.path);
    if (record === undefined || bytes === undefined) {
      if (before.files.has(file.path)) removes.push(file.path);
      continue;
    }
    const last = history.provenance.get(file.path) ?? provenanceOf(known(file.path));
    const isCommitted =
      committed.get(file.path) === gitBlobId(bytes, context.repository?.facts.objectFormat ?? 'sha1');
    upserts.push(recordDoc(docOfRecord(record, file.path, last ?? {}), fingerprintOf(record), isCommitted));
  }
  upserts.push(...history.added.map(docOfCommit));
  removes.push(...history.gone.map(commitKey));
  return { upserts, removes, next: { files, tip: history.tip, problems }, strange };
}

function recordDoc(doc: SearchDoc, print: string, isCommitted: boolean): SearchDoc {
  const stored = isCommitted ? doc.stored : { ...doc.stored, uncommitted: true };
  return { ...doc, facets: [...doc.facets, printFacet(print)], stored };
}

function same(stamp: Stamp | undefined, file: FileStat): boolean {
  return (
    stamp !== undefined &&
    stamp.size === file.size &&
    stamp.mtimeMs === file.mtimeMs &&
    stamp.ino === file.ino
  );
}

function stampOf({ size, mtimeMs, ino }: FileStat, now: number): Stamp {
  // No file has a negative time, so a racy one is read again the next time.
  return { size, mtimeMs: now - mtimeMs < RACY_MS ? -1 : mtimeMs, ino };
}

interface Provenance {
  readonly author: string;
  readonly authorEmail?: string;
  readonly commit: string;
}

function provenanceOf(stored: StoredDoc | undefined): Provenance | undefined {
  return stored?.author === undefined || stored.commit === undefined
    ? undefined
    : { author: stored.author, commit: stored.commit };
}

interface HistoryChange {
  readonly tip: string | undefined;
  readonly added: readonly CommitInfo[];
  readonly gone: readonly string[];
  /** The commit that last changed each record that commits changed since. */
  readonly provenance: ReadonlyMap<string, Provenance>;
}

async function historySince(
  context: Context,
  tip: string | undefined,
  commits: number,
): Promise<HistoryChange> {
  const repository = context.repository;
  const head = repository?.facts.head;
  const none = { added: [], gone: [], provenance: new Map<string, Provenance>() };
  if (repository === undefined || head === tip) return { tip, ...none };
  const { git } = repository;
  if (head === undefined) return { tip: undefined, ...none };
  const withFiles = git.backend === 'git';
  const max = withFiles ? commits : Math.min(commits, EMBEDDED_COMMITS);
  const exclude = tip === undefined ? {} : { exclude: tip };
  const added = max === 0 ? [] : await git.log({ rev: head, max, withFiles, ...exclude });
  const left = tip === undefined ? [] : await git.log({ rev: tip, exclude: head, withFiles });
  // Commits that left may have been the last to change records that are still there: ask for all again.
  const again = left.some((commit) => commit.files.some((file) => file.startsWith(`${MEMORY_ROOT}/`)));
  return {
    tip: head,
    added,
    gone: left.map((commit) => commit.oid),
    provenance: await provenanceSince(git, head, again ? {} : exclude),
  };
}

async function provenanceSince(
  git: GitPort,
  rev: string,
  exclude: { exclude?: string },
): Promise<Map<string, Provenance>> {
  const out = new Map<string, Provenance>();
  for (const commit of await git.log({ rev, path: MEMORY_ROOT, withFiles: true, ...exclude })) {
    const { authorName: author, authorEmail, oid } = commit;
    for (const file of commit.files) if (!out.has(file)) out.set(file, { author, authorEmail, commit: oid });
  }
  return out;
}

async function committedBlobs(
  context: Context,
  files: readonly FileStat[],
): Promise<ReadonlyMap<string, string>> {
  const head = context.repository?.facts.head;
  if (head === undefined || files.length === 0) return new Map();
  const oids = await context.repository?.git.blobIds(files.map((file) => ({ rev: head, path: file.path })));
  return new Map(files.flatMap((file, at) => (oids?.[at] === undefined ? [] : [[file.path, oids[at]]])));
}

/** The object id that git gives to these bytes as a file (gitformat-loose: a header, then the content). */
export function gitBlobId(bytes: Uint8Array, format: 'sha1' | 'sha256'): string {
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
