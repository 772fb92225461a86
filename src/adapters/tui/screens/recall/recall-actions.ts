import { shortId } from '../../../../core/id.ts';
import type { RecallHit } from '../../../../core/recall.ts';
import type { Suggestion } from '../../../../nexus.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { EMPTY_LINE, lineOf } from '../../line.ts';
import type { PopupSpec } from '../../popup.ts';
import { type Effect, type Event, type Here, popup, type Step, say, stay } from '../../screen.ts';
import { FILTER_MENU, filterMenu, filterOf, filterPopup, isFilter, withFilter } from './recall-filters.ts';
import {
  glanceAt,
  glanceOf,
  isNarrowed,
  MODES,
  type RecallState,
  SCOPES,
  selectedHit,
  selectedRow,
} from './recall-state.ts';

type Update = Step<RecallState>;

const ONLY_NOW = 'What a branch has of its own is told of now only';
const COPY = 'copy';
/** A record is read to be copied, where that was not done to show it. */
export const COPY_SLOT = 'copy-body';
const RETIRE = 'retire';
const WRONG = 'wrong';

/** What a key or an answered popup does; what follows for the list is the caller's. */
export function recallAction(
  state: RecallState,
  event: Extract<Event, { readonly type: 'action' | 'chosen' }>,
  here: Here,
): Update {
  if (event.type === 'chosen') return chosen(state, event.popup, event.value, here);
  switch (event.action) {
    case 'open':
      return opened(state, here);
    case 'back':
      return back(state);
    case 'clear':
      return stay(cleared(state));
    case 'scope':
      return scoped(state, here);
    case 'mode':
      return stay({ ...state, mode: next(MODES, state.mode) });
    case 'hidden':
      return stay({ ...state, hidden: !state.hidden });
    case 'why':
      return stay({ ...state, why: !state.why, scroll: 0 });
    case 'filter':
      return popup(state, filterMenu(state.filters));
    default:
      return onHit(state, event.action);
  }
}

function next<T>(all: readonly T[], one: T): T {
  return all[(all.indexOf(one) + 1) % all.length] ?? one;
}

function cleared(state: RecallState): RecallState {
  return { ...state, filters: {}, scope: 'project', mode: 'words', hidden: false };
}

/** One thing at a time: the preview's focus, what was typed, what narrows the list, the screen. */
function back(state: RecallState): Update {
  if (state.focus === 'preview') return stay({ ...state, focus: 'input' });
  if (state.line.text !== '') return stay({ ...state, line: EMPTY_LINE });
  if (isNarrowed(state)) return stay(cleared(state));
  return stay(state, { type: 'back' });
}

/** A scope that is no other than the whole is left out. */
function scoped(state: RecallState, here: Here): Update {
  const folder = state.ideas?.folder ?? '';
  const there = SCOPES.filter(
    (scope) => scope === 'project' || (scope === 'folder' ? folder !== '' : here.at === undefined),
  );
  if (there.length === 1) return say(state, 'There is no other scope here than the project');
  return stay({ ...state, scope: next(there, state.scope) });
}

function opened(state: RecallState, here: Here): Update {
  const row = selectedRow(state);
  if (row === undefined) return stay(state);
  if (row.type === 'idea') return stay(taken(state, row.idea));
  const { hit } = row;
  if (here.picks) return stay(state, { type: 'pick', id: hit.id });
  if (hit.kind === 'commit') return stay(state, { type: 'page', commit: hit.id });
  if (hit.standing === 'waiting') return say(state, 'It waits for the next commit, and is no record yet');
  return stay(state, { type: 'open', screen: { name: 'record', id: hit.id } });
}

/** An error is asked as an output is: what resolved the same one comes before what has its words. */
function taken({ pasted: _, ...state }: RecallState, { about, text }: Suggestion): RecallState {
  return { ...state, line: lineOf(text), ...(about === 'error' ? { pasted: text } : {}) };
}

function onHit(state: RecallState, action: string): Update {
  const hit = selectedHit(state);
  if (hit === undefined) return stay(state);
  if (action === 'copy') return popup(state, copyMenu(hit));
  if (action === 'commit') return paged(state, hit);
  const refused = refusalOf(hit, action === 'edit' || action === 'retire');
  if (refused !== undefined) return say(state, refused);
  const { id, title } = hit;
  const target = { ...state, target: hit };
  switch (action) {
    case 'edit':
      return stay(state, { type: 'edit', what: 'record', id });
    case 'retire':
      return popup(target, { kind: 'line', id: RETIRE, title: `Why is it retired? ${safeText(title)}` });
    case 'wrong':
      return popup(target, { kind: 'line', id: WRONG, title: `What is wrong with it? ${safeText(title)}` });
    case 'helped':
      return stay(state, told({ id, helped: true }));
    default:
      return stay(state);
  }
}

function paged(state: RecallState, { commit, kind, id }: RecallHit): Update {
  const oid = kind === 'commit' ? id : commit;
  if (oid === undefined) return say(state, 'It is in no commit yet');
  return stay(state, { type: 'page', commit: oid });
}

function told(question: { readonly id: string; readonly helped: boolean; readonly note?: string }): Effect {
  return { type: 'ask', request: 'outcome', slot: 'change', question };
}

/** Why that cannot be done with it; undefined where it can. @param changes the record's own file */
function refusalOf(hit: RecallHit, changes: boolean): string | undefined {
  if (hit.kind === 'commit') return 'A commit is no record: it cannot be changed';
  if (hit.standing === 'waiting') return 'It waits for the next commit, and is no record yet';
  const from = hit.pack ?? hit.source?.name;
  if (!changes || from === undefined) return undefined;
  const what = hit.pack === undefined ? 'source' : 'pack';
  return `It belongs to the ${what} ${from}; for a copy: nexus seed ${from} --only ${shortId(hit.id)}`;
}

function copyMenu(hit: RecallHit): PopupSpec {
  const choices = [
    { key: 'b', value: 'body', label: 'body' },
    { key: 't', value: 'title', label: 'title' },
    {
      key: 'i',
      value: 'id',
      label: hit.kind === 'commit' ? `commit  ${hit.id.slice(0, 10)}` : `id  ${hit.id}`,
    },
    ...(hit.path === undefined ? [] : [{ key: 'p', value: 'path', label: `path  ${safeText(hit.path)}` }]),
  ];
  return { kind: 'choice', id: COPY, title: 'Copy', choices };
}

function copied(state: RecallState, what: string, here: Here): Update {
  const hit = selectedHit(state);
  if (hit === undefined) return stay(state);
  const read =
    what === 'body' && glanceAt(state) === undefined ? glanceOf(hit, here.at?.rev, COPY_SLOT) : undefined;
  if (read !== undefined) return stay(state, read);
  const texts: Readonly<Record<string, string | undefined>> = {
    body: glanceAt(state)?.record.body ?? hit.snippet,
    title: hit.title,
    id: hit.id,
    path: hit.path,
  };
  return stay(state, { type: 'copy', text: texts[what] ?? '', what: `its ${what}` });
}

function chosen(state: RecallState, name: string, value: string, here: Here): Update {
  if (name === FILTER_MENU) return menuChosen(state, value, here);
  const filter = filterOf(name);
  if (filter !== undefined) {
    const step = withFilter(state.filters, filter, value, here.now);
    if ('popup' in step) return popup(state, step.popup);
    if ('wrong' in step) return say(state, step.wrong);
    return stay({ ...state, filters: step.filters });
  }
  if (name === COPY) return copied(state, value, here);
  const { target, ...rest } = state;
  if (target === undefined) return stay(state);
  const { id } = target;
  const text = value.trim();
  if (name === WRONG) return stay(rest, told({ id, helped: false, ...(text === '' ? {} : { note: text }) }));
  if (text === '') return say(rest, 'Not retired: no reason was given');
  const question = { id, reason: text };
  return stay(rest, { type: 'ask', request: 'retire', slot: 'change', question });
}

function menuChosen(state: RecallState, value: string, here: Here): Update {
  if (value === 'clear') return stay(cleared(state));
  if (value === 'branch' && here.at !== undefined) return say(state, ONLY_NOW);
  if (value === 'branch') return stay({ ...state, scope: 'branch' });
  if (!isFilter(value)) return stay(state);
  return popup(state, filterPopup(value, state.filters, state.answer?.hits ?? []));
}
