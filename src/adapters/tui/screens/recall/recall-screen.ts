import { type LiveScreen, liveScreen, type Screen } from '../../screen.ts';
import { RECALL_KEYS } from './recall-keys.ts';
import { type RecallState, startOf } from './recall-state.ts';
import { updateRecall } from './recall-update.ts';
import { recallView } from './recall-view.ts';

/** Recall as you type. */
export const recallScreen: Screen<RecallState> = {
  name: 'recall',
  keys: RECALL_KEYS,
  typing: ({ focus }) => focus === 'input',
  update: updateRecall,
  view: recallView,
};

export function openRecall(query = ''): LiveScreen {
  return liveScreen(recallScreen, startOf(query));
}
