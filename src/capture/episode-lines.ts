import type { OpenEpisode, ToldEvent } from '../core/episode.ts';
import { isId } from '../core/id.ts';

/** The last second that a record can hold. */
const LAST_TIME = 253_402_300_799_000;
/** Characters of an event's type, and of a role. */
const MAX_NAME = 60;
/** Of an event's data: deeper, and beyond so many values, nothing is told. */
const MAX_DEPTH = 8;
const MAX_VALUES = 1_000;
/** Characters of one event's data, as JSON, as it is kept. */
export const MAX_DATA = 16 * 1024;

/** What one line of an open episode's file says. */
export type EpisodeLine = { readonly start: OpenEpisode } | { readonly event: ToldEvent };

/** One line, without its end. */
export function encodeLine(line: EpisodeLine): string {
  return JSON.stringify(line);
}

/** Undefined for anything that is not a whole line of ours: a torn one costs itself alone. */
export function decodeLine(text: string): EpisodeLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const start = asStart(value.start);
  if (start !== undefined) return { start };
  const event = asEvent(value.event);
  return event === undefined ? undefined : { event };
}

function asStart(value: unknown): OpenEpisode | undefined {
  if (!isObject(value)) return undefined;
  const { id, started, task, context, branch, by } = value;
  if (typeof id !== 'string' || !isId(id) || !isTime(started) || typeof task !== 'string') return undefined;
  if (!Array.isArray(context) || !context.every((item) => typeof item === 'string')) return undefined;
  return {
    id,
    started,
    task,
    context,
    ...(typeof branch === 'string' ? { branch } : {}),
    ...(typeof by === 'string' ? { by } : {}),
  };
}

function asEvent(value: unknown): ToldEvent | undefined {
  if (!isObject(value)) return undefined;
  const { at, type, role, data } = value;
  if (!isTime(at) || typeof type !== 'string' || !isEventName(type)) return undefined;
  if (role !== undefined && (typeof role !== 'string' || !isEventName(role))) return undefined;
  return {
    at,
    type,
    ...(role === undefined ? {} : { role }),
    ...(data === undefined ? {} : { data: plainData(data) }),
  };
}

/** Milliseconds since 1970 that a record can hold. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LAST_TIME;
}

/** A type or role: one line that begins with a letter or digit. */
export function isEventName(text: string): boolean {
  return text.length <= MAX_NAME && /^[\p{L}\p{N}]/u.test(text) && !/[\p{Cc}\u2028\u2029]/u.test(text);
}

/**
 * Plain data of whatever a caller gives. A number that JSON has no form for is kept as its name, so that
 * it is not read as an empty value later; what is nested too deeply, or too much, says so.
 */
export function plainData(value: unknown): unknown {
  let left = MAX_VALUES;
  const plain = (item: unknown, depth: number): unknown => {
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
    if (typeof item === 'number') return Number.isFinite(item) ? item : String(item);
    if (typeof item === 'bigint') return String(item);
    if (typeof item !== 'object') return undefined;
    if (item instanceof Date) return Number.isNaN(item.getTime()) ? String(item) : item.toISOString();
    if (depth >= MAX_DEPTH) return '…';
    const all: [string, unknown][] = Array.isArray(item)
      ? item.map((each: unknown, at) => [String(at), each])
      : Object.entries(item);
    const shown = all.slice(0, Math.max(0, left));
    left -= shown.length;
    const values = shown.map(([key, each]): [string, unknown] => [key, plain(each, depth + 1)]);
    if (Array.isArray(item))
      return [
        ...values.map(([, each]) => (each === undefined ? null : each)),
        ...(all.length > shown.length ? ['…'] : []),
      ];
    if (all.length > shown.length) values.push(['…', `${all.length - shown.length} more`]);
    return Object.fromEntries(values.filter(([, each]) => each !== undefined));
  };
  return plain(value, 0);
}

/** `key=value` each, as context and metrics are kept. */
export function pairLines(pairs: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(pairs).flatMap(([key, value]) => {
    const plain = plainData(value);
    if (plain === undefined) return [];
    return [`${key}=${typeof plain === 'string' ? plain : JSON.stringify(plain)}`];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
