import { failureText } from '../../failure.ts';
import { type Event, type Here, type LiveScreen, liveScreen, type Screen, stay } from '../../screen.ts';
import { isMove, moved, placed, scrolled } from '../../window.ts';
import { historyAction, sought } from './history-actions.ts';
import { HISTORY_KEYS } from './history-keys.ts';
import {
  askFirst,
  askMore,
  atPlace,
  type HistoryState,
  type HistoryStep,
  historyStart,
  withPage,
} from './history-state.ts';
import { historyHeight, historyPanes, historyPreview, historyView } from './history-view.ts';

/** The memory's git log: which commit did what to which record. */
const history: Screen<HistoryState> = {
  name: 'history',
  keys: HISTORY_KEYS,
  typing: () => false,
  update,
  view: historyView,
};

export function openHistory(rev?: string): LiveScreen {
  return liveScreen(history, historyStart(rev));
}

function update(state: HistoryState, event: Event, here: Here): HistoryStep {
  const height = historyHeight(state, here);
  switch (event.type) {
    case 'refresh':
      return askFirst(state, here);
    case 'resized':
      return stay({ ...state, place: placed(state.place, state.commits.length, height) });
    case 'reply': {
      if (event.request !== 'history') return stay(state);
      const step = sought(withPage(state, event.answer, height), here);
      const more = askMore(step.state, height);
      return stay(more.state, ...step.effects, ...more.effects);
    }
    case 'failed': {
      const { asking: _, isSeeking: __, next: ___, ...rest } = state;
      return stay({ ...rest, commits: [], failed: failureText(event) });
    }
    case 'action':
      return isMove(event.action) ? moving(state, event.action, here) : acted(state, event, here);
    case 'chosen':
      return acted(state, event, here);
    default:
      return stay(state);
  }
}

function acted(
  state: HistoryState,
  event: Extract<Event, { readonly type: 'action' | 'chosen' }>,
  here: Here,
): HistoryStep {
  const step = historyAction(state, event, here);
  const more = askMore(step.state, historyHeight(step.state, here));
  return stay(more.state, ...step.effects, ...more.effects);
}

type Move = Parameters<typeof moved>[1];

function moving(state: HistoryState, move: Move, here: Here): HistoryStep {
  if (state.focus === 'text') return stay(inText(state, move, here));
  const height = historyHeight(state, here);
  const place = moved(state.place, move, state.commits.length, height, state.next !== undefined);
  return askMore(atPlace(state, place), height);
}

/** From record to record; its beginning is seen, and its end too where there is room. */
function inText(state: HistoryState, move: Move, here: Here): HistoryState {
  const preview = historyPreview(state, here);
  if (preview === undefined) return state;
  const { lines, records } = preview;
  const { rows } = historyPanes(state, here).text;
  const row = moved({ selected: state.row, top: 0 }, move, records.length, rows).selected;
  const begin = records[row] ?? 0;
  const end = records[row + 1] ?? lines.length;
  const isSeen = begin >= state.scroll && end <= state.scroll + rows;
  const scroll = isSeen ? state.scroll : scrolled(begin, 0, lines.length, rows);
  return { ...state, row, scroll };
}
