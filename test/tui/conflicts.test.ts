import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/adapters/tui/screen.ts';
import { openConflicts } from '../../src/adapters/tui/screens/conflicts/conflicts-screen.ts';
import type { ConflictedFile } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { nexus } from '../helpers/nexus-program.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver } from './driver.ts';
import { action, actionsOf, hereOf, still, withinBounds } from './pure-screen.ts';

const ID = '01jd3v5t6zk8m9n0p1q2r3s4t5';
const PATH = `.nexus/decisions/retry-${ID}.md`;
const record = (title: string, text: string): string =>
  `---\nid: "${ID}"\nkind: decision\ntitle: ${title}\ncreated: 2026-01-31T12:00:00Z\n---\n\n## Decision\n\n${text}\n`;

/** A merge that stopped: both changed the title and the decision. */
async function stopped(run = 'git merge -q hers'): Promise<TestRepo> {
  const repo = await withMemory(gitRepo({ 'a.txt': 'a\n' }));
  nexus(repo, ['hooks', 'install', '--yes']);
  repo.env.CI = '1';
  repo.commit('base', { [PATH]: record('Retry uploads', 'Once.') });
  repo.git('checkout', '-q', '-b', 'hers');
  repo.commit('hers', {
    [PATH]: record('Retry uploads never', 'Give up, and tell the person why: they know what to do.'),
  });
  repo.git('checkout', '-q', 'main');
  repo.commit('mine', { [PATH]: record('Retry uploads twice', 'Twice, with a pause that doubles.') });
  expect(repo.sh(run).code).toBe(1);
  return repo;
}

const read = (repo: TestRepo): string => readFileSync(join(repo.dir, PATH), 'utf8');

describe('what merges left undecided', () => {
  test('is listed with its versions beside each other, decided, and taken back', async () => {
    const repo = await stopped();
    const before = read(repo);
    const ui = new Driver(await open(repo, { warm: true }), { first: { name: 'review' }, branch: 'main' });
    await ui.sees('[3 Review]');
    ui.press('c');
    await ui.sees('2 conflicts');
    ui.press('j');
    await ui.sees('Give up');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus › Conflicts                                                         main
       2 conflicts · in 1 file · during a merge                                2 of 2
      ────────────────────────────────────────────────────────────────────────────────
         title · Retry uploads never
       > ## Decision · Retry uploads never
      ── .nexus/decisions/retry-xxxxxxxxxxxxxxxxxxxxxxxxxx.md ────────────────────────
       ── before ────────────────────────────────────────────────────────────────────
       Once.

       ── 1 theirs ───────────────────────── │ ── 2 ours ───────────────────────────
       Give up, and tell the person why:     │ Twice, with a pause that doubles.
       they know what to do.                 │










      ────────────────────────────────────────────────────────────────────────────────
       o ours  t theirs  b both  enter choose  w write  e edit  j k move  ? help"
    `);
    ui.press('t');
    await ui.sees('1 conflict left in it');
    expect(read(repo)).toContain('## Decision\n\nGive up, and tell the person why');
    ui.press('enter');
    await ui.sees('Which version?');
    ui.press('down', 'enter');
    await ui.sees('then: git add');
    expect(read(repo)).toBe(
      record('Retry uploads twice', 'Give up, and tell the person why: they know what to do.'),
    );
    ui.press('u');
    await ui.sees('Undecided again');
    await ui.sees(' 1 conflict · ');
    ui.press('u');
    await ui.sees('2 conflicts · ');
    expect(read(repo)).toBe(before);
    ui.press('esc');
    await ui.sees('[3 Review]');
  });

  test('a value may be written; during a rebase it is told whose is whose; wide, the list is beside', async () => {
    const repo = await stopped('git checkout -q hers && git rebase -q main');
    const ui = new Driver(await open(repo, { warm: true }), {
      columns: 160,
      rows: 16,
      first: { name: 'conflicts' },
    });
    await ui.sees('during a rebase');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review   4 Inbox   5 Learning                                                                                         detached
       2 conflicts · in 1 file · during a rebase                                                                                                               1 of 2
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       > title · Retry uploads never                      │ ── before ───────────────────────────────────────────────────────────────────────────────────────────────
         ## Decision · Retry uploads never                │ Retry uploads
                                                          │
                                                          │ ── 1 theirs: your commit ────────────────────────── │ ── 2 ours: the branch that yours goes onto ────────
                                                          │ Retry uploads never                                 │ Retry uploads twice
                                                          │
                                                          │
                                                          │
                                                          │
                                                          │
                                                          │
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       o ours  t theirs  b both  enter choose  w write  e edit  j k move  J K scroll  ? help"
    `);
    ui.press('w').type('Retry uploads: ask');
    ui.press('enter');
    await ui.sees('1 conflict left in it');
    expect(read(repo)).toContain('title: "Retry uploads: ask"\n');
    ui.press('w');
    await ui.sees('A text has more lines than one');
    ui.press('b');
    await ui.sees('Nothing is in conflict.');
  });

  test('in a narrow terminal the versions are below each other, and nothing is in conflict is said', async () => {
    const repo = await stopped();
    const ui = new Driver(await open(repo, { warm: true }), {
      columns: 60,
      rows: 20,
      first: { name: 'conflicts' },
    });
    await ui.sees('2 conflicts');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1   2   3   4   5                          detached
       2 conflicts · in 1 file · during a merge            1 of 2
      ────────────────────────────────────────────────────────────
       > title · Retry uploads never
         ## Decision · Retry uploads never
      ── .nexus/decisions/retry-xxxxxxxxxxxxxxxxxxxxxxxxxx.md ────
       ── before ────────────────────────────────────────────────
       Retry uploads

       ── 1 theirs ──────────────────────────────────────────────
       Retry uploads never

       ── 2 ours ────────────────────────────────────────────────
       Retry uploads twice




      ────────────────────────────────────────────────────────────
       o ours  t theirs  b both  enter choose  w write  ? help"
    `);
    repo.git('merge', '--abort');
    ui.changed();
    await ui.sees('Nothing is in conflict.');
  });
});

const FILES: readonly ConflictedFile[] = [
  {
    ...{ path: PATH, id: ID, title: 'Retry \x1b[31muploads\u202e', hidden: false, during: 'rebase' },
    conflicts: [
      {
        key: 'a',
        part: 'title',
        of: 'field',
        before: 'x',
        sides: ['y\x07', null],
        line: 3,
        ours: 0,
        theirs: 1,
      },
      { key: 'b', part: '', of: 'text', sides: ['one\ntwo', '漢字 '.repeat(60), ''], line: 9 },
    ],
  },
  { path: '.nexus/config.yaml', title: 'config.yaml', hidden: true, conflicts: [] },
];

test('whatever is pressed, the screen stays within its bounds', () => {
  const told = (answer: readonly ConflictedFile[]): Event => ({
    type: 'reply',
    request: 'conflicts',
    slot: 'conflicts',
    answer,
  });
  const events = fc.oneof(
    fc.constantFrom(...actionsOf(openConflicts())).map(action),
    fc.subarray([...FILES]).map(told),
    fc
      .constantFrom(`take ${PATH} a`, `write ${PATH} a`)
      .map((popup): Event => ({ type: 'chosen', popup, value: '1' })),
    fc.constant<Event>({
      type: 'failed',
      request: 'conflicts',
      slot: 'conflicts',
      message: 'no\x1b[2J rights',
    }),
  );
  fc.assert(
    fc.property(
      fc.array(events, { maxLength: 30 }),
      fc.integer({ min: 20, max: 200 }),
      fc.integer({ min: 3, max: 40 }),
      (all, columns, rows) => {
        const at = hereOf(columns, rows);
        let screen = openConflicts().after(told(FILES), at).screen;
        for (const event of all) screen = screen.after(event, at).screen;
        withinBounds(screen, at);
      },
    ),
  );
});
