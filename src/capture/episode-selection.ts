import type { ToldEvent } from '../core/episode.ts';
import { failureIn } from './event-words.ts';

/** What a record tells of an episode's events, however many there are. */
export interface Selection {
  /** By time; of equal times as they were told. */
  readonly first: readonly ToldEvent[];
  readonly last: readonly ToldEvent[];
  /** Events between the two, by type, the most frequent first. */
  readonly between: readonly (readonly [type: string, count: number])[];
  readonly total: number;
  /** Events that were told after a later one. */
  readonly outOfOrder: number;
  /** The earliest of those that say that something failed. */
  readonly failures: readonly ToldEvent[];
}

const MAX_FAILURES = 100;
const MAX_TYPES = 100;
const OTHER = 'other';

interface Placed {
  readonly event: ToldEvent;
  readonly place: number;
}

function byTime(a: Placed, b: Placed): number {
  return a.event.at - b.event.at || a.place - b.place;
}

/** Takes events one by one and holds no more of them than are told. @param most of events that are told. */
export function selectEvents(events: Iterable<ToldEvent>, most: number): Selection {
  const half = Math.floor(most / 2);
  let early: Placed[] = [];
  let late: Placed[] = [];
  let failures: Placed[] = [];
  const counts = new Map<string, number>();
  let total = 0;
  let outOfOrder = 0;
  let before = Number.NEGATIVE_INFINITY;
  const sorted = (list: Placed[], room: number): Placed[] =>
    list.length < 2 * room ? list : list.sort(byTime).slice(0, room);
  const type = ({ type: name }: ToldEvent): string =>
    counts.has(name) || counts.size < MAX_TYPES ? name : OTHER;

  for (const event of events) {
    const placed = { event, place: total++ };
    if (event.at < before) outOfOrder += 1;
    before = event.at;
    counts.set(type(event), (counts.get(type(event)) ?? 0) + 1);
    early.push(placed);
    early = sorted(early, most);
    late.push(placed);
    if (late.length >= 4 * half + 4) late = late.sort(byTime).slice(-half);
    if (failureIn(event) === undefined) continue;
    failures.push(placed);
    failures = sorted(failures, MAX_FAILURES);
  }
  const eventsOf = (list: Placed[], from: number, to?: number): ToldEvent[] =>
    list
      .sort(byTime)
      .slice(from, to)
      .map(({ event }) => event);
  const whole = total <= most;
  const first = eventsOf(early, 0, whole ? most : half);
  const last = whole ? [] : eventsOf(late, -half);
  for (const event of [...first, ...last]) counts.set(type(event), (counts.get(type(event)) ?? 0) - 1);
  const between = [...counts].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  return { first, last, between, total, outOfOrder, failures: eventsOf(failures, 0, MAX_FAILURES) };
}
