import type { Draft, EpisodeError, EpisodeRecall } from '../core/record.ts';
import { isoSeconds } from '../core/time.ts';
import {
  commandLine,
  type FailureFacts,
  type JournalEvent,
  openFailures,
  type RunEvent,
} from './journal-event.ts';

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
}

export interface DraftedMemory {
  /** New error records, with the ids that the episode refers to. */
  readonly errors: readonly { readonly id: string; readonly draft: Draft }[];
  readonly episode: Draft | undefined;
}

const MAX_CITED = 20;
const MAX_TITLE = 120;
/** Room is left for what redaction puts in the place of a secret. */
const MAX_FIELD = 400;
const MAX_STEPS = 10;
/** A record's fields have a limit together, and a longer list tells a reviewer nothing. */
const MAX_OCCURRENCES = 40;
const MAX_RECALLED = 20;
const MAX_LISTED = 20;

/** One error with all the failed runs that it took, and the run that ended it. */
interface Struggle {
  readonly failures: readonly RunEvent[];
  readonly success?: RunEvent;
  /** Runs of other commands between the first failure and the success. */
  readonly between: readonly RunEvent[];
}

/**
 * From raw events to drafts: each resolved error of an unknown signature becomes a record, and one
 * episode tells the stretch of work. Nothing worth telling gives nothing.
 */
export function draftMemory(events: readonly JournalEvent[], context: CommitContext): DraftedMemory {
  const ordered = [...events].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const resolved = resolvedStruggles(ordered).filter(isTelling);
  const open = openFailures(ordered).filter((run) => run.told !== true && !isSilent(run));
  const notes = ordered
    .flatMap((event) => (event.type === 'note' ? [event.text.trim()] : []))
    .filter((text) => text !== '');
  if (resolved.length === 0 && open.length === 0 && notes.length === 0)
    return { errors: [], episode: undefined };

  const errors = resolved
    .filter((struggle) => !context.known.has(signatureOf(struggle)))
    .map((struggle) => ({ id: context.idFor(signatureOf(struggle)), draft: errorDraft(struggle) }));
  const idOf = (signature: string): string | undefined =>
    context.known.get(signature) ?? errors.find((entry) => entry.draft.error?.signature === signature)?.id;

  return { errors, episode: episodeDraft({ ordered, resolved, open, notes }, idOf, context) };
}

function resolvedStruggles(events: readonly JournalEvent[]): Struggle[] {
  const runs = events.filter((event): event is RunEvent => event.type === 'run');
  const bySignature = new Map<string, Struggle>();
  for (const success of runs) {
    if (success.fix === undefined) continue;
    const closes = new Set(success.fix.closes);
    const failures = runs.filter((run) => run.failure !== undefined && closes.has(run.id));
    const first = failures[0];
    if (first === undefined) continue;
    const between = runs.filter(
      (run) =>
        run.at > first.at &&
        run.at < success.at &&
        run.exit === 0 &&
        run.fix === undefined &&
        !closes.has(run.id),
    );
    // A command may fail in several ways before it passes: each signature is an error of its own.
    for (const signature of new Set(failures.map((run) => run.failure?.signature ?? ''))) {
      const same = failures.filter((run) => run.failure?.signature === signature);
      if (!bySignature.has(signature)) bySignature.set(signature, { failures: same, success, between });
    }
  }
  return [...bySignature.values()];
}

/** A command that only answered no: `test -f x`, `grep -q`. Nothing is known of what went wrong, if anything did. */
function isSilent(run: RunEvent | undefined): boolean {
  return run?.failure?.excerpt.trim() === '';
}

/** An answer that turned from no to yes is told only with what turned it. */
function isTelling(struggle: Struggle): boolean {
  const changed = struggle.success?.fix?.changed ?? [];
  return !isSilent(struggle.failures.at(-1)) || changed.length > 0 || struggle.between.length > 0;
}

function signatureOf(struggle: Struggle): string {
  return struggle.failures[0]?.failure?.signature ?? '';
}

/** Of a message that begins with nothing, the signature is what it says. */
function firstLine({ message, signature }: FailureFacts): string {
  return message.split(/[\r\n\v\f\u0085\u2028\u2029]/).find((line) => /[^\s\p{C}]/u.test(line)) ?? signature;
}

function headline(run: RunEvent | undefined): string {
  const failure = run?.failure;
  if (failure === undefined) return 'an error';
  const message = firstLine(failure);
  return failure.type === undefined || message.startsWith(failure.type)
    ? message
    : `${failure.type}: ${message}`;
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}

function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((match) => match[0].length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${text.trimEnd()}\n${ticks}`;
}

function minutes(ms: number): string {
  if (ms < 90_000) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  return `${(ms / 3_600_000).toFixed(1)} h`;
}

function code(text: string): string {
  const line = cut(text, MAX_FIELD);
  const ticks = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map((match) => match[0].length)) + 1);
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

function listed(lines: readonly string[], most: number): string {
  const more = lines.length - most;
  const shown = lines.slice(0, most).map((line) => `- ${line}`);
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

function costOf(struggle: Struggle): string {
  const first = struggle.failures[0];
  const spent = first === undefined || struggle.success === undefined ? 0 : struggle.success.at - first.at;
  const runs = struggle.failures.length + 1;
  return `${minutes(spent)} and ${runs} runs`;
}

function errorDraft(struggle: Struggle): Draft {
  const last = struggle.failures.at(-1);
  const failure = last?.failure;
  const line = commandLine(last?.command ?? []);
  const fix = struggle.success?.fix;
  const resolution = [`Passed again after ${costOf(struggle)}.`];
  if (struggle.between.length > 0) {
    const steps = [...new Set(struggle.between.map((run) => code(commandLine(run.command))))];
    resolution.push(`Run in between:\n\n${listed(steps, MAX_STEPS)}`);
  }
  if (fix !== undefined && fix.changed.length > 0) {
    const shown = fix.changed.slice(0, MAX_CITED);
    const more = fix.changed.length - shown.length;
    resolution.push(`Changed: ${shown.map(code).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`);
    if (fix.diff !== '') resolution.push(fence('diff', fix.diff));
  }
  if (struggle.between.length === 0 && (fix === undefined || fix.changed.length === 0)) {
    resolution.push(
      'Nothing that a commit holds changed, and no other command was seen: the cause was outside.',
    );
  }
  const where = last?.folder === undefined || last.folder === '' ? '' : ` in ${code(last.folder)}`;
  const failed = `${code(line)}${where} failed with exit code ${last?.exit ?? 1}`;
  const context = isSilent(last)
    ? `${failed} and printed nothing.`
    : `${failed}.\n\n${fence('text', failure?.excerpt ?? '')}`;
  return {
    kind: 'error',
    title: cut(headline(last), MAX_TITLE),
    ...(failure?.language === undefined ? {} : { language: failure.language }),
    files: (fix?.changed ?? []).slice(0, MAX_CITED),
    error: {
      ...(failure?.type === undefined ? {} : { type: cut(failure.type, MAX_TITLE) }),
      message: cut(failure === undefined ? '' : firstLine(failure), MAX_FIELD),
      signature: failure?.signature ?? '',
      command: cut(line, MAX_FIELD),
    },
    body: `## Context\n\n${context}\n\n## Resolution\n\n${resolution.join('\n\n')}\n`,
  };
}

interface Stretch {
  readonly ordered: readonly JournalEvent[];
  readonly resolved: readonly Struggle[];
  readonly open: readonly RunEvent[];
  readonly notes: readonly string[];
}

function episodeDraft(
  stretch: Stretch,
  idOf: (signature: string) => string | undefined,
  context: CommitContext,
): Draft {
  const { resolved, open, notes } = stretch;
  const openBySignature = new Map(open.map((run) => [run.failure?.signature ?? '', run]));
  for (const struggle of resolved) openBySignature.delete(signatureOf(struggle));
  const occurrences: EpisodeError[] = [
    ...resolved.map((struggle) => ({ signature: signatureOf(struggle), resolved: true })),
    ...[...openBySignature.keys()].map((signature) => ({ signature, resolved: false })),
  ].map((entry) => {
    const id = idOf(entry.signature);
    return id === undefined ? entry : { id, ...entry };
  });
  const told = occurrences.slice(0, MAX_OCCURRENCES);

  const sections: string[] = [];
  if (resolved.length > 0) {
    sections.push(`## Accomplished\n\n${listed(resolved.map(resolvedLine), MAX_LISTED)}`);
  }
  if (openBySignature.size > 0) {
    const lines = [...openBySignature.values()].map(
      (run) => `${code(headline(run))} from ${code(commandLine(run.command))} was still open at this commit`,
    );
    sections.push(`## Errors\n\n${listed(lines, MAX_LISTED)}`);
  }
  if (notes.length > 0)
    sections.push(`## Notes\n\n${notes.map((note) => `- ${note.replaceAll('\n', '\n  ')}`).join('\n')}`);

  const first = stretch.ordered[0];
  const started = first?.at ?? context.now;
  const recalled = recalledIn(stretch);
  return {
    kind: 'episode',
    title: cut(episodeTitle(stretch), MAX_TITLE),
    files: context.files.slice(0, MAX_CITED),
    episode: {
      ...(context.branch === undefined ? {} : { branch: context.branch }),
      started: isoSeconds(started),
      duration_s: Math.max(0, Math.round((context.now - started) / 1000)),
      ...(resolved.length + openBySignature.size === 0 ? {} : { success: openBySignature.size === 0 }),
    },
    ...(told.length === 0 ? {} : { errors: told }),
    ...(recalled.length === 0 ? {} : { recalled }),
    body: `${sections.join('\n\n')}\n`,
  };
}

/** What failed and what it took; the error record tells the rest. */
function resolvedLine(struggle: Struggle): string {
  const last = struggle.failures.at(-1);
  const changed = struggle.success?.fix?.changed ?? [];
  const where = changed.length > 3 ? `${changed.length} files` : changed.map(code).join(', ');
  return `Resolved ${code(headline(last))} from ${code(commandLine(last?.command ?? []))} after ${costOf(struggle)}${where === '' ? '' : `: changed ${where}`}`;
}

function episodeTitle({ resolved, open, notes }: Stretch): string {
  const [struggle] = resolved;
  if (struggle !== undefined) {
    const more = resolved.length - 1;
    return `Resolved ${headline(struggle.failures.at(-1))}${more > 0 ? ` and ${more} more` : ''}`;
  }
  return notes[0]?.split('\n')[0] ?? `Met ${headline(open[0])}`;
}

/** A record that was shown at a failure helped if that failure was resolved. */
function recalledIn(stretch: Stretch): EpisodeRecall[] {
  const helped = new Map<string, boolean>();
  const resolvedRuns = new Set(
    stretch.resolved.flatMap((struggle) => struggle.failures.map((run) => run.id)),
  );
  for (const event of stretch.ordered) {
    if (event.type !== 'run') continue;
    for (const id of event.shown ?? [])
      helped.set(id, (helped.get(id) ?? false) || resolvedRuns.has(event.id));
  }
  return [...helped].slice(0, MAX_RECALLED).map(([id, didHelp]) => ({ id, helped: didHelp }));
}
