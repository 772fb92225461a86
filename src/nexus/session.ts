import { NexusError } from '../core/error.ts';
import type { Draft, PatternFields } from '../core/record.ts';
import type {
  EntryKind,
  Session,
  SessionAdded,
  SessionEnd,
  SessionStart,
  SessionSummary,
} from '../core/session.ts';
import { oneLine } from '../format/lines.ts';
import { redactorOf } from './admit.ts';
import { type Context, requireMemory, requireRepository } from './context.ts';
import { keep, remember } from './remember.ts';
import { type EndWords, endSession } from './session-end.ts';
import { summaryOfOpen } from './session-log.ts';
import { sessionOverview } from './session-overview.ts';
import {
  alone,
  dropSession,
  goneSessions,
  type OpenSession,
  readSession,
  writeSession,
} from './session-state.ts';

export interface StartWords {
  readonly focus?: string;
  /** The program that starts it, where no person does. */
  readonly by?: string;
}

/** What is told in a session. */
export interface Entry {
  readonly kind: EntryKind;
  /** Of a decision or pattern the first line is its title. */
  readonly text: string;
  /** Markdown, for a decision or pattern. */
  readonly body?: string;
  /** Citations, for a decision or pattern. */
  readonly files?: readonly string[];
  readonly pattern?: PatternFields;
  readonly language?: string;
  readonly tags?: readonly string[];
  /** Of a blocker: it is gone. Enough of its words name it. */
  readonly resolved?: boolean;
  readonly by?: string;
}

/** A person's session in which nothing was told for so long was left open. */
const LEFT_MS = 86_400_000;

/**
 * Opens a session. One that was left open, here or in a worktree that is gone, is closed first; but a
 * program never closes the one in which a person is working.
 */
export async function sessionStart(context: Context, words: StartWords): Promise<SessionStart> {
  requireMemory(context);
  const repository = requireRepository(context);
  const focus = words.focus?.trim() ?? '';
  return alone(repository, async () => {
    const theirs = words.by === undefined ? undefined : openOfPerson(context);
    const gone = goneSessions(repository);
    const closed = await closeLeft(context, theirs === undefined ? [...gone, repository.worktree] : gone);
    const left = closed === undefined ? {} : { closed };
    if (theirs !== undefined)
      return { session: theirs, joined: true, overview: await sessionOverview(context), ...left };
    const { head, branch } = repository.facts;
    const session: Session = {
      id: context.newId(),
      started: context.clock(),
      ...(head === undefined ? {} : { head }),
      ...(branch === undefined ? {} : { branch }),
      ...(focus === '' ? {} : { focus }),
      ...(words.by === undefined ? {} : { by: words.by }),
    };
    writeSession(repository, { session, told: [] });
    const overview = await sessionOverview(context);
    return { session, overview, ...left };
  });
}

/** The session that a person started here, while they are likely to be at it. */
function openOfPerson(context: Context): Session | undefined {
  const open = readSession(requireRepository(context));
  if (open === undefined || open.session.by !== undefined) return undefined;
  const latest = Math.max(open.session.started, ...open.told.map(({ at }) => at));
  return context.clock() - latest < LEFT_MS ? open.session : undefined;
}

/** Ends a session that was left open, here or in a worktree that is gone, and begins none. */
export async function closeLeftSession(context: Context): Promise<SessionEnd | undefined> {
  requireMemory(context);
  const repository = requireRepository(context);
  const worktrees = (): string[] => [...goneSessions(repository), repository.worktree];
  const { closed } = await alone(repository, async () => ({ closed: await closeLeft(context, worktrees()) }));
  return closed;
}

/** Ends what was left open in these worktrees; returns the last of them. */
async function closeLeft(context: Context, worktrees: readonly string[]): Promise<SessionEnd | undefined> {
  const repository = requireRepository(context);
  let closed: SessionEnd | undefined;
  for (const worktree of worktrees) {
    const left = readSession(repository, worktree);
    // A torn file names no session.
    if (left === undefined) dropSession(repository, worktree);
    else closed = await ended(context, left, worktree, {});
  }
  return closed;
}

/** Changes what the open session is about. */
export async function sessionFocus(context: Context, focus: string): Promise<Session> {
  const repository = requireRepository(context);
  return alone(repository, () => {
    const open = requireOpen(readSession(repository));
    const session = { ...open.session, focus: focus.trim() };
    writeSession(repository, { ...open, session });
    return session;
  });
}

/**
 * Keeps what is told, for the next commit and for the end of the session, where one is open. A decision or
 * pattern becomes a record at once. Throws as `remember` does.
 */
export async function sessionAdd(context: Context, entry: Entry): Promise<SessionAdded> {
  requireMemory(context);
  const repository = requireRepository(context);
  const { by } = entry;
  const lines = entry.kind === 'blocker' || entry.kind === 'preference' ? oneLine(entry.text) : entry.text;
  const text = entry.resolved === true ? await blockerLike(context, lines) : lines;
  const made = text.trim() === '' ? undefined : await written(context, { ...entry, text });
  const event = keep(context, {
    text: made?.title ?? text,
    ...(entry.kind === 'note' ? {} : { about: entry.kind }),
    ...(made?.id === undefined ? {} : { record: made.path }),
    ...(entry.resolved === true ? { resolved: true } : {}),
    ...(by === undefined ? {} : { by }),
  });
  if (readSession(repository) !== undefined)
    await alone(repository, () => {
      const open = readSession(repository);
      if (open !== undefined) writeSession(repository, { ...open, told: [...open.told, event] });
      return event;
    });
  return {
    id: made?.id ?? event.id,
    ...(made === undefined ? {} : { path: made.path }),
    redacted: made?.redacted ?? redactorOf(context).text(text).found.length,
  };
}

interface Made {
  /** Of the record; a document's line has none. */
  readonly id?: string;
  readonly path: string;
  readonly title: string;
  readonly redacted: number;
}

async function written(context: Context, entry: Entry): Promise<Made | undefined> {
  const { kind, text, body, files, pattern, language, tags } = entry;
  if (kind === 'preference') return preferred(context, text);
  if (kind !== 'decision' && kind !== 'pattern') return undefined;
  const [title = '', ...rest] = text.trim().split('\n');
  const whole = [rest.join('\n').trim(), body?.trim() ?? ''].filter((part) => part !== '').join('\n\n');
  const draft: Draft = {
    kind,
    title,
    ...(whole === '' ? {} : { body: whole }),
    ...(files === undefined ? {} : { files }),
    ...(tags === undefined ? {} : { tags }),
    ...(language === undefined ? {} : { language }),
    ...(pattern === undefined || kind !== 'pattern' ? {} : { pattern }),
  };
  const { record, path, redacted } = await remember(context, draft);
  return { id: record.id, path, title: record.title, redacted };
}

/** One more line of what the team prefers. The document is tracked and may hold other edits: its commit is a person's. */
async function preferred(context: Context, text: string): Promise<Made> {
  // Behind a colon stands what is preferred, before it where: "Error handling: likes clear exceptions".
  const [, name, what] = /^([^:*`]{1,60}):\s+(\S.*)$/.exec(text) ?? [];
  const { addToDocument } = await import('./living-documents.ts');
  const { path, redacted } = await addToDocument(context, {
    documents: ['preferences'],
    section: 'Preferences Observed',
    text: name === undefined || what === undefined ? text : `**${name.trim()}**: ${what}`,
    create: true,
  });
  return { path, title: text, redacted };
}

/** The open blocker that these words mean. Throws `bad-value` where they mean none, or several. */
async function blockerLike(context: Context, words: string): Promise<string> {
  const { blockers } = await sessionOverview(context);
  const low = words.trim().toLowerCase();
  const exact = blockers.filter((text) => text.toLowerCase() === low);
  const found = exact.length > 0 ? exact : blockers.filter((text) => text.toLowerCase().includes(low));
  const [only, second] = low === '' ? [] : found;
  if (only !== undefined && second === undefined) return only;
  throw new NexusError(
    'usage',
    'bad-value',
    `${second === undefined ? 'no' : 'more than one'} open blocker says "${words.trim()}"`,
    blockers.length === 0 ? 'none is open' : `open: ${blockers.join('; ')}`,
  );
}

/** Ends the open session of this worktree. Throws `not-found` where none is open. */
export async function sessionEnd(context: Context, words: EndWords & { by?: string }): Promise<SessionEnd> {
  requireMemory(context);
  const repository = requireRepository(context);
  return alone(repository, async () => {
    const open = requireOpen(readSession(repository));
    // Before what waits for it is taken for this one's.
    await closeLeft(context, goneSessions(repository));
    const by = open.session.by ?? words.by;
    const session = by === undefined ? open.session : { ...open.session, by };
    return ended(context, { ...open, session }, repository.worktree, words);
  });
}

async function ended(
  context: Context,
  open: OpenSession,
  worktree: string,
  words: EndWords,
): Promise<SessionEnd> {
  const done = await endSession(context, open, worktree, words);
  if (done !== undefined) return done;
  throw new NexusError(
    'broken',
    'conflict',
    'a commit is being made, so the session cannot end now',
    'try again when it is done',
  );
}

function requireOpen(open: OpenSession | undefined): OpenSession {
  if (open !== undefined) return open;
  throw new NexusError('not-found', 'no-session', 'no session is open here', 'run: nexus session start');
}

/** The open session and what it has so far. */
export async function sessionStatus(context: Context): Promise<SessionSummary | undefined> {
  const open = readSession(requireRepository(context));
  return open === undefined ? undefined : summaryOfOpen(context, open);
}
