import { type ExecutionEvent, isQuiet, openFailures } from '../capture/journal-event.ts';
import { isOwnIndex, operationInProgress } from '../repo/git-state.ts';
import { draftFiles } from './capture-drafts.ts';
import { carriedFiles, dropGoneEnded, pruneEnded, readEnded } from './carried-files.ts';
import { type Context, hasMemory, type Repository, requireRepository, requireWriter } from './context.ts';
import { adopt, consume, goneWorktrees, type JournalEntry, readJournal, waiting } from './journal.ts';
import { loadConfig } from './settings.ts';
import {
  type CaptureFile,
  dropStaged,
  isCommitted,
  readStaged,
  type StagedCapture,
  stashHolding,
  writeStaged,
} from './staged-capture.ts';

export type CaptureResult =
  | { readonly status: 'captured'; readonly paths: readonly string[] }
  | { readonly status: 'nothing' | 'not-now' };

/** One at a time: the worker of the last commit may still be at work when the next one begins. */
const LOCK = 'capture';
/** Longer than a hook is allowed to live. */
const STALE_MS = 60_000;
/** A commit waits so long for the lock; the journal can wait for the next commit. */
const COMMIT_WAIT_MS = 1_000;
const BACKGROUND_WAIT_MS = 5_000;
/** Of what is told in one episode; the rest waits for the next commit rather than be cut. */
const MAX_TOLD_BYTES = 40_000;
/** Of executions: fields are never cut, and leave room for the text. */
const MAX_EXECUTION_BYTES = 24_000;
const MAX_EXECUTIONS = 60;

/**
 * Called by pre-commit: writes the episode and the errors it resolved, and stages only those files,
 * so that the commit being made carries them. Anything unusual means `not-now`: the journal waits.
 */
export async function captureForCommit(context: Context): Promise<CaptureResult> {
  const { facts } = requireRepository(context);
  if (!hasMemory(context) || !loadConfig(context).capture.episodes) return { status: 'nothing' };
  if (!isOwnIndex(context.env.GIT_INDEX_FILE, facts) || operationInProgress(facts.gitDir))
    return { status: 'not-now' };
  return (await alone(context, () => capture(context), COMMIT_WAIT_MS)) ?? { status: 'not-now' };
}

/** Called after a commit: what it holds leaves the journal. Left to the next commit while one is under way. */
export async function settle(context: Context): Promise<void> {
  const repository = requireRepository(context);
  if (readStaged(repository) === undefined && readEnded(repository) === undefined) return;
  await alone(context, () => settleNow(context));
}

/** Runs what touches the journal and the files of captures alone; undefined where another does not come to an end. */
export async function alone<T extends object | boolean>(
  context: Context,
  fn: () => Promise<T>,
  waitMs: number = BACKGROUND_WAIT_MS,
): Promise<T | undefined> {
  return requireRepository(context).state.withLock(LOCK, fn, { staleMs: STALE_MS, waitMs });
}

async function capture(context: Context): Promise<CaptureResult> {
  const repository = requireRepository(context);
  await settled(context);
  const { entries } = readJournal(repository);
  if (waiting(entries).length === 0 && readEnded(repository) === undefined) return { status: 'nothing' };
  if (!(await requireWriter(context).hasStaged())) return { status: 'not-now' };

  const last = readStaged(repository);
  const way = last === undefined ? 'redraft' : await wayWith(context, last);
  if (last !== undefined && way === 'keep') {
    const more = (await carriedFiles(context, [], last.files)).filter(
      ({ path }) => !last.files.some((file) => file.path === path),
    );
    const all = more.length === 0 ? last : { ...last, files: [...last.files, ...more] };
    return write(context, all, last, last.files);
  }

  const told = fitting(entries);
  const events = told.map((entry) => entry.event);
  const before = way === 'redraft' ? (last?.files ?? []) : [];
  const drafted = await draftFiles(context, events, before);
  const files = [...drafted, ...(await carriedFiles(context, events, before))];
  if (drafted.length === 0) setAside(context, told, 'untold');
  if (files.length === 0) return { status: 'nothing' };
  const { branch } = repository.facts;
  const staged = {
    files,
    events: drafted.length === 0 ? [] : events.map((event) => event.id),
    ...(branch === undefined ? {} : { branch }),
  };
  return write(context, staged, last, before);
}

/**
 * What to do with the files of an aborted commit. `keep` them as they are: someone changed one by hand, or a
 * stash holds them and will bring them back. `redraft` them with what happened since: the same stretch of
 * work is the same record. `leave` them to a stash that could not bring them back beside new ones.
 */
export async function wayWith(context: Context, last: StagedCapture): Promise<'keep' | 'redraft' | 'leave'> {
  const now = last.files.map(({ path }) => textAt(context, path));
  if (now.some((text, at) => text !== undefined && text !== last.files[at]?.text)) return 'keep';
  const gone = last.files.filter((_, at) => now[at] === undefined).map((file) => file.path);
  if (gone.length === 0) return 'redraft';
  const stash = await stashHolding(context, gone);
  return stash === 'tracked' ? 'keep' : stash === 'untracked' ? 'leave' : 'redraft';
}

export function textAt(context: Context, path: string): string | undefined {
  const bytes = context.files.read(path);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** Writes and stages all of a capture; after a failure everything is as it was before. */
async function write(
  context: Context,
  capture: StagedCapture,
  last: StagedCapture | undefined,
  before: readonly CaptureFile[],
): Promise<CaptureResult> {
  const repository = requireRepository(context);
  const undo: (() => void)[] = [];
  const paths = capture.files.map((file) => file.path);
  // First of all, so that whatever interrupts us, the next commit finds these files again.
  if (capture !== last) writeStaged(repository, capture);
  try {
    for (const { path, text } of capture.files) {
      const old = textAt(context, path);
      const ours = before.find((file) => file.path === path)?.text;
      if (old === undefined) {
        context.files.create(path, text);
        undo.push(() => context.files.remove(path));
      } else if (old === ours && old !== text) {
        context.files.replace(path, text, old);
        undo.push(() => context.files.replace(path, old, text));
      }
    }
    await requireWriter(context).stage(paths);
  } catch (cause) {
    for (const step of [...undo.reverse(), () => restore(repository, capture, last)]) {
      try {
        step();
      } catch {
        // The first failure is the one to tell of.
      }
    }
    throw cause;
  }
  return { status: 'captured', paths };
}

function restore(repository: Repository, capture: StagedCapture, last: StagedCapture | undefined): void {
  if (last === undefined) dropStaged(repository);
  else if (capture !== last) writeStaged(repository, last);
}

/** All events but the notes and executions that would not fit into the episode. */
export function fitting(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const executions = roomFor(MAX_EXECUTION_BYTES);
  let count = 0;
  const chosen = new Set(
    entries.filter(
      ({ event }) =>
        event.type === 'execution' && count < MAX_EXECUTIONS && executions(sizeOf(event)) && ++count > 0,
    ),
  );
  let used = 0;
  for (const { event } of chosen) used += event.type === 'execution' ? sizeOf(event) : 0;
  const notes = roomFor(MAX_TOLD_BYTES - used);
  return entries.filter((entry) => {
    if (entry.event.type === 'execution') return chosen.has(entry);
    return entry.event.type !== 'note' || notes(Buffer.byteLength(entry.event.text) + 1);
  });
}

/** Says of one size after another whether it still fits; the first always does, and nothing after one that did not. */
function roomFor(bytes: number): (size: number) => boolean {
  let left = bytes;
  return (size) => {
    const fits = size <= left || left === bytes;
    left -= fits ? size : left;
    return fits;
  };
}

/** Bytes in an episode's fields, about: each text has a line of its own. */
function sizeOf({ execution }: ExecutionEvent): number {
  const texts = Object.values(execution).flat().map(String);
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 24, 0);
}

async function settleNow(context: Context): Promise<boolean> {
  const repository = requireRepository(context);
  const staged = readStaged(repository);
  const committed = staged !== undefined && (await isCommitted(context, staged));
  if (committed) {
    release(context, staged);
    dropStaged(repository);
  }
  await pruneEnded(context, committed ? [] : (staged?.files ?? []));
  return committed;
}

/** What other commits and removed worktrees left is dealt with first. */
export async function settled(context: Context): Promise<void> {
  await adoptGone(context);
  dropGoneEnded(requireRepository(context));
  await settleNow(context);
}

/** Events of removed worktrees become this one's; what their last commit told of is not told again. */
async function adoptGone(context: Context): Promise<void> {
  const repository = requireRepository(context);
  for (const worktree of goneWorktrees(repository)) {
    adopt(repository, worktree);
    const staged = readStaged(repository, worktree);
    if (staged !== undefined && (await isCommitted(context, staged))) release(context, staged);
    dropStaged(repository, worktree);
  }
}

function release(context: Context, staged: StagedCapture): void {
  const ids = new Set(staged.events);
  const { entries } = readJournal(requireRepository(context));
  setAside(
    context,
    entries.filter((entry) => ids.has(entry.event.id)),
  );
}

/**
 * What was told, or needs no telling, leaves the journal; open failures and the steps taken since stay known.
 * What waits for an episode goes on waiting where none was written.
 */
export function setAside(
  context: Context,
  entries: readonly JournalEntry[],
  how: 'told' | 'untold' = 'told',
): void {
  const events = entries.map((entry) => entry.event);
  const failures = openFailures(events);
  const steps =
    failures.length === 0
      ? []
      : events.filter((event) => event.type === 'run' && event.exit === 0 && event.fix === undefined);
  const quiet = how === 'untold' ? events.filter(isQuiet) : [];
  const open = new Set([...failures, ...steps, ...quiet].map((event) => event.id));
  consume(requireRepository(context), entries, open, context.clock());
}
