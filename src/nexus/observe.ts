import { resolve } from 'node:path';
import { callsNexus, onlyAnswers, onlyLooks } from '../capture/answering-command.ts';
import { type FailureFacts, openFailures, type RunEvent } from '../capture/journal-event.ts';
import type { Observation, Observed, ObservedCommand, ObservedSummary } from '../core/observation.ts';
import type { RecallAnswer } from '../core/recall.ts';
import { withoutFolder, wordsOf } from '../core/shell-words.ts';
import {
  type Ended,
  endedByHand,
  failureOf,
  folderOf,
  hasOpenFailure,
  keepFailure,
  keepSuccess,
} from './command-facts.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { fixFor } from './fix.ts';
import { addEvent, readJournal } from './journal.ts';
import { loadConfig } from './settings.ts';
import { firstTold, idOfKey } from './told-once.ts';

const NOT_KEPT: Observed = { kept: false };
/** Of a summary; an agent's last words may be a report of many pages. */
const MAX_SUMMARY = 4_000;
const MAX_COMMAND = 8_000;

/**
 * Keeps what an agent tells: a failed command waits in the journal as one of `nexus run` does, and the same
 * command passing later is its fix. Duplicates, and what is not worth telling, are not kept.
 */
export async function observe(context: Context, told: Observation): Promise<Observed> {
  if (context.env.NEXUS === '0' || !hasMemory(context)) return NOT_KEPT;
  if (told.type === 'command' && callsNexus(told.command)) return NOT_KEPT;
  if (told.type === 'command')
    return told.failed ? observeFailure(context, told) : observeSuccess(context, told);
  return observeSummary(context, told);
}

/** As `nexus run` would have been given it, so that it is the same command whoever runs it. */
function endedOf(context: Context, told: ObservedCommand): Ended {
  const repository = requireRepository(context);
  const text = told.command.slice(0, MAX_COMMAND).trim();
  const { folder, command } = withoutFolder(text);
  const inside = folder === undefined ? '' : folderOf(repository, resolve(context.cwd, folder));
  const top = folder !== undefined && resolve(context.cwd, folder) === repository.facts.root;
  // A command in a folder outside is kept as it was given.
  const moved = folder !== undefined && (inside !== '' || top);
  const line = moved ? command : text;
  return {
    id: idOfKey(told.key),
    command: wordsOf(line) ?? ['sh', '-c', line],
    folder: moved ? inside : folderOf(repository, context.cwd),
    exit: told.failed ? (told.exit ?? 1) : 0,
    duration_ms: told.duration_ms ?? 0,
    by: told.by,
  };
}

async function observeFailure(context: Context, told: ObservedCommand): Promise<Observed> {
  const { command, output, key } = told;
  if (endedByHand(told.exit ?? 1) || output.trim() === '' || onlyAnswers(command, output)) return NOT_KEPT;
  if (!(await firstTold(context, key))) return NOT_KEPT;
  const ended = endedOf(context, told);
  const failure = failureOf(context, output, ended.command, ended.exit);
  const kept = loadConfig(context).capture.run;
  // Before anything is looked up: whoever told us may have no patience for that.
  const event = kept ? await keepFailure(context, ended, failure, [], told.owed) : undefined;
  if (told.owed !== undefined) return { kept };
  const known = await knownOf(context, failure);
  if (event !== undefined && known.hits.length > 0)
    addEvent(requireRepository(context), { ...event, shown: known.hits.map((hit) => hit.id) });
  return { kept, known };
}

function knownOf(context: Context, { signature, type, message }: FailureFacts): Promise<RecallAnswer> {
  return fixFor(context, { signature, type, message, push: true });
}

/** The failures of an agent's session that are still open, and of which it was not told what is known. */
function owedTo(context: Context, session: string): readonly RunEvent[] {
  if (context.env.NEXUS === '0' || !hasMemory(context)) return [];
  const { entries } = readJournal(requireRepository(context));
  return openFailures(entries.map(({ event }) => event)).filter(({ owed }) => owed === session);
}

/** Is there anything to look up for this session of an agent? Reads no record. */
export function owesFix(context: Context, session: string): boolean {
  return owedTo(context, session).length > 0;
}

/** What is known of the failures of which an agent's session could not be told at once; each is looked up once. */
export async function owedFixes(context: Context, session: string): Promise<readonly RecallAnswer[]> {
  const answers: RecallAnswer[] = [];
  const seen = new Set<string>();
  for (const { owed: _, ...event } of owedTo(context, session)) {
    const { failure } = event;
    const known =
      failure === undefined || seen.has(failure.signature) ? undefined : await knownOf(context, failure);
    if (failure !== undefined) seen.add(failure.signature);
    if (known !== undefined) answers.push(known);
    addEvent(requireRepository(context), { ...event, shown: known?.hits.map(({ id }) => id) ?? [] });
  }
  return answers;
}

async function observeSuccess(context: Context, told: ObservedCommand): Promise<Observed> {
  // By far the most frequent thing to be told: nothing is loaded for it while nothing is open.
  if (!hasOpenFailure(context) || !loadConfig(context).capture.run) return NOT_KEPT;
  if (!(await firstTold(context, told.key))) return NOT_KEPT;
  const resolved = await keepSuccess(context, endedOf(context, told), !onlyLooks(told.command));
  return { kept: resolved !== undefined };
}

async function observeSummary(context: Context, told: ObservedSummary): Promise<Observed> {
  const text = told.text.trim().slice(0, MAX_SUMMARY);
  if (text === '' || !loadConfig(context).capture.episodes) return NOT_KEPT;
  if (!(await firstTold(context, told.key))) return NOT_KEPT;
  // One name a session: the newest words take the place of the older ones.
  const id = idOfKey(`summary/${told.by}/${told.session}`);
  addEvent(requireRepository(context), { type: 'summary', id, at: context.clock(), text, by: told.by });
  return { kept: true };
}
