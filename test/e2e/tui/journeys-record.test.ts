import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../../helpers/git-repo.ts';
import { nexus } from '../../helpers/nexus-program.ts';
import { hasTmux } from '../../helpers/terminal.ts';
import { frame, inShown } from '../../helpers/ui-terminal.ts';

/** What was put into the clipboard, in order. */
function copied(written: string): readonly string[] {
  return [...written.matchAll(/\x1b\]52;c;([A-Za-z0-9+/=]*)\x07/g)].map(([, text = '']) =>
    Buffer.from(text, 'base64').toString(),
  );
}

describe.skipIf(!hasTmux)('a person and one record', () => {
  test('recall, record, versions, difference, the old text back, and that undone', async () => {
    const { repo, terminal } = await inShown();
    terminal.type('nexus ui');
    await terminal.sees('newest of');
    terminal.text('token ref');
    await terminal.sees(/> error .*refresh raced[\s\S]*Cause/);
    terminal.key('Enter');
    expect(
      frame(await terminal.settles(/ 2 versions$[\s\S]*What came of it\n {3}helped/m)),
    ).toMatchInlineSnapshot(`
      " nexus › errors/tokenexpirederror-refresh-raced-in-worker-01m74xbr… queue-close
       TokenExpiredError: refresh raced in worker     error · ✓ verified · 2 versions
      ────────────────────────────────────────────────────────────────────────────────
       Cause

       Two workers refresh at once; the first makes the token of the second invalid.

       Resolution

       Route every refresh through \`AuthClient.refresh\`, a single flight, never from
       a worker.

       - callers wait for the one that is under way

       Cites
       ✓ src/auth/client.ts#L1-L6 (verified)
       ✓ src/worker/pool.ts (verified)

       What came of it
         helped  c0ffee0000, Ann Author, 3 days ago
         helped  c0ffee0000, Ben Builder, 1 week ago
                 the flaky login test was this
      ────────────────────────────────────────────────────────────────────────────────
       tab versions, links  d diff  b blame  e edit  y copy  o commit  / find  ? help"
    `);
    terminal.key('Tab');
    expect(
      frame(await terminal.settles(/version 2 \(\w{7}\) against 1[\s\S]*callers wait/)),
    ).toMatchInlineSnapshot(`
      " nexus › errors/tokenexpirederror-refresh-raced-in-worker-01m74xbr… queue-close
       TokenExpiredError: refresh raced in worker     error · ✓ verified · 2 versions
      ────────────────────────────────────────────────────────────────────────────────
       - 1 ○ c0ffee0  9d Ann Author fix(auth): single-flight token refresh        +26
       > 2 ● c0ffee0  3d Ann Author docs: clearer words for the token race      +1 -2
      ── version 2 (c0ffee0) against 1 (c0ffee0) ─────────────────────────────────────
         … 20 lines as before
         ## Resolution

       ~ Route every refresh through \`AuthClient.refresh\`, a single flight{+, never
         from a worker+}.

       - - never from a worker
         - callers wait for the one that is under way








      ────────────────────────────────────────────────────────────────────────────────
       tab versions, links  d diff  b blame  e edit  y copy  o commit  / find  ? help"
    `);
    terminal.key('b');
    expect(frame(await terminal.settles(/## Resolution +[0-9a-f]{7} /))).toMatchInlineSnapshot(`
      " nexus › errors/tokenexpirederror-refresh-raced-in-worker-01m74xbr… queue-close
       TokenExpiredError: refresh raced in w… error · ✓ verified · blame · 2 versions
      ────────────────────────────────────────────────────────────────────────────────
       id             c0ffee0  Ann Author, 1 week ago  fix(auth): single-flight toke…
       kind           c0ffee0  Ann Author, 1 week ago  fix(auth): single-flight toke…
       title          c0ffee0  Ann Author, 1 week ago  fix(auth): single-flight toke…
       created        c0ffee0  Ann Author, 1 week ago  fix(auth): single-flight toke…
       tags           c0ffee0  Ann Author, 1 week ago  fix(auth): single-flight toke…
       files          c0ffee0  Ann Author, 1 week ago  fix(auth): single-flight toke…
       error          c0ffee0  Ann Author, 1 week ago  fix(auth): single-flight toke…
       ## Cause       c0ffee0  Ann Author, 1 week ago  fix(auth): single-flight toke…
       ## Resolution  c0ffee0  Ann Author, 3 days ago  docs: clearer words for the t…










      ────────────────────────────────────────────────────────────────────────────────
       tab versions, links  d diff  b blame  e edit  y copy  o commit  / find  ? help"
    `);
    terminal.key('b', 'Tab', 'k');
    await terminal.sees(/version 1 \(\w{7}\) as it came/);
    terminal.key('R');
    await terminal.sees(/^ Wrote version 1 \(\w{7}\) of 01m74xbrm071rk back, not committed/m);
    expect(await terminal.sees('3 versions')).toContain('3 ● not yet now            changed, not committed');
    expect(repo.git('diff', '--stat')).toMatch(/2 insertions.*1 deletion/);
    terminal.key('u');
    await terminal.sees(/^ As before: TokenExpiredError/m);
    await terminal.sees(/ 2 versions$/m);
    expect(repo.git('status', '--porcelain', '.nexus/errors')).toBe('');
    terminal.key('q');
    await terminal.sees('❯ token ref');
  });

  test('recall by typing, by filters and scope; copied is what is asked for, and only then', async () => {
    const { terminal } = await inShown({ columns: 120, rows: 40 });
    terminal.listen();
    terminal.type('nexus ui');
    await terminal.sees('newest of');
    terminal.text('token');
    await terminal.sees(/❯ token[\s\S]*> error /);
    terminal.key('C-x', 'f');
    expect(await terminal.sees('── Narrow the list by')).toMatch(
      /^ a letter, or enter choose {2}j k move {2}esc cancel$/m,
    );
    terminal.text('i');
    await terminal.sees('type to narrow');
    terminal.text('dec');
    terminal.key('Enter');
    const filtered = await terminal.settles(
      /> decision .*One refresher[\s\S]*ch worker refreshed the token by itself/,
    );
    expect(frame(filtered)).toMatchInlineSnapshot(`
      " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning                                        repo  queue-close
       ❯ token                                                                      kind:decision · project · words · 1 of 17
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       > decision 2w  Ben      One refresher: AuthClient.refresh,…  ✓ │ One refresher: AuthClient.refresh, callers wait
                                                                      │ decision · 01xxxxxxxxxxxx · .nexus/decisions/one-ref…
                                                                      │
                                                                      │ why    token in body
                                                                      │ who    Ben Builder, 2 weeks ago, c0ffee0000
                                                                      │ fresh  ✓ verified
                                                                      │ tags   auth
                                                                      │
                                                                      │ Context
                                                                      │
                                                                      │ Each worker refreshed the token by itself.
                                                                      │
                                                                      │ Decision
                                                                      │
                                                                      │ All go through \`AuthClient.refresh\`.
                                                                      │
                                                                      │ Ruled out
                                                                      │
                                                                      │ A lock in the database.
                                                                      │
                                                                      │ Cites
                                                                      │ ✓ src/auth/client.ts#L1-L6 (verified)
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
                                                                      │
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       enter open  tab preview  ^r scope  ^s mode  ^x f filter  ^y copy  ^o why  ^x e edit  ^x r retire  ^x o commit  f1 help"
    `);
    terminal.key('C-r');
    await terminal.sees('own of queue-close');
    await terminal.sees('No match in');
    terminal.key('C-g');
    await terminal.sees(/> error .*refresh raced/);
    expect(copied(terminal.written())).toEqual([]);
    terminal.key('C-y');
    await terminal.sees('── Copy');
    terminal.key('Escape');
    await terminal.seesNo('── Copy');
    expect(copied(terminal.written())).toEqual([]);
    terminal.key('C-y');
    await terminal.sees('── Copy');
    terminal.text('t');
    await terminal.sees(/^ Copied its title$/m);
    terminal.key('C-y');
    await terminal.sees('── Copy');
    terminal.text('b');
    await terminal.sees(/^ Copied its body$/m);
    await expect.poll(() => copied(terminal.written()).length).toBe(2);
    const [title, body = '', ...more] = copied(terminal.written());
    expect(title).toBe('TokenExpiredError: refresh raced in worker');
    expect(body).toMatch(/^## Cause\n\nTwo workers refresh at once/);
    expect(more).toEqual([]);
  });

  test('the editor and back: seen at once, undone; an editor that fails changes nothing and is told of', async () => {
    const editor = join(tempDir(), 'editor.sh');
    writeFileSync(
      editor,
      '#!/bin/sh\nread -r word\n[ "$word" = fail ] && { echo > "$1"; exit 7; }\nsed -i "s/single flight/$word/" "$1"\n',
      { mode: 0o755 },
    );
    const { repo, terminal } = await inShown({ env: { GIT_EDITOR: editor } });
    terminal.type('nexus ui --query "refresh raced"');
    await terminal.sees(/> .*refresh raced[\s\S]*Cause/);
    terminal.key('Enter');
    await terminal.sees('a single flight');
    terminal.key('e');
    await terminal.seesNo('nexus ›');
    terminal.type('lone flight');
    await terminal.sees(/^ Changed \w+: TokenExpiredError/m);
    await terminal.sees('`AuthClient.refresh`, a lone flight, never from');
    terminal.key('e');
    await terminal.seesNo('nexus ›');
    terminal.type('fail');
    const failed = await terminal.settles(
      / 3 versions$[\s\S]*\n the editor ended with an error; nothing was changed$/m,
    );
    expect(frame(failed)).toMatchInlineSnapshot(`
      " nexus › errors/tokenexpirederror-refresh-raced-in-worker-01m74xbr… queue-close
       TokenExpiredError: refresh ra… error · ✓ verified · not committed · 3 versions
      ────────────────────────────────────────────────────────────────────────────────
       Cause

       Two workers refresh at once; the first makes the token of the second invalid.

       Resolution

       Route every refresh through \`AuthClient.refresh\`, a lone flight, never from a
       worker.

       - callers wait for the one that is under way

       Cites
       ✓ src/auth/client.ts#L1-L6 (verified)
       ✓ src/worker/pool.ts (verified)

       What came of it
         helped  c0ffee0000, Ann Author, 3 days ago
         helped  c0ffee0000, Ben Builder, 1 week ago
                 the flaky login test was this
      ────────────────────────────────────────────────────────────────────────────────
       the editor ended with an error; nothing was changed"
    `);
    await terminal.sees('a lone flight');
    terminal.key('u');
    await terminal.sees('a single flight');
    expect(repo.git('status', '--porcelain', '.nexus/errors')).toBe('');
  });

  test('retired with a reason it is hidden, is to be seen where one asks for it, and comes back', async () => {
    const { repo, terminal } = await inShown();
    terminal.type('nexus ui --query "one refresher"');
    await terminal.sees(/> decision .*One refresher/);
    terminal.key('C-x', 'r');
    await terminal.sees('── Why is it retired? One refresher');
    terminal.key('Enter');
    await terminal.sees(/^ Not retired: no reason was given$/m);
    terminal.key('C-x', 'r');
    await terminal.sees('── Why is it retired?');
    terminal.type('the client is gone');
    await terminal.sees(/^ Retired \w+: One refresher/m);
    await terminal.seesNo('decision 2w');
    terminal.key('C-x', 'h');
    const shown = await terminal.settles(
      /decision 2w +Ben +One refresher.* retired .*[\s\S]*retired: the client is gone/,
    );
    expect(frame(shown)).toMatchInlineSnapshot(`
      " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning      queue-close
       ❯ one refresher                       project · words · retired too · 10 of 17
      ────────────────────────────────────────────────────────────────────────────────
       > decision 2w  Ben      One refresher: AuthClient.refresh…  retired ✓ verified
         error    9d  Ann      TokenExpiredError: refresh raced in w…  2/2 ✓ verified
         decision 8d  Ben      Outbox before broker                        ✓ verified
         episode  3d  Ann      Executed: make the token refresh safe                ·
         episode  3w  Ben      Executed: make the token refresh safe                ·
         episode  9d  Ann      Executed: make the token refresh safe                ·
         episode  2w  Ben      Executed: make the token refresh safe                ·
         episode  8d  Ben      TokenExpiredError: refresh raced in worker (01m74x…  ·
         commit   2w  Ben      c0ffee0 docs: who refreshes the token
      ── decision · 01xxxxxxxxxxxx · .nexus/decisions/one-refresher-authclien… more ──
       One refresher: AuthClient.refresh, callers wait
       Ben Builder, 2 weeks ago, not committed yet · ✓ verified
       why    one, refresher in title, body
       over   retired: the client is gone
       tags   auth

       Context

       Each worker refreshed the token by itself.
      ────────────────────────────────────────────────────────────────────────────────
       enter open  tab preview  ^r scope  ^s mode  ^x f filter  ^y copy  f1 help"
    `);
    terminal.key('C-x', 'u');
    await terminal.sees(/^ As before: One refresher/m);
    terminal.key('C-x', 'h');
    await terminal.sees(/> decision 2w .*One refresher.*verified/);
    const file = repo.git('ls-files', '.nexus/decisions/one-*');
    expect(readFileSync(join(repo.dir, file), 'utf8')).not.toContain('retired');
    expect(nexus(repo, ['recall', 'one refresher']).stdout).toContain('One refresher');
  });
});
