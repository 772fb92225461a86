import { NexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import { LIMITS } from '../core/kinds.ts';
import { MAX_REASON } from '../core/report.ts';
import { oneLine } from '../format/lines.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { addEvent } from './journal.ts';
import { findAnywhere } from './others.ts';
import { keep } from './remember.ts';
import { loadConfig } from './settings.ts';
import { firstTold, idOfKey } from './told-once.ts';

/** What somebody says of a record. */
export interface OutcomeWords {
  /** The record's, or enough of its beginning. */
  readonly id: string;
  /** False: it is wrong. */
  readonly helped: boolean;
  /** Why, in one line. */
  readonly note?: string;
  /** The program that says it, where no person does. */
  readonly by?: string;
  /** The same for the same telling: a second one is not kept. Without it, each is one of its own. */
  readonly key?: string;
}

export interface ToldOutcome {
  /** The record's, whole. */
  readonly id: string;
  readonly title: string;
  readonly helped: boolean;
  /** As it is kept: without secrets. */
  readonly note?: string;
  /** False for a second telling, and where nothing is kept. */
  readonly kept: boolean;
}

/**
 * Keeps for the next episode that a record helped or is wrong, and why; a reason makes the next commit write one.
 * Throws `unknown-id`, `ambiguous-id`, and `bad-value` for a reason that is too long.
 */
export async function outcome(context: Context, words: OutcomeWords): Promise<ToldOutcome> {
  const { helped, by } = words;
  const { record } = await findAnywhere(context, words.id);
  const note = await reasonOf(context, words.note);
  const told = { id: record.id, title: record.title, helped, ...(note === undefined ? {} : { note }) };
  const key = words.key ?? context.newId();
  const keeps = context.env.NEXUS !== '0' && hasMemory(context) && loadConfig(context).capture.episodes;
  if (!keeps || !(await firstTold(context, key))) return { ...told, kept: false };
  const who = by === undefined ? {} : { by };
  addEvent(requireRepository(context), {
    type: 'outcome',
    id: idOfKey(key),
    at: context.clock(),
    record: record.id,
    helped,
    ...(note === undefined ? {} : { note }),
    ...who,
  });
  // In words, too: they are read in a review, and found by recall.
  if (note !== undefined)
    keep(context, {
      text: `${record.title} (${shortId(record.id)}) ${helped ? 'helped' : 'was wrong'}: ${note}`,
      ...who,
    });
  return { ...told, kept: true };
}

/** Redacted at once, before anything of it could be cut. */
async function reasonOf(context: Context, text: string | undefined): Promise<string | undefined> {
  const line = oneLine(text ?? '');
  if (line === '') return undefined;
  if (line.length > MAX_REASON)
    throw new NexusError(
      'usage',
      'bad-value',
      `a reason may have ${MAX_REASON} characters; this has ${line.length}`,
      'say it shorter; the rest fits into nexus note',
    );
  const { redactorOf } = await import('./admit.ts');
  const clean = [...redactorOf(context).text(line).text];
  return clean.length <= LIMITS.line ? clean.join('') : `${clean.slice(0, LIMITS.line - 1).join('')}…`;
}
