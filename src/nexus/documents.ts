import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, GitPort } from '../core/ports.ts';
import { present } from '../core/present.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredDoc } from '../core/recall.ts';
import type { NexusRecord } from '../core/record.ts';
import { openConflicts } from '../merge/open-conflicts.ts';
import { gitBlobId } from '../repo/blob-id.ts';
import { commitKey, docOfCommit, docOfRecord } from '../search/document.ts';
import { conflictFacet, printFacet, uncommittedFacet } from '../search/facets.ts';
import type { SearchDoc } from '../search/search-index.ts';
import { fingerprintOf } from '../store/draft.ts';
import type { Context } from './context.ts';
import { type FilesSeen, fileChanges } from './file-changes.ts';
import { counter } from './progress.ts';

/** What an index was made from. */
export interface Snapshot {
  readonly seen: FilesSeen;
  /** The commit up to which history is indexed. */
  readonly tip: string | undefined;
  /** Problems of files that could not be read wholly, by path. */
  readonly problems: ReadonlyMap<string, readonly Problem[]>;
}

/** How to bring an index from one snapshot to the next. */
export interface Changes {
  /** False where nothing at all is different. */
  readonly any: boolean;
  readonly removes: readonly string[];
  /** Made as they are asked for, so that a whole memory never has to be held at once; to be run through once. */
  readonly upserts: Iterable<SearchDoc>;
  /** Complete only after `upserts` was run through. */
  readonly next: Snapshot;
}

export const EMPTY: Snapshot = {
  seen: { stamps: new Map(), byGit: false, strange: [] },
  tip: undefined,
  problems: new Map(),
};

/** The built-in git compares trees in JavaScript: it takes some 5 ms for a commit, so it reads fewer. */
const EMBEDDED_COMMITS = 500;

/** How many commits are recalled, of those that the settings allow. */
export function commitsWithin(git: GitPort, commits: number): number {
  return git.backend === 'git' ? commits : Math.min(commits, EMBEDDED_COMMITS);
}

/**
 * What changed between a snapshot and the working tree and history as they are now. The cost grows
 * with what changed; a history that was rewritten costs what its own commits cost.
 * @param known what the index holds of a record, by path
 * @param commits how many of the newest commits are indexed
 */
export async function changesSince(
  context: Context,
  before: Snapshot,
  known: (path: string) => StoredDoc | undefined,
  commits: number,
): Promise<Changes> {
  const history = await historySince(context, before.tip, commits);
  const moved = new Set(history.provenance.keys());
  const { changed, gone, next: seen } = await fileChanges(context, before.seen, before.tip, moved);
  const lost = new Set(gone);
  const problems = new Map([...before.problems].filter(([path]) => !lost.has(path)));
  const committed = await committedBlobs(context, changed);
  const reader = changed.length === 0 ? undefined : await context.reader();
  const format = context.repository?.facts.objectFormat ?? 'sha1';

  function* upserts(): Generator<SearchDoc> {
    const counted = counter(context.progress, 'records', changed.length);
    for (const path of changed) {
      counted();
      const bytes = context.files.read(path);
      const { record, problems: wrong = [] } = bytes === undefined ? {} : (reader?.decode(bytes, path) ?? {});
      if (wrong.length > 0) problems.set(path, wrong);
      else problems.delete(path);
      if (record === undefined || bytes === undefined) continue;
      const last = history.provenance.get(path) ?? provenanceOf(known(path));
      const isCommitted = committed.get(path) === gitBlobId(bytes, format);
      yield recordDoc(docOfFile(record, bytes, path, last), fingerprintOf(record), isCommitted);
    }
    const seenCommit = counter(context.progress, 'commits', history.added.length);
    for (const commit of history.added) {
      seenCommit();
      yield docOfCommit(commit);
    }
  }
  return {
    any:
      changed.length + gone.length + history.added.length + history.gone.length > 0 ||
      history.tip !== before.tip,
    // A file that cannot be read any more must not be found by what it said before.
    removes: [...gone, ...changed, ...history.gone.map(commitKey)],
    upserts: upserts(),
    next: { seen, tip: history.tip, problems },
  };
}

/** What is searched of a record, with what its file tells beside. */
export function docOfFile(
  record: NexusRecord,
  bytes: Uint8Array,
  path: string,
  last: Provenance | undefined,
): SearchDoc {
  return docOfRecord(record, path, { ...last, ...inConflict(bytes, path) });
}

/** The parts of a record that a merge left undecided. */
function inConflict(bytes: Uint8Array, path: string): { inConflict?: readonly string[] } {
  const open = openConflicts(new TextDecoder().decode(bytes), path);
  if (open.length === 0) return {};
  return { inConflict: [...new Set(open.map(({ of, part }) => (of === 'text' ? `## ${part}` : part)))] };
}

function recordDoc(doc: SearchDoc, print: string, isCommitted: boolean): SearchDoc {
  const open = doc.stored.inConflict === undefined ? [] : [conflictFacet()];
  const facets = [...doc.facets, printFacet(print), ...open];
  if (isCommitted) return { ...doc, facets };
  return { ...doc, facets: [...facets, uncommittedFacet()], stored: { ...doc.stored, uncommitted: true } };
}

/** Who last changed a record, and in which commit. */
export interface Provenance {
  readonly author: string;
  readonly authorEmail?: string;
  readonly commit: string;
  readonly signed?: boolean;
}

function provenanceOf(stored: StoredDoc | undefined): Provenance | undefined {
  const { author, authorEmail, commit, signed } = stored ?? {};
  if (author === undefined || commit === undefined) return undefined;
  return { author, commit, ...present({ authorEmail, signed }) };
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
  if (tip === undefined) context.progress?.({ what: 'history', done: 0 });
  if (head === undefined) return { tip: undefined, ...none };
  const withFiles = true;
  const max = commitsWithin(git, commits);
  const exclude = tip === undefined ? {} : { exclude: tip };
  const added = max === 0 ? [] : await git.log({ rev: head, max, withFiles, ...exclude });
  // What somebody built on has not left: most often nothing is asked.
  const isKept = tip === undefined || added.some(({ parents }) => parents.includes(tip));
  const left = isKept ? [] : await git.log({ rev: tip, exclude: head, withFiles });
  // Commits that left may have been the last to change records that are still there: ask for all again.
  const ofMemory = ({ files }: CommitInfo): boolean =>
    files.some((file) => file.startsWith(`${MEMORY_ROOT}/`));
  const again = left.some(ofMemory);
  // Which side of a merge a file is from is git's to say; of a line, and where no memory changed, these tell it.
  const touching = added.filter(ofMemory);
  const isLine = touching.length === 0 || added.every(({ parents }) => parents.length < 2);
  return {
    tip: head,
    added,
    gone: left.map((commit) => commit.oid),
    provenance:
      isLine && !again && added.length < max
        ? await lastChanges(git, touching)
        : await provenanceSince(git, head, again ? {} : exclude),
  };
}

/** By path who last changed each record as of a revision, and in which commit. @param exclude changes up to that one are not told */
export async function provenanceSince(
  git: GitPort,
  rev: string,
  exclude: { exclude?: string } = {},
): Promise<Map<string, Provenance>> {
  return lastChanges(git, await git.log({ rev, path: MEMORY_ROOT, withFiles: true, ...exclude }));
}

/** By path which of these commits, the newest first, changed it last. */
async function lastChanges(git: GitPort, commits: readonly CommitInfo[]): Promise<Map<string, Provenance>> {
  const out = new Map<string, Provenance>();
  // Whoever merges is not who wrote what a merge brought.
  const isMerge = ({ parents }: CommitInfo): boolean => parents.length > 1;
  const signed = await git.signed(commits.map(({ oid }) => oid));
  for (const commit of [...commits.filter((one) => !isMerge(one)), ...commits.filter(isMerge)]) {
    const { authorName: author, authorEmail, oid } = commit;
    const last = { author, authorEmail, commit: oid, signed: signed.has(oid) };
    for (const file of commit.files) if (!out.has(file)) out.set(file, last);
  }
  return out;
}

/** Beyond this many paths one listing of the tree is cheaper: git looks up each path from the top. */
const FEW = 32;

async function committedBlobs(
  context: Context,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { git, facts } = context.repository ?? {};
  const head = facts?.head;
  if (git === undefined || head === undefined || paths.length === 0) return new Map();
  if (paths.length > FEW) {
    return new Map((await git.listTree(head, MEMORY_ROOT)).map((entry) => [entry.path, entry.oid]));
  }
  const oids = await git.blobIds(paths.map((path) => ({ rev: head, path })));
  return new Map(paths.flatMap((path, at) => (oids[at] === undefined ? [] : [[path, oids[at]]])));
}
