import { createHash } from 'node:crypto';
import { type Context, requireRepository } from './context.ts';

const FILE = 'told.json';
const LOCK = 'told';
/** Enough for the busiest day; the oldest go. */
const MOST = 500;
/** Reading and writing a small file never takes this long. */
const STALE_MS = 5_000;
/** Whoever waits for us has little more. */
const WAIT_MS = 500;

/** A name that a file may have, the same for the same words. */
export function idOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

/**
 * True for the first of several tellings of the same event, however many processes are told of it at once.
 * @param windowMs for events that have no name of their own: a telling so long after the last one is another event.
 */
export async function firstTold(context: Context, key: string, windowMs?: number): Promise<boolean> {
  const { state } = requireRepository(context);
  const id = idOfKey(key);
  const claim = (): { readonly first: boolean } => {
    const told = read(state.readText(FILE));
    const at = told.get(id);
    const now = context.clock();
    const first = at === undefined || (windowMs !== undefined && Math.abs(now - at) > windowMs);
    if (first) {
      told.delete(id);
      told.set(id, now);
      state.writePrivate(FILE, `${JSON.stringify([...told].slice(-MOST))}\n`);
    }
    return { first };
  };
  const done = await state.withLock(LOCK, claim, { staleMs: STALE_MS, waitMs: WAIT_MS });
  // Whatever is told twice has the same id in the journal.
  return done?.first ?? true;
}

/** What is no list of ours counts as empty: it is only a list of what was heard lately. */
function read(text: string | undefined): Map<string, number> {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(value)) return new Map();
    return new Map(
      value.filter(
        (entry): entry is [string, number] =>
          Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number',
      ),
    );
  } catch {
    return new Map();
  }
}
