import { shortId } from '../../../../core/id.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { textDiff } from '../../../../present/text-diff.ts';
import type { PopupSpec } from '../../popup.ts';
import { type Effect, type Event, type Here, popup, say, stay } from '../../screen.ts';
import { placed, scrolled } from '../../window.ts';
import {
  againstIndex,
  askBlame,
  type Focus,
  idOf,
  type RecordState,
  type RecordStep,
  selectedVersion,
  versionName,
} from './record-state.ts';
import { listHeight, mainText, recordPanes } from './record-view.ts';

const ANY = 'any';
const COPY = 'copy';
const FIND = 'find';
const RETIRE = 'retire';
const HELPED = 'helped';
const WRONG = 'wrong';

/** What a key other than a movement does, or the answer to what was asked. */
export function recordAction(
  state: RecordState,
  event: Extract<Event, { readonly type: 'action' | 'chosen' }>,
  here: Here,
): RecordStep {
  if (event.type === 'chosen') return chosen(state, event.popup, event.value, here);
  return ACTIONS[event.action]?.(state, here) ?? stay(state);
}

const ACTIONS: Readonly<Record<string, (state: RecordState, here: Here) => RecordStep>> = {
  back,
  pane: (state, here) => focused(state, 1, here),
  'pane-back': (state, here) => focused(state, -1, here),
  open,
  diff: (state, here) => stay(onVersions(state, here)),
  'against-first': (state, here) =>
    stay({ ...onVersions(state, here), against: state.against === 'first' ? 'before' : 'first', scroll: 0 }),
  'against-any': any,
  words: (state, here) => stay({ ...onVersions(state, here), words: !state.words, scroll: 0 }),
  whole: (state, here) => stay({ ...onVersions(state, here), whole: !state.whole, scroll: 0 }),
  'hunk-down': (state, here) => stay(toHunk(state, 1, here)),
  'hunk-up': (state, here) => stay(toHunk(state, -1, here)),
  'preview-down': (state, here) => stay(scroll(state, 1, here)),
  'preview-up': (state, here) => stay(scroll(state, -1, here)),
  blame: (state, here) =>
    state.focus === 'blame' ? stay({ ...state, focus: 'text', scroll: 0 }) : askBlame(state, here),
  edit: (state) => changing(state, { type: 'edit', what: 'record', id: idOf(state) }),
  restore,
  retire: (state) =>
    changing(state, { type: 'popup', popup: { kind: 'line', id: RETIRE, title: 'Why is it retired?' } }),
  helped: (state) =>
    told(state, { kind: 'line', id: HELPED, title: 'It helped. Why? (enter alone: no reason)' }),
  wrong: (state) =>
    told(state, { kind: 'line', id: WRONG, title: 'It is wrong. Why? (enter alone: no reason)' }),
  copy: (state) => popup(state, copyMenu(state)),
  commit,
  replay: (state) =>
    state.about?.stored.record.kind === 'episode'
      ? stay(state, { type: 'open', screen: { name: 'episode', id: idOf(state) } })
      : say(state, 'Only an episode can be replayed', 'plain'),
  find: (state) => popup(state, { kind: 'line', id: FIND, title: 'Find', text: state.find }),
  'find-next': (state, here) => sought(state, 1, here),
  'find-previous': (state, here) => sought(state, -1, here),
};

/** One thing at a time: what was looked for, the list or blame that one is in, the screen. */
function back(state: RecordState): RecordStep {
  if (state.find !== '') return stay({ ...state, find: '' });
  if (state.focus !== 'text') return stay({ ...state, focus: 'text', scroll: 0, against: 'before' });
  return stay(state, { type: 'back' });
}

const PANES: readonly Focus[] = ['text', 'versions', 'links'];

function focused(state: RecordState, by: 1 | -1, here: Here): RecordStep {
  const at = Math.max(0, PANES.indexOf(state.focus)) + by + PANES.length;
  const focus = PANES[at % PANES.length] ?? 'text';
  return stay(focus === 'versions' ? onVersions(state, here) : { ...state, focus, scroll: 0 });
}

/** The list of versions has the keys; the selected one is in view. */
function onVersions(state: RecordState, here: Here): RecordState {
  if (state.focus === 'versions') return state;
  const next = { ...state, focus: 'versions', scroll: 0 } as const;
  const { versions = [], place } = state;
  return { ...next, place: placed(place, versions.length, listHeight(next, here)) };
}

function open(state: RecordState, here: Here): RecordStep {
  if (state.focus === 'versions') return commit(state, here);
  const link = state.focus === 'links' ? state.about?.links[state.linkPlace.selected] : undefined;
  if (link === undefined) return stay(state);
  return stay(state, { type: 'open', screen: { name: 'record', id: link.id } });
}

function any(state: RecordState, here: Here): RecordStep {
  const { versions = [] } = state;
  if (versions.length < 2) return say(state, 'There is no other version', 'plain');
  const choices = versions.flatMap(({ commit: made }, at) =>
    at === state.place.selected
      ? []
      : [{ value: String(at), label: `${versionName(versions, at)}  ${safeText(made?.subject ?? '')}` }],
  );
  return popup(onVersions(state, here), {
    kind: 'choice',
    id: ANY,
    title: `Compare ${versionName(versions, state.place.selected)} with`,
    choices: choices.reverse(),
  });
}

function toHunk(state: RecordState, by: 1 | -1, here: Here): RecordState {
  const { lines, hunks } = mainText(state, here);
  const next = by > 0 ? hunks.find((at) => at > state.scroll) : hunks.findLast((at) => at < state.scroll);
  if (next === undefined) return state;
  return { ...state, scroll: scrolled(next, 0, lines.length, recordPanes(state, here).text.rows) };
}

function scroll(state: RecordState, by: number, here: Here): RecordState {
  const { lines } = mainText(state, here);
  return { ...state, scroll: scrolled(state.scroll, by, lines.length, recordPanes(state, here).text.rows) };
}

/** What belongs to a pack or another repository is nobody's to change here. */
function changing(state: RecordState, then: Effect): RecordStep {
  const { pack, source } = state.about ?? {};
  const from = pack ?? source?.name;
  if (from === undefined) return stay(state, then);
  const id = shortId(idOf(state));
  return say(
    state,
    `It belongs to the ${pack === undefined ? 'source' : 'pack'} ${from}; for a copy: nexus seed ${from} --only ${id}`,
  );
}

function told(state: RecordState, spec: PopupSpec): RecordStep {
  return state.about === undefined ? say(state, 'There is no record of which to say it') : popup(state, spec);
}

function restore(state: RecordState): RecordStep {
  const { versions = [], place, about } = state;
  const version = selectedVersion(state);
  if (state.focus !== 'versions') return say(state, 'Choose a version first: tab', 'plain');
  if (version?.text === undefined) return say(state, 'This version has no text to write back');
  if (version.text === about?.text) return say(state, 'The record says this already', 'plain');
  const question = { id: idOf(state), text: version.text, name: versionName(versions, place.selected) };
  return changing(state, { type: 'ask', request: 'restore', slot: 'change', question });
}

function commit(state: RecordState, _here: Here): RecordStep {
  const versions = state.versions ?? [];
  const version =
    state.focus === 'versions'
      ? selectedVersion(state)
      : versions.findLast(({ commit: made }) => made !== undefined);
  if (version?.commit === undefined) return say(state, 'It is in no commit yet', 'plain');
  return stay(state, { type: 'page', commit: version.commit.oid });
}

function sought(state: RecordState, by: 1 | -1, here: Here, from = state.scroll + by): RecordStep {
  const wanted = state.find.toLowerCase();
  if (wanted === '') return say(state, 'Nothing is looked for yet: /', 'plain');
  const lines = mainText(state, here).lines.map((line) =>
    line.replaceAll(/\x1b\[[0-9;]*m/g, '').toLowerCase(),
  );
  const found =
    by > 0
      ? lines.findIndex((line, at) => at >= from && line.includes(wanted))
      : lines.findLastIndex((line, at) => at <= from && line.includes(wanted));
  if (found < 0) return say(state, `No more "${safeText(state.find)}"`);
  // Scrolled to it as far as the text goes, so that the next search begins behind it.
  return stay({ ...state, scroll: found });
}

function chosen(state: RecordState, name: string, value: string, here: Here): RecordStep {
  const text = value.trim();
  switch (name) {
    case ANY:
      return stay({ ...state, against: Number(value), scroll: 0 });
    case FIND:
      return text === '' ? stay({ ...state, find: '' }) : sought({ ...state, find: text }, 1, here, 0);
    case COPY:
      return copied(state, value);
    case RETIRE: {
      if (text === '') return say(state, 'Not retired: no reason was given', 'plain');
      const question = { id: idOf(state), reason: text };
      return stay(state, { type: 'ask', request: 'retire', slot: 'change', question });
    }
    case HELPED:
    case WRONG: {
      const note = text === '' ? {} : { note: text };
      const question = { id: idOf(state), helped: name === HELPED, ...note };
      return stay(state, { type: 'ask', request: 'outcome', slot: 'change', question });
    }
    default:
      return stay(state);
  }
}

function copyMenu(state: RecordState): PopupSpec {
  const { about } = state;
  const ofRecord =
    about === undefined
      ? []
      : [
          { key: 'b', value: 'body', label: 'body' },
          { key: 't', value: 'text', label: 'the whole file' },
          { key: 'p', value: 'path', label: `path  ${safeText(about.stored.path)}` },
        ];
  const ofVersion =
    state.focus === 'versions'
      ? [
          { key: 'd', value: 'diff', label: 'the difference' },
          { key: 'c', value: 'commit', label: 'the commit' },
        ]
      : [];
  const choices = [
    { key: 'i', value: 'id', label: `id  ${safeText(idOf(state))}` },
    ...ofRecord,
    ...ofVersion,
  ];
  return { kind: 'choice', id: COPY, title: 'Copy', choices };
}

function copied(state: RecordState, what: string): RecordStep {
  const { about, versions = [] } = state;
  const base = againstIndex(state);
  const plain = (text: string): string => text;
  const version = selectedVersion(state);
  const diff = (): string =>
    textDiff(base === undefined ? undefined : versions[base]?.text, version?.text, {
      columns: Number.MAX_SAFE_INTEGER,
      paint: { added: plain, removed: plain, aside: plain },
      words: false,
      whole: false,
    }).lines.join('\n');
  const texts: Readonly<Record<string, () => string | undefined>> = {
    id: () => idOf(state),
    body: () => about?.stored.record.body,
    text: () => about?.text,
    path: () => about?.stored.path,
    diff,
    commit: () => version?.commit?.oid,
  };
  const text = texts[what]?.();
  if (text === undefined) return say(state, 'There is nothing of it to copy', 'plain');
  return stay(state, { type: 'copy', text, what: what === 'diff' ? 'the difference' : `its ${what}` });
}
