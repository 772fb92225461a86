import { describe, expect, test } from 'vitest';
import { hasTmux } from '../../helpers/terminal.ts';
import { frame, inShown } from '../../helpers/ui-terminal.ts';

describe.skipIf(!hasTmux)('a person walks through time', () => {
  test('history narrowed by author and text, a commit in the pager and back, and from there to how all was then', async () => {
    const { terminal } = await inShown({ env: { GIT_PAGER: 'less -S' } });
    terminal.type('nexus ui --screen history');
    await terminal.sees(/> [0-9a-f]{7} [\s\S]*Wait for/);
    terminal.text('fa');
    await terminal.sees('── Author: part of the name');
    terminal.type('ann');
    await terminal.sees(/^ author: ann +1 of 2$/m);
    terminal.text('ft');
    await terminal.sees('esc cancel');
    await terminal.sees('❯');
    terminal.type('race');
    expect(
      frame(await terminal.settles(/author: ann · text: race +1 of 2[\s\S]*never/)),
    ).toMatchInlineSnapshot(`
      " nexus  1 Recall  [2 History]  3 Review   4 Inbox   5 Learning      queue-close
       author: ann · text: race                                                1 of 2
      ────────────────────────────────────────────────────────────────────────────────
       > c0ffee0  3d Ann Author ● +1 ~1     docs: clearer words for the token race
         c0ffee0  9d Ann Author ● +2        fix(auth): single-flight token refresh
      ── c0ffee0000 · Ann Author · 3 days ago · memory +1 ~1 · code 0 files ── more ──
       + episode 01xxxxxxxxxxxx
         Executed: make the token refresh safe

         Executions

         - make the token refresh safe (backend): standard, succeeded in 33 min

       ~ error 01xxxxxxxxxxxx
         TokenExpiredError: refresh raced in worker
         Resolution
           ~ Route every refresh through \`AuthClient.refresh\`, a single flight{+,
             never from a worker+}.

           - - never from a worker
             - callers wait for the one that is under way

      ────────────────────────────────────────────────────────────────────────────────
       enter open  tab records  / find  f filter  t travel  v mark  d compare  ? help"
    `);
    terminal.key('Enter', ']', 'Enter');
    await terminal.sees(/^ nexus › errors/m);
    terminal.key('Escape');
    await terminal.sees('author: ann · text: race');
    terminal.key('o');
    await terminal.sees(/^commit [0-9a-f]{40}.*\nAuthor: Ann Author[\s\S]*\n:$/);
    terminal.key('q');
    await terminal.sees(/author: ann · text: race|Enter goes back/);
    if (terminal.screen().includes('Enter goes back')) terminal.key('Enter');
    await terminal.sees('author: ann · text: race');

    terminal.key('Escape', 'Escape');
    await terminal.sees(/all authors, all kinds +\d of 6$/m);
    terminal.key('G', 'k');
    await terminal.sees(/> [0-9a-f]{7} .*docs: who refreshes/);
    terminal.key('t');
    await terminal.sees(/^ Memory as of [0-9a-f]{7,}; T comes back to now$/m);
    const then = await terminal.settles(/◀ [0-9a-f]{7}·2w$[\s\S]* 1 of 2$/m);
    expect(frame(then)).toMatchInlineSnapshot(`
      " nexus  1 Recall  [2 History]  3 Review   4 Inbox   5 Learning     ◀ c0ffee0·2w
       git log of memory · all authors, all kinds                              1 of 2
      ────────────────────────────────────────────────────────────────────────────────
       > c0ffee0  2w Ben        ● +2        docs: who refreshes the token
         c0ffee0  3w Ben        ● +2        feat(queue): an outbox
      ── c0ffee0000 · Ben Builder · 2 weeks ago · memory +2 · code 0 files ─── more ──
       + decision 01xxxxxxxxxxxx
         One refresher: AuthClient.refresh, callers wait

         Context

         Each worker refreshed the token by itself.

         Decision

         All go through \`AuthClient.refresh\`.

         Ruled out

         A lock in the database.

       + episode 01xxxxxxxxxxxx
      ────────────────────────────────────────────────────────────────────────────────
       Memory as of c0ffee0; T comes back to now"
    `);
    expect(then).not.toContain('outbox is a table');
    for (const [key, seen] of [
      ['1', 'Redis streams carry the outbox'],
      ['F4', '[3 Review]'],
      ['F5', '[4 Inbox]'],
      ['F6', 'EXECUTIONS'],
    ] as const) {
      terminal.key(key);
      expect(await terminal.sees(seen)).toMatch(/◀ [0-9a-f]{7}·2w$/m);
    }
    terminal.key('F2');
    await terminal.sees('Redis streams carry the outbox');
    terminal.key('C-x', 'e');
    await terminal.sees(/^ Memory as of [0-9a-f]{7,} is read only; T comes back to now$/m);
    terminal.text('outbox');
    const old = await terminal.settles(
      /❯ outbox[\s\S]*> decision .*Redis streams[\s\S]*Messages must survive/,
    );
    expect(frame(old)).toMatchInlineSnapshot(`
      " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning     ◀ c0ffee0·2w
       ❯ outbox                                              project · words · 2 of 7
      ────────────────────────────────────────────────────────────────────────────────
       > decision 3w  Ben      Redis streams carry the outbox                       ·
         commit   3w  Ben      c0ffee0 feat(queue): an outbox







      ── decision · 01xxxxxxxxxxxx · .nexus/decisions/redis-streams-carry-the… more ──
       Redis streams carry the outbox
       Ben Builder, 3 weeks ago, c0ffee0000
       why    outbox in title, body
       fresh  told of now only
       tags   queue

       Context

       Messages must survive a restart.
      ────────────────────────────────────────────────────────────────────────────────
       enter open  tab preview  ^r scope  ^s mode  ^x f filter  ^y copy  f1 help"
    `);
    terminal.key('C-x', 't');
    await terminal.sees(/ queue-close$/m);
    await terminal.sees(/❯ outbox[\s\S]*Outbox before broker/);
  });

  test('to a tag and to a typed revision, what changed since, and a commit of somebody else meanwhile', async () => {
    const { repo, terminal } = await inShown();
    repo.git('tag', 'v1', 'HEAD~4');
    terminal.type('nexus ui --query outbox');
    await terminal.sees('Outbox before broker');
    terminal.key('C-t');
    await terminal.sees(/> queue-close/);
    terminal.text('v1');
    expect(frame(await terminal.settles(/> v1[\s\S]*Memory then: \d/))).toMatchInlineSnapshot(`
      " nexus › Time travel                                                queue-close
       ❯ v1                                          branches, tags, commits · 1 of 9
      ────────────────────────────────────────────────────────────────────────────────
       > v1        2w tag                docs: who refreshes the token








      ── v1 ──────────────────────────────────────────────────────────────────────────
       c0ffee0000 Ben Builder, 2 weeks ago
       docs: who refreshes the token

       Memory then: 4 records





      ────────────────────────────────────────────────────────────────────────────────
       enter travel  tab branches, tags  ^x d changed since  ^x o commit  f1 help"
    `);
    terminal.key('Enter');
    await terminal.sees(/◀ v1·2w$/m);
    await terminal.sees('Redis streams carry the outbox');
    await terminal.seesNo('Outbox before broker');
    terminal.key('C-x', 't');
    await terminal.sees('Outbox before broker');
    terminal.key('C-t');
    await terminal.sees('Time travel');
    terminal.text('HEAD~2');
    await terminal.sees(/> HEAD~2[\s\S]*Memory then: 8 records/);
    terminal.key('C-x', 'd');
    expect(frame(await terminal.settles('ERR_STREAM_PREMATURE_CLOSE'))).toMatchInlineSnapshot(`
      " nexus › Review                                                     queue-close
       c0ffee00 → queue-close  +2 ~1  ! 1 medium                             0/3 seen
      ────────────────────────────────────────────────────────────────────────────────
       > · + episode  Ann       Executed: make the token refresh safe
         · + error    Ben       ERR_STREAM_PREMATURE_CLOSE on publish        ! medium
         · ~ error    Ann       TokenExpiredError: refresh raced in worker
      ── + episodes/2026/11/executed-make-the-token-refresh-safe-01xxxxxxxxxx… more ──
       Executed: make the token refresh safe
       episode 01xxxxxxxxxxxx, added
       c0ffee00 Ann Author, 3 days ago: docs: clearer words for the token race

       created + 2026-11-17T09:00:00Z
       episode.branch + main
       episode.started + 2026-11-17T09:00:00Z
       episode.duration_s + 0
       episode.success + true
       recalled + {"id":"01xxxxxxxxxxxxxxxxxxxxxxxx","helped":true}
       executions + {"at":"2026-11-17T09:00:00Z","task":"make the token refresh
         safe","category":"backend","type":"general","complexity":"low","approach":"s
         tandard","success":true,"duration_s":2000}

       Executions
      ────────────────────────────────────────────────────────────────────────────────
       [ ] finding  space seen  enter open  B base  e edit  r retire  y copy  ? help"
    `);
    terminal.key('Escape');
    await terminal.sees('Time travel');
    terminal.key('Enter');
    await terminal.sees(/◀ HEAD~2·8d$/m);
    await terminal.sees('Outbox before broker');

    // What comes now is not of then: it waits until one is back.
    repo.commit('docs: the outbox is drained', {
      '.nexus/notes/drained-01m80000000000000000000000.md':
        '---\nid: "01m80000000000000000000000"\nkind: note\ntitle: The outbox is drained at night\ncreated: 2026-11-20T08:30:00Z\n---\n\nBy a worker.\n',
    });
    terminal.key('C-l');
    await terminal.sees(/◀ HEAD~2·8d$/m);
    terminal.key('C-u');
    terminal.text('drained');
    await terminal.sees('No match in 8 records');
    terminal.key('C-x', 't');
    await terminal.sees(/> note .*The outbox is drained at night[\s\S]*By a worker\./);
  });
});
