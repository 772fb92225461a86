import { failureText } from '../../failure.ts';
import { edited, typed } from '../../line.ts';
import {
  type Effect,
  type Event,
  type Here,
  type LiveScreen,
  liveScreen,
  type Screen,
  type Step,
  say,
  stay,
} from '../../screen.ts';
import { followed, isMove, LIST_START, moved, placed, scrolled } from '../../window.ts';
import { TRAVEL_KEYS } from './travel-keys.ts';
import {
  MORE_COMMITS,
  MOST_COMMITS,
  PLACE_KINDS,
  type Place,
  placesOf,
  type Revision,
  TRAVEL_START,
  type TravelState,
} from './travel-state.ts';
import { aboutLines, listHeight, travelPanes, travelView } from './travel-view.ts';

/** Where to travel to: commits of memory, branches, tags, or anything that git takes for a revision. */
const travel: Screen<TravelState> = {
  name: 'travel',
  keys: TRAVEL_KEYS,
  typing: () => true,
  update,
  view: travelView,
};

export function openTravel(): LiveScreen {
  return liveScreen(travel, TRAVEL_START);
}

type Travelled = Step<TravelState>;

function update(state: TravelState, event: Event, here: Here): Travelled {
  switch (event.type) {
    case 'refresh':
      return stay(state, askPlaces(state.max));
    case 'resized':
      return stay({ ...state, place: placed(state.place, rows(state, here).length, listHeight(here)) });
    case 'text':
      return afterTyping({ ...state, line: typed(state.line, event.text) }, here);
    case 'edit-key': {
      const line = edited(state.line, event.key);
      if (line === undefined) return stay(state);
      return line.text === state.line.text ? stay({ ...state, line }) : afterTyping({ ...state, line }, here);
    }
    case 'reply':
      if (event.request === 'places') return afterPlaces({ ...state, places: event.answer }, state, here);
      return event.request === 'revision'
        ? afterRevision(state, event.slot, event.answer, here)
        : stay(state);
    case 'failed':
      return afterFailure(state, event);
    case 'action':
      return act(state, event.action, here);
    default:
      return stay(state);
  }
}

function askPlaces(max: number): Effect {
  return { type: 'ask', request: 'places', slot: 'places', question: { max } };
}

function askRevision(text: string, slot: string): Effect {
  return { type: 'ask', request: 'revision', slot, question: text };
}

function rows(state: TravelState, here: Here): readonly Place[] {
  return placesOf(state, here.at !== undefined);
}

function selected(state: TravelState, here: Here): Place | undefined {
  return rows(state, here)[state.place.selected];
}

/** Of the selected place it is told how much memory there was; older commits are asked for where one nears the last. */
function settled(state: TravelState, before: Place | undefined, here: Here): Travelled {
  const place = selected(state, here);
  const effects: Effect[] = [];
  const next = { ...state };
  if (place?.oid !== before?.oid) {
    delete next.about;
    next.scroll = 0;
  }
  if (next.about === undefined && place?.rev !== undefined) effects.push(askRevision(place.rev, 'about'));
  const isNear = state.place.selected + listHeight(here) >= rows(state, here).length;
  const isThere = (state.places?.commits.length ?? 0) >= state.max;
  if (isNear && isThere && state.max < MOST_COMMITS) {
    next.max = state.max * MORE_COMMITS;
    effects.push(askPlaces(next.max));
  }
  return stay(next, ...effects);
}

/** Can there be older commits than are known? */
function hasMore({ places }: TravelState): boolean {
  return places?.isCut === true && places.commits.length < MOST_COMMITS;
}

function afterTyping(state: TravelState, here: Here): Travelled {
  const text = state.line.text.trim();
  const step = settled({ ...state, place: LIST_START }, undefined, here);
  return text === '' ? step : stay(step.state, ...step.effects, askRevision(text, 'typed'));
}

function afterPlaces({ failed: _, ...state }: TravelState, before: TravelState, here: Here): Travelled {
  const was = selected(before, here);
  const ids = rows(state, here).map(({ key }) => key);
  return settled({ ...state, place: followed(state.place, was?.key, ids, listHeight(here)) }, was, here);
}

function afterRevision(state: TravelState, slot: string, answer: Revision, here: Here): Travelled {
  if (slot === 'about') return stay({ ...state, about: answer });
  if (slot === 'typed') {
    const was = selected(state, here);
    // An answer to what was cleared meanwhile.
    if (state.line.text.trim() === '') return stay(state);
    return settled({ ...state, typed: { text: state.line.text.trim(), found: answer } }, was, here);
  }
  const { commit, records } = answer;
  const label = state.going ?? commit.oid;
  if (records === 0) return say(state, `There was no memory yet as of ${label}`);
  const when = { rev: commit.oid, label, time: commit.commitTime * 1000 };
  return stay(state, { type: 'back' }, { type: 'travel', when });
}

function afterFailure(state: TravelState, failure: Extract<Event, { readonly type: 'failed' }>): Travelled {
  const { request, slot, message } = failure;
  if (request === 'places') return stay({ ...state, failed: message });
  if (slot === 'typed')
    return stay({ ...state, typed: { text: state.line.text.trim(), found: undefined, why: message } });
  return slot === 'go' ? say(state, failureText(failure)) : stay(state);
}

function act(state: TravelState, action: string, here: Here): Travelled {
  const place = selected(state, here);
  if (isMove(action)) {
    const to = moved(state.place, action, rows(state, here).length, listHeight(here), hasMore(state));
    return settled({ ...state, place: to }, place, here);
  }
  switch (action) {
    case 'back':
      if (state.line.text === '') return stay(state, { type: 'back' });
      return afterTyping({ ...state, line: TRAVEL_START.line }, here);
    case 'go':
      return goTo(state, place);
    case 'next-kind': {
      const kind = PLACE_KINDS[(PLACE_KINDS.indexOf(state.kind) + 1) % PLACE_KINDS.length] ?? 'all';
      return settled({ ...state, kind, place: LIST_START }, place, here);
    }
    case 'commit':
      return withCommit(state, place, ({ oid }) => ({ type: 'page', commit: oid }));
    case 'since':
      return withCommit(state, place, ({ oid }) => ({ type: 'open', screen: { name: 'review', base: oid } }));
    case 'copy':
      return withCommit(state, place, ({ oid }) => ({ type: 'copy', text: oid, what: "the commit's id" }));
    case 'preview-down':
    case 'preview-up':
      return stay({ ...state, scroll: scrollOf(state, action === 'preview-down' ? 1 : -1, here) });
    default:
      return stay(state);
  }
}

/** With a place that is one in history; now is none. */
function withCommit(
  state: TravelState,
  place: Place | undefined,
  effect: (place: Place) => Effect,
): Travelled {
  return place?.rev === undefined ? stay(state) : stay(state, effect(place));
}

/** Whether it is there, and whether there was a memory, is asked before one goes. */
function goTo(state: TravelState, place: Place | undefined): Travelled {
  if (place?.what === 'now') return stay(state, { type: 'back' }, { type: 'travel' });
  const going = place?.label ?? state.line.text.trim();
  if (going === '') return stay(state);
  return stay({ ...state, going }, askRevision(place?.rev ?? going, 'go'));
}

function scrollOf(state: TravelState, by: number, here: Here): number {
  const { text } = travelPanes(here);
  const lines = aboutLines(state, selected(state, here), text.columns, here).length;
  return scrolled(state.scroll, by, lines, text.rows);
}
