import { MEMORY_ROOT } from '../core/kinds.ts';
import type { CommitInfo } from '../core/ports.ts';
import type { Session, SessionEnd } from '../core/session.ts';
import { readReflog } from '../repo/hook-install/heartbeat.ts';
import { alone, fitting, setAside, settled, textAt, wayWith } from './capture.ts';
import { draftFiles } from './capture-drafts.ts';
import { readEnded, writeEnded } from './carried-files.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { type JournalEntry, readJournal } from './journal.ts';
import { dropSession, type OpenSession } from './session-state.ts';
import { type CaptureFile, dropStaged, readStaged } from './staged-capture.ts';

/** What is said at the end; where nothing is, the commits speak. */
export interface EndWords {
  readonly accomplished?: readonly string[];
  readonly next?: readonly string[];
}

const MAX_COMMITS = 200;
/** A clock set back, or a commit made in the second in which the session began. */
const TOLERANCE_S = 2;
/** How HEAD came to a commit that was made here, and not fetched. */
const MADE_HERE = /^(?:commit|cherry-pick|revert|am|rebase|pull\b.*\(pick\))/;

/**
 * Ends a session of this worktree, or of one that is gone: its episode, and the error records that wait,
 * are written now, and the next commit carries them. Undefined where another capture does not come to an end.
 */
export async function endSession(
  context: Context,
  open: OpenSession,
  worktree: string,
  words: EndWords,
): Promise<SessionEnd | undefined> {
  return alone(context, async () => {
    const repository = requireRepository(context);
    // Of a removed worktree only what was its own; before it becomes this one's.
    const of = worktree === repository.worktree ? undefined : idsOf(repository, worktree);
    await settled(context);
    const written = (await finished(context, open.session)) ?? (await write(context, open, of, words));
    dropSession(repository, worktree);
    return { session: open.session, ...(await episodeAt(context, written)) };
  });
}

function idsOf(repository: Repository, worktree: string): ReadonlySet<string> {
  const { entries } = readJournal(repository);
  return new Set(
    entries.filter(({ folder }) => folder.endsWith(`/${worktree}`)).map(({ event }) => event.id),
  );
}

async function episodeAt(
  context: Context,
  path: string | undefined,
): Promise<Pick<SessionEnd, 'episode' | 'path'>> {
  const episode = path === undefined ? undefined : (await context.reader()).read(path).record;
  return path === undefined || episode === undefined ? {} : { episode, path };
}

/** The episode that was written already, by an end that was interrupted; what it tells leaves the journal now. */
async function finished(context: Context, session: Session): Promise<string | undefined> {
  const path = (await context.reader()).lookup(session.id)?.path;
  if (path === undefined) return undefined;
  const repository = requireRepository(context);
  const told = new Set(readEnded(repository)?.events);
  setAside(
    context,
    readJournal(repository).entries.filter(({ event }) => told.has(event.id)),
  );
  return path;
}

async function write(
  context: Context,
  { session, told }: OpenSession,
  of: ReadonlySet<string> | undefined,
  words: EndWords,
): Promise<string | undefined> {
  const entries = fitting(await untold(context, of));
  const commits = await commitsSince(context, session, of === undefined);
  const events = entries.map((entry) => entry.event);
  const files = await draftFiles(context, events, [], {
    ...session,
    branch: session.branch,
    files: [...new Set(commits.flatMap((commit) => commit.files))].filter(
      (path) => !path.startsWith(`${MEMORY_ROOT}/`),
    ),
    end: {
      started: session.started,
      accomplished: words.accomplished ?? commits.map((commit) => commit.subject),
      ...(words.accomplished === undefined ? { unsaid: true } : {}),
      next: words.next ?? [],
      told: told.filter((event) => (event.about ?? 'note') !== 'note'),
    },
  });
  if (files.length === 0) return undefined;
  saveEnded(context, files, entries);
  return files.find((file) => file.id === session.id)?.path;
}

/** What waits and is in no file yet: what an aborted commit left behind tells its part, if it is still there. */
async function untold(
  context: Context,
  of: ReadonlySet<string> | undefined,
): Promise<readonly JournalEntry[]> {
  const repository = requireRepository(context);
  const left = readStaged(repository);
  const told = new Set(readEnded(repository)?.events);
  if (left !== undefined) {
    const way = await wayWith(context, left);
    const there = left.files.some(({ path }) => textAt(context, path) !== undefined);
    if (way === 'keep' || (way === 'redraft' && there)) for (const id of left.events) told.add(id);
    else dropStaged(repository);
  }
  return readJournal(repository).entries.filter(
    ({ event: { id } }) => !told.has(id) && (of === undefined || of.has(id)),
  );
}

/** Writes all files or none; the next commit carries them. To be done alone. @param entries what they tell of. */
export function saveEnded(
  context: Context,
  files: readonly CaptureFile[],
  entries: readonly JournalEntry[],
): void {
  const repository = requireRepository(context);
  const before = readEnded(repository);
  const made: string[] = [];
  // The records that were made meanwhile are carried with it.
  const records = entries.flatMap(({ event }) => (event.type === 'note' ? (event.record ?? []) : []));
  // First of all, so that whatever interrupts us, nothing is told twice.
  writeEnded(repository, {
    paths: [...(before?.paths ?? []), ...files.map((file) => file.path), ...records],
    events: [...(before?.events ?? []), ...entries.map(({ event }) => event.id)],
  });
  try {
    for (const { path, text } of files) {
      context.files.create(path, text);
      made.push(path);
    }
  } catch (cause) {
    try {
      for (const path of made) context.files.remove(path);
      writeEnded(repository, before);
    } catch {
      // The first failure is the one to tell of.
    }
    throw cause;
  }
  setAside(context, entries);
}

/** Commits made in this worktree since the session began, oldest first, merges left out. */
async function commitsSince(
  context: Context,
  { head, branch, started }: Session,
  here: boolean,
): Promise<readonly CommitInfo[]> {
  const { git, facts } = requireRepository(context);
  const ref = here ? 'HEAD' : `refs/heads/${branch ?? ''}`;
  // Asked anew: HEAD may have moved since the repository was opened.
  const tip = await git.resolve(ref);
  if (tip === undefined || tip === head) return [];
  const from = head === undefined ? undefined : await git.resolve(head);
  const commits = await git.log({
    rev: tip,
    max: MAX_COMMITS,
    withFiles: true,
    ...(from === undefined ? {} : { exclude: from }),
  });
  const since = Math.floor(started / 1000) - TOLERANCE_S;
  const reflog =
    here && git.backend === 'git' ? await readReflog({ cwd: facts.root, env: context.env }, MAX_COMMITS) : [];
  const made = new Set(reflog.filter(({ message }) => MADE_HERE.test(message)).map(({ oid }) => oid));
  return commits
    .filter(({ oid, parents, commitTime }) => {
      if (parents.length > 1) return false;
      return made.size > 0 ? made.has(oid) : commitTime >= since;
    })
    .reverse();
}
