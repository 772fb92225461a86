import { isAbsolute, relative } from 'node:path';
import { type ExtractedError, extractError } from '../capture/extract-error.ts';
import { commandLine, type FailureFacts, openFailures, type RunEvent } from '../capture/journal-event.ts';
import { signatureOf } from '../capture/signature.ts';
import type { RecallHit } from '../core/recall.ts';
import { redactorOf } from './admit.ts';
import { type Context, type Repository, requireRepository } from './context.ts';
import { fixFactsOf } from './fix-facts.ts';
import { addEvent, readJournal } from './journal.ts';

/** A command that has run, whoever started it. */
export type Ended = Pick<RunEvent, 'id' | 'command' | 'task' | 'folder' | 'exit' | 'duration_ms' | 'by'>;

/** Exit codes by which a person, not an error, ended the command: SIGINT, SIGTERM, SIGHUP, SIGPIPE. */
const BY_HAND: readonly number[] = [130, 143, 129, 141];

export function endedByHand(exit: number): boolean {
  return BY_HAND.includes(exit);
}

/** Where it ran, from the top. A directory reached through a link lies elsewhere by name; then the folder is not known. */
export function folderOf({ facts }: Repository, directory: string): string {
  const folder = relative(facts.root, directory).replaceAll('\\', '/');
  return folder.startsWith('..') || isAbsolute(folder) ? '' : folder;
}

/** What went wrong, without this machine's paths: the same failure elsewhere has the same signature. */
export function failureOf(
  context: Context,
  output: string,
  command: readonly string[],
  code: number,
): FailureFacts {
  const redactor = redactorOf(context);
  const found = extractError(output, command) ?? nameless(redactor.command(command), code);
  const clean = (text: string): string => redactor.text(text).text;
  const { type, language } = found;
  const message = clean(found.message);
  return {
    ...(type === undefined ? {} : { type }),
    message,
    signature: signatureOf({ ...(type === undefined ? {} : { type }), message }),
    ...(language === undefined ? {} : { language }),
    excerpt: clean(found.excerpt),
  };
}

/** The whole command: `sh` alone would make one error of all that ever failed without a word. */
function nameless(command: readonly string[], code: number): ExtractedError {
  return { message: `${commandLine(command).slice(0, 200)}: exit code ${code}, no output`, excerpt: '' };
}

/** Makes a failure wait in the journal, with what the tree was like. */
export async function keepFailure(
  context: Context,
  ended: Ended,
  failure: FailureFacts,
  shown: readonly RecallHit[],
  owed?: string,
): Promise<RunEvent> {
  const repository = requireRepository(context);
  const { writer, facts } = repository;
  const dirty = writer === undefined ? {} : Object.fromEntries(await writer.dirtyFiles());
  const event: RunEvent = {
    type: 'run',
    at: context.clock(),
    ...ended,
    ...(facts.head === undefined ? {} : { head: facts.head }),
    dirty,
    failure,
    shown: shown.map((hit) => hit.id),
    ...(owed === undefined ? {} : { owed }),
  };
  addEvent(repository, event);
  return event;
}

/** True while a failure of this worktree is not answered. */
export function hasOpenFailure(context: Context): boolean {
  const { entries } = readJournal(requireRepository(context));
  return openFailures(entries.map((entry) => entry.event)).length > 0;
}

/**
 * A success matters only while a failure is open: as its fix, or as a step on the way.
 * @param step whether it may be a step. Returns the signatures that it answers; undefined where it does not matter.
 */
export async function keepSuccess(
  context: Context,
  ended: Ended,
  step: boolean,
): Promise<readonly string[] | undefined> {
  const repository = requireRepository(context);
  const events = readJournal(repository).entries.map((entry) => entry.event);
  if (openFailures(events).length === 0) return undefined;
  const failures = openFailures(events, ended);
  if (failures.length === 0 && !step) return undefined;
  const fix = failures.length === 0 ? undefined : await fixFactsOf(context, repository, failures);
  addEvent(repository, {
    type: 'run',
    at: context.clock(),
    ...ended,
    ...(fix === undefined ? {} : { fix }),
  });
  return [...new Set(failures.flatMap((failure) => failure.failure?.signature ?? []))];
}
