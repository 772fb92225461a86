import { KINDS, MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo, TreeChange } from '../core/ports.ts';
import type { Kind } from '../core/record.ts';
import { kindOfPath } from '../store/paths.ts';
import { type Context, requireRepository } from './context.ts';
import { type MemoryCommit, withRecords } from './history.ts';
import { existing } from './revision.ts';

/** What of the memory's history is wanted; what is given is combined, letters' case does not count. */
export interface HistoryFilter {
  /** Part of an author's name or address. */
  readonly author?: string;
  /** Commits that changed records of this kind. */
  readonly kind?: Kind;
  /** Part of a path that the commit changed, memory or code. */
  readonly file?: string;
  /** Part of the commit's message, or of what changed in a record. */
  readonly text?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

export interface HistoryQuery extends HistoryFilter {
  /** As of this revision, instead of HEAD. */
  readonly rev?: string;
  /** Goes on where an earlier page ended, whatever was committed meanwhile. */
  readonly after?: HistoryPlace;
  readonly max: number;
}

export interface HistoryPlace {
  /** The commit from which the walk began. */
  readonly tip: string;
  /** How many commits it has passed. */
  readonly passed: number;
}

/** A commit with what it did; of very many files only the first are read. */
export interface HistoryCommit extends MemoryCommit {
  /** How many more it added, changed and took away; absent where all are told. */
  readonly rest?: { readonly added: number; readonly changed: number; readonly deleted: number };
}

export interface HistoryPage {
  /** Newest first. */
  readonly commits: readonly HistoryCommit[];
  /** Absent: there is no more. With it, there may be. */
  readonly next?: HistoryPlace;
}

/** A page ends after so many commits, though it be not full: who waits sees that something happens. */
const MOST = 1000;
/** Records of one commit that are read: an import may hold ten thousand, and nobody reads those in a list. */
const MOST_RECORDS = 200;

/** The commits that changed records, page by page, newest first. Throws `unknown-revision`. */
export async function history(context: Context, query: HistoryQuery): Promise<HistoryPage> {
  const { git, facts } = requireRepository(context);
  const { rev, after, max, kind } = query;
  const tip = after?.tip ?? (rev === undefined ? facts.head : await existing(git, rev));
  if (tip === undefined) return { commits: [] };
  const path = kind === undefined ? MEMORY_ROOT : `${MEMORY_ROOT}/${KINDS[kind].folder}`;
  const found: HistoryCommit[] = [];
  let passed = after?.passed ?? 0;
  for (let looked = 0; looked < MOST; ) {
    // Settings and documents change too, so a few more are asked for.
    const size = max + 2;
    const walked = await git.log({ rev: tip, path, max: size, skip: passed, withChanges: true });
    const wanted = walked.filter((commit) => fits(commit, query));
    const told = await withRecords(context, wanted.map(cut));
    const byOid = new Map(told.map((one) => [one.commit.oid, one]));
    for (const { oid } of walked) {
      if (found.length === max) return { commits: found, next: { tip, passed } };
      passed += 1;
      const one = byOid.get(oid);
      const commit = wanted.find((other) => other.oid === oid);
      if (one !== undefined && commit !== undefined && says(one, query.text))
        found.push({ ...one, ...restOf(commit) });
    }
    if (walked.length < size || walked.every((commit) => isBefore(commit, query.since)))
      return { commits: found };
    looked += walked.length;
  }
  return { commits: found, next: { tip, passed } };
}

function recordFiles({ changes = [] }: CommitInfo): readonly TreeChange[] {
  return changes.filter(({ path }) => kindOfPath(path) !== undefined);
}

function cut(commit: CommitInfo): CommitInfo {
  const files = recordFiles(commit);
  return files.length <= MOST_RECORDS ? commit : { ...commit, changes: files.slice(0, MOST_RECORDS) };
}

function restOf(commit: CommitInfo): Pick<HistoryCommit, 'rest'> {
  const files = recordFiles(commit).slice(MOST_RECORDS);
  if (files.length === 0) return {};
  const count = (status: TreeChange['status']): number =>
    files.filter((file) => file.status === status).length;
  return { rest: { added: count('added'), changed: count('modified'), deleted: count('deleted') } };
}

function isBefore({ commitTime }: CommitInfo, since: number | undefined): boolean {
  return since !== undefined && commitTime * 1000 < since;
}

/** All that can be told without reading a record. */
function fits(commit: CommitInfo, { author, file, since }: HistoryFilter): boolean {
  if (isBefore(commit, since)) return false;
  if (!commit.files.some((path) => kindOfPath(path) !== undefined)) return false;
  if (author !== undefined && !holds([commit.authorName, commit.authorEmail], author)) return false;
  return file === undefined || holds(commit.files, file);
}

function says({ commit, changes }: MemoryCommit, text: string | undefined): boolean {
  if (text === undefined) return true;
  return holds(
    [
      commit.subject,
      commit.body,
      ...changes.flatMap(({ title, path, fields }) => [
        title,
        path,
        ...fields.flatMap(({ before, after }) => [before ?? '', after ?? '']),
      ]),
    ],
    text,
  );
}

function holds(texts: readonly string[], part: string): boolean {
  const wanted = part.toLowerCase();
  return texts.some((text) => text.toLowerCase().includes(wanted));
}
