import { asJournalEvent, type NoteEvent } from '../capture/journal-event.ts';
import { NexusError } from '../core/error.ts';
import { isId } from '../core/id.ts';
import type { Session } from '../core/session.ts';
import { worktreeExists } from '../repo/git-state.ts';
import type { Repository } from './context.ts';

/** Not below the journal: that a session is open is no reason for a commit to start anything. */
const FOLDER = 'session';
const LOCK = 'session';
/** Closing a session reads history and writes an episode. */
const STALE_MS = 120_000;
const WAIT_MS = 10_000;

/** A session that has not ended, and what was told in it, oldest first. */
export interface OpenSession {
  readonly session: Session;
  readonly told: readonly NoteEvent[];
}

function fileOf(worktree: string): string {
  return `${FOLDER}/${worktree}.json`;
}

/** The open session of a worktree; a torn file is none. */
export function readSession({ state, worktree }: Repository, of: string = worktree): OpenSession | undefined {
  try {
    return asOpenSession(JSON.parse(state.readText(fileOf(of)) ?? 'null'));
  } catch {
    return undefined;
  }
}

export function writeSession({ state, worktree }: Repository, open: OpenSession): void {
  state.writePrivate(fileOf(worktree), `${JSON.stringify(open)}\n`);
}

export function dropSession({ state, worktree }: Repository, of: string = worktree): void {
  state.remove(fileOf(of));
}

/** Worktrees that were removed while a session of theirs was open. */
export function goneSessions({ state, worktree, git, facts }: Repository): readonly string[] {
  if (git.backend !== 'git') return [];
  return state
    .listJson(FOLDER)
    .map(({ name }) => name.replace(/\.json$/, ''))
    .filter((name) => name !== worktree && !worktreeExists(facts.commonDir, name));
}

/** One change of a worktree's session at a time. Throws `conflict` where another does not come to an end. */
export async function alone<T extends object>(
  { state, worktree }: Repository,
  fn: () => T | Promise<T>,
): Promise<T> {
  const result = await state.withLock(`${LOCK}-${worktree}`, fn, { staleMs: STALE_MS, waitMs: WAIT_MS });
  if (result !== undefined) return result;
  throw new NexusError('broken', 'conflict', 'another program is changing this session', 'try again');
}

function asOpenSession(value: unknown): OpenSession | undefined {
  if (typeof value !== 'object' || value === null || !('session' in value) || !('told' in value))
    return undefined;
  const { session, told } = value;
  if (!isSession(session) || !Array.isArray(told)) return undefined;
  const events = told.map(asJournalEvent).filter((event) => event?.type === 'note');
  return { session, told: events };
}

function isSession(value: unknown): value is Session {
  if (typeof value !== 'object' || value === null) return false;
  const { id, started, ...rest } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    isId(id) &&
    typeof started === 'number' &&
    started >= 0 &&
    ['head', 'branch', 'focus', 'by'].every((key) => ['string', 'undefined'].includes(typeof rest[key]))
  );
}
