import { NexusError } from '../../core/error.ts';
import { isKind, KIND_NAMES } from '../../core/kinds.ts';
import { nearest } from '../../core/nearest.ts';
import { isPackName, PACK_NAMES, type PackName } from '../../core/pack.ts';
import type { Kind } from '../../core/record.ts';
import { parseWhen } from '../../core/time.ts';
import type { PackInUse } from '../../nexus/packs.ts';
import { plural, wrap } from '../../present/layout.ts';
import type { TextOptions } from '../../present/recall-text.ts';
import { safeJson } from '../../present/safe-json.ts';
import { createStyle } from '../../present/style.ts';
import type { OptionTable, Parsed } from './command.ts';
import type { Io } from './io.ts';

/** The version of every `--json` document. */
export const JSON_SCHEMA = 1;

export function printJson(io: Io, value: Readonly<Record<string, unknown>>): void {
  io.out(`${safeJson({ schema: JSON_SCHEMA, ...value })}\n`);
}

export function textOptions(io: Io, explain = false): TextOptions {
  return { style: createStyle({ color: io.color }), columns: io.columns, now: io.now(), explain };
}

/** Filters that `recall` and `list` share. */
export const FILTER_OPTIONS: OptionTable = {
  kind: {
    type: 'string',
    value: 'kind',
    multiple: true,
    summary: `Only these kinds: ${KIND_NAMES.join(', ')}`,
  },
  tag: { type: 'string', value: 'tag', multiple: true, summary: 'Only records with all these tags' },
  language: { type: 'string', value: 'name', summary: 'Only this programming language' },
  file: { type: 'string', value: 'path', summary: 'Only what concerns this file or folder' },
  since: {
    type: 'string',
    value: 'when',
    summary: 'Not older than a date (2026-01-31) or an age (12h, 30d, 2w, 6m, 1y)',
  },
  at: { type: 'string', value: 'rev', summary: 'As of a commit, branch or tag' },
  limit: { type: 'string', short: 'n', value: 'count', summary: 'At most so many' },
};

export function kindsIn<Extra extends string>(args: Parsed, extra: readonly Extra[] = []): (Kind | Extra)[] {
  return args.list('kind').map((name) => kindOf(name, extra));
}

export function kindOf<Extra extends string = never>(
  name: string,
  extra: readonly Extra[] = [],
): Kind | Extra {
  const singular = name.toLowerCase().replace(/s$/, '');
  if (isKind(singular)) return singular;
  const other = extra.find((item) => item === singular);
  if (other !== undefined) return other;
  const choices = [...KIND_NAMES, ...extra];
  const guess = nearest(name, choices);
  const hint =
    guess === undefined
      ? `kinds: ${choices.join(', ')}`
      : `did you mean ${guess}? kinds: ${choices.join(', ')}`;
  throw new NexusError('usage', 'unknown-kind', `there is no kind "${name}"`, hint);
}

export function sinceIn(args: Parsed, io: Io): number | undefined {
  const text = args.text('since');
  if (text === undefined) return undefined;
  const when = parseWhen(text, io.now());
  if (when !== undefined) return when;
  throw new NexusError(
    'usage',
    'bad-value',
    `--since does not understand "${text}"`,
    'a date such as 2026-01-31, or an age such as 12h, 30d, 2w, 6m, 1y',
  );
}

export function countIn(args: Parsed, name: string, fallback: number, max = 1000): number {
  const text = args.text(name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= max) return value;
  throw new NexusError(
    'usage',
    'bad-value',
    `--${name} takes a whole number from 1 to ${max}, not "${text}"`,
  );
}

/** An option that takes one of so many words. Throws `bad-value`. */
export function choiceIn<T extends string>(text: string, option: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new NexusError(
    'usage',
    'bad-value',
    `${option} does not know "${text}"`,
    `one of ${choices.join(', ')}`,
  );
}

export { present } from '../../core/present.ts';

/** Long work of which nothing is heard. */
const SILENCE_MS = 1_000;

/** Says what takes long, once, to a person who waits. */
export async function patiently<T>(io: Io, what: string, work: Promise<T>): Promise<T> {
  if (!io.stderrIsTTY) return work;
  const timer = setTimeout(() => io.err(`${what}\n`), SILENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}

/** Narration in the terminal's width. */
export function folded(io: Io, text: string): string {
  return io.columns > 0 ? wrap(text, io.columns) : text;
}

/** What to add to a report of success where something was taken out. */
export function redactedText(count: number): string {
  return count === 0 ? '' : `; ${plural(count, 'secret')} taken out`;
}

/** A pack in use, in one piece of a line. */
export function packText({ name, records, copied }: PackInUse): string {
  return `${name} (${plural(records, 'record')}${copied === 0 ? '' : `, ${copied} copied`})`;
}

/** The pack that an option names. */
export function packIn(args: Parsed, name: string): PackName | undefined {
  const text = args.text(name);
  if (text === undefined || isPackName(text)) return text;
  const guess = nearest(text, PACK_NAMES);
  const hint = guess === undefined ? `packs: ${PACK_NAMES.join(', ')}` : `did you mean ${guess}?`;
  throw new NexusError('usage', 'bad-value', `there is no pack "${text}"`, hint);
}

/** A text from an option; `-` means standard input. */
export async function bodyFrom(
  text: string | undefined,
  io: Io,
  max = 256 * 1024,
): Promise<string | undefined> {
  return text === '-' ? io.readStdin(max) : text;
}
