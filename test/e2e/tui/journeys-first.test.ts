import { describe, expect, test } from 'vitest';
import { gitRepo, TestRepo, tempDir } from '../../helpers/git-repo.ts';
import { nexus } from '../../helpers/nexus-program.ts';
import { quietAtEnd } from '../../helpers/quiet.ts';
import { hasTmux } from '../../helpers/terminal.ts';
import { frame, terminalIn, twoNotes } from '../../helpers/ui-terminal.ts';

describe.skipIf(!hasTmux)('a person comes to Nexus', () => {
  test('in no repository, in one without a memory, then with one: what the screen says, and what helps', async () => {
    const outside = tempDir();
    quietAtEnd(outside);
    const terminal = terminalIn(new TestRepo(outside, gitRepo().env));
    expect(await terminal.run('nexus ui')).toBe(
      'nexus: this is not a git repository\n       git init, or change folder\nexit 2',
    );
    const repo = new TestRepo(outside, gitRepo().env);
    terminal.type('git init -q -b main; clear; nexus ui');
    const bare = await terminal.settles('gives it one');
    expect(frame(bare)).toMatchInlineSnapshot(`
      " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning             main
       ❯                                                    no memory yet: nexus init
      ────────────────────────────────────────────────────────────────────────────────
        This repository has no memory yet.

        nexus init        gives it one
        nexus remember    writes the first record





      ────────────────────────────────────────────────────────────────────────────────









      ────────────────────────────────────────────────────────────────────────────────
       enter open  tab preview  ^r scope  ^s mode  ^x f filter  ^y copy  f1 help"
    `);

    repo.commit('fix: retry uploads', { 'up.ts': 'export const retries = 3;\n' });
    await terminal.sees(/> commit +now Ann +\w+ fix: retry uploads/);
    await terminal.sees(/newest of 1 · no memory yet: nexus init$/m);
    terminal.text('downloads');
    expect(frame(await terminal.settles('No match'))).toMatchInlineSnapshot(`
      " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning             main
       ❯ downloads                                           project · words · 0 of 1
      ────────────────────────────────────────────────────────────────────────────────
        No match in 0 records and 1 commit.

        nexus init        gives this repository a memory






      ────────────────────────────────────────────────────────────────────────────────









      ────────────────────────────────────────────────────────────────────────────────
       enter open  tab preview  ^r scope  ^s mode  ^x f filter  ^y copy  f1 help"
    `);
    terminal.key('F5');
    await terminal.sees('Nothing waits for you.');
    terminal.key('L');
    await terminal.sees(/^ this repository has no \.nexus\/ yet; run: nexus init$/m);
    terminal.key('F2', 'C-u');
    await terminal.sees('retry uploads');

    // What was told helps, seen without a restart.
    expect(nexus(repo, ['init', '--yes']).code).toBe(0);
    await terminal.seesNo('no memory yet');
    repo.commit('Give the repository a memory');
    expect(
      frame(await terminal.settles(/commit .*Give[\s\S]*> commit .*uploads[\s\S]*Changed/)),
    ).toMatchInlineSnapshot(`
      " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning             main
       ❯                                                project · words · newest of 2
      ────────────────────────────────────────────────────────────────────────────────
         commit   now Ann      c0ffee0 Give the repository a memory
       > commit   now Ann      c0ffee0 fix: retry uploads







      ── commit · c0ffee0000 ─────────────────────────────────────────────────────────
       fix: retry uploads
       Ann Author, just now, c0ffee0000


       Changed
         up.ts



      ────────────────────────────────────────────────────────────────────────────────
       enter open  tab preview  ^r scope  ^s mode  ^x f filter  ^y copy  f1 help"
    `);
    for (const [key, empty] of [
      ['F3', 'No commit has changed a record yet.'],
      ['F4', 'Nothing changed in memory between'],
      ['F6', 'Nothing to count yet. What fills it:'],
    ] as const) {
      terminal.key(key);
      await terminal.sees(empty);
    }
    expect(frame(await terminal.settles('Nothing to count yet'))).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review   4 Inbox  [5 Learning]            main
       last 12 weeks · all categories                  z span  c category  f failures
      ────────────────────────────────────────────────────────────────────────────────

        Nothing to count yet. What fills it:

        nexus run -- npm test
          what failed, and what it cost until it passed
        nexus run --task "..." --category ... --approach ... -- <command>
          how a task was done
        nexus outcome <id> helped
          whether a record was of use

        The next commit carries each of these in an episode; here they are
        counted.







      ────────────────────────────────────────────────────────────────────────────────
       enter open  z span  c category  f failures  / find  y copy  j k move  ? help"
    `);

    // The first record comes with a commit in another shell, by git's own hooks.
    terminal.key('F2');
    await terminal.sees('> commit');
    expect(nexus(repo, ['note', 'Staging is read-only on Sundays']).code).toBe(0);
    terminal.text('staging sundays');
    await terminal.sees(/note .*Staging is read-only on Sundays/);
    terminal.key('Escape');
    repo.commit('feat: downloads', { 'down.ts': 'export {};\n' });
    expect(repo.git('show', '--stat', '--format=')).toMatch(/sundays-\w+\.md/);
    const first = await terminal.settles(
      /episode .*Staging is read-only on Sundays +✓ verified[\s\S]*Notes[\s\S]*✓ down\.ts/,
    );
    expect(frame(first)).toMatchInlineSnapshot(`
      " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning             main
       ❯                                                project · words · newest of 4
      ────────────────────────────────────────────────────────────────────────────────
       > episode  now Ann      Staging is read-only on Sundays             ✓ verified








      ── episode · 01xxxxxxxxxxxx · .nexus/episodes/2026/11/staging-is-read-only-on-s…
       Staging is read-only on Sundays
       Ann Author, just now, c0ffee0000 · ✓ verified

       Notes

       - Staging is read-only on Sundays

       Cites
       ✓ down.ts (verified)
      ────────────────────────────────────────────────────────────────────────────────
       enter open  tab preview  ^r scope  ^s mode  ^x f filter  ^y copy  f1 help"
    `);
    terminal.key('F3');
    await terminal.sees(/> \w+ now Ann Author ● \+1 +feat: downloads/);
    terminal.key('q', 'C-c');
    await terminal.sees(/^>$/m);
  });

  test('in lines, without a screen: asks, opens by number, asks again, ends on an empty line', async () => {
    const terminal = terminalIn(await twoNotes());
    await terminal.asks('nexus ui --plain', 'Recall:');
    terminal.type('kubernetes');
    await terminal.sees('No match in 2 records');
    terminal.type('rotate');
    await terminal.sees('Number, or other words:');
    terminal.type('1');
    await terminal.sees('Each week.');
    terminal.key('Enter');
    const session = frame(await terminal.ended())
      .replace(/created .*/, 'created …')
      .replace(/\n+/g, '\n');
    expect(session).toMatchInlineSnapshot(`
      "Recall: kubernetes
      No match in 2 records and 2 commits.
      Recall: rotate
      1. note     Rotate the tokens
               01xxxxxxxxxxxx · just now · Ann Author
               rotate in title
               Each week.
      1 of 1 shown, from 2 records and 2 commits
      Number, or other words: 1
      Rotate the tokens
      kind         note
      id           01xxxxxxxxxxxxxxxxxxxxxxxx
      created …
      file         .nexus/notes/rotate-the-tokens-01xxxxxxxxxxxxxxxxxxxxxxxx.md
      Each week.
      Number, or other words:
      exit 0"
    `);
  });
});
