import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REQUESTS } from '../../src/adapters/tui/requests.ts';
import type { Effect, Event, Here } from '../../src/adapters/tui/screen.ts';
import { openLearning } from '../../src/adapters/tui/screens/learning/learning-screen.ts';
import type { FailureReport, ToldEpisodes } from '../../src/core/episode.ts';
import type { LearnReport } from '../../src/core/report.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { learnedRepo, NOW } from '../helpers/learned-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { REPORT } from '../present/learn-report.ts';
import { Driver } from './driver.ts';
import { action, actionsOf, hereOf, still, withinBounds } from './pure-screen.ts';

const FIRST = { first: { name: 'learning' }, branch: 'main', now: NOW } as const;

describe('what was learned', () => {
  test('is told in figures over time, at 80 and 120 columns, and narrow', async () => {
    const { memory } = await learnedRepo();
    const ui = new Driver(memory, FIRST);
    await ui.sees('EXECUTIONS');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review   4 Inbox  [5 Learning]            main
       last 12 weeks · all categories                  z span  c category  f failures
      ────────────────────────────────────────────────────────────────────────────────
       > EXECUTIONS       12   ████████████   66.7 % succeeded, 2 min on average
         ERRORS            9   ▁███▁███▁███   66.7 % resolved
         SHOWN             8   ▁▁█▁▁█▁▁█▁▁█   50 % of the records shown helped
         RECORDS           2   ████████████   0 never recalled
         FRESH         100 %   ████████████   1 ✓  0 ~ moved  0 ✗ stale  1 uncited
      ── by category, of the newest ──────────────────────────────────────────────────
         docs                 66.7 % ██████████▋        6 runs    2 min  too few yet
         backend              66.7 % ██████████▋        6 runs    2 min  too few yet
      ── by approach ─────────────────────────────────────────────────────────────────
         test first           66.7 % ██████████▋        9 runs    2 min  too few yet
         incremental          66.7 % ██████████▋        3 runs    2 min  too few yet
      ── errors that come back ───────────────────────────────────────────────────────
            6× RangeError: connection p… ▁█▁█▁█▁█▁█▁█ ✓ 6 of 6 resolved    cost 60 min
            3× ERR_STREAM_PREMATURE_CLO… ▁▁█▁▁▁█▁▁▁█▁ ✗ no fix known
      ── what helps most ─────────────────────────────────────────────────────────────
            4 of 4  error     RangeError: connection pool has no size
      ── what was said to be wrong ───────────────────────────────────────────────────
            4 of 4  decision  Files, not a database
                    it is one now
      ────────────────────────────────────────────────────────────────────────────────
       enter open  z span  c category  f failures  / find  y copy  j k move  ? help"
    `);
    ui.press('G');
    await ui.sees('> Most successes');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review   4 Inbox  [5 Learning]            main
       last 12 weeks · all categories                  z span  c category  f failures
      ────────────────────────────────────────────────────────────────────────────────
         FRESH         100 %   ████████████   1 ✓  0 ~ moved  0 ✗ stale  1 uncited
      ── by category, of the newest ──────────────────────────────────────────────────
         docs                 66.7 % ██████████▋        6 runs    2 min  too few yet
         backend              66.7 % ██████████▋        6 runs    2 min  too few yet
      ── by approach ─────────────────────────────────────────────────────────────────
         test first           66.7 % ██████████▋        9 runs    2 min  too few yet
         incremental          66.7 % ██████████▋        3 runs    2 min  too few yet
      ── errors that come back ───────────────────────────────────────────────────────
            6× RangeError: connection p… ▁█▁█▁█▁█▁█▁█ ✓ 6 of 6 resolved    cost 60 min
            3× ERR_STREAM_PREMATURE_CLO… ▁▁█▁▁▁█▁▁▁█▁ ✗ no fix known
      ── what helps most ─────────────────────────────────────────────────────────────
            4 of 4  error     RangeError: connection pool has no size
      ── what was said to be wrong ───────────────────────────────────────────────────
            4 of 4  decision  Files, not a database
                    it is one now
      ── advice ──────────────────────────────────────────────────────────────────────
         Improve 'docs' tasks: 66.7 % of the newest succeeded.
         Improve 'backend' tasks: 66.7 % of the newest succeeded.
       > Most successes: 'test first' (6).
      ────────────────────────────────────────────────────────────────────────────────
       enter open  z span  c category  f failures  / find  y copy  j k move  ? help"
    `);
    const wide = new Driver(memory, { ...FIRST, columns: 120, rows: 40, ascii: true });
    await wide.sees('EXECUTIONS');
    expect(wide.screen).toMatch(/^[\n\x20-\x7e]*$/);
    expect(still(wide.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review   4 Inbox  [5 Learning]                                                    main
       last 12 weeks - all categories                                                          z span  c category  f failures
      ------------------------------------------------------------------------------------------------------------------------
       > EXECUTIONS       12   ############   66.7 % succeeded, 2 min on average
         ERRORS            9   .###.###.###   66.7 % resolved
         SHOWN             8   ..#..#..#..#   50 % of the records shown helped
         RECORDS           2   ############   0 never recalled
         FRESH         100 %   ############   1 v  0 ~ moved  0 x stale  1 uncited
      -- by category, of the newest ------------------------------------------------------------------------------------------
         docs                               66.7 % ##################             6 runs    2 min  too few yet    ##.##.
         backend                            66.7 % ##################             6 runs    2 min  too few yet    .##.##
      -- by approach ---------------------------------------------------------------------------------------------------------
         test first                         66.7 % ##################             9 runs    2 min  too few yet
         incremental                        66.7 % ##################             3 runs    2 min  too few yet
      -- errors that come back -----------------------------------------------------------------------------------------------
            6x RangeError: connection pool has no s~ .#.#.#.#.#.#               v 6 of 6 resolved    cost 60 min 1 day ago
            3x ERR_STREAM_PREMATURE_CLOSE on publish ..#...#...#.               x no fix known                   1 week ago
      -- what helps most -----------------------------------------------------------------------------------------------------
            4 of 4  error     RangeError: connection pool has no size
      -- what was said to be wrong -------------------------------------------------------------------------------------------
            4 of 4  decision  Files, not a database
                    it is one now
      -- advice --------------------------------------------------------------------------------------------------------------
         Improve 'docs' tasks: 66.7 % of the newest succeeded.
         Improve 'backend' tasks: 66.7 % of the newest succeeded.
         Most successes: 'test first' (6).












      ------------------------------------------------------------------------------------------------------------------------
       enter open  z span  c category  f failures  / find  y copy  j k move  J K scroll  ? help"
    `);
    const narrow = new Driver(memory, { ...FIRST, columns: 40, rows: 12 });
    await narrow.sees('EXECUTIONS');
    expect(still(narrow.screen)).toMatchInlineSnapshot(`
      " nexus Learning                    main
       last 12 weeks · all categories
      ────────────────────────────────────────
       > EXECUTIONS       12   ████████████
         66.7 % succeeded, 2 min on average
         ERRORS            9   ▁███▁███▁███
         66.7 % resolved
         SHOWN             8   ▁▁█▁▁█▁▁█▁▁█
         50 % of the records shown helped
         RECORDS           2   ████████████
      ────────────────────────────────────────
       enter open  z span  c category  ? help"
    `);
  });

  test('a figure leads to what it was counted from', async () => {
    const { memory, error } = await learnedRepo();
    const ui = new Driver(memory, FIRST);
    await ui.sees('by category');
    ui.press('enter');
    await ui.sees('12 episodes · last 12 weeks · all executions');
    ui.press('esc');
    await ui.sees('by category');
    ui.press('/').type('docs').press('enter', 'enter');
    await ui.sees('6 episodes · last 12 weeks · category docs');
    expect(ui.screen).toContain('> ✗ Load the rows, part 11');
    ui.press('enter');
    await ui.sees('› episode');
    ui.press('esc', 'esc');
    await ui.sees('by category');
    ui.press('/').type('premature').press('enter', 'enter');
    await ui.sees('3 episodes · last 12 weeks · ERR_STREAM_PREMATURE_CLOSE on publish');
    ui.press('esc');
    await ui.sees('by category');
    ui.press('/').type('rangeerror').press('enter', 'y', 'i');
    await ui.sees('Copied the id');
    expect(ui.terminal.copied).toBe(error);
  });

  test('failures are put together, and lead to what resolved them and to their episodes', async () => {
    const { memory } = await learnedRepo();
    const ui = new Driver(memory, FIRST);
    await ui.sees('by category');
    ui.press('f', 's');
    await ui.sees('failures by signature · last 12 weeks · in 10 of 12 episodes');
    await ui.sees('6 of 6 resolved');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review   4 Inbox  [5 Learning]            main
       failures by signature · last 12 weeks · in 10 of 12 episodes          esc back
      ────────────────────────────────────────────────────────────────────────────────
       >    6× ✓ RangeError: connection pool has no size
            3× ✗ ERR_STREAM_PREMATURE_CLOSE on publish
            1× ✗ no error was told
      ────────────────────────────────────────────────────────────────────────────────
       RangeError: connection pool has no size

        last     1 day ago · 6 of 6 resolved
        in       xxxxxxxxxxxxxx Load the rows, part 12
        in       xxxxxxxxxxxxxx Load the rows, part 10
        in       xxxxxxxxxxxxxx Load the rows, part 8
        resolved xxxxxxxxxxxxxx error RangeError: connection pool has no size
        resolved xxxxxxxxxxxxxx episode Load the rows, part 12
        resolved xxxxxxxxxxxxxx episode Load the rows, part 10






      ────────────────────────────────────────────────────────────────────────────────
       enter open  z span  c category  f failures  / find  y copy  j k move  ? help"
    `);
    ui.press('enter');
    await ui.sees('6 episodes · last 12 weeks · failures: RangeError');
    expect(ui.screen).toContain('> resolved by error    RangeError');
    ui.press('esc', 'f', 'f');
    await ui.sees('failures by file');
    await ui.sees('no file was told');
  });

  test('the time told of is changed by a key, and one category by another', async () => {
    const { memory } = await learnedRepo();
    const ui = new Driver(memory, FIRST);
    await ui.sees(/EXECUTIONS +12 /);
    ui.press('z');
    await ui.sees('last 26 weeks');
    ui.press('z', 'z', 'z');
    await ui.sees('last 8 weeks');
    await ui.sees(/EXECUTIONS +8 /);
    ui.press('c').type('docs').press('enter');
    await ui.sees('category docs');
    await ui.sees(/EXECUTIONS +4 /);
  });

  test('where nothing was counted it says what would fill it', async () => {
    const memory = await open(await withMemory(gitRepo()), { warm: true });
    const ui = new Driver(memory, { ...FIRST, now: Date.now() });
    await ui.sees('Nothing to count yet');
    expect(ui.screen).toContain('nexus run -- npm test');
    ui.press('f', 'a');
    await ui.sees('Nothing failed in this time');
  });
});

const here = (columns: number, rows: number): Here => hereOf(columns, rows, { now: NOW });

const REPLY: Event = { type: 'reply', request: 'report', slot: 'report', answer: REPORT };

function asked(effects: readonly Effect[]): readonly (readonly [string, unknown])[] {
  return effects.flatMap((effect) =>
    effect.type === 'ask' ? [[effect.request, effect.question] as const] : [],
  );
}

describe('learning as a reducer', () => {
  test('asks once, with the time and the weeks', () => {
    const { effects } = openLearning().after({ type: 'refresh' }, here(80, 21));
    expect(asked(effects)).toEqual([['report', { since: NOW - 12 * 7 * 86_400_000, weeks: 12 }]]);
    expect(effects.every((effect) => effect.type === 'ask' && effect.request in REQUESTS)).toBe(true);
  });

  test('at another time it says that it is of now', () => {
    const then: Here = { ...here(100, 21), at: { rev: 'a90f2d1', label: 'v1' } };
    const { screen } = openLearning().after(REPLY, then);
    expect(screen.view(then).lines[0]).toContain('of now, it cannot be told as of v1');
  });

  test('the selected row stays, by what it is, when memory is told anew', () => {
    const at = here(80, 40);
    let screen = openLearning().after(REPLY, at).screen;
    for (let step = 0; step < 5; step++) screen = screen.after({ type: 'action', action: 'down' }, at).screen;
    const selected = (): string => screen.view(at).lines.find((line) => line.includes('> ')) ?? '';
    expect(selected()).toContain('incremental');
    const [first, ...others] = REPORT.category_performance;
    const more: LearnReport = {
      ...REPORT,
      category_performance: first === undefined ? [] : [{ ...first, category: 'docs' }, first, ...others],
    };
    screen = screen.after({ ...REPLY, answer: more }, at).screen;
    expect(selected()).toContain('incremental');
  });

  test('whatever is pressed, the screen stays within its bounds', () => {
    const failures: FailureReport = {
      by: 'signature',
      episodes: 3,
      failed: 2,
      groups: ['a\x1b[31m', '東京\u202e'].map((key) => ({
        key,
        count: 2,
        resolved: 1,
        last: '2026-11-20T12:00:00Z',
        examples: [{ id: 'a', title: `in ${key}` }],
        resolvedBy: [{ id: 'b', kind: 'error', title: key }],
      })),
      more: 0,
    };
    const episodes: ToldEpisodes = {
      episodes: Array.from({ length: 30 }, (_, at) => ({
        id: `e${at}`,
        title: `Episode\x07 ${at}`,
        created: '2026-11-20T12:00:00Z',
        author: 'Ann\n',
        of: 3,
        well: at % 4,
      })),
      total: 30,
    };
    const events = fc.oneof(
      fc.constantFrom(...actionsOf(openLearning())).map(action),
      fc.constantFrom<Event>(
        REPLY,
        { type: 'reply', request: 'failures', slot: 'failures', answer: failures },
        { type: 'reply', request: 'episodesAbout', slot: 'episodes', answer: episodes },
        { type: 'chosen', popup: 'failures', value: 'signature' },
        { type: 'chosen', popup: 'find', value: 'i' },
        { type: 'chosen', popup: 'category', value: 'only x\x1b' },
        { type: 'resized' },
      ),
    );
    fc.assert(
      fc.property(
        fc.array(events, { maxLength: 30 }),
        fc.integer({ min: 20, max: 300 }),
        fc.integer({ min: 3, max: 60 }),
        (all, columns, rows) => {
          const at = here(columns, rows);
          let screen = openLearning();
          for (const event of all) screen = screen.after(event, at).screen;
          const lines = withinBounds(screen, at);
          // Where something can be selected, the selected row is seen.
          const marked = lines.filter((line) => line.includes('\x1b[7m'));
          expect(marked.length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
