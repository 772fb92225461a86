import { cut, oneLine } from '../capture/draft-text.ts';
import { isEventName, isTime, MAX_DATA, pairLines, plainData } from '../capture/episode-lines.ts';
import { MAX_PAIRS } from '../capture/event-episode.ts';
import { redactValue } from '../capture/redact/redactor.ts';
import type { OpenEpisode, ToldEvent } from '../core/episode.ts';
import { NexusError } from '../core/error.ts';
import { worktreeExists } from '../repo/git-state.ts';
import { redactorOf } from './admit.ts';
import { type Context, type Repository, requireMemory, requireRepository } from './context.ts';
import { aloneWith, type EpisodeEnded, type EpisodeEndWords, writeEpisode } from './episode-end.ts';
import {
  appendEvent,
  createEpisode,
  type EpisodeFile,
  eventsOf,
  openEpisode,
  openEpisodes,
} from './episode-state.ts';

export interface EpisodeWords {
  /** What is to be done; its beginning is the record's title. */
  readonly task: string;
  /** Under which circumstances; `category` and `approach` are what failures are put together by. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** The program that does it, where no person does. */
  readonly by?: string;
}

export interface EpisodeStart {
  readonly id: string;
  /** Episodes that were left open, closed now with an outcome that nobody knows. */
  readonly closed: readonly EpisodeEnded[];
}

export interface EventWords {
  /** Id of the episode, or its beginning; without it the newest that is open here. */
  readonly episode?: string;
  /** One word as a rule: `code_generation`, `verification`, `error`. */
  readonly type: string;
  /** Who did it: `worker_backend`. */
  readonly role?: string;
  /** Plain data. `error`, `message`, `passed: false`, `approach`, `category` and `file` are understood. */
  readonly data?: unknown;
  /** When it happened, in ms since 1970; now where it is absent. */
  readonly at?: number;
}

/** One that nothing was told to for so long has been forgotten. */
const OPEN_MS = 14 * 86_400_000;
const MAX_TASK = 8_000;
const MAX_BY = 60;
/** Characters of data that are looked at: a text of that size belongs into a file. */
const MAX_GIVEN = 1024 * 1024;
/** Of one text in data that is too much. */
const MAX_TEXT = 500;

/** Opens an episode; several may be open. Those that were forgotten are closed first. */
export async function startEpisode(context: Context, words: EpisodeWords): Promise<EpisodeStart> {
  requireMemory(context);
  const repository = requireRepository(context);
  const task = words.task.trim();
  if (oneLine(task) === '')
    throw new NexusError(
      'usage',
      'missing-argument',
      'an episode needs a task',
      'usage: nexus episode start "…"',
    );
  if (task.length > MAX_TASK)
    throw new NexusError('usage', 'bad-value', `a task may have 8,000 characters; this has ${task.length}`);
  const closed: EpisodeEnded[] = [];
  for (const file of forgottenEpisodes(repository, context.clock()))
    closed.push(await writeEpisode(context, file, {}, undefined));
  const { branch } = repository.facts;
  const open: OpenEpisode = {
    id: context.newId(),
    started: context.clock(),
    task,
    context: keptPairs(context, pairLines(words.context ?? {})),
    ...(branch === undefined ? {} : { branch }),
    ...(words.by === undefined ? {} : { by: cut(oneLine(words.by), MAX_BY) }),
  };
  createEpisode(repository, open);
  return { id: open.id, closed };
}

/** Of this worktree, and of those that are gone. */
function forgottenEpisodes(repository: Repository, now: number): readonly EpisodeFile[] {
  const { worktree: here, facts } = repository;
  const isOld = (at: number): boolean => now - at > OPEN_MS;
  return openEpisodes(repository).filter((file) => {
    if (file.worktree !== here && worktreeExists(facts.commonDir, file.worktree)) return false;
    if (!isOld(file.open.started)) return false;
    for (const { at } of eventsOf(repository, file).events) if (!isOld(at)) return false;
    return true;
  });
}

/** Keeps what happened, durably. Throws `no-episode`, `ambiguous-id`, `bad-value`. Returns the episode's id. */
export async function recordEvent(context: Context, words: EventWords): Promise<string> {
  const repository = requireRepository(context);
  const file = openEpisode(repository, words.episode);
  const type = name('type', words.type);
  const at = words.at ?? context.clock();
  if (!isTime(at))
    throw new NexusError('usage', 'bad-value', `an event's time is in ms since 1970, not ${String(at)}`);
  const data = kept(context, words.data);
  const event: ToldEvent = {
    at,
    type,
    ...(words.role === undefined ? {} : { role: name('role', words.role) }),
    ...(data === undefined ? {} : { data }),
  };
  const { done } = await aloneWith(context, file, () => ({ done: appendEvent(repository, file, event) }));
  if (done) return file.open.id;
  throw new NexusError('not-found', 'no-episode', 'this episode has ended meanwhile', 'start another one');
}

function name(what: string, given: string): string {
  const text = given.trim();
  if (isEventName(text)) return text;
  throw new NexusError(
    'usage',
    'bad-value',
    `an event's ${what} has at most 60 characters on one line and begins with a letter, not "${text.slice(0, 60)}"`,
    'as in: code_generation',
  );
}

/** As `kept`; so many pairs that the record tells that there were more. */
function keptPairs(context: Context, pairs: readonly string[]): readonly string[] {
  if (pairs.join('\n').length <= MAX_DATA) return pairs;
  const { value } = redactValue(pairs.slice(0, MAX_PAIRS + 1), redactorOf(context));
  return value.map((pair) => cut(pair, MAX_TEXT));
}

/** Data as it waits. What is too much is redacted now, so that no secret loses the half by which it is known, and cut. */
function kept(context: Context, given: unknown): unknown {
  const data = plainData(given);
  const size = data === undefined ? 0 : JSON.stringify(data).length;
  if (size <= MAX_DATA) return data;
  if (size > MAX_GIVEN)
    throw new NexusError(
      'usage',
      'bad-value',
      `an event's data may have ${MAX_GIVEN} characters; this has ${size}`,
      'tell what matters, and name the file that holds the rest',
    );
  const text = JSON.stringify(redactValue(data, redactorOf(context)).value, (_key, value: unknown) =>
    typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value,
  );
  return text.length <= MAX_DATA ? JSON.parse(text) : `${text.slice(0, MAX_DATA / 2)}…`;
}

/** Ends an episode and writes its record. Throws `no-episode`, `ambiguous-id`. */
export async function endEpisode(
  context: Context,
  words: EpisodeEndWords & { readonly episode?: string },
): Promise<EpisodeEnded> {
  requireMemory(context);
  const file = openEpisode(requireRepository(context), words.episode);
  return writeEpisode(context, file, words, context.clock());
}
