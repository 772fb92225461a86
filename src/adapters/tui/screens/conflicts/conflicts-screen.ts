import { shortText, sideName } from '../../../../present/conflict-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
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
import { followed, isMove, moved, placed, scrolledBy } from '../../window.ts';
import { CONFLICTS_KEYS } from './conflicts-keys.ts';
import type { Deciding } from './conflicts-requests.ts';
import {
  CONFLICTS_START,
  type ConflictRow,
  type ConflictsState,
  conflictsPanes,
  listHeight,
  rowsOf,
  selectedOf,
} from './conflicts-state.ts';
import { conflictsView, versionLines } from './conflicts-view.ts';

/** What merges left undecided in memory, version by version. */
const conflicts: Screen<ConflictsState> = {
  name: 'conflicts',
  keys: CONFLICTS_KEYS,
  typing: () => false,
  update,
  view: conflictsView,
};

export function openConflicts(): LiveScreen {
  return liveScreen(conflicts, CONFLICTS_START);
}

type Stepped = Step<ConflictsState>;

const ASK: Effect = { type: 'ask', request: 'conflicts', slot: 'conflicts', question: null };

function update(state: ConflictsState, event: Event, here: Here): Stepped {
  switch (event.type) {
    case 'refresh':
      return stay(state, ASK);
    case 'resized':
      return stay({ ...state, place: placed(state.place, rowsOf(state).length, listHeight(state, here)) });
    case 'action':
      return acted(state, event.action, here);
    case 'chosen':
      return chosen(state, event.popup, event.value, here);
    case 'reply':
      if (event.request === 'conflicts') return stay(told(state, event.answer, here));
      return event.request === 'decideConflict' ? stay(state, ASK) : stay(state);
    case 'failed':
      if (event.request === 'conflicts') return stay({ ...state, failed: event.message });
      return stay(state, ASK);
    default:
      return stay(state);
  }
}

/** The list anew, at the same conflict. */
function told(
  { failed: _, ...state }: ConflictsState,
  files: NonNullable<ConflictsState['files']>,
  here: Here,
): ConflictsState {
  const next = { ...state, files, deciding: [] };
  const was = selectedOf(state)?.id;
  const ids = rowsOf(next).map(({ id }) => id);
  const place = followed(state.place, was, ids, listHeight(next, here));
  return { ...next, place, scroll: ids[place.selected] === was ? state.scroll : 0 };
}

function acted(state: ConflictsState, action: string, here: Here): Stepped {
  if (isMove(action)) {
    const place = moved(state.place, action, rowsOf(state).length, listHeight(state, here));
    return stay({ ...state, place, scroll: place.selected === state.place.selected ? state.scroll : 0 });
  }
  if (action === 'back') return stay(state, { type: 'back' });
  if (action === 'preview-down' || action === 'preview-up') {
    const move = action === 'preview-down' ? 'down' : 'up';
    const { rows } = conflictsPanes(state, here).text;
    return stay({ ...state, scroll: scrolledBy(state.scroll, move, versionLines(state, here).length, rows) });
  }
  const row = selectedOf(state);
  return row === undefined ? say(state, 'Nothing is in conflict', 'plain') : onRow(state, row, action, here);
}

function onRow(state: ConflictsState, row: ConflictRow, action: string, here: Here): Stepped {
  switch (action) {
    case 'ours':
    case 'theirs':
    case 'both':
      return decided(state, row, { take: action }, here);
    case 'choose':
      return row.conflict === undefined
        ? decided(state, row, { take: 'ours' }, here)
        : versionsPopup(state, row);
    case 'write':
      return row.conflict?.of === 'field'
        ? popup(state, {
            kind: 'line',
            id: `write ${row.id}`,
            title: `${safeText(row.conflict.part)} is to be`,
          })
        : say(state, 'A text has more lines than one: e opens the record in your editor');
    case 'edit':
      return row.file.id === undefined || row.file.hidden
        ? say(state, 'This file is no record that can be opened: take a version first')
        : stay(state, { type: 'edit', what: 'record', id: row.file.id });
    default:
      return stay(state);
  }
}

/** Gone from the list at once, so that the next one can be decided on. */
function decided(
  state: ConflictsState,
  { id, file, conflict }: ConflictRow,
  choice: Deciding['choice'],
  here: Here,
): Stepped {
  const next = { ...state, deciding: [...state.deciding, id], scroll: 0 };
  const place = placed(state.place, rowsOf(next).length, listHeight(next, here));
  const key = conflict === undefined ? {} : { key: conflict.key };
  const question = { path: file.path, choice, ...key };
  return stay({ ...next, place }, { type: 'ask', request: 'decideConflict', slot: `decide ${id}`, question });
}

function versionsPopup(state: ConflictsState, { id, file, conflict }: ConflictRow): Stepped {
  const sides = conflict?.sides ?? [];
  const choices = [
    ...sides.map((side, at) => ({
      value: String(at),
      label: `${at + 1}${conflict === undefined ? '' : sideName(conflict, at, file.during)}  ${shortText(side)}`,
    })),
    ...(conflict?.before === undefined
      ? []
      : [{ value: 'before', label: `before: ${shortText(conflict.before)}` }]),
  ];
  return popup(state, { kind: 'choice', id: `take ${id}`, title: 'Which version?', choices });
}

function chosen(state: ConflictsState, answered: string, value: string, here: Here): Stepped {
  const [what = ''] = answered.split(' ', 1);
  const row = rowsOf(state).find(({ id }) => id === answered.slice(what.length + 1));
  if (row === undefined) return stay(state);
  if (what === 'write') return decided(state, row, { text: value }, here);
  return decided(state, row, { take: value === 'before' ? value : Number(value) }, here);
}
