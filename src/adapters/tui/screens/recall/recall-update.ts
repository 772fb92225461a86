import type { RecallAnswer } from '../../../../core/recall.ts';
import type { Glance } from '../../../../nexus.ts';
import { EMPTY_LINE, edited, type LineField, typed } from '../../line.ts';
import type { Failed } from '../../requests.ts';
import { type Effect, type Event, type Here, type Step, say, stay } from '../../screen.ts';
import {
  followed,
  isMove,
  LIST_START,
  type ListPlace,
  type Move,
  moved,
  placed,
  scrolledBy,
} from '../../window.ts';
import { COPY_SLOT, recallAction } from './recall-actions.ts';
import { filterQuery } from './recall-filters.ts';
import { heightIn, recallPanes } from './recall-layout.ts';
import { previewLines } from './recall-preview.ts';
import {
  FIRST_LIMIT,
  glanceOf,
  idOf,
  isPlain,
  MAX_LIMIT,
  type RecallState,
  rowsOf,
  selectedHit,
  selectedRow,
} from './recall-state.ts';

type Update = Step<RecallState>;

/** So near to the last hit more are asked for: some way before a key that is held is there. */
const NEAR_END = 30;

export function updateRecall(state: RecallState, event: Event, here: Here): Update {
  switch (event.type) {
    case 'refresh':
      return refreshed(state, here);
    case 'resized':
      return looked({ ...state, place: placedIn(state, here) }, here);
    case 'text':
      return asked({ ...state, line: typed(state.line, event.text), ...pastedFrom(state, event.text) }, here);
    case 'edit-key': {
      const line = edited(state.line, event.key);
      if (line === undefined) return stay(state);
      return line.text === state.line.text
        ? stay({ ...state, line })
        : asked({ ...withoutPaste(state), line }, here);
    }
    case 'reply':
      if (event.request === 'hits') return answered(state, event.answer, here);
      if (event.request === 'suggestions') return stay({ ...state, ideas: event.answer });
      if (event.request === 'glance') return glanced(state, event.slot, event.answer);
      return stay(state);
    case 'failed':
      return failed(state, event);
    case 'action':
      return acted(state, event.action, here);
    default:
      return asIs(recallAction(state, event, here), state, here);
  }
}

/** Where there is no list to say it in, it is said below. */
function failed(state: RecallState, event: Failed): Update {
  if (event.slot !== 'hits') return stay(state);
  const next = { ...state, failed: event };
  if (rowsOf(state).length === 0) return stay(next);
  return say(next, event.message);
}

function glanced(state: RecallState, slot: string, glance: Glance): Update {
  if (slot !== COPY_SLOT) return stay({ ...state, glance });
  return stay(state, { type: 'copy', text: glance.record.body, what: 'its body' });
}

/** Where what is asked for became another, it is asked for. */
function asIs(step: Update, before: RecallState, here: Here): Update {
  const { state, effects } = step;
  const same =
    state.line === before.line &&
    state.filters === before.filters &&
    state.scope === before.scope &&
    state.mode === before.mode &&
    state.hidden === before.hidden;
  if (same) return step;
  const next = asked(state, here);
  return stay(next.state, ...effects, ...next.effects);
}

/** Several lines at once are an output that is pasted, if nothing stood there before. */
function pastedFrom({ line }: RecallState, text: string): { readonly pasted?: string } {
  return line.text === '' && text.trim().includes('\n') ? { pasted: text } : {};
}

function withoutPaste({ pasted: _, ...state }: RecallState): RecallState {
  return state;
}

function question(state: RecallState, here: Here): Effect {
  const { line, filters, scope, mode, hidden, limit, ideas, pasted } = state;
  const folder = ideas?.folder ?? '';
  const isWhole = isPlainBut(state) && here.at === undefined;
  return {
    type: 'ask',
    request: 'hits',
    slot: 'hits',
    question: {
      ...(scope === 'folder' && folder !== '' ? { file: folder } : {}),
      ...filterQuery(filters, here.now),
      ...(scope === 'branch' && here.at === undefined ? { ownBranch: true } : {}),
      ...(mode === 'exact' ? { phrase: true } : {}),
      ...(hidden ? { all: true } : {}),
      ...(here.at === undefined ? {} : { at: here.at.rev }),
      ...(pasted !== undefined && isWhole ? { pasted } : {}),
      text: line.text,
      limit,
      withUses: true,
      snippets: 1,
      ...(isTyped(line) && pasted === undefined ? { prefixLast: true } : {}),
    },
  };
}

/** Is its last word still being typed? Behind a space, and with the cursor elsewhere, it is as it is. */
function isTyped({ text, cursor }: LineField): boolean {
  return cursor === text.length && /\S$/.test(text);
}

/** Nothing but words is asked: an answer that knows no filters is an answer to it. */
function isPlainBut(state: RecallState): boolean {
  return isPlain({ ...state, line: EMPTY_LINE }) && state.mode === 'words';
}

/** Another question: its answer is seen from the top. */
function asked(state: RecallState, here: Here): Update {
  const { failed: _, ...rest } = unpastedIfEdited(state);
  const next: RecallState = { ...rest, limit: FIRST_LIMIT, place: LIST_START, isNew: true, scroll: 0 };
  return stay(next, question(next, here));
}

/** More was typed behind what was pasted: now the words count. */
function unpastedIfEdited(state: RecallState): RecallState {
  const { pasted } = state;
  return pasted === undefined || typed(EMPTY_LINE, pasted).text === state.line.text
    ? state
    : withoutPaste(state);
}

function refreshed(state: RecallState, here: Here): Update {
  const ideas: Effect[] =
    here.at === undefined
      ? [{ type: 'ask', request: 'suggestions', slot: 'suggestions', question: undefined }]
      : [];
  const { ideas: known, ...rest } = state;
  // Of another time nothing is suggested; what was stays until the new ones come.
  const next = here.at === undefined && known !== undefined ? { ...rest, ideas: known } : rest;
  return stay(next, question(next, here), ...ideas);
}

function answered(before: RecallState, answer: RecallAnswer, here: Here): Update {
  const { failed: _, ...rest } = before;
  const state: RecallState = { ...rest, answer, isNew: false };
  const rows = rowsOf(state);
  const height = heightIn(state, here);
  const place = before.isNew
    ? placed(before.place, rows.length, height)
    : followed(
        before.place,
        idOf(selectedRow(before)),
        rows.map((row) => idOf(row) ?? ''),
        height,
      );
  const isOn = before.isNew || idOf(rows[place.selected]) === idOf(selectedRow(before));
  return looked({ ...state, place, ...(isOn ? {} : { scroll: 0 }) }, here, true);
}

/** The selected record is read, if it is to be seen and was not. @param again it may have changed */
function looked(state: RecallState, here: Here, again = false): Update {
  const hit = selectedHit(state);
  const isSeen = recallPanes(state, here).how !== 'list';
  const ask = glanceOf(hit, here.at?.rev, 'glance');
  const isRead = state.glance?.record.id === hit?.id;
  return stay(state, ...(!isSeen || ask === undefined || (isRead && !again) ? [] : [ask]));
}

function placedIn(state: RecallState, here: Here): ListPlace {
  return placed(state.place, rowsOf(state).length, heightIn(state, here));
}

function acted(state: RecallState, action: string, here: Here): Update {
  const jump = /^jump-(\d)$/.exec(action)?.[1];
  if (jump !== undefined) return jumped(state, Number(jump), here);
  if (action === 'preview-down' || action === 'preview-up')
    return textMoved(state, action === 'preview-down' ? 'down' : 'up', here);
  if (isMove(action) && state.focus === 'preview') return textMoved(state, action, here);
  if (isMove(action)) {
    const height = heightIn(state, here);
    const place = moved(state.place, action, rowsOf(state).length, height, hasMore(state));
    return selected(state, place, here);
  }
  if (action === 'focus') {
    const focus = state.focus === 'input' ? 'preview' : 'input';
    return looked({ ...state, focus }, here);
  }
  return asIs(recallAction(state, { type: 'action', action }, here), state, here);
}

function textMoved(state: RecallState, move: Move, here: Here): Update {
  const { rows } = recallPanes(state, here).text;
  const scroll = scrolledBy(state.scroll, move, previewLines(state, here).length, rows);
  return stay({ ...state, scroll });
}

/** The nth row that is seen; where there are fewer, the last. */
function jumped(state: RecallState, nth: number, here: Here): Update {
  const last = Math.min(state.place.top + heightIn(state, here), rowsOf(state).length) - 1;
  const at = Math.max(0, Math.min(state.place.top + nth, last));
  return selected(state, { ...state.place, selected: at }, here);
}

/** Can more hits be asked for than there are? */
function hasMore({ answer }: RecallState): boolean {
  const { hits = [], total = 0 } = answer ?? {};
  return hits.length < Math.min(total, MAX_LIMIT);
}

/** Near the end of what was asked for, more is. */
function selected(state: RecallState, place: ListPlace, here: Here): Update {
  const scroll = place.selected === state.place.selected ? state.scroll : 0;
  const next = looked({ ...state, place, scroll }, here);
  const isNear = place.selected >= rowsOf(state).length - NEAR_END;
  if (!isNear || state.limit >= MAX_LIMIT || !hasMore(state)) return next;
  const more = { ...next.state, limit: MAX_LIMIT };
  return stay(more, ...next.effects, question(more, here));
}
