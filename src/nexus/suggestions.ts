import { relative } from 'node:path';
import { openFailures } from '../capture/journal-event.ts';
import { redactorOf } from './admit.ts';
import { type Context, hasMemory, requireRepository } from './context.ts';
import { branchWords, changedFiles } from './context-question.ts';
import { readJournal } from './journal.ts';

/** A question that what happens here suggests. */
export interface Suggestion {
  readonly about: 'error' | 'branch' | 'file';
  /** As `recall` takes it. */
  readonly text: string;
}

/** What one could ask before one has typed anything. */
export interface Suggestions {
  /** False where there is no `.nexus/` yet. */
  readonly initialised: boolean;
  /** Where one works, relative to the top of the repository; empty at the top. */
  readonly folder: string;
  readonly questions: readonly Suggestion[];
}

const MAX_FILES = 3;
/** Of a failure's message: what follows repeats it, as a rule. */
const MAX_MESSAGE = 300;

/** The last failure that nothing resolved yet, what the branch is called, and what changed since the last commit. */
export async function suggestions(context: Context): Promise<Suggestions> {
  const { facts } = requireRepository(context);
  const below = relative(facts.root, context.cwd).replaceAll('\\', '/');
  const branch = branchWords(context).trim();
  const files = await changedFiles(context).catch(() => []);
  return {
    initialised: hasMemory(context),
    folder: below.startsWith('..') ? '' : below,
    questions: [
      ...lastError(context).map((text) => ({ about: 'error', text }) as const),
      ...(branch === '' ? [] : [{ about: 'branch', text: branch } as const]),
      ...files.slice(0, MAX_FILES).map((text) => ({ about: 'file', text }) as const),
    ],
  };
}

/** Raw in the journal: what leaves it is what a commit would carry. */
function lastError(context: Context): readonly string[] {
  const { entries } = readJournal(requireRepository(context));
  const failure = openFailures(entries.map(({ event }) => event)).at(-1)?.failure;
  if (failure === undefined) return [];
  const { type, message } = failure;
  const first = message.split('\n')[0] ?? '';
  const told = type === undefined || first.startsWith(type) ? first : `${type}: ${first}`;
  const { text } = redactorOf(context).text(told);
  return [text.slice(0, MAX_MESSAGE).trim()].filter((line) => line !== '');
}
