import type { RecallAnswer } from '../../../../core/recall.ts';
import { displayWidth, fit, pad } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { LIST_KEYS } from '../../keymap.ts';
import { edited, type LineField, lineOf, typed } from '../../line.ts';
import {
  type Event,
  type Here,
  type LiveScreen,
  liveScreen,
  type Screen,
  type Step,
  type View,
} from '../../screen.ts';
import { followed, isMove, LIST_START, type ListPlace, moved } from '../../window.ts';

interface RecallState {
  readonly line: LineField;
  readonly answer?: RecallAnswer;
  readonly place: ListPlace;
}

const recall: Screen<RecallState> = {
  name: 'recall',
  keys: [
    { keys: ['enter'], action: 'open', hint: 'open', help: 'the record', group: 'Recall' },
    ...LIST_KEYS,
  ],
  typing: () => true,
  update,
  view,
};

export function openRecall(query = ''): LiveScreen {
  return liveScreen(recall, { line: lineOf(query), place: LIST_START });
}

function ask(state: RecallState): Step<RecallState> {
  return {
    state,
    effects: [
      { type: 'ask', request: 'recall', slot: 'hits', question: { text: state.line.text, limit: 50 } },
    ],
  };
}

function rowsOf(here: Here): number {
  return Math.max(1, here.size.rows - 2);
}

function update(state: RecallState, event: Event, here: Here): Step<RecallState> {
  const hits = state.answer?.hits ?? [];
  switch (event.type) {
    case 'refresh':
      return ask(state);
    case 'text':
      return ask({ ...state, line: typed(state.line, event.text), place: LIST_START });
    case 'edit-key': {
      const line = edited(state.line, event.key);
      return line === undefined ? { state, effects: [] } : ask({ ...state, line });
    }
    case 'reply': {
      if (event.request !== 'recall') return { state, effects: [] };
      const ids = event.answer.hits.map(({ id }) => id);
      const place = followed(state.place, hits[state.place.selected]?.id, ids, rowsOf(here));
      return { state: { ...state, answer: event.answer, place }, effects: [] };
    }
    case 'action': {
      if (isMove(event.action))
        return {
          state: { ...state, place: moved(state.place, event.action, hits.length, rowsOf(here)) },
          effects: [],
        };
      if (event.action === 'back')
        return state.line.text === ''
          ? { state, effects: [{ type: 'back' }] }
          : ask({ ...state, line: lineOf('') });
      const hit = hits[state.place.selected];
      if (event.action === 'open' && hit !== undefined && here.picks)
        return { state, effects: [{ type: 'pick', id: hit.id }] };
      return { state, effects: [] };
    }
    default:
      return { state, effects: [] };
  }
}

function view(state: RecallState, here: Here): View {
  const { columns } = here.size;
  const { theme } = here;
  const prompt = ` ${theme.glyphs.prompt} `;
  const hits = state.answer?.hits ?? [];
  const list = hits.slice(state.place.top, state.place.top + rowsOf(here)).map((hit, at) => {
    const isOn = state.place.top + at === state.place.selected;
    const text = pad(
      fit(` ${isOn ? theme.glyphs.pointer : ' '} ${hit.kind} ${safeText(hit.title)}`, columns),
      columns,
    );
    return isOn ? theme.selected(text) : text;
  });
  return {
    blocks: [
      {
        lines: [
          fit(prompt + safeText(state.line.text), columns),
          theme.aside(theme.glyphs.rule.repeat(columns)),
          ...list,
        ],
      },
    ],
    cursor: { row: 0, column: displayWidth(prompt + safeText(state.line.text.slice(0, state.line.cursor))) },
  };
}
