import { pairLines } from '../capture/episode-lines.ts';
import { selectEvents } from '../capture/episode-selection.ts';
import { type EpisodeEnd, eventEpisodeDraft, LESS_ROOM, MAX_EVENTS, ROOM } from '../capture/event-episode.ts';
import { failureIn } from '../capture/event-words.ts';
import { redactValue } from '../capture/redact/redactor.ts';
import type { ToldEvent } from '../core/episode.ts';
import { NexusError } from '../core/error.ts';
import type { Draft, NexusRecord } from '../core/record.ts';
import { encodeRecord } from '../format/encode.ts';
import { recordOf, validateDraft } from '../store/draft.ts';
import { pathOf } from '../store/paths.ts';
import { admit, redactorOf } from './admit.ts';
import { alone, settled } from './capture.ts';
import { citing, knownErrors } from './capture-drafts.ts';
import { type Context, requireRepository } from './context.ts';
import { dropEpisode, type EpisodeFile, eventsOf } from './episode-state.ts';
import { saveEnded } from './session-end.ts';
import { readSession } from './session-state.ts';

/** How an episode ended, in the words of whoever ends it. */
export interface EpisodeEndWords {
  /** Absent: not known. */
  readonly success?: boolean;
  readonly metrics?: Readonly<Record<string, unknown>>;
  readonly accomplished?: readonly string[];
  readonly next?: readonly string[];
}

export interface EpisodeEnded {
  readonly episode: NexusRecord;
  readonly path: string;
  readonly redacted: number;
}

/** Ending one reads history and writes a record. */
const STALE_MS = 120_000;
const WAIT_MS = 10_000;

/** One change of an episode at a time, so that no event is told to one that is being written. Throws `conflict`. */
export async function aloneWith<T extends object>(
  context: Context,
  { open }: EpisodeFile,
  fn: () => T | Promise<T>,
): Promise<T> {
  const { state } = requireRepository(context);
  const done = await state.withLock(`episode-${open.id}`, fn, { staleMs: STALE_MS, waitMs: WAIT_MS });
  if (done !== undefined) return done;
  throw new NexusError('broken', 'conflict', 'another program is changing this episode', 'try again');
}

/**
 * Writes the record of an episode, for the next commit to carry. An end that was interrupted is finished.
 * @param at when it ended, in ms since 1970; undefined where that is not known.
 */
export function writeEpisode(
  context: Context,
  file: EpisodeFile,
  words: EpisodeEndWords,
  at: number | undefined,
): Promise<EpisodeEnded> {
  return aloneWith(context, file, async () => {
    const done = await alone(context, async () => {
      await settled(context);
      const ended = (await writtenBefore(context, file)) ?? (await write(context, file, words, at));
      dropEpisode(requireRepository(context), file);
      return ended;
    });
    if (done !== undefined) return done;
    throw new NexusError(
      'broken',
      'conflict',
      'a commit is being made, so the episode cannot end now',
      'try again when it is done',
    );
  });
}

async function writtenBefore(context: Context, { open }: EpisodeFile): Promise<EpisodeEnded | undefined> {
  const reader = await context.reader();
  const path = reader.lookup(open.id)?.path;
  const episode = path === undefined ? undefined : reader.read(path).record;
  return path === undefined || episode === undefined ? undefined : { episode, path, redacted: 0 };
}

async function write(
  context: Context,
  file: EpisodeFile,
  words: EpisodeEndWords,
  at: number | undefined,
): Promise<EpisodeEnded> {
  const { draft, redacted } = await episodeSoFar(context, file, words, at);
  const admitted = admit(context, draft);
  const record = recordOf(admitted.draft, { id: file.open.id, now: context.clock() });
  const path = pathOf(record);
  saveEnded(context, [{ path, id: record.id, about: '', text: encodeRecord(record) }], []);
  return { episode: record, path, redacted: redacted + admitted.redacted };
}

/** What would be written now: redacted before anything of it is cut. */
export async function episodeSoFar(
  context: Context,
  file: EpisodeFile,
  words: EpisodeEndWords,
  at: number | undefined,
): Promise<{ readonly draft: Draft; readonly redacted: number }> {
  const repository = requireRepository(context);
  const redactor = redactorOf(context);
  let redacted = 0;
  const clean = <T>(value: T): T => {
    const done = redactValue(value, redactor);
    redacted += done.found;
    return done.value;
  };
  const kept = eventsOf(repository, file);
  const selection = selectEvents(kept.events, MAX_EVENTS);
  const seen = new Map<ToldEvent, ToldEvent>();
  const once = (event: ToldEvent): ToldEvent => {
    const known = seen.get(event) ?? clean(event);
    seen.set(event, known);
    return known;
  };
  const told = {
    ...selection,
    first: selection.first.map(once),
    last: selection.last.map(once),
    between: selection.between.map(([type, count]) => [clean(type), count] as const),
    failures: selection.failures.map(once),
  };
  const session = readSession(repository)?.session.id;
  const end: EpisodeEnd = {
    ...(at === undefined ? {} : { at }),
    ...(words.success === undefined ? {} : { success: words.success }),
    metrics: clean(pairLines(words.metrics ?? {})),
    accomplished: clean(words.accomplished ?? []),
    next: clean(words.next ?? []),
    ...(session === undefined || file.worktree !== repository.worktree ? {} : { session }),
    lost: kept.lost(),
  };
  const met = told.failures.flatMap((event) => failureIn(event)?.signature ?? []);
  const { id, started, ...open } = file.open;
  const begun = { id, started, ...clean(open) };
  const known = await knownErrors(context, met);
  const within = (room: number): Draft => citing(eventEpisodeDraft(begun, told, end, known, room));
  const isTooBig = (draft: Draft): boolean => validateDraft(draft).some(({ code }) => code === 'too-big');
  let draft = within(ROOM);
  for (const room of LESS_ROOM) if (isTooBig(draft)) draft = within(room);
  return { draft, redacted };
}
