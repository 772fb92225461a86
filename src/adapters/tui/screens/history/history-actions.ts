import type { RecordChange } from '../../../../core/change.ts';
import { changesText } from '../../../../present/record-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { createStyle } from '../../../../present/style.ts';
import type { PopupSpec } from '../../popup.ts';
import { type Event, type Here, popup, say, stay } from '../../screen.ts';
import { placed, scrolled } from '../../window.ts';
import { FILTER_MENU, filterMenu, filterQuestion, filterWords, withAnswer } from './history-filters.ts';
import type { HistoryCommit } from './history-requests.ts';
import { askFirst, foundAt, type HistoryState, type HistoryStep, selectedCommit } from './history-state.ts';
import { historyHeight, historyPanes, historyPreview } from './history-view.ts';

const FIND = 'find';
const COPY = 'copy';
const OID = 7;

/** What a key other than a movement does, or the answer to what was asked. */
export function historyAction(
  state: HistoryState,
  event: Extract<Event, { readonly type: 'action' | 'chosen' }>,
  here: Here,
): HistoryStep {
  if (event.type === 'chosen') return chosen(state, event.popup, event.value, here);
  const action = OF_ALL[event.action];
  if (action !== undefined) return action(state, here);
  const one = selectedCommit(state);
  return one === undefined ? stay(state) : (OF_COMMIT[event.action]?.(state, one, here) ?? stay(state));
}

const OF_ALL: Readonly<Record<string, (state: HistoryState, here: Here) => HistoryStep>> = {
  back,
  filter: (state) => popup(state, filterMenu(state.filter)),
  find: (state) => popup(state, { kind: 'line', id: FIND, title: 'Find', text: state.find }),
  'find-next': (state, here) => again(state, 1, here),
  'find-previous': (state, here) => again(state, -1, here),
  words: (state) => stay({ ...state, words: !state.words, scroll: 0 }),
};

type OfCommit = (state: HistoryState, one: HistoryCommit, here: Here) => HistoryStep;

const OF_COMMIT: Readonly<Record<string, OfCommit>> = {
  open,
  pane: (state, _, here) =>
    stay(state.focus === 'list' ? amongRecords(state, here) : { ...state, focus: 'list' }),
  'preview-down': (state, _, here) => stay(scroll(state, 1, here)),
  'preview-up': (state, _, here) => stay(scroll(state, -1, here)),
  'record-down': (state, _, here) => stay(toRecord(state, 1, here)),
  'record-up': (state, _, here) => stay(toRecord(state, -1, here)),
  commit: (state, { commit }) => stay(state, { type: 'page', commit: commit.oid }),
  'travel-here': (state, { commit }) =>
    stay(state, {
      type: 'travel',
      when: { rev: commit.oid, label: commit.oid.slice(0, OID), time: commit.commitTime * 1000 },
    }),
  mark,
  compare,
  copy: (state, one) => popup(state, copyMenu(one, recordAt(state, one))),
  edit: (state, one) => {
    const record = recordAt(state, one);
    return record === undefined || record.id === ''
      ? say(state, 'No record is chosen')
      : stay(state, { type: 'edit', what: 'record', id: record.id });
  },
};

/** One thing at a time: the records of a commit, the mark, what was looked for, the filter, the screen. */
function back(state: HistoryState, here: Here): HistoryStep {
  const { mark: marked, isSeeking, ...rest } = state;
  if (state.focus === 'text') return stay({ ...state, focus: 'list' });
  if (isSeeking === true) return stay({ ...rest, ...(marked === undefined ? {} : { mark: marked }) });
  if (marked !== undefined) return stay(rest);
  if (filterWords(state.filter) !== '') return askFirst({ ...state, filter: {} }, here);
  return stay(state, { type: 'back' });
}

/** The record that is meant: while one is among the records, the chosen one; else the only one. */
function recordAt(state: HistoryState, { changes }: HistoryCommit): RecordChange | undefined {
  return changes[state.row] ?? changes[0];
}

function open(state: HistoryState, one: HistoryCommit, here: Here): HistoryStep {
  const record = recordAt(state, one);
  if (record === undefined) return stay(state);
  if (state.focus === 'list' && one.changes.length > 1) return stay(amongRecords(state, here));
  if (record.id === '') return say(state, `${record.path} cannot be read as a record`);
  return stay(state, { type: 'open', screen: { name: 'record', id: record.id } });
}

/** The focus goes to the commit's records; the one that is meant is seen. */
function amongRecords(state: HistoryState, here: Here): HistoryState {
  const there: HistoryState = { ...state, focus: 'text' };
  const begin = historyPreview(there, here)?.records[state.row] ?? 0;
  const { rows } = historyPanes(there, here).text;
  return begin >= state.scroll && begin < state.scroll + rows ? there : toRecord(there, 0, here);
}

function mark(state: HistoryState, { commit }: HistoryCommit): HistoryStep {
  const { mark: before, ...rest } = state;
  if (before === commit.oid) return stay(rest);
  return say(
    { ...state, mark: commit.oid },
    `Marked ${commit.oid.slice(0, OID)}; d on another compares them`,
    'plain',
  );
}

/** From the older to the newer of both. */
function compare(state: HistoryState, { commit }: HistoryCommit): HistoryStep {
  if (state.mark === undefined) return say(state, 'Mark a commit first, with v', 'plain');
  if (state.mark === commit.oid) return say(state, 'It is the marked one: go to another', 'plain');
  const at = state.commits.findIndex((one) => one.commit.oid === state.mark);
  const isOlder = at > state.place.selected || at < 0;
  const [base, head] = isOlder ? [state.mark, commit.oid] : [commit.oid, state.mark];
  return stay(state, { type: 'open', screen: { name: 'review', base, head } });
}

function scroll(state: HistoryState, by: number, here: Here): HistoryState {
  const lines = historyPreview(state, here)?.lines.length ?? 0;
  return { ...state, scroll: scrolled(state.scroll, by, lines, historyPanes(state, here).text.rows) };
}

function toRecord(state: HistoryState, by: 1 | 0 | -1, here: Here): HistoryState {
  const preview = historyPreview(state, here);
  if (preview === undefined) return state;
  const { lines, records } = preview;
  const row = Math.min(Math.max(0, state.row + by), Math.max(0, records.length - 1));
  const top = scrolled(records[row] ?? 0, 0, lines.length, historyPanes(state, here).text.rows);
  return { ...state, row, scroll: top };
}

function again(state: HistoryState, by: 1 | -1, here: Here): HistoryStep {
  if (state.find === '') return say(state, 'Nothing is looked for yet: /', 'plain');
  const at = foundAt(state, by);
  if (at !== undefined) return stay(selecting(state, at, here));
  if (by > 0 && state.next !== undefined) return stay({ ...state, isSeeking: true });
  return say(state, `No more "${safeText(state.find)}"`);
}

/** What was looked for may be on the page that came. */
export function sought(state: HistoryState, here: Here): HistoryStep {
  const { isSeeking, ...rest } = state;
  if (isSeeking !== true) return stay(state);
  const at = foundAt(state, 1);
  if (at !== undefined) return stay(selecting(rest, at, here));
  return state.next === undefined ? say(rest, `No more "${safeText(state.find)}"`) : stay(state);
}

function selecting(state: HistoryState, at: number, here: Here): HistoryState {
  const place = placed({ ...state.place, selected: at }, state.commits.length, historyHeight(state, here));
  return { ...state, place, row: 0, scroll: 0 };
}

function chosen(state: HistoryState, name: string, value: string, here: Here): HistoryStep {
  if (name === FILTER_MENU) {
    if (value === 'clear') return askFirst({ ...state, filter: {} }, here);
    const spec = filterQuestion(value, state.filter);
    return spec === undefined ? stay(state) : popup(state, spec);
  }
  if (name === FIND) {
    if (value.trim() === '') return stay({ ...state, find: '' });
    const found = { ...state, find: value.trim() };
    const here_ = foundAt(found, 1, state.place.selected);
    return here_ === undefined ? again(found, 1, here) : stay(selecting(found, here_, here));
  }
  if (name === COPY) return copied(state, value, here);
  const filter = withAnswer(state.filter, name, value, here.now);
  if (filter === undefined) return stay(state);
  return typeof filter === 'string' ? say(state, filter) : askFirst({ ...state, filter, find: '' }, here);
}

function copyMenu({ commit }: HistoryCommit, record: RecordChange | undefined): PopupSpec {
  const ofRecord =
    record === undefined || record.id === ''
      ? []
      : [
          { key: 'i', value: 'id', label: `record  ${record.id}` },
          { key: 'p', value: 'path', label: `path  ${safeText(record.path)}` },
        ];
  const choices = [
    { key: 'c', value: 'commit', label: `commit  ${commit.oid.slice(0, 10)}` },
    { key: 's', value: 'subject', label: `subject  ${safeText(commit.subject)}` },
    { key: 'd', value: 'changes', label: 'what it changed, as text' },
    ...ofRecord,
  ];
  return { kind: 'choice', id: COPY, title: 'Copy', choices };
}

const COPIED: Readonly<Record<string, string>> = {
  commit: 'the commit',
  subject: 'the subject',
  changes: 'what it changed',
  id: "the record's id",
  path: "the record's path",
};

function copied(state: HistoryState, what: string, here: Here): HistoryStep {
  const one = selectedCommit(state);
  if (one === undefined) return stay(state);
  const record = recordAt(state, one);
  const plain = { style: createStyle({ color: false }), columns: 0, now: here.now };
  const texts: Readonly<Record<string, string | undefined>> = {
    commit: one.commit.oid,
    subject: one.commit.subject,
    changes: changesText(one.changes, plain, true),
    id: record?.id,
    path: record?.path,
  };
  const text = texts[what];
  return text === undefined ? stay(state) : stay(state, { type: 'copy', text, what: COPIED[what] ?? what });
}
