import type { Problem } from '../../../../core/problem.ts';
import type { Proposal } from '../../../../core/proposal.ts';
import { alone, bodyOf, heightOf, type Panes, panesOf } from '../../panes.ts';
import type { Here } from '../../screen.ts';
import { LIST_START, type ListPlace } from '../../window.ts';

export interface InboxState {
  /** As memory told them, the best first; absent until it has. */
  readonly told?: readonly Proposal[];
  readonly problems: readonly Problem[];
  /** Why memory could not tell. */
  readonly failed?: string;
  /** Ids of those that are being decided on: shown no more, nor decided on twice. */
  readonly deciding: readonly string[];
  /** Ids of those that were: one that waits again was taken back. */
  readonly decided: readonly string[];
  /** Only those that hold these words. */
  readonly words: string;
  readonly place: ListPlace;
  /** The first line of the text that is seen. */
  readonly scroll: number;
  /** The text has the screen for itself. */
  readonly isWhole: boolean;
  readonly isLearning: boolean;
}

export const INBOX_START: InboxState = {
  problems: [],
  deciding: [],
  decided: [],
  words: '',
  place: LIST_START,
  scroll: 0,
  isWhole: false,
  isLearning: false,
};

/** Lines that a proposal takes in the list: what it is, and why. */
export const ROW_LINES = 2;

/** Those that are to be seen. */
export function shownOf({ told = [], deciding, words }: InboxState): readonly Proposal[] {
  const wanted = words.toLowerCase().split(' ');
  return told.filter(({ id, source, reason, draft }) => {
    if (deciding.includes(id)) return false;
    const text = [id, draft.title, source, reason, draft.language, ...(draft.tags ?? [])];
    const all = text.join(' ').toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}

export function selectedOf(state: InboxState): Proposal | undefined {
  return shownOf(state)[state.place.selected];
}

export function inboxPanes(state: InboxState, here: Here): Panes {
  const body = bodyOf(here);
  if (state.isWhole) return alone(body, 'text');
  return panesOf(body, { focus: 'list', wanted: shownOf(state).length * ROW_LINES });
}

/** Proposals that the list has room for. */
export function listHeight(state: InboxState, here: Here): number {
  return heightOf(inboxPanes(state, here), ROW_LINES);
}
