import type { FailureGrouping } from '../../../../core/episode.ts';
import { FAILURE_GROUPS } from '../../../../core/episode.ts';
import type { LearnReport } from '../../../../core/report.ts';
import { reportMarkdown } from '../../../../present/report-markdown.ts';
import { reportText } from '../../../../present/report-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { createStyle } from '../../../../present/style.ts';
import { rowsOf, topOf } from '../../lines.ts';
import { within } from '../../panes.ts';
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
import { isMove, moved, scrolled } from '../../window.ts';
import { LEARNING_KEYS } from './learning-keys.ts';
import { groupText, pageLines } from './learning-pages.ts';
import {
  type FigureRow,
  LEARNING_START,
  type LearningState,
  type Page,
  type PageOf,
  pageOf,
  SPANS,
  sinceOf,
  topPage,
  weeksOf,
  withTop,
} from './learning-state.ts';
import { learningPanes, learningView } from './learning-view.ts';

const learning: Screen<LearningState> = {
  name: 'learning',
  keys: LEARNING_KEYS,
  typing: () => false,
  update,
  view: learningView,
};

export function openLearning(): LiveScreen {
  return liveScreen(learning, LEARNING_START);
}

function update(state: LearningState, event: Event, here: Here): Step<LearningState> {
  switch (event.type) {
    case 'refresh':
      return askAll(state, here);
    case 'resized':
      return stay(placedAt(state, topPage(state).selected, here));
    case 'action':
      return acted(state, event.action, here);
    case 'chosen':
      return chosen(state, event.popup, event.value, here);
    case 'reply':
      return stay(replied(state, event, here));
    case 'failed':
      return stay({ ...state, failed: event.message });
    default:
      return stay(state);
  }
}

/** What is seen, and what lies below it. */
function askAll(state: LearningState, here: Here): Step<LearningState> {
  return stay(state, ...state.pages.map(({ of }) => askFor(state, of, here)));
}

function askFor(state: LearningState, of: PageOf, here: Here): Effect {
  const since = sinceOf(state, here);
  switch (of.type) {
    case 'figures': {
      const category = state.category === undefined ? {} : { category: state.category };
      return {
        type: 'ask',
        request: 'report',
        slot: 'report',
        question: { ...since, ...category, weeks: weeksOf(state) },
      };
    }
    case 'failures':
      return { type: 'ask', request: 'failures', slot: 'failures', question: { ...since, by: of.by } };
    case 'episodes':
      return { type: 'ask', request: 'episodesAbout', slot: 'episodes', question: { ...since, ...of.about } };
  }
}

/** The same row as before, by its id, in what is told anew. */
function replied(state: LearningState, event: Extract<Event, { type: 'reply' }>, here: Here): LearningState {
  const before = selectedOf(state, here)?.id;
  const { failed: _, ...rest } = state;
  const next = ((): LearningState => {
    if (event.request === 'report') return { ...rest, report: event.answer };
    if (event.request === 'failures') return { ...rest, failures: event.answer };
    return event.request === 'episodesAbout' ? { ...rest, episodes: event.answer } : state;
  })();
  const at = linesOf(next, here).rows.findIndex(({ id }) => id === before);
  return placedAt(next, at < 0 ? topPage(next).selected : at, here);
}

function linesOf(
  state: LearningState,
  here: Here,
): { readonly lines: ReturnType<typeof pageLines>; readonly rows: readonly FigureRow[] } {
  const lines = pageLines(state, within(here, learningPanes(state, here)));
  return { lines, rows: rowsOf(lines) };
}

function selectedOf(state: LearningState, here: Here): FigureRow | undefined {
  return linesOf(state, here).rows[topPage(state).selected];
}

/** The page at a row that exists, and that is seen. */
function placedAt(state: LearningState, selected: number, here: Here): LearningState {
  const page = topPage(state);
  const { lines, rows } = linesOf(state, here);
  const at = Math.min(Math.max(0, selected), Math.max(0, rows.length - 1));
  const next: Page = { ...page, selected: at, scroll: at === page.selected ? page.scroll : 0 };
  return withTop(state, { ...next, top: topOf(next, lines, learningPanes(state, here).list.rows) });
}

function acted(state: LearningState, action: string, here: Here): Step<LearningState> {
  const page = topPage(state);
  if (isMove(action)) {
    const { rows } = linesOf(state, here);
    const height = learningPanes(state, here).list.rows;
    const to = moved({ selected: page.selected, top: 0 }, action, rows.length, height).selected;
    return stay(placedAt(state, to, here));
  }
  switch (action) {
    case 'preview-down':
    case 'preview-up': {
      const { text } = learningPanes(state, here);
      const lines = groupText(state, Math.max(4, text.columns), here).length;
      const scroll = scrolled(page.scroll, action === 'preview-down' ? 1 : -1, lines, text.rows);
      return stay(withTop(state, { ...page, scroll }));
    }
    case 'back':
      return back(state, here);
    case 'open':
      return opened(state, selectedOf(state, here), here);
    case 'span':
      return askAll({ ...state, span: (state.span + 1) % SPANS.length }, here);
    case 'failures':
      return stay(state, failuresPopup());
    case 'category':
      return stay(state, categoryPopup(state.report));
    case 'find':
      return popup(state, {
        kind: 'line',
        id: 'find',
        title: 'Only the rows with these words',
        text: state.words,
      });
    case 'copy':
      return stay(state, copyPopup(selectedOf(state, here)));
    default:
      return stay(state);
  }
}

/** One thing at a time: words, a page above the figures, the screen. */
function back(state: LearningState, here: Here): Step<LearningState> {
  if (state.words !== '') return stay(placedAt({ ...state, words: '' }, 0, here));
  const [first, ...rest] = state.pages;
  if (rest.length === 0) return stay(state, { type: 'back' });
  return stay({ ...state, pages: [first, ...rest.slice(0, -1)] });
}

function opened(state: LearningState, row: FigureRow | undefined, here: Here): Step<LearningState> {
  // What is on its way is no row yet.
  if (row === undefined) return stay(state);
  if (row.target === undefined) return say(state, 'No record and no episode is told of for this', 'plain');
  if (row.target.type === 'screen') return stay(state, { type: 'open', screen: row.target.screen });
  return toPage(state, row.target.page, here);
}

function toPage({ episodes: _, ...state }: LearningState, of: PageOf, here: Here): Step<LearningState> {
  const [first, ...rest] = state.pages;
  const below = rest.filter((page) => page.of.type !== of.type);
  const pages: LearningState['pages'] = [first, ...below, pageOf(of)];
  return stay({ ...state, words: '', pages }, askFor(state, of, here));
}

function failuresPopup(): Effect {
  const choices = FAILURE_GROUPS.map((by) => ({ value: by, label: `by ${by}`, key: by.charAt(0) }));
  return {
    type: 'popup',
    popup: { kind: 'choice', id: 'failures', title: 'Failures, put together', choices },
  };
}

const ALL = 'all';

function categoryPopup(report: LearnReport | undefined): Effect {
  const names = report?.category_performance.map(({ category }) => category) ?? [];
  const choices = [
    { value: ALL, label: 'all categories' },
    ...names.map((name) => ({ value: `only ${name}`, label: safeText(name) })),
  ];
  return {
    type: 'popup',
    popup: { kind: 'choice', id: 'category', title: 'Executions of which category', choices },
  };
}

function copyPopup(row: FigureRow | undefined): Effect {
  const id = row?.target?.type === 'screen' && 'id' in row.target.screen ? row.target.screen.id : undefined;
  const choices = [
    { value: 'text', label: 'the report as text', key: 't' },
    { value: 'markdown', label: 'the report as markdown', key: 'm' },
    ...(id === undefined ? [] : [{ value: `id ${id}`, label: 'the id of what is selected', key: 'i' }]),
  ];
  return { type: 'popup', popup: { kind: 'choice', id: 'copy', title: 'Copy', choices } };
}

function chosen(state: LearningState, popup: string, value: string, here: Here): Step<LearningState> {
  switch (popup) {
    case 'find':
      return stay(placedAt({ ...state, words: value.trim() }, 0, here));
    case 'failures': {
      const by = FAILURE_GROUPS.find((one): one is FailureGrouping => one === value);
      return by === undefined ? stay(state) : toPage(state, { type: 'failures', by }, here);
    }
    case 'category': {
      const { category: _, ...rest } = state;
      const next = value === ALL ? rest : { ...rest, category: value.slice('only '.length) };
      return stay(next, askFor(next, { type: 'figures' }, here));
    }
    default:
      return copied(state, value, here);
  }
}

function copied(state: LearningState, value: string, { now }: Here): Step<LearningState> {
  const { report } = state;
  if (value.startsWith('id ')) return stay(state, { type: 'copy', text: value.slice(3), what: 'the id' });
  if (report === undefined) return stay(state);
  if (value === 'markdown')
    return stay(state, { type: 'copy', text: reportMarkdown(report), what: 'the report' });
  const text = reportText(report, { style: createStyle({ color: false }), columns: 0, now, ascii: false });
  return stay(state, { type: 'copy', text, what: 'the report' });
}
