import { draftMemory } from '../capture/draft-memory.ts';
import { type JournalEvent, openFailures } from '../capture/journal-event.ts';
import { MEMORY_ROOT } from '../core/kinds.ts';
import { encodeRecord } from '../format/encode.ts';
import { operationInProgress } from '../repo/git-state.ts';
import { printFacet, signatureFacet } from '../search/facets.ts';
import { fingerprintOf, recordOf } from '../store/draft.ts';
import { pathOf } from '../store/paths.ts';
import { admit } from './admit.ts';
import { type Context, hasMemory, type Repository, requireRepository, requireWriter } from './context.ts';
import { openIndex } from './index-cache.ts';
import { consume, type JournalEntry, readJournal, waiting } from './journal.ts';
import { loadConfig } from './settings.ts';

/** One record that a pre-commit wrote. */
interface PendingFile {
  readonly path: string;
  readonly id: string;
  /** The signature of an error record; empty for the episode. */
  readonly about: string;
  readonly text: string;
}

/** What a pre-commit wrote and staged, until a commit is seen to hold it. */
interface Pending {
  readonly files: readonly PendingFile[];
  readonly events: readonly string[];
}

export type CaptureResult =
  | { readonly status: 'captured'; readonly paths: readonly string[] }
  | { readonly status: 'nothing' | 'not-now' };

/**
 * Called by pre-commit: writes the episode and the errors it resolved, and stages only those files,
 * so that the commit being made carries them. Anything unusual means `not-now`: the journal waits.
 */
export async function captureForCommit(context: Context): Promise<CaptureResult> {
  const repository = requireRepository(context);
  const writer = requireWriter(context);
  if (!hasMemory(context) || !loadConfig(context).capture.episodes) return { status: 'nothing' };
  if (partialCommit(context) || operationInProgress(repository.facts.gitDir)) return { status: 'not-now' };
  await settle(context);
  const { entries } = readJournal(repository);
  if (waiting(entries).length === 0) return { status: 'nothing' };
  if (!(await writer.hasStaged())) return { status: 'not-now' };

  const pending = readPending(repository);
  const reuse = pending === undefined ? undefined : standing(context, pending);
  if (reuse === 'edited' && pending !== undefined) {
    // Someone changed the staged record by hand: it is theirs now, and goes in as it is.
    await writer.stage(pending.files.map((file) => file.path));
    return { status: 'captured', paths: pending.files.map((file) => file.path) };
  }
  const events = entries.map((entry) => entry.event);
  const before = reuse === 'untouched' ? (pending?.files ?? []) : [];
  const files = await draftFiles(context, events, before);
  if (files.length === 0) {
    setAside(context, repository, entries);
    return { status: 'nothing' };
  }
  writePending(repository, { files, events: events.map((event) => event.id) });
  for (const file of files) {
    const old = before.find((other) => other.path === file.path);
    if (old === undefined) context.files.create(file.path, file.text);
    else context.files.replace(file.path, file.text, old.text);
  }
  const paths = files.map((file) => file.path);
  await writer.stage(paths);
  return { status: 'captured', paths };
}

/** `git commit <path>` uses a temporary index: what is added there would be deleted by the next commit. */
function partialCommit(context: Context): boolean {
  return /(^|[\\/])next-index-[^\\/]*$/.test(context.env.GIT_INDEX_FILE ?? '');
}

/** An aborted commit's files keep their ids and paths: the same stretch of work is the same record. */
async function draftFiles(
  context: Context,
  events: readonly JournalEvent[],
  before: readonly PendingFile[],
): Promise<readonly PendingFile[]> {
  const { git, facts } = requireRepository(context);
  const { index } = await openIndex(context);
  const reader = await context.reader();
  const staged = (await git.staged(''))
    .map((change) => change.path)
    .filter((path) => !path.startsWith(`${MEMORY_ROOT}/`));
  const own = new Set(before.map((file) => file.path));
  const known = new Map<string, string>();
  const forgotten = new Set<string>();
  for (const signature of new Set(
    events.flatMap((event) => (event.type === 'run' ? [event.failure?.signature ?? ''] : [])),
  )) {
    const keys = index.facet(signatureFacet(signature)).filter((key) => !own.has(key));
    const id = keys.flatMap((key) => reader.read(key).record?.id ?? []).at(0);
    if (id !== undefined) known.set(signature, id);
    const print = fingerprintOf({ kind: 'error', title: signature, error: { signature } });
    if (index.facet(printFacet(print)).some((key) => reader.read(key).record?.forgotten !== undefined))
      forgotten.add(signature);
  }
  const idFor = (about: string): string => before.find((file) => file.about === about)?.id ?? context.newId();
  const drafted = draftMemory(
    events.filter((event) => event.type !== 'run' || !forgotten.has(event.failure?.signature ?? '')),
    { branch: facts.branch, files: staged, now: context.clock(), known, idFor },
  );
  const drafts = drafted.errors.map(({ id, draft }) => ({ id, draft, about: draft.error?.signature ?? '' }));
  if (drafted.episode !== undefined) drafts.push({ id: idFor(''), draft: drafted.episode, about: '' });
  return drafts.map(({ id, draft, about }) => {
    const record = recordOf(admit(context, draft).draft, { id, now: context.clock() });
    const path = before.find((file) => file.about === about)?.path ?? pathOf(record);
    return { path, id, about, text: encodeRecord(record) };
  });
}

/** Are the files of an earlier, aborted commit still as we left them? */
function standing(context: Context, pending: Pending): 'untouched' | 'edited' | 'gone' {
  const now = pending.files.map((file) => context.files.read(file.path));
  if (now.some((bytes) => bytes === undefined)) return 'gone';
  const same = now.every((bytes, at) => new TextDecoder().decode(bytes) === pending.files[at]?.text);
  return same ? 'untouched' : 'edited';
}

/** Called after a commit, and before the next one: what a commit holds leaves the journal. */
export async function settle(context: Context): Promise<boolean> {
  const repository = requireRepository(context);
  const pending = readPending(repository);
  if (pending === undefined) return false;
  const { git, facts } = repository;
  if (facts.head === undefined) return false;
  const rev = facts.head;
  const held = await git.blobIds(pending.files.map((file) => ({ rev, path: file.path })));
  if (held.length === 0 || held.some((oid) => oid === undefined)) return false;
  const ids = new Set(pending.events);
  const entries: readonly JournalEntry[] = readJournal(repository).entries.filter((entry) =>
    ids.has(entry.event.id),
  );
  setAside(context, repository, entries);
  repository.state.remove(pendingPath(repository));
  return true;
}

/** What was told, or needs no telling, leaves the journal; open failures and the steps taken since stay known. */
function setAside(context: Context, repository: Repository, entries: readonly JournalEntry[]): void {
  const events = entries.map((entry) => entry.event);
  const failures = openFailures(events);
  const steps =
    failures.length === 0
      ? []
      : events.filter((event) => event.type === 'run' && event.exit === 0 && event.fix === undefined);
  consume(repository, entries, new Set([...failures, ...steps].map((event) => event.id)), context.clock());
}

function pendingPath(repository: Repository): string {
  return `pending/${repository.worktree}.json`;
}

function readPending(repository: Repository): Pending | undefined {
  const text = repository.state.readText(pendingPath(repository));
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isPending(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isPending(value: unknown): value is Pending {
  if (typeof value !== 'object' || value === null || !('files' in value) || !('events' in value))
    return false;
  const { files, events } = value;
  return (
    Array.isArray(files) &&
    files.every((file) => ['path', 'id', 'about', 'text'].every((key) => typeof file?.[key] === 'string')) &&
    Array.isArray(events) &&
    events.every((id) => typeof id === 'string')
  );
}

function writePending(repository: Repository, pending: Pending): void {
  repository.state.writePrivate(pendingPath(repository), `${JSON.stringify(pending)}\n`);
}
