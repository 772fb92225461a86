import { expect, test } from 'vitest';
import { Driver, type DriverOptions } from './driver.ts';
import { at, NOW, tokenMemory } from './recall-memory.ts';

async function ui(options: DriverOptions = {}) {
  const { repo, ids } = await tokenMemory();
  const memory = await at(repo, NOW);
  return { repo, ids, memory, ui: new Driver(memory, { now: NOW, branch: 'main', ...options }) };
}

/** Object ids are git's to choose, and the last line, of hints, is not the screen's. */
function masked(screen: string): string {
  return screen
    .replace(/\n[^\n]*$/, '')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{10}\b/g, 'c0ffee0000')
    .replace(/(commit .*?)\b[0-9a-f]{7} /g, '$1c0ffee0 ');
}

test('80 columns: the list, and below it what the selected record says', async () => {
  const { ui: screen } = await ui();
  await screen.sees('newest of');
  screen.type('token ref');
  await screen.sees('TokenExpiredError');
  await screen.sees('Two workers');
  expect(masked(screen.screen)).toMatchInlineSnapshot(`
    " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning             main
     ❯ token ref                                          project · words · 7 of 10
    ────────────────────────────────────────────────────────────────────────────────
     > error    3d  Ann      TokenExpiredError: refresh raced in w…  2/3 ✓ verified
       decision 2w  Ann      One refresher: AuthClient.refresh, caller…  ✓ verified
       note     4w  Ann      Tokens have an hour to live                          ·
       commit   2w  Ann      c0ffee0 fix(auth): single-flight token refresh
       commit   3d  Ann      c0ffee0 Remember the token race
       solution 13d Ann      Single-flight wrapper around refresh()         ✗ stale
       episode  2d  Ann      Moved the refresh into the client                    ·


    ── error · 01m7q8ecg00810 · .nexus/errors/tokenexpirederror-refresh-rac… more ──
     TokenExpiredError: refresh raced in worker
     Ann Author, 3 days ago, c0ffee0000 · ✓ verified · helped 2 of 3 times, last 2…
     why    token, ref in title, body, error
     tags   auth, race

     Context

     Two workers refresh at once; the first one invalidates the token of the
     second.
    ────────────────────────────────────────────────────────────────────────────────"
  `);
});

test('120 columns: the preview stands beside the list', async () => {
  const { ui: screen } = await ui({ columns: 120, rows: 40 });
  screen.type('token ref');
  await screen.sees('✓ src/auth');
  expect(masked(screen.screen)).toMatchInlineSnapshot(`
    " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning                                                     main
     ❯ token ref                                                             scope project (^r) · mode words (^s) · 7 of 10
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
     > error    3d  Ann      TokenExpiredError: refresh rac…  2/3 ✓ │ TokenExpiredError: refresh raced in worker
       decision 2w  Ann      One refresher: AuthClient.refresh,…  ✓ │ error · 01m7q8ecg00810 · .nexus/errors/tokenexpirede…
       note     4w  Ann      Tokens have an hour to live          · │
       commit   2w  Ann      c0ffee0 fix(auth): single-flight toke… │ why    token, ref in title, body, error
       commit   3d  Ann      c0ffee0 Remember the token race        │ who    Ann Author, 3 days ago, c0ffee0000
       solution 13d Ann      Single-flight wrapper around refre…  ✗ │ fresh  ✓ verified
       episode  2d  Ann      Moved the refresh into the client    · │ used   helped 2 of 3 times, last 2 days ago
                                                                    │ tags   auth, race
                                                                    │
                                                                    │ Context
                                                                    │
                                                                    │ Two workers refresh at once; the first one
                                                                    │ invalidates the token of the second.
                                                                    │
                                                                    │ Resolution
                                                                    │
                                                                    │ - Route every refresh through \`AuthClient.refresh\`
                                                                    │   (single flight).
                                                                    │ - Never refresh from a worker.
                                                                    │
                                                                    │ Cites
                                                                    │ ✓ src/auth/client.ts (verified)
                                                                    │ ✓ src/worker/pool.ts (verified)
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
    ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────"
  `);
});

test('40 columns: two lines a hit; the preview has the screen for itself', async () => {
  const { ui: screen } = await ui({ columns: 40, rows: 12 });
  screen.type('token ref');
  await screen.sees('TokenExpired');
  expect(masked(screen.screen)).toMatchInlineSnapshot(`
    " nexus [1 Recall]  2   3   4   5   main
     ❯ token ref
     project · words · 7 of 10
    ────────────────────────────────────────
     > error TokenExpiredError: refresh rac…
         3d Ann Author 2/3 ✓
       decision One refresher: AuthClient.r…
         2w Ann Author ✓
       note Tokens have an hour to live
         4w Ann Author ·
    ────────────────────────────────────────"
  `);
  screen.press('tab');
  await screen.sees('TokenExpiredError: refresh raced in');
  screen.press('pagedown', 'j');
  await screen.sees('helped 2 of 3');
  screen.press('pagedown', 'J');
  await screen.sees('Two workers');
  expect(masked(screen.screen)).toMatchInlineSnapshot(`
    " nexus [1 Recall]  2   3   4   5   main
     ❯ token ref
     project · words · 7 of 10
    ────────────────────────────────────────

     Context

     Two workers refresh at once; the first
     one invalidates the token of the
     second.
    ────────────────────────────────────────"
  `);
});

test('nothing typed: what suggests itself, then the newest records', async () => {
  const { repo, ids } = await tokenMemory();
  repo.git('checkout', '-q', '-b', 'ann/token-lease');
  repo.write({ 'src/auth/client.ts': 'edited\n' });
  const screen = new Driver(await at(repo, NOW), { now: NOW, branch: 'ann/token-lease' });
  await screen.sees('ask');
  await screen.sees('newest of');
  expect(masked(screen.screen)).toMatchInlineSnapshot(`
    " nexus [1 Recall]  2 History   3 Review   4 Inbox   5 Learning  ann/token-lease
     ❯                                               project · words · newest of 10
    ────────────────────────────────────────────────────────────────────────────────
     > ask      branch       token lease
       ask      changed      src/auth/client.ts
       episode  2d  Ann      Chased the flaky login test                          ·
       episode  2d  Ann      Logged workers out for an hour                       ·
       episode  2d  Ann      Moved the refresh into the client                    ·
       error    3d  Ann      TokenExpiredError: refresh raced in w…  2/3 ✓ verified
       note     4w  Ann      Tokens have an hour to live                          ·
       solution 13d Ann      Single-flight wrapper around refresh()         ✗ stale
       decision 2w  Ann      One refresher: AuthClient.refresh, callers w…  ✗ stale
    ────────────────────────────────────────────────────────────────────────────────
     token lease
     What this branch is called.
     Enter asks for it.






    ────────────────────────────────────────────────────────────────────────────────"
  `);
  expect(ids).toHaveLength(7);
});
