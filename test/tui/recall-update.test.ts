import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect, Event, Here } from '../../src/adapters/tui/screen.ts';
import { openRecall, recallScreen } from '../../src/adapters/tui/screens/recall/recall-screen.ts';
import {
  type RecallState,
  rowsOf,
  selectedHit,
  startOf,
} from '../../src/adapters/tui/screens/recall/recall-state.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import type { RecallAnswer, RecallHit } from '../../src/core/recall.ts';
import { displayWidth } from '../../src/present/layout.ts';

const HERE: Here = {
  ...{ size: { columns: 80, rows: 21 }, now: Date.UTC(2026, 10, 21), picks: false, branch: 'main' },
  theme: createTheme({ color: false, ascii: false }),
};

function hit(id: string, more: Partial<RecallHit> = {}): RecallHit {
  return {
    ...{
      id,
      kind: 'note',
      title: `Title ${id}`,
      path: `.nexus/notes/${id}.md`,
      score: 1,
      tier: 'text',
      reasons: ['a'],
    },
    ...{ freshness: 'uncited', standing: 'committed', created: '2026-11-20T00:00:00Z', tags: [], files: [] },
    ...{ snippet: '', commit: 'c'.repeat(40) },
    ...more,
  };
}

function answer(hits: readonly RecallHit[], total = hits.length): RecallAnswer {
  return { query: '', total, searched: { records: 1200, commits: 4 }, hits, problems: [] };
}

const reply = (hits: readonly RecallHit[], total?: number): Event => ({
  ...{ type: 'reply', request: 'hits', slot: 'hits', answer: answer(hits, total) },
});
const action = (name: string): Event => ({ type: 'action', action: name });
const text = (typed: string): Event => ({ type: 'text', text: typed });

/** All events one after the other; effects of the last one. */
function after(events: readonly Event[], here = HERE, from = startOf('')) {
  let state: RecallState = from;
  let effects: readonly Effect[] = [];
  for (const event of events) ({ state, effects } = recallScreen.update(state, event, here));
  return { state, effects };
}

function asked(effects: readonly Effect[]) {
  return effects.flatMap((one) => (one.type === 'ask' && one.request === 'hits' ? [one.question] : []));
}

describe('what is asked', () => {
  test('every key asks, with the word at the cursor as the beginning of one', () => {
    expect(asked(after([text('tok')]).effects)).toEqual([
      { text: 'tok', limit: 50, withUses: true, snippets: 1, prefixLast: true },
    ]);
    const inside = after([text('token pool'), { type: 'edit-key', key: 'home' }]);
    expect(inside.effects).toEqual([]);
    expect(asked(after([text('x')], HERE, inside.state).effects)[0]).not.toHaveProperty('prefixLast');
    expect(asked(after([text('token ')]).effects)[0]).not.toHaveProperty('prefixLast');
  });

  test('at the beginning suggestions are asked for as well; of another time nothing is suggested', () => {
    const names = (here: Here) =>
      after([{ type: 'refresh' }], here).effects.map((one) => (one.type === 'ask' ? one.request : one.type));
    expect(names(HERE)).toEqual(['hits', 'suggestions']);
    expect(names({ ...HERE, at: { rev: 'abc', label: 'v1' } })).toEqual(['hits']);
    expect(asked(after([text('a')], { ...HERE, at: { rev: 'abc', label: 'v1' } }).effects)[0]?.at).toBe(
      'abc',
    );
  });

  test('scope, mode, filters and what is over combine; one key clears them, words stay', () => {
    const ideas = { initialised: true, folder: 'src/db', questions: [] };
    const given: Event = { type: 'reply', request: 'suggestions', slot: 'suggestions', answer: ideas };
    const narrowed = after([
      ...[given, text('pool'), action('scope'), action('mode'), action('hidden')],
      { type: 'chosen', popup: 'filter', value: 'kind' },
      { type: 'chosen', popup: 'filter-kind', value: 'error' },
    ]);
    expect(asked(narrowed.effects)).toEqual([
      {
        ...{ text: 'pool', limit: 50, withUses: true, snippets: 1, prefixLast: true },
        ownBranch: true,
        phrase: true,
        all: true,
        kinds: ['error'],
      },
    ]);
    expect(asked(after([action('scope')], HERE, narrowed.state).effects)[0]).toMatchObject({
      file: 'src/db',
    });
    expect(asked(after([action('clear')], HERE, narrowed.state).effects)).toEqual([
      { text: 'pool', limit: 50, withUses: true, snippets: 1, prefixLast: true },
    ]);
  });

  test('a pasted output is asked as it is, until something narrows it or it is edited', () => {
    const trace = 'RangeError: no lease\n    at run (a.js:1:2)\n';
    const pasted = after([text(trace)]);
    expect(asked(pasted.effects)).toEqual([
      {
        text: 'RangeError: no lease     at run (a.js:1:2) ',
        limit: 50,
        withUses: true,
        snippets: 1,
        pasted: trace,
      },
    ]);
    expect(asked(after([text('x')], HERE, pasted.state).effects)[0]).not.toHaveProperty('pasted');
    expect(
      asked(after([{ type: 'edit-key', key: 'backspace' }], HERE, pasted.state).effects)[0],
    ).not.toHaveProperty('pasted');
    expect(asked(after([action('mode')], HERE, pasted.state).effects)[0]).not.toHaveProperty('pasted');
    expect(after([text('x'.repeat(50_000))]).state.line.text).toHaveLength(10_000);
  });

  const hits = (count: number): readonly RecallHit[] => Array.from({ length: count }, (_, n) => hit(`h${n}`));
  const down = (times: number): readonly Event[] => Array.from({ length: times }, () => action('down'));

  test('well before the end of the list more is asked for, once', () => {
    const { state } = after([text('a'), reply(hits(50), 900)]);
    expect(asked(after(down(19), HERE, state).effects)).toEqual([]);
    const near = after(down(20), HERE, state);
    expect(asked(near.effects)).toMatchObject([{ limit: 200 }]);
    const further = after(down(20), HERE, near.state);
    expect(asked(further.effects)).toEqual([]);
    const more = after([reply(hits(200), 900)], HERE, further.state);
    expect([more.state.place.selected, rowsOf(more.state).length]).toEqual([40, 200]);
    expect(asked(after([action('last')], HERE, more.state).effects)).toEqual([]);
  });

  test('a key that is held does not end at what is there yet: the list goes on when more comes', () => {
    const held = after([text('a'), reply(hits(50), 900), ...down(70)]);
    expect(held.state.place.selected).toBe(49);
    const more = after([reply(hits(200), 900)], HERE, held.state);
    expect([more.state.place.selected, selectedHit(more.state)?.id]).toEqual([70, 'h70']);
    // One that turned back meanwhile stays where it is; behind the last of all there is nothing.
    const back = after([action('up'), reply(hits(200), 900)], HERE, held.state);
    expect(back.state.place.selected).toBe(48);
    const end = after([text('a'), reply(hits(50), 50), ...down(70), reply(hits(60), 60)]);
    expect(end.state.place.selected).toBe(49);
  });
});

describe('where one is', () => {
  const three = [hit('a'), hit('b'), hit('c')];

  test("another question's answer is seen from its first hit; the same, asked again, keeps the selected one", () => {
    const { state } = after([text('x'), reply(three), action('down')]);
    expect(state.place.selected).toBe(1);
    const same = after([{ type: 'refresh' }, reply([hit('new'), ...three])], HERE, state);
    expect(same.state.place.selected).toBe(2);
    const other = after([text('y'), reply([hit('c'), hit('b')])], HERE, state);
    expect(other.state.place.selected).toBe(0);
  });

  test('esc takes back one thing at a time', () => {
    const { state } = after([text('x'), reply(three), action('mode'), action('focus')]);
    expect(recallScreen.typing(state)).toBe(false);
    const steps: string[] = [];
    let now = state;
    for (let presses = 0; presses < 4; presses++) {
      const step = after([action('back')], HERE, now);
      now = step.state;
      steps.push([now.focus, now.line.text, now.mode, ...step.effects.map(({ type }) => type)].join(' '));
    }
    expect(steps).toEqual(['input x exact', 'input  exact ask', 'input  words ask', 'input  words back']);
  });

  test('a number goes to the row that is seen there, or to the last', () => {
    const { state } = after([text('x'), reply(three)]);
    expect(after([action('jump-2')], HERE, state).state.place.selected).toBe(2);
    expect(after([action('jump-8')], HERE, state).state.place.selected).toBe(2);
    expect(after([action('jump-8')]).state.place.selected).toBe(0);
  });

  test('any keys keep the selection in the list, and what is drawn in the room there is', () => {
    const actions = [
      'down',
      'up',
      'page-down',
      'page-up',
      'focus',
      'preview-down',
      'preview-up',
      'scope',
      'mode',
      'hidden',
      'why',
      'clear',
      'jump-4',
      'last',
      'first',
      'back',
    ];
    const ids = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 30 });
    const event = fc.oneof(
      fc.constantFrom(...actions).map(action),
      ids.map((some) => reply(some.map((id) => hit(id, { title: `漢字 ${id} `.repeat(9) })))),
      fc.string({ unit: 'grapheme', maxLength: 5 }).map(text),
      fc.constant<Event>({ type: 'resized' }),
    );
    const size = fc.record({
      columns: fc.integer({ min: 20, max: 300 }),
      rows: fc.integer({ min: 3, max: 97 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), size, (events, room) => {
        const here = { ...HERE, size: room };
        const { state } = after(events, here);
        const count = rowsOf(state).length;
        expect(state.place.selected).toBeGreaterThanOrEqual(0);
        expect(state.place.selected).toBeLessThan(Math.max(1, count));
        const { lines, cursor } = recallScreen.view(state, here);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(room.columns);
        expect(lines.length).toBeLessThanOrEqual(room.rows);
        expect(cursor?.column ?? 0).toBeLessThan(room.columns);
      }),
    );
  });
});

describe('what a key does', () => {
  const on = (one: RecallHit, event: Event, here = HERE) =>
    after([text('x'), reply([one]), event], here).effects;

  test('enter opens a record, shows a commit, takes a suggestion, or picks', () => {
    expect(on(hit('a'), action('open'))).toEqual([{ type: 'open', screen: { name: 'record', id: 'a' } }]);
    expect(on(hit('a', { kind: 'commit' }), action('open'))).toEqual([{ type: 'page', commit: 'a' }]);
    expect(on(hit('a'), action('open'), { ...HERE, picks: true })).toEqual([{ type: 'pick', id: 'a' }]);
    expect(on(hit('a', { standing: 'waiting' }), action('open'))).toMatchObject([
      { type: 'say', tone: 'bad' },
    ]);
    const questions = [{ about: 'branch', text: 'token lease' }] as const;
    const ideas = { initialised: true, folder: '', questions };
    const taken = after([
      { type: 'reply', request: 'suggestions', slot: 'suggestions', answer: ideas },
      reply([hit('a')]),
      action('open'),
    ]);
    expect(taken.state.line.text).toBe('token lease');
    expect(asked(taken.effects)).toMatchObject([{ text: 'token lease' }]);
  });

  test('retire asks why first, and does it for the record it was asked of', () => {
    expect(on(hit('a', { title: 'A\x1b[2J' }), action('retire'))).toEqual([
      { type: 'popup', popup: { kind: 'line', id: 'retire', title: 'Why is it retired? A\\x1b[2J' } },
    ]);
    const { state } = after([text('x'), reply([hit('a'), hit('b')]), action('retire'), reply([hit('b')])]);
    const chosen = (value: string) =>
      after([{ type: 'chosen', popup: 'retire', value }], HERE, state).effects;
    expect(chosen(' it is over ')).toEqual([
      { type: 'ask', request: 'retire', slot: 'change', question: { id: 'a', reason: 'it is over' } },
    ]);
    expect(chosen(' ')).toEqual([{ type: 'say', text: 'Not retired: no reason was given', tone: 'bad' }]);
  });

  test('an outcome is told, a wrong one with its reason', () => {
    expect(on(hit('a'), action('helped'))).toMatchObject([
      { request: 'outcome', question: { id: 'a', helped: true } },
    ]);
    const { state } = after([text('x'), reply([hit('a')]), action('wrong')]);
    expect(
      after([{ type: 'chosen', popup: 'wrong', value: 'it comes back' }], HERE, state).effects,
    ).toMatchObject([{ request: 'outcome', question: { id: 'a', helped: false, note: 'it comes back' } }]);
  });

  test("what is no record of one's own is not changed, and says why", () => {
    const said = (one: RecallHit, name: string) =>
      on(one, action(name)).map((effect) => ('text' in effect ? effect.text : ''));
    expect(said(hit('a', { kind: 'commit' }), 'edit')).toEqual([
      'A commit is no record: it cannot be changed',
    ]);
    expect(said(hit('01m7q8ecg00810xyz', { standing: 'pack', pack: 'python' }), 'retire')).toEqual([
      'It belongs to the pack python; for a copy: nexus seed python --only 01m7q8ecg00810',
    ]);
    expect(on(hit('a', { standing: 'pack', pack: 'python' }), action('helped'))).toMatchObject([
      { type: 'ask' },
    ]);
    expect(on(hit('a'), action('edit'))).toEqual([{ type: 'edit', what: 'record', id: 'a' }]);
  });

  test('copy asks what; the body is read for it where the record was not shown', () => {
    const { state } = after([text('x'), reply([hit('a', { snippet: 'passage' })]), action('copy')]);
    const copy = (value: string, from = state) =>
      after([{ type: 'chosen', popup: 'copy', value }], HERE, from).effects;
    expect(copy('path')).toEqual([{ type: 'copy', text: '.nexus/notes/a.md', what: 'its path' }]);
    expect(copy('body')).toMatchObject([
      { type: 'ask', request: 'glance', slot: 'copy-body', question: { id: 'a' } },
    ]);
    const commit = after([text('x'), reply([hit('a', { kind: 'commit', snippet: 'passage' })])]).state;
    expect(copy('body', commit)).toEqual([{ type: 'copy', text: 'passage', what: 'its body' }]);
  });

  test('the commit of a hit is shown; one that is in none says so', () => {
    expect(on(hit('a'), action('commit'))).toEqual([{ type: 'page', commit: 'c'.repeat(40) }]);
    const { commit: _, ...fresh } = hit('a');
    expect(on(fresh, action('commit'))).toEqual([
      { type: 'say', text: 'It is in no commit yet', tone: 'bad' },
    ]);
  });

  test('the selected record is read once it is seen, not for a hit that is none', () => {
    const reads = (effects: readonly Effect[]) =>
      effects.flatMap((one) => (one.type === 'ask' && one.request === 'glance' ? [one.question] : []));
    expect(reads(after([text('x'), reply([hit('a')])]).effects)).toEqual([
      { id: 'a', path: '.nexus/notes/a.md' },
    ]);
    expect(reads(after([text('x'), reply([hit('a', { kind: 'commit' })])]).effects)).toEqual([]);
    const narrow = { ...HERE, size: { columns: 40, rows: 9 } };
    const { state, effects } = after([text('x'), reply([hit('a')])], narrow);
    expect(reads(effects)).toEqual([]);
    expect(reads(after([action('focus')], narrow, state).effects)).toHaveLength(1);
  });
});

test('it begins with what it was opened with', () => {
  const { effects } = openRecall('pool').after({ type: 'refresh' }, HERE);
  expect(asked(effects)).toMatchObject([{ text: 'pool' }]);
});

describe('as of another time', () => {
  const then: Here = { ...HERE, at: { rev: 'a'.repeat(40), label: 'v1.2' } };
  const shown = (state: RecallState, here: Here): string =>
    recallScreen
      .view(state, here)
      .lines.join('\n')
      .replaceAll(/\x1b\[[0-9;]*m/g, '');

  test('everything is asked as of then; what is told of now only says so, or is not offered', () => {
    const { state, effects } = after([text('x'), reply([hit('a')])], then);
    expect(effects).toMatchObject([{ request: 'glance', question: { id: 'a', at: 'a'.repeat(40) } }]);
    expect(shown(state, then)).toContain('told of now only');
    const scoped = after([action('scope')], then, state);
    expect(scoped.effects).toEqual([
      { type: 'say', text: 'There is no other scope here than the project', tone: 'bad' },
    ]);
    const branch = after([{ type: 'chosen', popup: 'filter', value: 'branch' }], then, state);
    expect(branch.effects).toMatchObject([
      { type: 'say', text: 'What a branch has of its own is told of now only' },
    ]);
  });

  test('a time before there was anything says so', () => {
    const none = { ...answer([]), searched: { records: 0, commits: 0 } };
    const { state } = after([{ type: 'reply', request: 'hits', slot: 'hits', answer: none }], then);
    expect(shown(state, then)).toContain('At v1.2 there was nothing to recall yet.');
  });

  test('what fails is told where the list would be, or below it', () => {
    const failed: Event = {
      type: 'failed',
      request: 'hits',
      slot: 'hits',
      message: 'there is no \x1b',
      hint: 'see: git log',
    };
    const alone = after([failed], then);
    expect([alone.effects, shown(alone.state, then)]).toEqual([
      [],
      expect.stringMatching(/there is no \\x1b\n.*see: git log/),
    ]);
    const below = after([text('x'), reply([hit('a')]), failed], then);
    expect(below.effects).toMatchObject([{ type: 'say', tone: 'bad' }]);
    expect(after([reply([hit('a')])], then, below.state).state).not.toHaveProperty('failed');
  });
});
