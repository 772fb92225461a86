import type { Ask } from '../../requests.ts';
import { type Here, type Step, stay } from '../../screen.ts';
import { followed, LIST_START, type ListPlace } from '../../window.ts';
import type { HistoryAnswer, HistoryCommit, HistoryFilter } from './history-requests.ts';

export interface HistoryState {
  /** Where it begins, instead of at HEAD. */
  readonly rev?: string;
  readonly commits: readonly HistoryCommit[];
  /** Where the next page begins. */
  readonly next?: HistoryAnswer['next'];
  /** What is asked for: all anew, or more of it. */
  readonly asking?: 'first' | 'more';
  /** Why there is nothing to be seen. */
  readonly failed?: string;
  readonly place: ListPlace;
  readonly filter: HistoryFilter;
  /** Commit to be compared with another. */
  readonly mark?: string;
  readonly focus: 'list' | 'text';
  /** Of the selected commit's records the one that is meant. */
  readonly row: number;
  readonly scroll: number;
  readonly find: string;
  /** What is looked for was not found yet: more is asked for until it is. */
  readonly isSeeking?: true;
  /** Changes are marked by words, else by lines. */
  readonly words: boolean;
}

export type HistoryStep = Step<HistoryState>;

export function historyStart(rev: string | undefined): HistoryState {
  return {
    ...(rev === undefined ? {} : { rev }),
    commits: [],
    place: LIST_START,
    filter: {},
    focus: 'list',
    row: 0,
    scroll: 0,
    find: '',
    words: true,
  };
}

const PAGE = 50;
/** Asked for again at once, where more had been seen. */
const MAX_AGAIN = 500;
/** So near the end more is asked for. */
const NEAR = 20;

export function selectedCommit({ commits, place }: HistoryState): HistoryCommit | undefined {
  return commits[place.selected];
}

/** Asks for everything from the beginning; what is seen stays until the answer comes. */
export function askFirst(state: HistoryState, here: Here): HistoryStep {
  const { isSeeking: _, ...rest } = state;
  const rev = here.at?.rev ?? state.rev;
  return stay(
    { ...rest, asking: 'first' },
    page({
      ...state.filter,
      max: Math.min(MAX_AGAIN, Math.max(PAGE, state.commits.length)),
      ...(rev === undefined ? {} : { rev }),
    }),
  );
}

/** More, if the end of what is known is near and there may be more. @param height rows that can be seen */
export function askMore(state: HistoryState, height: number): HistoryStep {
  const { next, asking, commits, place, filter, isSeeking } = state;
  const isNear = place.selected + Math.max(NEAR, height) >= commits.length;
  if (next === undefined || asking !== undefined || (!isNear && isSeeking !== true)) return stay(state);
  return stay({ ...state, asking: 'more' }, page({ ...filter, max: PAGE, after: next }));
}

function page(question: Extract<Ask, { readonly request: 'history' }>['question']): Ask {
  return { type: 'ask', request: 'history', slot: 'page', question };
}

/** What was asked for is there. */
export function withPage(state: HistoryState, answer: HistoryAnswer, height: number): HistoryState {
  const { next: _, asking, failed: __, ...rest } = state;
  const next = answer.next === undefined ? {} : { next: answer.next };
  const commits = asking === 'more' ? [...state.commits, ...answer.commits] : answer.commits;
  const before = selectedCommit(state)?.commit.oid;
  const ids = commits.map(({ commit }) => commit.oid);
  const place = followed(state.place, before, ids, height);
  if (asking === 'more') return atPlace({ ...rest, ...next, commits }, place);
  if (before === undefined || !ids.includes(before))
    return { ...rest, ...next, commits, place: LIST_START, row: 0, scroll: 0 };
  return { ...rest, ...next, commits, place };
}

/** Of another commit the first record is meant. */
export function atPlace(state: HistoryState, place: ListPlace): HistoryState {
  return place.selected === state.place.selected
    ? { ...state, place }
    : { ...state, place, row: 0, scroll: 0 };
}

/** From the selected one on, and after the last of all from the first. */
export function foundAt(
  { commits, place, find }: HistoryState,
  by: 1 | -1,
  from = place.selected + by,
): number | undefined {
  const wanted = find.toLowerCase();
  for (let at = from; at >= 0 && at < commits.length; at += by) {
    const one = commits[at];
    if (one !== undefined && textsOf(one).some((text) => text.toLowerCase().includes(wanted))) return at;
  }
  return undefined;
}

function textsOf({ commit, changes }: HistoryCommit): readonly string[] {
  return [
    commit.oid,
    commit.subject,
    commit.authorName,
    ...changes.flatMap(({ id, kind, title, path }) => [id, kind, title, path]),
  ];
}
