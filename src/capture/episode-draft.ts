import type { Draft, EpisodeError, EpisodeRecall } from '../core/record.ts';
import { isoSeconds } from '../core/time.ts';
import { code, cut, headline, listed, MAX_CITED, MAX_TITLE } from './draft-text.ts';
import { commandLine, type JournalEvent, type RunEvent } from './journal-event.ts';
import { costOf, type Struggle, signatureOf } from './struggle.ts';

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

/** A record's fields have a limit together, and a longer list tells a reviewer nothing. */
const MAX_OCCURRENCES = 40;
const MAX_RECALLED = 20;
const MAX_LISTED = 20;

export interface Stretch {
  readonly ordered: readonly JournalEvent[];
  readonly resolved: readonly Struggle[];
  readonly open: readonly RunEvent[];
  readonly notes: readonly string[];
}

export function episodeDraft(
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
