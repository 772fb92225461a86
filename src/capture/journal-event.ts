import { type Execution, MAX_COUNT, MAX_SECONDS } from '../core/execution.ts';
import type { EntryKind } from '../core/session.ts';

/** What is known of an error at the moment a command fails. */
export interface FailureFacts {
  readonly type?: string;
  readonly message: string;
  readonly signature: string;
  readonly language?: string;
  readonly excerpt: string;
}

/** What changed between a failure and the success of the same command. */
export interface FixFacts {
  /** Ids of the failed runs that this success answers, oldest first. */
  readonly closes: readonly string[];
  /** Paths whose content differs from what it was at the first of them. */
  readonly changed: readonly string[];
  /** Unified diff of these paths, cut to a few telling lines. */
  readonly diff: string;
}

interface EventBase {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A text that a person or a program wants remembered with the next commit. */
export interface NoteEvent extends EventBase {
  readonly type: 'note';
  readonly text: string;
  /** What is told in a session; a plain note where absent. */
  readonly about?: EntryKind;
  /** Path of the record that was written for it, which the commit is to carry as well. */
  readonly record?: string;
  /** Of a blocker: it is gone. */
  readonly resolved?: boolean;
  /** The program that told it, where no person did. */
  readonly by?: string;
}

/** What an agent said last in a session of its own. Waits for an episode that is written anyway. */
export interface SummaryEvent extends EventBase {
  readonly type: 'summary';
  readonly text: string;
  readonly by: string;
}

/** Somebody says that a record helped, or that it is wrong. Waits for an episode that is written anyway. */
export interface OutcomeEvent extends EventBase {
  readonly type: 'outcome';
  readonly record: string;
  readonly helped: boolean;
  /** Why, in one line, redacted. */
  readonly note?: string;
  /** The program that says it, where no person does. */
  readonly by?: string;
}

/** How one task was done, whoever did it: a reason for an episode by itself. */
export interface ExecutionEvent extends EventBase {
  readonly type: 'execution';
  readonly execution: Execution;
  /** The program that told it, where no person did. */
  readonly by?: string;
}

/** One command that went through `nexus run`, or that an agent ran. */
export interface RunEvent extends EventBase {
  readonly type: 'run';
  readonly command: readonly string[];
  /** The task that it was run for, where that makes it another command than the same words elsewhere. */
  readonly task?: string;
  /** Repository-relative folder in which it ran; empty for the top. */
  readonly folder: string;
  readonly exit: number;
  readonly duration_ms: number;
  /** The commit at HEAD when it ran. */
  readonly head?: string;
  /** Files that differed from HEAD: path → content id, empty for a deleted one. Only on failures. */
  readonly dirty?: Readonly<Record<string, string>>;
  readonly failure?: FailureFacts;
  readonly fix?: FixFacts;
  /** Ids of the records that were shown as the known fix. */
  readonly shown?: readonly string[];
  /** True once an episode has told of this failure while it was still open. */
  readonly told?: boolean;
  /** The agent that ran it. */
  readonly by?: string;
  /** The agent's session that was not told yet what is known of this failure. */
  readonly owed?: string;
}

/** Local, private, raw: events wait in the journal until a commit carries their distilled form. */
export type JournalEvent = NoteEvent | RunEvent | ExecutionEvent | SummaryEvent | OutcomeEvent;

/** No reason for an episode by itself, and so no reason to start anything at a commit. */
export function isQuiet(event: JournalEvent): boolean {
  return event.type === 'summary' || event.type === 'outcome';
}

/** The last moment that a date can name (ECMA-262, time values). */
const LAST_TIME = 8.64e15;

/** A record's field is one line of text; spaces and control characters alone leave nothing of it. */
const SAYS_SOMETHING = /[^\s\p{C}]/u;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

const ENTRY_KINDS: readonly unknown[] = ['note', 'decision', 'preference', 'pattern', 'blocker'];

function isNote({ text, about, record, resolved }: Record<string, unknown>): boolean {
  return (
    isString(text) &&
    (about === undefined || ENTRY_KINDS.includes(about)) &&
    (record === undefined || isString(record)) &&
    (resolved === undefined || typeof resolved === 'boolean')
  );
}

function isFailure(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.message === 'string' &&
    typeof value.signature === 'string' &&
    SAYS_SOMETHING.test(value.signature) &&
    typeof value.excerpt === 'string'
  );
}

function isFix(value: unknown): boolean {
  return (
    isObject(value) && isStrings(value.closes) && isStrings(value.changed) && typeof value.diff === 'string'
  );
}

function isWithin(value: unknown, max: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= max;
}

function isExecution(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.at === 'string' &&
    Number.isFinite(Date.parse(value.at)) &&
    [value.category, value.type, value.approach].every(
      (text) => typeof text === 'string' && SAYS_SOMETHING.test(text),
    ) &&
    (value.task === undefined || isString(value.task)) &&
    ['low', 'medium', 'high'].includes(String(value.complexity)) &&
    typeof value.success === 'boolean' &&
    [value.success_factors, value.dependencies, value.tools].every(isStrings) &&
    isWithin(value.duration_s, MAX_SECONDS) &&
    isWithin(value.api_calls, MAX_COUNT)
  );
}

/** Checks what was read from a journal file; undefined for anything that is not an event of ours. */
export function asJournalEvent(value: unknown): JournalEvent | undefined {
  if (!isObject(value) || typeof value.id !== 'string' || typeof value.at !== 'number') return undefined;
  // The id names a file and the time becomes a date: one that does neither would stop every capture.
  if (!/^\w[\w-]{0,63}$/.test(value.id) || !(value.at >= 0 && value.at <= LAST_TIME)) return undefined;
  if (value.by !== undefined && typeof value.by !== 'string') return undefined;
  if (value.type === 'note') return isNote(value) ? (value as unknown as NoteEvent) : undefined;
  if (value.type === 'execution')
    return isExecution(value.execution) ? (value as unknown as ExecutionEvent) : undefined;
  if (value.type === 'summary')
    return isString(value.text) && isString(value.by) ? (value as unknown as SummaryEvent) : undefined;
  if (value.type === 'outcome') {
    const note = value.note === undefined || isString(value.note);
    const sound = isString(value.record) && typeof value.helped === 'boolean' && note;
    return sound ? (value as unknown as OutcomeEvent) : undefined;
  }
  const sound =
    value.type === 'run' &&
    isStrings(value.command) &&
    typeof value.folder === 'string' &&
    (value.task === undefined || isString(value.task)) &&
    typeof value.exit === 'number' &&
    typeof value.duration_ms === 'number' &&
    (value.failure === undefined || isFailure(value.failure)) &&
    (value.fix === undefined || isFix(value.fix)) &&
    (value.shown === undefined || isStrings(value.shown)) &&
    (value.owed === undefined || isString(value.owed));
  return sound ? (value as unknown as RunEvent) : undefined;
}

/** The failed runs of a command that no later success of the same command has answered, oldest first. */
export function openFailures(
  events: readonly JournalEvent[],
  of?: Pick<RunEvent, 'command' | 'folder' | 'task'>,
): readonly RunEvent[] {
  const closed = new Set(events.flatMap((event) => (event.type === 'run' ? (event.fix?.closes ?? []) : [])));
  return events
    .filter(
      (event): event is RunEvent =>
        event.type === 'run' && event.failure !== undefined && !closed.has(event.id),
    )
    .filter((run) => of === undefined || isSameCommand(run, of))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function isSameCommand(
  a: Pick<RunEvent, 'command' | 'folder' | 'task'>,
  b: Pick<RunEvent, 'command' | 'folder' | 'task'>,
): boolean {
  if (a.folder !== b.folder || a.task !== b.task) return false;
  return JSON.stringify(a.command) === JSON.stringify(b.command);
}

/** A command as a person would type it in a POSIX shell. */
export function commandLine(command: readonly string[]): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
