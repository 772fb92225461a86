import { shortId } from '../../../../core/id.ts';
import type { Proposal } from '../../../../core/proposal.ts';
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
import { followed, isMove, type Move, moved, placed, scrolledBy } from '../../window.ts';
import { INBOX_KEYS } from './inbox-keys.ts';
import { INBOX_START, type InboxState, inboxPanes, listHeight, selectedOf, shownOf } from './inbox-state.ts';
import { inboxView, textLines } from './inbox-view.ts';

const inbox: Screen<InboxState> = {
  name: 'inbox',
  keys: INBOX_KEYS,
  typing: () => false,
  update,
  view: inboxView,
};

export function openInbox(): LiveScreen {
  return liveScreen(inbox, INBOX_START);
}

const ASK: Effect = { type: 'ask', request: 'inbox', slot: 'inbox', question: null };
const DECIDE = 'decide ';

function update(state: InboxState, event: Event, here: Here): Step<InboxState> {
  switch (event.type) {
    case 'refresh':
      return stay(state, ASK);
    case 'resized':
      return stay(settled(state, here));
    case 'action':
      return acted(state, event.action, here);
    case 'chosen':
      return chosen(state, event.popup, event.value, here);
    case 'reply':
      return replied(state, event, here);
    case 'failed':
      if (event.request === 'inbox') return stay({ ...state, failed: event.message });
      if (event.request === 'learnCode') return stay({ ...state, isLearning: false });
      return event.slot.startsWith(DECIDE)
        ? stay(without(state, event.slot.slice(DECIDE.length)), ASK)
        : say(state, event.message);
    default:
      return stay(state);
  }
}

/** With a place that exists. */
function settled(state: InboxState, here: Here): InboxState {
  const { length } = shownOf(state);
  return { ...state, place: placed(state.place, length, listHeight(state, here)) };
}

function without(state: InboxState, id: string): InboxState {
  return { ...state, deciding: state.deciding.filter((one) => one !== id) };
}

function replied(state: InboxState, event: Extract<Event, { type: 'reply' }>, here: Here): Step<InboxState> {
  if (event.request === 'inbox') return stay(told(state, event.answer, here));
  if (event.request === 'learnCode') return stay({ ...state, isLearning: false });
  if (event.request === 'likelyRecords') return mergePopup(state, event.answer);
  if (!event.slot.startsWith(DECIDE)) return stay(state);
  const id = event.slot.slice(DECIDE.length);
  // It waits no more, whatever a list says that was asked for before.
  const left = (state.told ?? []).filter((one) => one.id !== id);
  return stay(settled({ ...without(state, id), told: left, decided: [...state.decided, id] }, here));
}

/** The list anew, at the same proposal; one that was taken back is selected. */
function told(
  state: InboxState,
  {
    proposals,
    problems,
  }: { readonly proposals: readonly Proposal[]; readonly problems: InboxState['problems'] },
  here: Here,
): InboxState {
  const { failed: _, ...rest } = state;
  const back = proposals.find(({ id }) => state.decided.includes(id))?.id;
  const next = { ...rest, told: proposals, problems, decided: state.decided.filter((id) => id !== back) };
  const ids = shownOf(next).map(({ id }) => id);
  const selected = back ?? selectedOf(state)?.id;
  const place = followed(state.place, selected, ids, listHeight(next, here));
  return { ...next, place, scroll: ids[place.selected] === selectedOf(state)?.id ? state.scroll : 0 };
}

function acted(state: InboxState, action: string, here: Here): Step<InboxState> {
  const { length } = shownOf(state);
  const height = listHeight(state, here);
  const to = (move: Move): InboxState => {
    const place = moved(state.place, move, length, height);
    return { ...state, place, scroll: place.selected === state.place.selected ? state.scroll : 0 };
  };
  if (isMove(action) && state.isWhole) return stay(textMoved(state, action, here));
  if (isMove(action)) return stay(to(action));
  switch (action) {
    case 'next':
      return stay(to('down'));
    case 'previous':
      return stay(to('up'));
    case 'preview-down':
      return stay(textMoved(state, 'down', here));
    case 'preview-up':
      return stay(textMoved(state, 'up', here));
    case 'back':
      return back(state, here);
    case 'find':
      return popup(state, {
        kind: 'line',
        id: 'find',
        title: 'Only those with these words',
        text: state.words,
      });
    case 'learn':
      if (state.isLearning) return stay(state);
      return stay(
        { ...state, isLearning: true },
        { type: 'ask', request: 'learnCode', slot: 'learn', question: null },
      );
    default: {
      const proposal = selectedOf(state);
      return proposal === undefined
        ? say(state, 'No proposal is selected', 'plain')
        : onProposal(state, action, proposal, here);
    }
  }
}

/** One thing at a time. */
function back(state: InboxState, here: Here): Step<InboxState> {
  if (state.isWhole) return stay({ ...state, isWhole: false, scroll: 0 });
  if (state.words !== '')
    return stay(
      told({ ...state, words: '' }, { proposals: state.told ?? [], problems: state.problems }, here),
    );
  return stay(state, { type: 'back' });
}

function textMoved(state: InboxState, move: Move, here: Here): InboxState {
  const { rows } = inboxPanes(state, here).text;
  return { ...state, scroll: scrolledBy(state.scroll, move, textLines(state, here).length, rows) };
}

function onProposal(state: InboxState, action: string, proposal: Proposal, here: Here): Step<InboxState> {
  const { id, draft } = proposal;
  switch (action) {
    case 'accept':
      return decide(
        state,
        id,
        { type: 'ask', request: 'acceptProposal', slot: DECIDE + id, question: id },
        here,
      );
    case 'reject':
      return popup(state, {
        kind: 'line',
        id: `reject ${id}`,
        title: 'Why is it rejected? (enter: no reason; esc: not rejected)',
      });
    case 'merge':
      return stay(state, { type: 'ask', request: 'likelyRecords', slot: 'likely', question: proposal });
    case 'edit':
      return stay(state, { type: 'edit', what: 'proposal', id });
    case 'whole':
      return stay({ ...state, isWhole: !state.isWhole, scroll: 0 });
    case 'copy':
      return popup(state, {
        kind: 'choice',
        id: `copy ${id}`,
        title: `Copy of ${safeText(draft.title)}`,
        choices: [
          { value: 'text', label: 'its text', key: 't' },
          { value: 'id', label: 'its id', key: 'i' },
        ],
      });
    default:
      return stay(state);
  }
}

/** Gone from the list at once, so that the next one can be decided on. */
function decide(state: InboxState, id: string, ask: Effect, here: Here): Step<InboxState> {
  return stay(settled({ ...state, deciding: [...state.deciding, id], scroll: 0 }, here), ask);
}

function mergePopup(
  state: InboxState,
  {
    id,
    records,
  }: { readonly id: string; readonly records: readonly { id: string; kind: string; title: string }[] },
): Step<InboxState> {
  if (records.length === 0)
    return say(state, 'No record is like it; accept it (a) as one of its own', 'plain');
  const choices = records.map((record) => ({
    value: record.id,
    label: `${record.kind}  ${safeText(record.title)}  ${shortId(record.id)}`,
  }));
  return popup(state, { kind: 'choice', id: `merge ${id}`, title: 'Into which record?', choices });
}

function chosen(state: InboxState, popup: string, value: string, here: Here): Step<InboxState> {
  const [what = '', id = ''] = popup.split(' ');
  if (what === 'find') return stay({ ...settled({ ...state, words: value.trim() }, here), scroll: 0 });
  const proposal = state.told?.find((one) => one.id === id);
  if (proposal === undefined) return stay(state);
  const slot = DECIDE + id;
  if (what === 'reject')
    return decide(
      state,
      id,
      { type: 'ask', request: 'rejectProposal', slot, question: { id, reason: value } },
      here,
    );
  if (what === 'merge')
    return decide(
      state,
      id,
      { type: 'ask', request: 'mergeProposal', slot, question: { id, record: value } },
      here,
    );
  if (value === 'id') return stay(state, { type: 'copy', text: id, what: 'its id' });
  const { title, body = '' } = proposal.draft;
  return stay(state, { type: 'copy', text: `# ${title}\n\n${body}`, what: 'its text' });
}
