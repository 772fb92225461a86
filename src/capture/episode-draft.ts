import { spanOf } from '../core/episode.ts';
import { episodeExecution, MAX_SECONDS } from '../core/execution.ts';
import type { Draft, EpisodeError, EpisodeRecall } from '../core/record.ts';
import type { EntryKind } from '../core/session.ts';
import { RESOLVED } from '../core/session.ts';
import { isoSeconds } from '../core/time.ts';
import { code, cut, cutAtSentence, headline, listed, MAX_CITED, MAX_TITLE, oneLine } from './draft-text.ts';
import { executionLine, executionsTitle } from './execution-text.ts';
import {
  commandLine,
  type ExecutionEvent,
  isQuiet,
  type JournalEvent,
  type NoteEvent,
  type RunEvent,
} from './journal-event.ts';
import { saidOutcomes } from './said-outcomes.ts';
import { costOf, type Struggle, signatureOf, timeSpent } from './struggle.ts';

/** The session that an episode belongs to. */
export interface SessionFacts {
  readonly id: string;
  readonly focus?: string;
  readonly by?: string;
  /** Only where the session ends with this episode. */
  readonly end?: {
    /** Milliseconds since 1970. */
    readonly started: number;
    readonly accomplished: readonly string[];
    /** Nobody said what was accomplished: the subjects of commits stand for it. */
    readonly unsaid?: true;
    readonly next: readonly string[];
    /** All that was told in it, what its commits have carried included. */
    readonly told: readonly NoteEvent[];
  };
}

/** What the drafting needs to know of the commit at hand and of memory as it is. */
export interface CommitContext {
  readonly branch: string | undefined;
  /** Staged paths, `.nexus/` left out. */
  readonly files: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Error records by signature. */
  readonly known: ReadonlyMap<string, string>;
  /** Ids for the error records that this capture makes, by signature. */
  readonly idFor: (signature: string) => string;
  readonly session?: SessionFacts;
}

/** A record's fields have a limit together, and a longer list tells a reviewer nothing. */
const MAX_OCCURRENCES = 40;
const MAX_RECALLED = 20;
const MAX_LISTED = 20;
/** Characters of an agent's own words. */
const MAX_SUMMARY = 600;

export interface Stretch {
  readonly ordered: readonly JournalEvent[];
  readonly resolved: readonly Struggle[];
  readonly open: readonly RunEvent[];
  readonly notes: readonly NoteEvent[];
  /** By the time of doing. */
  readonly executions: readonly ExecutionEvent[];
}

/** One episode that tells of a stretch of work; undefined where there is nothing to tell. */
export function episodeDraft(
  stretch: Stretch,
  idOf: (signature: string) => string | undefined,
  context: CommitContext,
): Draft | undefined {
  const { resolved, open, notes } = stretch;
  const executions = stretch.executions.map((event) => event.execution);
  const { session } = context;
  const end = session?.end;
  const told = mergedNotes(end?.told ?? [], notes);
  // Of a program that told nothing, history tells as much.
  const repeated = end?.unsaid === true && session?.by !== undefined;
  const given = [...(repeated ? [] : (end?.accomplished ?? [])), ...(end?.next ?? [])];
  if (resolved.length + open.length + told.length + given.length + executions.length === 0) return undefined;

  const openBySignature = new Map(open.map((run) => [run.failure?.signature ?? '', run]));
  for (const struggle of resolved) openBySignature.delete(signatureOf(struggle));
  const occurrences: EpisodeError[] = [
    ...resolved.map((struggle) => ({
      signature: signatureOf(struggle),
      resolved: true,
      cost_s: Math.min(MAX_SECONDS, Math.round(timeSpent(struggle) / 1000)),
      runs: struggle.failures.length + 1,
    })),
    ...[...openBySignature.keys()].map((signature) => ({ signature, resolved: false })),
  ].map((entry) => {
    const id = idOf(entry.signature);
    return id === undefined ? entry : { id, ...entry };
  });
  const errors = occurrences.slice(0, MAX_OCCURRENCES);
  const stillOpen = [...openBySignature.values()].map(
    (run) =>
      `${code(headline(run))} from ${code(commandLine(run.command))} was still open at ${end === undefined ? 'this commit' : 'the end'}`,
  );

  const done = [...(end?.accomplished ?? []).map(item), ...resolved.map(resolvedLine)];
  const body = sections([
    ['Focus', session?.focus === undefined ? '' : oneLine(session.focus)],
    ['Accomplished', listed(done.length > 0 ? done : summaries(stretch.ordered), MAX_LISTED)],
    ['Executions', listed(executions.map(executionLine), MAX_LISTED)],
    ['Decisions', bullets(about(told, 'decision'))],
    ['Patterns learned', bullets(about(told, 'pattern'))],
    ['Preferences', bullets(about(told, 'preference'))],
    ['Blockers', bullets(blockers(told))],
    ['Errors', listed(stillOpen, MAX_LISTED)],
    // Word for word: a note may have many lines.
    ['Notes', bullets(about(notes, 'note').map(whole))],
    ['Next', bullets((end?.next ?? []).map(item))],
  ]);

  const started = end?.started ?? stretch.ordered.find((event) => !isQuiet(event))?.at ?? context.now;
  const span = spanOf(started, context.now);
  const recalled = recalledIn(stretch);
  const by =
    session?.by ??
    doerOf([
      ...notes,
      ...stretch.ordered.filter((event) => event.type === 'run' || event.type === 'execution'),
    ]);
  return {
    kind: 'episode',
    title: cut(episodeTitle(stretch, told, session), MAX_TITLE),
    files: context.files.slice(0, MAX_CITED),
    episode: {
      ...(context.branch === undefined ? {} : { branch: context.branch }),
      ...(by === undefined ? {} : { by }),
      ...(session === undefined ? {} : { session: session.id }),
      started: isoSeconds(started),
      ...(span === undefined ? {} : { duration_s: Math.round(span / 1000) }),
      ...(resolved.length + openBySignature.size + executions.length === 0
        ? {}
        : { success: openBySignature.size === 0 && executions.every((done) => done.success) }),
    },
    ...(errors.length === 0 ? {} : { errors }),
    ...(recalled.length === 0 ? {} : { recalled }),
    ...(executions.length === 0 ? {} : { executions: executions.map(episodeExecution) }),
    body,
  };
}

function sections(parts: readonly (readonly [name: string, text: string])[]): string {
  const told = parts.filter(([, text]) => text !== '');
  return `${told.map(([name, text]) => `## ${name}\n\n${text}`).join('\n\n')}\n`;
}

function bullets(items: readonly string[]): string {
  return [...new Set(items)].map((text) => `- ${text}`).join('\n');
}

function item(text: string): string {
  return oneLine(text);
}

/** Many lines as one item of a list; a code block that it leaves open ends with it. */
function whole(text: string): string {
  let fence: string | undefined;
  for (const line of text.split('\n').slice(1)) {
    const ticks = /^ ?(`{3,}|~{3,})/.exec(line)?.[1];
    if (ticks === undefined) continue;
    if (fence === undefined) fence = ticks;
    else if (ticks.startsWith(fence)) fence = undefined;
  }
  return `${text}${fence === undefined ? '' : `\n${fence}`}`.replaceAll('\n', '\n  ');
}

/** Everything that was told, once, in the order of telling. */
function mergedNotes(told: readonly NoteEvent[], notes: readonly NoteEvent[]): readonly NoteEvent[] {
  const all = new Map([...told, ...notes].map((event) => [event.id, event]));
  return [...all.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function about(told: readonly NoteEvent[], kind: EntryKind): string[] {
  const texts = told.filter((event) => (event.about ?? 'note') === kind).map((event) => event.text.trim());
  return kind === 'note' ? texts : texts.map(item);
}

/** Open ones, then those that went away. */
function blockers(told: readonly NoteEvent[]): string[] {
  const open = new Set<string>();
  const gone = new Set<string>();
  for (const event of told) {
    if (event.about !== 'blocker') continue;
    const text = item(event.text);
    (event.resolved === true ? open : gone).delete(text);
    (event.resolved === true ? gone : open).add(text);
  }
  return [...open, ...[...gone].map((text) => `${RESOLVED}${text}`)];
}

/** The newest of what agents said last: all there is where nobody told what was done. */
function summaries(events: readonly JournalEvent[]): string[] {
  const last = events.filter((event) => event.type === 'summary').at(-1);
  const text = last === undefined ? '' : oneLine(last.text);
  return text === '' ? [] : [cutAtSentence(text, MAX_SUMMARY)];
}

/** The one program that did all of it; undefined where a person had a hand in it. */
function doerOf(events: readonly JournalEvent[]): string | undefined {
  const doers = new Set(events.map((event) => event.by));
  return doers.size === 1 ? [...doers][0] : undefined;
}

/** What failed and what it took; the error record tells the rest. */
function resolvedLine(struggle: Struggle): string {
  const last = struggle.failures.at(-1);
  const changed = struggle.success?.fix?.changed ?? [];
  const where = changed.length > 3 ? `${changed.length} files` : changed.map(code).join(', ');
  return `Resolved ${code(headline(last))} from ${code(commandLine(last?.command ?? []))} after ${costOf(struggle)}${where === '' ? '' : `: changed ${where}`}`;
}

function episodeTitle(
  { resolved, open, executions }: Stretch,
  told: readonly NoteEvent[],
  session: SessionFacts | undefined,
): string {
  const end = session?.end;
  if (end !== undefined) {
    const [said] = [session?.focus ?? '', ...end.accomplished].filter((text) => text.trim() !== '');
    if (said !== undefined) return oneLine(said);
  }
  const [struggle] = resolved;
  if (struggle !== undefined) {
    const more = resolved.length - 1;
    return `Resolved ${headline(struggle.failures.at(-1))}${more > 0 ? ` and ${more} more` : ''}`;
  }
  const [first] = told;
  if (first !== undefined)
    return `${first.resolved === true ? RESOLVED : ''}${first.text.trim().split('\n')[0] ?? ''}`;
  if (executions.length > 0) return executionsTitle(executions.map((event) => event.execution));
  return open[0] === undefined ? oneLine(end?.next[0] ?? '') : `Met ${headline(open[0])}`;
}

/** A record that was shown at a failure helped if that failure was resolved; what somebody says counts more. */
function recalledIn(stretch: Stretch): EpisodeRecall[] {
  const recalled = new Map<string, EpisodeRecall>();
  const resolvedRuns = new Set(
    stretch.resolved.flatMap((struggle) => struggle.failures.map((run) => run.id)),
  );
  for (const event of stretch.ordered) {
    if (event.type !== 'run') continue;
    for (const id of event.shown ?? [])
      recalled.set(id, { id, helped: recalled.get(id)?.helped === true || resolvedRuns.has(event.id) });
  }
  for (const { said } of saidOutcomes(stretch.ordered)) recalled.set(said.id, said);
  return [...recalled.values()].slice(0, MAX_RECALLED);
}
