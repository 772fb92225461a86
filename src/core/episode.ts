/** What is done in one go, from `start` to `end`: local until its record is written. */
export interface OpenEpisode {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly task: string;
  readonly context: readonly string[];
  readonly branch?: string;
  /** The program that does it, where no person does. */
  readonly by?: string;
}

/** An event as it is told, and kept until the episode ends. */
export interface ToldEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly type: string;
  readonly role?: string;
  /** Plain data. */
  readonly data?: unknown;
}

/** `unknown` where nobody said how it ended, or nobody was left to say it. */
export type Outcome = 'open' | 'success' | 'failure' | 'unknown';

export function outcomeOf(success: boolean | undefined): Outcome {
  return success === undefined ? 'unknown' : success ? 'success' : 'failure';
}

/** One line of a list of episodes. */
export interface EpisodeSummary {
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly started: string;
  /** True where that cannot be. */
  readonly clockOff?: boolean;
  readonly outcome: Outcome;
  /** Seconds; absent where the clock told no usable time. */
  readonly duration_s?: number;
  /** Events that are told. */
  readonly events: number;
  /** Of its record; absent while it is open. */
  readonly path?: string;
}

/** One step of a replay. */
export interface ReplayEvent {
  readonly at?: string;
  /** Seconds since the start; absent where its clock was off. */
  readonly offset_s?: number;
  /** True where its time cannot be one of this episode. */
  readonly clockOff?: boolean;
  readonly type: string;
  readonly role?: string;
  /** As it was told; where it had to be cut, its text. */
  readonly data?: unknown;
  /** True where it tells that something failed. */
  readonly failed?: true;
  /** What stands here is only a count of events that are not told. */
  readonly gap?: boolean;
}

export interface Replay {
  readonly id: string;
  readonly title: string;
  readonly started: string;
  /** True where that cannot be. */
  readonly clockOff?: boolean;
  readonly outcome: Outcome;
  readonly duration_s?: number;
  readonly context: readonly string[];
  readonly metrics: readonly string[];
  readonly events: readonly ReplayEvent[];
}

/** A past episode that is like a task. */
export interface SimilarEpisode {
  readonly id: string;
  readonly title: string;
  readonly path: string;
  readonly created: string;
  /** True where that cannot be. */
  readonly clockOff?: boolean;
  readonly outcome: Outcome;
  readonly accomplished: readonly string[];
  readonly errors: readonly string[];
  readonly next: readonly string[];
  readonly score: number;
  readonly reasons: readonly string[];
}

/** Which episodes are meant: those that tell of something, since then; of nothing: all in which something was done. */
export interface EpisodesQuery {
  readonly about?: { readonly by: FailureGrouping; readonly key: string };
  /** Only those in which it failed. */
  readonly failed?: boolean;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

/** An episode that tells of what was asked for. */
export interface ToldEpisode {
  readonly id: string;
  readonly title: string;
  /** ISO 8601. */
  readonly created: string;
  readonly author?: string;
  /** What it tells of that, executions or errors, and how many of these ended well. */
  readonly of: number;
  readonly well: number;
}

export interface ToldEpisodes {
  /** Newest first, so many at most. */
  readonly episodes: readonly ToldEpisode[];
  readonly total: number;
}

/** By what failures are put together. */
export const FAILURE_GROUPS = ['signature', 'category', 'approach', 'file'] as const;
export type FailureGrouping = (typeof FAILURE_GROUPS)[number];

/** Past failures that have something in common. */
export interface FailureGroup {
  /** What they share; empty where it was not told. */
  readonly key: string;
  /** Episodes. */
  readonly count: number;
  /** Of these, the ones in which it was resolved. */
  readonly resolved: number;
  /** ISO 8601, of the newest. */
  readonly last: string;
  /** Newest first, some of them. */
  readonly examples: readonly { readonly id: string; readonly title: string }[];
  /** Records and episodes that tell what resolved it. */
  readonly resolvedBy: readonly { readonly id: string; readonly kind: string; readonly title: string }[];
}

export interface FailureReport {
  readonly by: FailureGrouping;
  /** Episodes that were looked at, and those of them in which something failed. */
  readonly episodes: number;
  readonly failed: number;
  /** The most frequent first. */
  readonly groups: readonly FailureGroup[];
  /** Groups that there are beside these. */
  readonly more: number;
}

/** Stands in the place of events that are not told; no type of an event begins so. */
export const GAP = '… ';

/** Longer than any piece of work: a time further off is a clock that was wrong. */
const MAX_SPAN_MS = 366 * 86_400_000;
/** Clocks of two programs, and times that are kept to the second. */
const TOLERANCE_MS = 60_000;

/** How long it took, in ms; undefined where the clock was set meanwhile. */
export function spanOf(started: number, ended: number): number | undefined {
  const span = ended - started;
  return span >= 0 && span <= MAX_SPAN_MS ? span : undefined;
}

/** Can this be a moment of an episode that began then, and took so long (ms) where that is known? */
export function isWithin(at: number, started: number, span: number | undefined): boolean {
  return at >= started - TOLERANCE_MS && at <= started + (span ?? MAX_SPAN_MS) + TOLERANCE_MS;
}

/** What was told of an event, or its text where it was cut. */
export function dataIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Clocks of one team may differ by so much. */
const AHEAD_MS = 86_400_000;

/** Can an episode have begun then, told of when it was, seen from now? ISO 8601; milliseconds since 1970. */
export function isPossible(started: string, created: string, now: number): boolean {
  const told = Date.parse(created);
  return told <= now + AHEAD_MS && isWithin(told, Date.parse(started), undefined);
}

/** Data in words, on one line: `approach conservative, lines 45`. */
export function dataWords(data: unknown): string {
  if (data === undefined || data === null) return '';
  if (typeof data === 'string') return data.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (Array.isArray(data)) return data.map(dataWords).join(' ');
  if (typeof data !== 'object') return String(data);
  return Object.entries(data)
    .map(([key, value]) => `${key.replaceAll('_', ' ')} ${dataWords(value)}`.trim())
    .join(', ');
}
