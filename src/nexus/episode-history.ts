import { failureIn } from '../capture/event-words.ts';
import {
  dataIn,
  type EpisodeSummary,
  GAP,
  isPossible,
  isWithin,
  type Outcome,
  outcomeOf,
  type Replay,
  type ReplayEvent,
  type SimilarEpisode,
} from '../core/episode.ts';
import { NexusError } from '../core/error.ts';
import { MAX_COUNT } from '../core/execution.ts';
import { isIdPrefix, shortId } from '../core/id.ts';
import type { Draft, EpisodeEvent, NexusRecord } from '../core/record.ts';
import { sectionNamed } from '../core/sections.ts';
import { isoSeconds } from '../core/time.ts';
import { type Context, requireRepository } from './context.ts';
import { episodeSoFar } from './episode-end.ts';
import { eventsOf, openEpisodes } from './episode-state.ts';
import { show } from './overview.ts';
import { recall } from './recall.ts';
import { itemsOf, recentEpisodes } from './session-log.ts';

/** Open episodes, then past ones, each newest first. */
export async function listEpisodes(context: Context, limit = 20): Promise<readonly EpisodeSummary[]> {
  const repository = requireRepository(context);
  const open = openEpisodes(repository).map((file): EpisodeSummary => {
    let events = 0;
    for (const _ of eventsOf(repository, file).events) events += 1;
    const { id, task, started } = file.open;
    return { id, title: task, started: isoSeconds(started), outcome: 'open', events };
  });
  const past = (await recentEpisodes(context, limit)).map(({ record, path }): EpisodeSummary => {
    const { started = record.created, duration_s, success } = record.episode ?? {};
    const possible = isPossible(started, record.created, context.clock());
    return {
      id: record.id,
      title: record.title,
      started,
      ...(possible ? {} : { clockOff: true }),
      outcome: outcomeOf(success),
      ...(duration_s === undefined || !possible ? {} : { duration_s }),
      events: eventCount(record.events ?? []),
      path,
    };
  });
  // An end that was interrupted has left both.
  const ended = new Set(past.map(({ id }) => id));
  return [...open.filter(({ id }) => !ended.has(id)), ...past].slice(0, limit);
}

function eventCount(events: readonly EpisodeEvent[]): number {
  return events.reduce((sum, { type }) => {
    const left = type.startsWith(GAP) ? Number(/[\d,]+/.exec(type)?.[0].replaceAll(',', '')) : 1;
    return sum + (left <= MAX_COUNT ? left : 1);
  }, 0);
}

/**
 * What happened in an episode, step by step; of an open one, what would be written now. Throws `unknown-id`,
 * `ambiguous-id`. @param at as of this revision
 */
export async function replay(context: Context, id: string, at?: string): Promise<Replay> {
  if (at !== undefined) return recorded(context, (await show(context, id, at)).record);

  const low = id.toLowerCase();
  const repository = requireRepository(context);
  const files = isIdPrefix(id) ? openEpisodes(repository).filter(({ open }) => open.id.startsWith(low)) : [];
  const [file] = files;
  const written = file === undefined ? undefined : (await context.reader()).lookup(file.open.id);
  if (file !== undefined && files.length === 1 && written === undefined) {
    const { draft } = await episodeSoFar(context, file, {}, context.clock());
    const created = isoSeconds(file.open.started);
    return replayOf({ ...draft, id: file.open.id, created }, 'open', context.clock());
  }
  return recorded(context, (await context.reader()).find(id).record);
}

function recorded(context: Context, record: NexusRecord): Replay {
  if (record.kind === 'episode') return replayOf(record, outcomeOf(record.episode?.success), context.clock());
  throw new NexusError(
    'usage',
    'bad-value',
    `this is no episode but ${/^[aeiou]/.test(record.kind) ? 'an' : 'a'} ${record.kind}: ${record.title}`,
    `show it: nexus show ${shortId(record.id)}`,
  );
}

function replayOf(
  told: Pick<NexusRecord, 'id' | 'title' | 'created'> & Pick<Draft, 'episode' | 'events'>,
  outcome: Outcome,
  now: number,
): Replay {
  const { started = told.created, duration_s, context = [], metrics = [] } = told.episode ?? {};
  const begun = Date.parse(started);
  const span = duration_s === undefined ? undefined : duration_s * 1000;
  const possible = isPossible(started, told.created, now);
  return {
    id: told.id,
    title: told.title,
    started,
    ...(possible ? {} : { clockOff: true }),
    outcome,
    ...(duration_s === undefined || outcome === 'open' || !possible ? {} : { duration_s }),
    context,
    metrics,
    events: inOrder((told.events ?? []).map((event) => stepOf(event, begun, span))),
  };
}

/** By time, where it is known, between what has none; a file that was written by hand may tell them otherwise. */
function inOrder(steps: readonly ReplayEvent[]): readonly ReplayEvent[] {
  const out: ReplayEvent[] = [];
  let timed: ReplayEvent[] = [];
  for (const step of [...steps, undefined]) {
    if (step?.offset_s !== undefined && step.gap !== true) {
      timed.push(step);
      continue;
    }
    out.push(...timed.sort((a, b) => (a.offset_s ?? 0) - (b.offset_s ?? 0)));
    timed = [];
    if (step !== undefined) out.push(step);
  }
  return out;
}

function stepOf(
  { at, type, role, data }: EpisodeEvent,
  begun: number,
  span: number | undefined,
): ReplayEvent {
  const ms = at === undefined ? Number.NaN : Date.parse(at);
  const told = data === undefined ? undefined : dataIn(data);
  const clockOff = at !== undefined && !isWithin(ms, begun, span);
  return {
    ...(at === undefined ? {} : { at }),
    ...(Number.isNaN(ms) || clockOff ? {} : { offset_s: Math.max(0, (ms - begun) / 1000) }),
    ...(clockOff ? { clockOff } : {}),
    type,
    ...(role === undefined ? {} : { role }),
    ...(told === undefined ? {} : { data: told }),
    ...(failureIn({ at: ms, type, data: told }) === undefined ? {} : { failed: true as const }),
    ...(type.startsWith(GAP) ? { gap: true } : {}),
  };
}

export interface SimilarQuery {
  /** The task, in words. */
  readonly description: string;
  /** At most so many; 3 where absent. */
  readonly n?: number;
  readonly successOnly?: boolean;
}

/** How many answers are looked through for those that succeeded. */
const LOOKED_AT = 200;

/** Past episodes that recall finds for a task, the most similar first. */
export async function recallSimilarEpisodes(
  context: Context,
  { description, n = 3, successOnly = false }: SimilarQuery,
): Promise<readonly SimilarEpisode[]> {
  if (description.trim() === '')
    throw new NexusError('usage', 'missing-argument', 'say what the episodes should be like');
  const { hits } = await recall(context, {
    text: description,
    kinds: ['episode'],
    limit: successOnly ? Math.max(LOOKED_AT, n) : n,
  });
  const reader = await context.reader();
  const similar = hits.flatMap(({ path, score, reasons }): SimilarEpisode[] => {
    const record = path === undefined ? undefined : reader.read(path).record;
    if (path === undefined || record === undefined) return [];
    if (successOnly && record.episode?.success !== true) return [];
    const items = (section: string): string[] => itemsOf(sectionNamed(record.body, section) ?? '');
    return [
      {
        id: record.id,
        title: record.title,
        path,
        created: record.created,
        ...(isPossible(record.created, record.created, context.clock()) ? {} : { clockOff: true }),
        outcome: outcomeOf(record.episode?.success),
        accomplished: items('Accomplished'),
        errors: (record.errors ?? []).map(({ signature }) => signature),
        next: items('Next'),
        score,
        reasons,
      },
    ];
  });
  return similar.slice(0, n);
}
