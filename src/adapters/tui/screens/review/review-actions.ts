import { reviewMarkdown } from '../../../../present/review-markdown.ts';
import { type Effect, type Here, popup, type Step, say, stay } from '../../screen.ts';
import { isMove, type Move, moved, scrolled, scrolledBy } from '../../window.ts';
import { BASE, COPY, copyPopup, DEFAULT_BASE, RETIRE, retirePopup } from './review-popups.ts';
import { findingFrom, type ReviewRow, type ReviewState, rowsOf, selectedRow } from './review-state.ts';
import { detailHeight, detailOf, listHeight } from './review-view.ts';

type Reviewed = Step<ReviewState>;

export function reviewAction(state: ReviewState, action: string, here: Here): Reviewed {
  if (isMove(action)) {
    if (state.focus === 'text') return stay(textMoved(state, action, here));
    const place = moved(state.place, action, rowsOf(state.review).length, listHeight(state, here));
    return stay(begun(state, place));
  }
  switch (action) {
    case 'back':
      return state.focus === 'text' ? stay({ ...state, focus: 'list' }) : stay(state, { type: 'back' });
    case 'focus':
      return stay({ ...state, focus: state.focus === 'text' ? 'list' : 'text' });
    case 'preview-down':
    case 'preview-up':
      return stay(textMoved(state, action === 'preview-down' ? 'down' : 'up', here));
    case 'next-finding':
      return toFinding(state, 1, here);
    case 'previous-finding':
      return toFinding(state, -1, here);
    case 'words':
      return stay({ ...state, words: !state.words, scroll: 0 });
    case 'whole':
      return stay({ ...state, whole: !state.whole, scroll: 0 });
    case 'conflicts':
      return stay(state, { type: 'open', screen: { name: 'conflicts' } });
    case 'base':
      return stay(state, { type: 'ask', request: 'refs', slot: 'refs', question: null });
    case 'copy':
      return state.review === undefined ? stay(state) : popup(state, copyPopup(selectedRow(state)));
    default: {
      const row = selectedRow(state);
      return row === undefined ? stay(state) : onRow(state, row, action, here);
    }
  }
}

function begun({ finding: _, ...state }: ReviewState, place: ReviewState['place']): ReviewState {
  return { ...state, place, scroll: place.selected === state.place.selected ? state.scroll : 0 };
}

function textMoved(state: ReviewState, move: Move, here: Here): ReviewState {
  const { lines } = detailOf(state, here);
  return { ...state, scroll: scrolledBy(state.scroll, move, lines.length, detailHeight(state, here)) };
}

/** Selects its change and brings it into view. */
function toFinding(state: ReviewState, by: 1 | -1, here: Here): Reviewed {
  const next = findingFrom(state, by);
  if (next === undefined) {
    const none = rowsOf(state.review).every(({ findings }) => findings.length === 0);
    return say(
      state,
      none ? 'Nothing to look at was found' : `No finding ${by === 1 ? 'after' : 'before'} this one`,
    );
  }
  const count = rowsOf(state.review).length;
  const place = moved({ ...state.place, selected: next.row - 1 }, 'down', count, listHeight(state, here));
  const there = { ...begun(state, place), finding: next.finding };
  const { lines, findings } = detailOf(there, here);
  const height = detailHeight(there, here);
  const scroll = scrolled(0, Math.max(0, (findings[next.finding] ?? 0) - 1), lines.length, height);
  return stay({ ...there, scroll });
}

function onRow(state: ReviewState, row: ReviewRow, action: string, here: Here): Reviewed {
  switch (action) {
    case 'seen':
      return stay(seen(state, row, here));
    case 'commit': {
      const [commit] = row.commits;
      return commit === undefined
        ? say(state, 'It is in no commit yet')
        : stay(state, { type: 'page', commit: commit.oid });
    }
    case 'open':
      return row.id === undefined
        ? say(state, `${row.path} is no record; what changed in it stands here`)
        : stay(state, { type: 'open', screen: { name: 'record', id: row.id } });
    case 'edit':
    case 'retire':
      return change(state, row, action);
    default:
      return stay(state);
  }
}

/** Marked, one goes on to the next. */
function seen(state: ReviewState, row: ReviewRow, here: Here): ReviewState {
  const marks = new Set(state.seen);
  if (marks.delete(row.key)) return { ...state, seen: marks };
  marks.add(row.key);
  const place = moved(state.place, 'down', rowsOf(state.review).length, listHeight(state, here));
  return { ...begun(state, place), seen: marks };
}

const GONE: ReadonlySet<string> = new Set(['deleted', 'forgotten', 'retired']);

/** Only what lies in the working tree can be written. */
function change(state: ReviewState, row: ReviewRow, action: 'edit' | 'retire'): Reviewed {
  const { id, did, title } = row;
  if (state.review?.head.oid !== undefined)
    return say(
      state,
      'These are two revisions; what lies in the working tree is changed where it is reviewed (3)',
    );
  if (id === undefined) return say(state, `${row.path} is no record: edit the file itself`);
  if (did === 'deleted' || did === 'forgotten' || (action === 'retire' && GONE.has(did)))
    return say(state, `It is ${did} already`);
  if (action === 'edit') return stay(state, { type: 'edit', what: 'record', id });
  return popup({ ...state, target: row }, retirePopup(title));
}

export function reviewChosen(state: ReviewState, popup: string, value: string): Reviewed {
  if (popup === BASE) return stay(withBase(state, value));
  if (popup === COPY) return stay(state, ...copied(state, value));
  if (popup !== RETIRE) return stay(state);
  const { target, ...rest } = state;
  if (target?.id === undefined) return stay(rest);
  if (value.trim() === '') return say(rest, 'Not retired: it needs a reason');
  const question = { id: target.id, reason: value };
  return stay(rest, { type: 'ask', request: 'retire', slot: 'retire', question });
}

function withBase({ base: _, ...state }: ReviewState, value: string): ReviewState {
  return value === DEFAULT_BASE ? state : { ...state, base: value };
}

function copied(state: ReviewState, what: string): readonly Effect[] {
  const { review } = state;
  const row = selectedRow(state);
  if (review === undefined) return [];
  if (what === 'review') return [{ type: 'copy', text: reviewMarkdown(review), what: 'the review' }];
  if (row === undefined) return [];
  if (what === 'path') return [{ type: 'copy', text: row.path, what: 'its path' }];
  if (what === 'id') return row.id === undefined ? [] : [{ type: 'copy', text: row.id, what: 'its id' }];
  const one = {
    ...review,
    changes: review.changes.filter(({ change }) => change.path === row.path && change.type === row.did),
    files: review.files.filter(({ path }) => path === row.path),
    findings: row.findings,
    commits: row.commits.length,
  };
  return [{ type: 'copy', text: reviewMarkdown(one), what: 'the change' }];
}
