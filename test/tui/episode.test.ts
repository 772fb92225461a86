import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event, Here } from '../../src/adapters/tui/screen.ts';
import { openEpisode } from '../../src/adapters/tui/screens/episode/episode-screen.ts';
import { stateAfter } from '../../src/adapters/tui/screens/episode/episode-state.ts';
import type { ReplayEvent } from '../../src/core/episode.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { learnedRepo, NOW } from '../helpers/learned-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver } from './driver.ts';
import { action, actionsOf, hereOf, still, withinBounds } from './pure-screen.ts';

describe('an episode', () => {
  test('is told with its steps, what failed, what was done, and what was recalled', async () => {
    const { memory, stepped, error } = await learnedRepo();
    const ui = new Driver(memory, {
      columns: 120,
      rows: 40,
      first: { name: 'episode', id: stepped },
      branch: 'main',
      now: NOW,
    });
    await ui.sees('what its commit brought beside it');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus › episode xxxxxxxxxxxxxx                                                                                    main
       succeeded · 4 steps · 1 failed · 1 day ago · took 5:00 · xxxxxxx Ann Author
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       > Load the rows, part 12                                │ context  reviewer=Ben
      ── 4 steps ───────────────────────────────────────────── │ branch   main
           +0:00  planner  planning      approach incremental… │
           +1:05  worker   recall        record xxxxxxxxxxxxx… │ Accomplished
         ✗ +2:05  tester   verification  passed false, error … │
           +3:10  tester   verification  passed true           │ - Read 12 files
      ── what failed ───────────────────────────────────────── │
         ✓ RangeError: connection pool has no size  resolved,… │ Next
      ── what was done ─────────────────────────────────────── │
         ✓ load  backend · incremental · 2 min                 │ - Go on
      ── what was recalled ─────────────────────────────────── │
         ✓ helped  error     RangeError: connection pool has … │
         ✗ wrong   decision  Files, not a database             │
           it is one now                                       │
      ── what its commit brought beside it ─────────────────── │
         added       decision  Files, not a database           │
         added       episode   Load the rows, part 1           │
         added       episode   Load the rows, part 2           │
         added       episode   Load the rows, part 3           │
         added       episode   Load the rows, part 4           │
         added       episode   Load the rows, part 5           │
         added       episode   Load the rows, part 6           │
         added       episode   Load the rows, part 7           │
         added       episode   Load the rows, part 8           │
         added       episode   Load the rows, part 9           │
         added       episode   Load the rows, part 10          │
         added       episode   Load the rows, part 11          │
         added       error     RangeError: connection pool ha… │
                                                               │
                                                               │
                                                               │
                                                               │
                                                               │
                                                               │
                                                               │
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       enter open  r replay  space step  n N failure  tab whole  y copy  o commit  j k move  J K scroll  ? help"
    `);
    ui.press('y', 'i');
    await ui.sees('Copied its id');
    expect(ui.terminal.copied).toBe(stepped);
    ui.press('y', 't');
    await ui.sees('Copied its steps');
    expect(ui.terminal.copied).toContain('+2:05  tester   verification  passed false, error no size');
    expect(error).not.toBe(stepped);
  });

  test('is replayed step by step, with how things stood beside it', async () => {
    const { memory, stepped } = await learnedRepo();
    const ui = new Driver(memory, {
      columns: 120,
      rows: 24,
      first: { name: 'episode', id: stepped },
      branch: 'main',
      now: NOW,
    });
    await ui.sees('4 steps');
    ui.press('r');
    await ui.sees('replay: 1 of 4 steps');
    expect(ui.screen).not.toContain('verification');
    ui.press('space', 'space');
    await ui.sees('replay: 3 of 4 steps');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus › episode xxxxxxxxxxxxxx                                                                                    main
       succeeded · 4 steps · 1 failed · 1 day ago · took 5:00                                             space next  esc all
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         Load the rows, part 12                                │ verification
      ── replay: 3 of 4 steps ──────────────────────────────── │ +2:05 · 1:00 after the one before · by tester
           +0:00  planner  planning      approach incremental… │ It failed.
           +1:05  worker   recall        record xxxxxxxxxxxxx… │
       > ✗ +2:05  tester   verification  passed false, error … │ After 3 of 4 steps
                                                               │ 1 failed so far
                                                               │ planner 1, worker 1, tester 1
                                                               │   approach incremental
                                                               │   lines    45
                                                               │   record   xxxxxxxxxxxxxxxxxxxxxxxxxx
                                                               │ * passed   false
                                                               │ * error    no size
                                                               │
                                                               │ * told by this step
                                                               │
                                                               │
                                                               │
                                                               │
                                                               │
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       enter open  r replay  space step  n N failure  tab whole  y copy  o commit  j k move  J K scroll  ? help"
    `);
    ui.press('backspace');
    await ui.sees('replay: 2 of 4 steps');
    ui.press('space', 'space', 'space', 'space');
    await ui.sees('replay: 4 of 4 steps');
    ui.press('esc');
    await ui.sees('what was recalled');
    ui.press('N');
    await ui.sees('It failed.');
    ui.press('esc');
    await ui.sees('[1 Recall]');
  });

  test('without steps it tells the rest, and narrow its text on a key', async () => {
    const { memory, plain: id } = await learnedRepo();
    const ui = new Driver(memory, { columns: 40, rows: 12, first: { name: 'episode', id }, now: NOW });
    await ui.sees('succeeded · 0 steps');
    ui.press('r');
    await ui.sees('No steps were told of it');
    ui.press('tab');
    await ui.sees('No steps were told of it.');
    await ui.sees('Accomplished');
    ui.press('tab');
    await ui.sees('what was done');
  });

  test('one that is open is told so far, and goes on by itself', async () => {
    const memory = await open(await withMemory(gitRepo()), { warm: true });
    const { id } = await memory.startEpisode({ task: 'Load the rows', context: { reviewer: 'Ben' } });
    await memory.recordEvent({ type: 'error', role: 'worker', data: { error: 'no size\x1b[31m' } });
    const ui = new Driver(memory, { first: { name: 'episode', id } });
    await ui.sees('1 step · 1 failed');
    expect(ui.screen).toContain('> Load the rows');
    expect(ui.screen).toContain('open · 1 step · 1 failed · just now');
    expect(ui.screen).toContain('error no size [31m');
    await memory.recordEvent({ type: 'verification', data: { passed: true } });
    ui.changed();
    await ui.sees('2 steps · 1 failed');
    ui.press('enter');
    await ui.sees('It is open: what is told from now on appears here.');
  });

  test('what cannot be told is said', async () => {
    const memory = await open(await withMemory(gitRepo()), { warm: true });
    const { record } = await memory.remember({ kind: 'note', title: 'Name the queues', body: 'By team.\n' });
    const note = new Driver(memory, { first: { name: 'episode', id: record.id } });
    await note.sees('this is no episode but a note: Name the queues');
    const gone = new Driver(memory, { first: { name: 'episode', id: '01k9x4aaaabbbbccccddddeeee' } });
    await gone.sees('01k9x4aaaabbbbccccddddeeee');
  });

  test('as of a commit it is as it was then', async () => {
    const { memory, repo, plain: id } = await learnedRepo();
    const before = repo.git('rev-parse', 'HEAD~1');
    const after = repo.git('rev-parse', 'HEAD');
    await memory.edit(id, { set: { title: 'Another title' } });
    expect((await memory.replay(id, after)).title).toBe('Load the rows, part 1');
    expect((await memory.replay(id)).title).toBe('Another title');
    await expect(memory.replay(id, before)).rejects.toThrow('no record');
  });
});

const EVENTS: readonly ReplayEvent[] = [
  { offset_s: 0, type: 'planning', role: 'planner', data: { approach: 'standard', lines: 4 } },
  { offset_s: 5, type: 'check', role: 'tester\x1b', data: { lines: 9, deep: { a: [1] } }, failed: true },
  { type: '… 7 events', gap: true },
  { at: '1970', clockOff: true, type: '東京\u202e', data: 'a text\x07' },
];

test('how things stand after some steps is folded from their data', () => {
  expect(stateAfter(EVENTS, 0)).toEqual({ failures: 0, roles: [], values: [] });
  expect(stateAfter(EVENTS, 2)).toEqual({
    failures: 1,
    roles: [
      ['planner', 1],
      ['tester\x1b', 1],
    ],
    values: [
      { name: 'approach', value: 'standard', isNew: false },
      { name: 'lines', value: 9, isNew: true },
      { name: 'deep', value: { a: [1] }, isNew: true },
    ],
  });
});

describe('an episode as a reducer', () => {
  const here = (columns: number, rows: number): Here => hereOf(columns, rows, { now: NOW });
  const reply: Event = {
    type: 'reply',
    request: 'episode',
    slot: 'episode',
    answer: {
      replay: {
        id: '01k9x4aaaabbbbccccddddeeee',
        title: 'Load\x1b[2J the rows',
        started: '2026-11-20T10:00:00Z',
        outcome: 'success',
        context: ['a=b\n'],
        metrics: [],
        events: EVENTS,
      },
      named: [],
    },
  };

  test('is asked for as of the time that one looks at', () => {
    const then = { ...here(80, 21), at: { rev: 'a90f2d1', label: 'v1' } };
    const { effects } = openEpisode('01k9').after({ type: 'refresh' }, then);
    expect(effects).toEqual([
      { type: 'ask', request: 'episode', slot: 'episode', question: { id: '01k9', at: 'a90f2d1' } },
    ]);
  });

  test('whatever is pressed, the screen stays within its bounds', () => {
    const events = fc.oneof(
      fc.constantFrom(...actionsOf(openEpisode('a'))).map(action),
      fc.constantFrom<Event>(
        reply,
        { type: 'resized' },
        { type: 'failed', request: 'episode', slot: 'episode', message: 'gone\x1b' },
      ),
    );
    fc.assert(
      fc.property(
        fc.array(events, { maxLength: 30 }),
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 3, max: 60 }),
        (all, columns, rows) => {
          const at = here(columns, rows);
          let screen = openEpisode('a').after(reply, at).screen;
          for (const event of all) screen = screen.after(event, at).screen;
          withinBounds(screen, at);
        },
      ),
    );
  });
});
