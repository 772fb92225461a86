import { setImmediate as turn } from 'node:timers/promises';
import { saidOutcomes } from '../capture/said-outcomes.ts';
import { type Execution, filledExecution } from '../core/execution.ts';
import type { Problem } from '../core/problem.ts';
import type { StoredDoc } from '../core/recall.ts';
import type { EpisodeError, EpisodeRecall } from '../core/record.ts';
import { isoDate, isoSeconds } from '../core/time.ts';
import { factsFacet, idFacet, NOT_SERVED, supersedesFacet } from '../search/facets.ts';
import { idOfPath } from '../store/paths.ts';
import { readEnded } from './carried-files.ts';
import type { Context } from './context.ts';
import { timeWrong } from './execution-times.ts';
import { type OpenIndex, openIndex } from './index-cache.ts';
import { isOld, readJournal } from './journal.ts';
import { countsFor, servingOf } from './recall.ts';
import { readStaged } from './staged-capture.ts';

/** An execution and where it is told. */
export interface KeptExecution extends Execution {
  /** The episode's id, or the event's while it waits; and its place there. */
  readonly id: string;
}

/** A fact of an episode, and when that was, ISO 8601. */
export type Dated<T> = T & { readonly at: string };

/** What all living episodes tell, and what waits for the next: the same in all clones that hold the same. */
export interface Facts {
  /** Oldest first, then by id. */
  readonly executions: readonly KeptExecution[];
  readonly errors: readonly Dated<EpisodeError>[];
  readonly recalled: readonly Dated<EpisodeRecall>[];
  /** What cannot be, and is not counted. */
  readonly problems: readonly Problem[];
}

/** Folds the facts of episodes, from what the index keeps of them: no record is read for it. */
export async function factsOf(context: Context, opened: OpenIndex): Promise<Facts> {
  return folded(context, opened, await livingEpisodes(context, opened, factsFacet()));
}

/** After so many episodes what waits goes first: a key. */
const A_TURN = 2_000;

/** Episodes that are looked at first for the newest executions. */
const FIRST_LOOK = 1_024;

/**
 * As {@link factsOf}, but only of so many of the newest episodes as hold the newest `count` executions: what is
 * advised costs the same, however long the history is.
 */
export async function newestFacts(context: Context, opened: OpenIndex, count: number): Promise<Facts> {
  for (let limit = FIRST_LOOK; limit < opened.index.size; limit *= 4) {
    const episodes = await livingEpisodes(context, opened, factsFacet(), limit);
    if (episodes === undefined) break;
    const facts = await folded(context, opened, episodes);
    const oldest = Math.min(...episodes.map(({ created }) => Date.parse(created)));
    // Those of other episodes are older than these.
    const surely = facts.executions.filter(
      ({ at }) =>
        timeWrong(Date.parse(at), oldest) === 'yet to come' &&
        timeWrong(Date.parse(at), context.clock()) === undefined,
    );
    if (surely.length >= count) return facts;
  }
  return factsOf(context, opened);
}

async function folded(context: Context, opened: OpenIndex, episodes: readonly StoredDoc[]): Promise<Facts> {
  const problems: Problem[] = opened.problems.filter(({ file }) => file.startsWith('.nexus/episodes/'));
  const executions: KeptExecution[] = [];
  const errors: Dated<EpisodeError>[] = [];
  const recalled: Dated<EpisodeRecall>[] = [];
  const serving = await servingOf(context, opened);
  for (const [nth, stored] of episodes.entries()) {
    if (nth % A_TURN === 0) await turn();
    if (!countsFor(serving, stored)) continue;
    const { id, created, path = '', facts = {} } = stored;
    const wrong = timeWrong(Date.parse(created), context.clock());
    // What an import brought may tell of errors from before.
    const early = wrong === 'before there was Nexus' && (facts.executions ?? facts.recalled) !== undefined;
    if (wrong === 'yet to come' || early) {
      problems.push(wrongClock(path, `it says that it was made on ${created}, which is ${wrong}`));
      continue;
    }
    errors.push(...(facts.errors ?? []).map((error) => ({ ...error, at: created })));
    recalled.push(...(facts.recalled ?? []).map((one) => ({ ...one, at: created })));
    for (const [place, told] of (facts.executions ?? []).entries()) {
      const wrong = wrongTime(told.at, created);
      if (wrong === undefined) executions.push({ ...filledExecution(told), id: idAt(id, place) });
      else problems.push(wrongClock(path, wrong));
    }
  }
  const waiting = await waitingFacts(context);
  await turn();
  return {
    executions: [...executions, ...waiting.executions].sort(
      // Times of one form, to the second: their order is that of their letters.
      (a, b) => byTime(a, b) || (a.id < b.id ? -1 : 1),
    ),
    errors: errors.sort(byTime),
    recalled: [...recalled, ...waiting.recalled].sort(byTime),
    problems,
  };
}

/** What is wrong with episodes: their files, and their clocks. */
export async function episodeProblems(context: Context): Promise<readonly Problem[]> {
  return (await factsOf(context, await openIndex(context))).problems;
}

/**
 * The episodes that count and have a facet. Of several files with one id the one that is named so, else the first by
 * path; by id, whatever the clone. @param newest only among so many; undefined where that could choose otherwise
 */
export async function livingEpisodes(
  context: Context,
  opened: OpenIndex,
  facet: string,
): Promise<readonly StoredDoc[]>;
export async function livingEpisodes(
  context: Context,
  opened: OpenIndex,
  facet: string,
  newest: number,
): Promise<readonly StoredDoc[] | undefined>;
export async function livingEpisodes(
  context: Context,
  { index }: OpenIndex,
  facet: string,
  newest = index.size,
): Promise<readonly StoredDoc[] | undefined> {
  const today = isoDate(context.clock());
  const { hits } = index.search({ text: '', all: [[facet]], none: NOT_SERVED, limit: newest });
  const chosen = new Map<string, StoredDoc>();
  for (const { stored } of hits) {
    if (newest < index.size && index.facet(idFacet(stored.id)).length > 1) return undefined;
    if (stored.expires !== undefined && stored.expires <= today) continue;
    const other = chosen.get(stored.id);
    if (other === undefined || weight(stored) < weight(other)) chosen.set(stored.id, stored);
  }
  const living: StoredDoc[] = [];
  for (const stored of chosen.values()) {
    if (living.length % A_TURN === 0) await turn();
    if (index.facet(supersedesFacet(stored.id)).length === 0) living.push(stored);
  }
  return living.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function weight({ id, path = '' }: StoredDoc): string {
  return `${idOfPath(path) === id ? 0 : 1}${path}`;
}

function wrongTime(at: string, created: string): string | undefined {
  const why = timeWrong(Date.parse(at), Date.parse(created));
  if (why === undefined) return undefined;
  return `an execution at ${at} is ${why}${why === 'before there was Nexus' ? '' : ` for an episode of ${created}`}`;
}

function wrongClock(file: string, message: string): Problem {
  return { code: 'bad-field', message, file, hint: 'is a clock wrong? it is not counted' };
}

/** Executions of one episode keep their order. */
function idAt(id: string, place: number): string {
  return `${id}/${String(place).padStart(4, '0')}`;
}

/** What no episode tells yet. It is raw in the journal; what is told of it is what a commit will carry. */
async function waitingFacts(context: Context): Promise<Pick<Facts, 'executions' | 'recalled'>> {
  const { repository } = context;
  if (repository === undefined) return { executions: [], recalled: [] };
  const staged = readStaged(repository);
  const inTree = staged?.files.some(({ path }) => context.files.read(path) !== undefined) === true;
  const told = new Set([...(inTree ? staged.events : []), ...(readEnded(repository)?.events ?? [])]);
  const events = readJournal(repository)
    .entries.map(({ event }) => event)
    .filter((event) => !told.has(event.id));
  const executions = events.flatMap((event) => (event.type === 'execution' ? [event] : []));
  const said = events.filter((event) => event.type === 'outcome' && !isOld(event, context.clock()));
  // As one episode will tell it: it is not counted twice before the commit and once after it.
  const recalled = saidOutcomes(said.sort((a, b) => a.at - b.at)).map(({ said: one, at }) => ({
    ...one,
    at: isoSeconds(at),
  }));
  if (executions.length === 0) return { executions: [], recalled };
  const { redactorOf } = await import('./admit.ts');
  const { redactValue } = await import('../capture/redact/redactor.ts');
  const redactor = redactorOf(context);
  return {
    executions: executions.map(({ id, execution }) => ({
      ...redactValue(execution, redactor).value,
      id: idAt(id, 0),
    })),
    recalled,
  };
}

function byTime(a: { readonly at: string }, b: { readonly at: string }): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : 0;
}
