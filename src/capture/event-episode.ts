import { GAP, isWithin, type OpenEpisode, spanOf, type ToldEvent } from '../core/episode.ts';
import type { Draft, EpisodeError, EpisodeEvent } from '../core/record.ts';
import { isoSeconds } from '../core/time.ts';
import { cut, listed, MAX_CITED, MAX_FIELD, MAX_TITLE, oneLine } from './draft-text.ts';
import type { Selection } from './episode-selection.ts';
import { eventWords, failureIn, failureWords, filesIn } from './event-words.ts';

/** Events in a record, their gap included. */
export const MAX_EVENTS = 200;
/** Characters of an event's data. */
const MAX_EVENT_DATA = 300;
/**
 * Bytes that the events may take, so that a record has room for its text: what takes more is cut further, and
 * the lists beside them with it. Where letters of many bytes still make a record too big, the next is tried.
 */
export const ROOM = 36_000;
export const LESS_ROOM: readonly number[] = [12_000, 3_000];
/** Events that are told, and characters of the data of each, from the most to the least. */
const STEPS: readonly (readonly [count: number, chars: number])[] = [
  [MAX_EVENTS, MAX_EVENT_DATA],
  [MAX_EVENTS, 100],
  [100, 100],
  [50, 100],
  [20, 60],
  [4, 20],
];
/** Of the text: so many events at either end, errors, pairs of context or metrics, and items that were said. */
const MAX_TOLD = 20;
export const MAX_PAIRS = 50;
const MAX_LINE = 200;

/** How an episode ended, as far as it is known. Texts are redacted already. */
export interface EpisodeEnd {
  /** Absent where nobody ended it. */
  readonly at?: number;
  readonly success?: boolean;
  readonly metrics: readonly string[];
  readonly accomplished: readonly string[];
  readonly next: readonly string[];
  /** The session it belongs to. */
  readonly session?: string;
  /** Lines of its file that could not be read. */
  readonly lost: number;
}

export interface KnownErrors {
  readonly known: ReadonlyMap<string, string>;
  /** Signatures that someone had forgotten: not to be told again. */
  readonly forgotten: ReadonlySet<string>;
}

/** The record's draft. Everything in it is redacted already: half of a secret looks like none. */
export function eventEpisodeDraft(
  open: OpenEpisode,
  selection: Selection,
  end: EpisodeEnd,
  { known, forgotten }: KnownErrors,
  room: number = ROOM,
): Draft {
  const most = room === ROOM ? MAX_TOLD : MAX_TOLD / 4;
  const span = end.at === undefined ? undefined : spanOf(open.started, end.at);
  const hidden = (event: ToldEvent): boolean => forgotten.has(failureIn(event)?.signature ?? '');
  const first = selection.first.filter((event) => !hidden(event));
  const last = selection.last.filter((event) => !hidden(event));
  const failures = new Map<string, string>();
  for (const event of selection.failures) {
    const failure = failureIn(event);
    if (failure !== undefined && !hidden(event) && !failures.has(failure.signature))
      failures.set(failure.signature, line(failureWords(event, failure)));
  }
  const errors = [...failures.keys()].slice(0, most).map((signature): EpisodeError => {
    const id = known.get(signature);
    return { ...(id === undefined ? {} : { id }), signature, resolved: end.success === true };
  });
  const events = eventFields(first, last, selection, room);
  const files = [...new Set([...first, ...last].flatMap(filesIn))].slice(0, Math.min(most, MAX_CITED));
  const sections: [string, string][] = [
    ['Focus', cut(open.task.trim(), MAX_LINE * 10)],
    [
      'Accomplished',
      [
        listed(end.accomplished.map(line), MAX_TOLD),
        eventList(
          first.filter((event) => failureIn(event) === undefined),
          last.filter((event) => failureIn(event) === undefined),
          selection,
        ),
      ]
        .filter((part) => part !== '')
        .join('\n'),
    ],
    ['Errors', listed([...failures.values()], MAX_TOLD)],
    ['Notes', listed(remarks(open, [...first, ...last], selection, end, span), MAX_TOLD)],
    ['Next', listed(end.next.map(line), MAX_TOLD)],
  ];
  const context = pairs(open.context, room);
  const metrics = pairs(end.metrics, room);
  return {
    kind: 'episode',
    title: cut(oneLine(open.task), MAX_TITLE),
    body: sections
      .filter(([, text]) => text !== '')
      .map(([name, text]) => `## ${name}\n\n${text}`)
      .join('\n\n'),
    ...(files.length === 0 ? {} : { files }),
    episode: {
      ...(open.branch === undefined ? {} : { branch: open.branch }),
      ...(open.by === undefined ? {} : { by: open.by }),
      ...(end.session === undefined ? {} : { session: end.session }),
      started: isoSeconds(open.started),
      ...(span === undefined ? {} : { duration_s: span / 1000 }),
      ...(end.success === undefined ? {} : { success: end.success }),
      ...(context.length === 0 ? {} : { context }),
      ...(metrics.length === 0 ? {} : { metrics }),
    },
    ...(events.length === 0 ? {} : { events }),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

function line(text: string): string {
  return cut(oneLine(text), MAX_LINE);
}

function pairs(lines: readonly string[], room: number): string[] {
  let left = room / 6;
  const shown = lines
    .slice(0, MAX_PAIRS)
    .map((text) => cut(oneLine(text), MAX_FIELD))
    .filter((text) => {
      left -= text.length;
      return left >= 0;
    });
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `${GAP}${more} more`] : shown;
}

/** The events as they fit: first less of their data is told, then fewer of them. */
function eventFields(
  first: readonly ToldEvent[],
  last: readonly ToldEvent[],
  { between }: Selection,
  room: number,
): EpisodeEvent[] {
  const all = [...first, ...last];
  const more = between.reduce((sum, [, count]) => sum + count, 0);
  let fields: EpisodeEvent[] = [];
  for (const [count, chars] of STEPS) {
    const whole = more === 0 && all.length <= count;
    const head = whole ? all : all.slice(0, Math.min(first.length, Math.ceil((count - 1) / 2)));
    const tail = whole ? [] : all.slice(Math.max(head.length, all.length - Math.floor((count - 1) / 2)));
    const missing = more + all.length - head.length - tail.length;
    const gap: EpisodeEvent[] = missing === 0 ? [] : [{ type: `${GAP}${thousands(missing)} more` }];
    fields = [
      ...head.map((event) => eventField(event, chars)),
      ...gap,
      ...tail.map((event) => eventField(event, chars)),
    ];
    if (new TextEncoder().encode(JSON.stringify(fields)).length <= room) break;
  }
  return fields;
}

function eventField({ at, type, role, data }: ToldEvent, chars: number): EpisodeEvent {
  return {
    at: isoSeconds(at),
    type: oneLine(type),
    ...(role === undefined ? {} : { role: oneLine(role) }),
    ...(data === undefined ? {} : { data: cut(JSON.stringify(data), chars) }),
  };
}

/** In words, with the count of what is left out in its place. */
function eventList(first: readonly ToldEvent[], last: readonly ToldEvent[], { between }: Selection): string {
  const all = [...first, ...last];
  const more = between.reduce((sum, [, count]) => sum + count, 0);
  const whole = more === 0 && all.length <= 2 * MAX_TOLD;
  const head = whole ? all : first.slice(0, MAX_TOLD);
  const tail = whole ? [] : all.slice(Math.max(head.length, all.length - MAX_TOLD));
  const counts = new Map(between);
  for (const { type } of all.slice(head.length, all.length - tail.length))
    counts.set(type, (counts.get(type) ?? 0) + 1);
  const missing = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const byType = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 10)
    .map(([type, count]) => `${type} ${thousands(count)}`);
  const gap = missing === 0 ? [] : [`${GAP}${thousands(missing)} more: ${byType.join(', ')}`];
  return [...head.map(words), ...gap, ...tail.map(words)].map((text) => `- ${text}`).join('\n');
}

function words(event: ToldEvent): string {
  return line(eventWords(event));
}

/** What a reader must know to trust the times. */
function remarks(
  { started }: OpenEpisode,
  shown: readonly ToldEvent[],
  { outOfOrder }: Selection,
  { at, success, lost }: EpisodeEnd,
  span: number | undefined,
): string[] {
  const off = shown.filter((event) => !isWithin(event.at, started, span)).length;
  return [
    ...(at === undefined
      ? ['It was left open, and closed later: nobody said how it ended, or when.']
      : success === undefined
        ? ['Nobody said whether it succeeded.']
        : []),
    ...(at !== undefined && span === undefined
      ? ['The clock was set while it ran, so its duration is not known.']
      : []),
    ...(outOfOrder > 0
      ? [`${counted(outOfOrder, 'event was', 'events were')} told late; they stand by their time.`]
      : []),
    ...(off > 0
      ? [`${counted(off, 'event has', 'events have')} a time outside this episode: a clock was off.`]
      : []),
    ...(lost > 0
      ? [`${counted(lost, 'line', 'lines')} of what was kept could not be read; a writer was stopped.`]
      : []),
  ];
}

function counted(count: number, one: string, many: string): string {
  return `${thousands(count)} ${count === 1 ? one : many}`;
}

function thousands(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
