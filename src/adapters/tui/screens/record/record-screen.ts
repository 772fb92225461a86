import { type Event, type Here, type LiveScreen, liveScreen, type Screen, stay } from '../../screen.ts';
import { isMove, type Move, moved, placed, scrolled, scrolledBy } from '../../window.ts';
import { recordAction } from './record-actions.ts';
import { RECORD_KEYS } from './record-keys.ts';
import { askAll, type RecordState, type RecordStep, recordStart, withVersions } from './record-state.ts';
import { listHeight, mainText, recordPanes, recordView } from './record-view.ts';

/** One record: its text, what is known around it, its versions and how they differ. */
const record: Screen<RecordState> = {
  name: 'record',
  keys: RECORD_KEYS,
  typing: () => false,
  update,
  view: recordView,
};

export function openRecord(id: string): LiveScreen {
  return liveScreen(record, recordStart(id));
}

function update(state: RecordState, event: Event, here: Here): RecordStep {
  switch (event.type) {
    case 'refresh':
      return askAll(state, here);
    case 'resized':
      return stay(inBounds(state, here));
    case 'reply':
      return stay(inBounds(answered(state, event, here), here));
    case 'failed':
      return stay(failed(state, event));
    case 'action':
      return isMove(event.action)
        ? stay(moving(state, event.action, here))
        : recordAction(state, event, here);
    case 'chosen':
      return recordAction(state, event, here);
    default:
      return stay(state);
  }
}

function answered(
  state: RecordState,
  event: Extract<Event, { readonly type: 'reply' }>,
  here: Here,
): RecordState {
  switch (event.request) {
    case 'about': {
      const { failed: _, ...rest } = state;
      return { ...rest, about: event.answer };
    }
    case 'versions':
      return withVersions(state, event.answer, listHeight(state, here));
    case 'blame': {
      const { blameFailed: _, ...rest } = state;
      return { ...rest, blame: event.answer.parts };
    }
    default:
      return state;
  }
}

function failed(state: RecordState, event: Extract<Event, { readonly type: 'failed' }>): RecordState {
  switch (event.slot) {
    case 'about': {
      const { about: _, ...rest } = state;
      return { ...rest, failed: event };
    }
    case 'versions':
      return { ...state, versions: [] };
    case 'blame': {
      const { blame: _, ...rest } = state;
      return { ...rest, blameFailed: event };
    }
    default:
      return state;
  }
}

function moving(state: RecordState, move: Move, here: Here): RecordState {
  if (state.focus === 'versions') {
    const place = moved(state.place, move, state.versions?.length ?? 0, listHeight(state, here));
    return place.selected === state.place.selected ? state : { ...state, place, scroll: 0 };
  }
  if (state.focus === 'links') {
    const count = state.about?.links.length ?? 0;
    return { ...state, linkPlace: moved(state.linkPlace, move, count, listHeight(state, here)) };
  }
  const { lines } = mainText(state, here);
  const { rows } = recordPanes(state, here).text;
  return { ...state, scroll: scrolledBy(state.scroll, move, lines.length, rows) };
}

/** Nothing is selected or scrolled to that is not there. */
function inBounds(state: RecordState, here: Here): RecordState {
  const height = listHeight(state, here);
  const place = placed(state.place, state.versions?.length ?? 0, height);
  const linkPlace = placed(state.linkPlace, state.about?.links.length ?? 0, height);
  const next = { ...state, place, linkPlace };
  const { lines } = mainText(next, here);
  return { ...next, scroll: scrolled(state.scroll, 0, lines.length, recordPanes(next, here).text.rows) };
}
