import type { Problem } from '../core/problem.ts';
import type { Searched } from '../core/recall.ts';
import { splitFrontMatter } from '../format/front-matter.ts';
import type { SearchIndex } from '../search/search-index.ts';
import type { Segment } from '../search/segment-set.ts';
import type { Context } from './context.ts';

/** An index that is up to date. */
export interface ReadyIndex {
  readonly index: SearchIndex;
  /** What it lies in. */
  readonly segments: readonly Segment[];
  /** The records of the packs that are in use, and of other repositories. */
  readonly others: (which: WhichOthers) => Promise<IndexedOthers>;
  readonly problems: readonly Problem[];
  /** How many of its documents are commits. */
  readonly commits: number;
  /** Hits shown where the caller does not say. */
  readonly limit: number;
}

export type WhichOthers = 'all' | 'packs' | 'sources';

/** An index over one's own records and those beside them. */
export interface IndexedOthers {
  readonly index: SearchIndex;
  /** How many of the records are of packs, and of other repositories. */
  readonly packs: number;
  readonly sources: number;
  readonly problems: readonly Problem[];
}

/** An index, and what is to be known of what it was made from. */
export interface OpenIndex {
  readonly index: SearchIndex;
  /** Of this repository alone: what is counted is counted there. */
  readonly own: SearchIndex;
  readonly searched: Searched;
  readonly problems: readonly Problem[];
  readonly limit: number;
  /** A record's body as of the state that is searched. */
  bodyOf(path: string): string | undefined;
}

/**
 * The index over the working tree and history as they are now, from the cache: a process that asks
 * once touches of it only what the question needs, one that stays keeps what it has read. A memory of
 * given records has the same, in memory.
 */
export async function openIndex(context: Context): Promise<OpenIndex> {
  return opened(context, await upToDate(context));
}

/**
 * What `ask` finds in an index of the memory as it is now. A process that asks once asks the cache while git looks
 * whether that still tells the truth, and where it does not, `ask` is called again: it must change nothing.
 */
export async function askIndex<T>(
  context: Context,
  others: boolean,
  ask: (opened: OpenIndex) => Promise<T>,
): Promise<T> {
  const askOf = async (ready: ReadyIndex): Promise<T> =>
    ask(others ? await withOthers(context, ready, 'all') : opened(context, ready));
  const askNow = async (): Promise<T> => askOf(await upToDate(context));
  if (context.repository === undefined) return askNow();
  const { guessedIndex, isMadeAnew } = await import('./cached-index.ts');
  const guess = context.warm ? undefined : guessedIndex(context);
  if (guess !== undefined) {
    const [answer, isSo] = await Promise.allSettled([askOf(guess.ready), guess.isSo]);
    if (answer.status === 'fulfilled' && isSo.status === 'fulfilled' && isSo.value) return answer.value;
  }
  try {
    return await askNow();
  } catch (cause) {
    if (!isMadeAnew(context, cause)) throw cause;
    return askNow();
  }
}

/** As {@link openIndex}, over the packs in use and other repositories as well: for questions, never for what is counted. */
export async function openIndexWithOthers(context: Context, which: WhichOthers = 'all'): Promise<OpenIndex> {
  return withOthers(context, await upToDate(context), which);
}

async function withOthers(context: Context, ready: ReadyIndex, which: WhichOthers): Promise<OpenIndex> {
  const own = opened(context, ready);
  const { index, packs, sources, problems } = await ready.others(which);
  if (packs + sources + problems.length === 0) return own;
  const { packBytes } = await import('./packs.ts');
  return {
    ...own,
    index,
    searched: { ...own.searched, ...(packs === 0 ? {} : { packs }), ...(sources === 0 ? {} : { sources }) },
    problems: [...own.problems, ...problems],
    bodyOf: (path) => own.bodyOf(path) ?? bodyIn(packBytes(path)) ?? keptBody(index, path),
  };
}

/** Over one source alone. Throws `bad-value` where there is none of that name. */
export async function openIndexOfSource(context: Context, name: string): Promise<OpenIndex> {
  const { sourceIndex } = await import('./others.ts');
  const index = await sourceIndex(context, name);
  return {
    index,
    own: (await openIndex(context)).index,
    searched: { records: 0, commits: 0, sources: index.size },
    problems: [],
    limit: (await import('./settings.ts')).loadConfig(context).recall.limit,
    bodyOf: (path) => keptBody(index, path),
  };
}

function opened(context: Context, { index, problems, commits, limit }: ReadyIndex): OpenIndex {
  return {
    index,
    own: index,
    searched: { records: index.size - commits, commits },
    problems,
    limit,
    bodyOf: (path) => bodyNow(context, path),
  };
}

/** A record's body as it is in the working tree. */
export function bodyNow(context: Context, path: string): string | undefined {
  return bodyIn(context.files.read(path));
}

/** The index alone, and what it lies in. */
export async function upToDate(context: Context): Promise<ReadyIndex> {
  try {
    return context.repository === undefined
      ? await (await import('./given-index.ts')).givenIndex(context)
      : await (await import('./cached-index.ts')).cachedIndex(context);
  } finally {
    context.progress?.(undefined);
  }
}

/** Of a source's record the index has the whole file. */
function keptBody(index: SearchIndex, path: string): string | undefined {
  const { source, text } = index.get(path) ?? {};
  return source === undefined ? undefined : bodyIn(text);
}

/** A record's body without parsing its fields: a cold recall loads no YAML. */
function bodyIn(file: Uint8Array | string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const text = typeof file === 'string' ? file : new TextDecoder().decode(file);
  const parts = splitFrontMatter(text);
  return 'body' in parts ? parts.body : text;
}
