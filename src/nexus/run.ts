import { tmpdir } from 'node:os';
import { isAbsolute, relative } from 'node:path';
import { type ExtractedError, extractError } from '../capture/extract-error.ts';
import { commandLine, type FailureFacts, openFailures, type RunEvent } from '../capture/journal-event.ts';
import { signatureOf } from '../capture/signature.ts';
import type { RecallAnswer } from '../core/recall.ts';
import { type ChildStreams, runChild } from '../repo/run-child.ts';
import { redactorOf } from './admit.ts';
import { type Context, hasMemory, type Repository, requireRepository } from './context.ts';
import { fixFor } from './fix.ts';
import { fixFactsOf } from './fix-facts.ts';
import { addEvent, readJournal } from './journal.ts';
import { loadConfig } from './settings.ts';

export interface RunOutcome {
  /** The command's own exit code; 128 + n if signal n ended it. */
  readonly exit: number;
  /** What was recognised in the output of a failed command. */
  readonly failure?: FailureFacts;
  /** What memory knows of that failure. */
  readonly known?: RecallAnswer;
  /** Failures of the same command that this success answers. */
  readonly resolved: readonly string[];
  /** Why the command was never started; no part of its output. */
  readonly notStarted?: string;
  /** Why nothing was kept, where that is so. */
  readonly notKept?: string;
}

type Ended = Pick<RunEvent, 'command' | 'folder' | 'exit' | 'duration_ms'>;

/** Exit codes by which a person, not an error, ended the command: SIGINT, SIGTERM, SIGHUP, SIGPIPE. */
const ENDED_BY_HAND = new Set([130, 143, 129, 141]);

/**
 * Runs a command as if Nexus were not there, and keeps what it teaches: a failure waits in the
 * journal with its signature, and the success of the same command later is its fix.
 */
export async function run(
  context: Context,
  command: readonly string[],
  streams: ChildStreams,
): Promise<RunOutcome> {
  const repository = requireRepository(context);
  const scratch = scratchOf(repository);
  const done = await runChild({ command, cwd: context.cwd, env: context.env, scratch, ...streams });
  const base = {
    command,
    folder: folderOf(context, repository),
    exit: done.code,
    duration_ms: Math.round(done.durationMs),
  };
  const start = done.spawnError === undefined ? {} : { notStarted: done.spawnError };
  if (ENDED_BY_HAND.has(done.code) || context.env.NEXUS === '0')
    return { exit: done.code, resolved: [], ...start };
  try {
    return { ...(await learnFrom(context, base, done.output)), ...start };
  } catch (cause) {
    // The command has run; how it ended is all that may be said by our exit code.
    return {
      exit: done.code,
      resolved: [],
      notKept: cause instanceof Error ? cause.message : String(cause),
      ...start,
    };
  }
}

/** Where pipes are made; without such a place the command runs all the same. */
function scratchOf({ state }: Repository): string {
  try {
    return state.dir('scratch');
  } catch {
    return tmpdir();
  }
}

/** A directory reached through a link lies elsewhere by name; then the folder is not known. */
function folderOf(context: Context, { facts }: Repository): string {
  const folder = relative(facts.root, context.cwd).replaceAll('\\', '/');
  return folder.startsWith('..') || isAbsolute(folder) ? '' : folder;
}

async function learnFrom(context: Context, base: Ended, output: string): Promise<RunOutcome> {
  const repository = requireRepository(context);
  const { command, exit } = base;
  const kept = hasMemory(context) && loadConfig(context).capture.run;
  if (exit === 0) return { exit, resolved: kept ? await keepSuccess(context, base) : [] };

  const failure = failureOf(context, output, command, exit);
  const known = await fixFor(context, {
    signature: failure.signature,
    type: failure.type,
    message: failure.message,
  });
  const outcome = { exit, failure, known, resolved: [] };
  if (!kept)
    return {
      ...outcome,
      notKept: hasMemory(context) ? 'capture.run is off' : 'no memory here yet; run: nexus init',
    };
  const { writer, facts } = repository;
  const dirty = writer === undefined ? {} : Object.fromEntries(await writer.dirtyFiles());
  addEvent(repository, {
    type: 'run',
    id: context.newId(),
    at: context.clock(),
    ...base,
    ...(facts.head === undefined ? {} : { head: facts.head }),
    dirty,
    failure,
    shown: known.hits.map((hit) => hit.id),
  });
  return outcome;
}

/** What went wrong, without this machine's paths: the same failure elsewhere has the same signature. */
function failureOf(context: Context, output: string, command: readonly string[], code: number): FailureFacts {
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

/** A success matters only while a failure is open: as its fix, or as a step on the way. */
async function keepSuccess(context: Context, base: Ended): Promise<readonly string[]> {
  const repository = requireRepository(context);
  const events = readJournal(repository).entries.map((entry) => entry.event);
  if (openFailures(events).length === 0) return [];
  const failures = openFailures(events, base);
  const fix = failures.length === 0 ? undefined : await fixFactsOf(context, repository, failures);
  addEvent(repository, {
    type: 'run',
    id: context.newId(),
    at: context.clock(),
    ...base,
    ...(fix === undefined ? {} : { fix }),
  });
  return [...new Set(failures.flatMap((failure) => failure.failure?.signature ?? []))];
}
