import { relative } from 'node:path';
import { type ExtractedError, extractError } from '../capture/extract-error.ts';
import { type FailureFacts, openFailures, type RunEvent } from '../capture/journal-event.ts';
import { signatureOf } from '../capture/signature.ts';
import type { RecallAnswer } from '../core/recall.ts';
import { type ChildStreams, runChild } from '../repo/run-child.ts';
import { redactorOf } from './admit.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
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
  /** Why nothing was kept, where that is so. */
  readonly notKept?: string;
}

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
  const done = await runChild({
    command,
    cwd: context.cwd,
    env: context.env,
    scratch: repository.state.dir('scratch'),
    ...streams,
  });
  const base = {
    command,
    folder: relative(repository.facts.root, context.cwd).replaceAll('\\', '/'),
    exit: done.code,
    duration_ms: Math.round(done.durationMs),
  };
  if (ENDED_BY_HAND.has(done.code)) return { exit: done.code, resolved: [] };
  const kept = hasMemory(context) && loadConfig(context).capture.run;
  if (done.code === 0) return { exit: 0, resolved: kept ? await keepSuccess(context, base) : [] };

  const failure = failureOf(context, done.output, command, done.code);
  const known = await fixFor(context, {
    signature: failure.signature,
    type: failure.type,
    message: failure.message,
  });
  const outcome = { exit: done.code, failure, known, resolved: [] };
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
  const found = extractError(output, command) ?? nameless(command, code);
  const redactor = redactorOf(context);
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

function nameless(command: readonly string[], code: number): ExtractedError {
  return { message: `${command[0] ?? 'command'} exited with code ${code}`, excerpt: '' };
}

/** A success matters only while a failure is open: as its fix, or as a step on the way. */
async function keepSuccess(
  context: Context,
  base: Pick<RunEvent, 'command' | 'folder' | 'exit' | 'duration_ms'>,
): Promise<readonly string[]> {
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
