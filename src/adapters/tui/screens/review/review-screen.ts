import { failureText } from '../../failure.ts';
import {
  type Effect,
  type Event,
  type Here,
  type LiveScreen,
  liveScreen,
  popup,
  type Screen,
  type Step,
  say,
  stay,
} from '../../screen.ts';
import { followed, placed } from '../../window.ts';
import { reviewAction, reviewChosen } from './review-actions.ts';
import { REVIEW_KEYS } from './review-keys.ts';
import { basePopup } from './review-popups.ts';
import { queryOf, REVIEW_START, type ReviewState, rowsOf, selectedRow, stillSeen } from './review-state.ts';
import { listHeight, reviewView } from './review-view.ts';

/** What changed in memory between two revisions, change by change, each with what to look at. */
const review: Screen<ReviewState> = {
  name: 'review',
  keys: REVIEW_KEYS,
  typing: () => false,
  update,
  view: reviewView,
};

export function openReview({ base, head }: { readonly base?: string; readonly head?: string }): LiveScreen {
  return liveScreen(review, {
    ...REVIEW_START,
    ...(base === undefined ? {} : { base }),
    ...(head === undefined ? {} : { head }),
  });
}

function update(state: ReviewState, event: Event, here: Here): Step<ReviewState> {
  switch (event.type) {
    case 'refresh':
      return stay(state, asked(state, here));
    case 'resized':
      return stay({
        ...state,
        place: placed(state.place, rowsOf(state.review).length, listHeight(state, here)),
      });
    case 'reply':
      if (event.request === 'review') return stay(answered(state, event.answer, here));
      if (event.request !== 'refs') return stay(state);
      return popup(state, basePopup(event.answer));
    case 'failed':
      return failed(state, event);
    case 'chosen': {
      const step = reviewChosen(state, event.popup, event.value);
      const other = step.state.base !== state.base;
      return other ? stay(step.state, ...step.effects, asked(step.state, here)) : step;
    }
    case 'action':
      return reviewAction(state, event.action, here);
    default:
      return stay(state);
  }
}

function asked(state: ReviewState, here: Here): Effect {
  return { type: 'ask', request: 'review', slot: 'review', question: queryOf(state, here) };
}

/** The same change stays selected, wherever it is now; of another one the text begins at its beginning. */
function answered(
  { failed: _, ...state }: ReviewState,
  answer: NonNullable<ReviewState['review']>,
  here: Here,
): ReviewState {
  const was = selectedRow(state)?.key;
  const next = { ...state, review: answer, seen: stillSeen(state.seen, state.review, answer) };
  const keys = rowsOf(answer).map(({ key }) => key);
  const place = followed(state.place, was, keys, listHeight(next, here));
  if (keys[place.selected] === was) return { ...next, place };
  const { finding: __, ...begun } = next;
  return { ...begun, place, scroll: 0 };
}

function failed(state: ReviewState, failure: Extract<Event, { readonly type: 'failed' }>): Step<ReviewState> {
  const text = failureText(failure);
  if (failure.request === 'refs') return say(state, text);
  if (failure.request !== 'review') return stay(state);
  // What was shown is not what was asked for.
  const { review: _, ...empty } = state;
  return stay({ ...empty, failed: text });
}
