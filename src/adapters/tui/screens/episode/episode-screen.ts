import { replayHead, replayLines } from '../../../../present/episode-text.ts';
import { createStyle } from '../../../../present/style.ts';
import { rowsOf, topOf } from '../../lines.ts';
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
import { isMove, type Move, moved, scrolledBy } from '../../window.ts';
import { EPISODE_KEYS } from './episode-keys.ts';
import type { EpisodeQuestion } from './episode-requests.ts';
import { episodeLines } from './episode-rows.ts';
import { type EpisodeState, episodeStart, idsIn, type RowOf } from './episode-state.ts';
import { episodePanes, episodeView, inList, textLines } from './episode-view.ts';

const episode: Screen<EpisodeState> = {
  name: 'episode',
  keys: EPISODE_KEYS,
  typing: () => false,
  update,
  view: episodeView,
};

export function openEpisode(id: string): LiveScreen {
  return liveScreen(episode, episodeStart(id));
}

function update(state: EpisodeState, event: Event, here: Here): Step<EpisodeState> {
  switch (event.type) {
    case 'refresh':
      return stay(state, {
        type: 'ask',
        request: 'episode',
        slot: 'episode',
        question: questionOf(state, here),
      });
    case 'resized':
      return stay(selecting(state, state.selected, here));
    case 'reply':
      return replied(state, event, here);
    case 'failed': {
      // What its commit brought is said beside it, or not at all.
      if (event.request !== 'episode') return stay(state);
      const { told: _, ...rest } = state;
      return stay({ ...rest, failed: event.message, isWhole: false, isReplay: false });
    }
    case 'action':
      return acted(state, event.action, here);
    case 'chosen':
      return copied(state, event.value, here);
    default:
      return stay(state);
  }
}

function questionOf({ id }: EpisodeState, { at }: Here): EpisodeQuestion {
  return { id, ...(at === undefined ? {} : { at: at.rev }) };
}

function replied(
  state: EpisodeState,
  event: Extract<Event, { type: 'reply' }>,
  here: Here,
): Step<EpisodeState> {
  if (event.request === 'episode') {
    const next = told(state, { told: event.answer }, here);
    if (event.answer.record === undefined) return stay(next);
    const question = { ...questionOf(state, here), id: event.answer.record.id };
    return stay(next, { type: 'ask', request: 'carried', slot: 'carried', question });
  }
  if (event.request !== 'carried' || event.answer === undefined) return stay(state);
  return stay(told(state, { carried: event.answer }, here));
}

/** Told anew, at the same row. */
function told(state: EpisodeState, answer: Pick<EpisodeState, 'told' | 'carried'>, here: Here): EpisodeState {
  const before = idAt(state, here);
  const { failed: _, ...rest } = state;
  const next = { ...rest, ...answer };
  const at = rowsOf(episodeLines(next, inList(next, here))).findIndex(({ id }) => id === before);
  return selecting(next, at < 0 ? state.selected : at, here, state.scroll);
}

function idAt(state: EpisodeState, here: Here): string | undefined {
  return rowsOf(episodeLines(state, inList(state, here)))[state.selected]?.id;
}

/** At a row that exists, and that is seen. In a replay the rows reach as far as the selected step. */
function selecting(state: EpisodeState, wanted: number, here: Here, scroll?: number): EpisodeState {
  const inside = inList(state, here);
  const all = state.isReplay ? stepCount(state) + 1 : rowsOf(episodeLines(state, inside)).length;
  const selected = Math.min(Math.max(0, wanted), Math.max(0, all - 1));
  const kept = selected === state.selected ? state.scroll : 0;
  const next = { ...state, selected, scroll: scroll ?? kept };
  return { ...next, top: topOf(next, episodeLines(next, inside), episodePanes(next, here).list.rows) };
}

function stepCount({ told }: EpisodeState): number {
  return told?.replay.events.length ?? 0;
}

function acted(state: EpisodeState, action: string, here: Here): Step<EpisodeState> {
  if (isMove(action))
    return stay(state.isWhole ? textMoved(state, action, here) : movedBy(state, action, here));
  switch (action) {
    case 'preview-down':
      return stay(textMoved(state, 'down', here));
    case 'preview-up':
      return stay(textMoved(state, 'up', here));
    case 'back':
      return back(state, here);
    case 'whole':
      return stay({ ...state, isWhole: !state.isWhole, scroll: 0 });
    case 'replay':
      return replay(state, here);
    case 'step':
      if (!state.isReplay) return replay(state, here);
      return stay(selecting(state, state.selected + 1, here));
    case 'step-back':
      return stay(state.isReplay ? selecting(state, Math.max(1, state.selected - 1), here) : state);
    case 'next-failure':
      return failure(state, 1, here);
    case 'previous-failure':
      return failure(state, -1, here);
    case 'open':
      return opened(state, here);
    case 'copy':
      return stay(state, COPY);
    case 'commit':
      return state.carried === undefined
        ? say(state, 'No commit carries it yet', 'plain')
        : stay(state, { type: 'page', commit: state.carried.commit });
    default:
      return stay(state);
  }
}

function movedBy(state: EpisodeState, move: Move, here: Here): EpisodeState {
  const height = episodePanes(state, here).list.rows;
  const count = state.isReplay
    ? stepCount(state) + 1
    : rowsOf(episodeLines(state, inList(state, here))).length;
  return selecting(state, moved({ selected: state.selected, top: 0 }, move, count, height).selected, here);
}

function textMoved(state: EpisodeState, move: Move, here: Here): EpisodeState {
  const { rows } = episodePanes(state, here).text;
  return { ...state, scroll: scrolledBy(state.scroll, move, textLines(state, here).length, rows) };
}

/** One thing at a time. */
function back(state: EpisodeState, here: Here): Step<EpisodeState> {
  if (state.isWhole) return stay({ ...state, isWhole: false, scroll: 0 });
  if (state.isReplay) return stay(selecting({ ...state, isReplay: false }, state.selected, here));
  return stay(state, { type: 'back' });
}

/** From the selected step, else from the first; where it is on already all steps are seen again. */
function replay(state: EpisodeState, here: Here): Step<EpisodeState> {
  const steps = stepCount(state);
  if (state.isReplay) return stay(selecting({ ...state, isReplay: false }, state.selected, here));
  if (steps === 0) return say(state, 'No steps were told of it', 'plain');
  const from = state.selected >= 1 && state.selected <= steps ? state.selected : 1;
  return stay(selecting({ ...state, isReplay: true }, from, here));
}

/** @param way 1: the next; -1: the one before */
function failure(state: EpisodeState, way: 1 | -1, here: Here): Step<EpisodeState> {
  const events = state.told?.replay.events ?? [];
  const failed = events.flatMap((event, at) => (event.failed === true ? [at + 1] : []));
  const to =
    way === 1 ? failed.find((row) => row > state.selected) : failed.findLast((row) => row < state.selected);
  if (to === undefined)
    return say(state, failed.length === 0 ? 'No step failed' : 'No other failed step', 'plain');
  return stay(selecting(state, to, here));
}

function opened(state: EpisodeState, here: Here): Step<EpisodeState> {
  const target = rowsOf(episodeLines(state, inList(state, here)))[state.selected]?.target;
  const screen = target === undefined ? undefined : screenOf(state, target);
  if (screen !== undefined) return stay(state, { type: 'open', screen });
  if (target?.type === 'words') return say(state, target.text, 'plain');
  return stay({ ...state, isWhole: true, scroll: 0 });
}

/** A step leads to the record that its data names, the whole to its own. */
function screenOf(
  { told }: EpisodeState,
  target: RowOf,
): Extract<Effect, { type: 'open' }>['screen'] | undefined {
  if (target.type === 'screen') return target.screen;
  if (target.type === 'whole')
    return told?.record === undefined ? undefined : { name: 'record', id: told.record.id };
  if (target.type === 'words') return undefined;
  const [id] = idsIn(told?.replay.events[target.at]?.data);
  return id === undefined ? undefined : { name: 'record', id };
}

const COPY: Effect = {
  type: 'popup',
  popup: {
    kind: 'choice',
    id: 'copy',
    title: 'Copy',
    choices: [
      { value: 'text', label: 'its steps as text', key: 't' },
      { value: 'id', label: 'its id', key: 'i' },
    ],
  },
};

function copied(state: EpisodeState, value: string, { now }: Here): Step<EpisodeState> {
  const { told } = state;
  if (told === undefined) return stay(state);
  if (value === 'id') return stay(state, { type: 'copy', text: told.replay.id, what: 'its id' });
  const options = { style: createStyle({ color: false }), columns: 0, now };
  const text = [replayHead(told.replay, options), ...replayLines(told.replay, options)].join('\n');
  return stay(state, { type: 'copy', text: `${text}\n`, what: 'its steps' });
}
