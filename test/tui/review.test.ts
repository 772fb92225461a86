import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { madeOnce } from '../helpers/made-once.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver, type DriverOptions } from './driver.ts';
import { still } from './pure-screen.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const TOKEN = `ghp_${'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'}`;

const as = (repo: TestRepo, name: string, day: string): void => {
  Object.assign(repo.env, {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_DATE: `${day}T12:00:00Z`,
    GIT_COMMITTER_DATE: `${day}T12:00:00Z`,
  });
};

/** On a branch: a record added, one changed, one retired, settings touched; one more that is not committed. */
const made = madeOnce(async () => {
  const repo = gitRepo({ 'src/auth.ts': 'one\ntwo\nthree\n' });
  as(repo, 'Ann Author', '2026-11-01');
  await withMemory(repo);
  const memory = await open(repo);
  const retry = await memory.remember({
    kind: 'pattern',
    title: 'Retry with jitter',
    body: '## Solution\n\nDouble the wait, with some jitter.\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nNever more than five times.\n',
    pattern: { category: 'code' },
  });
  const old = await memory.remember({ kind: 'note', title: 'Use Redis streams', body: 'For the outbox.\n' });
  repo.commit('memory of main');
  repo.git('switch', '-q', '-c', 'topic/queue');
  as(repo, 'Ben', '2026-11-15');
  await memory.remember({
    kind: 'error',
    title: 'Premature close on publish',
    body: '## Cause\n\nThe socket is closed before the write is flushed.\n',
    error: { type: 'ERR_STREAM_PREMATURE_CLOSE', message: 'Premature close' },
    files: ['src/queue.ts#L9', 'src/auth.ts#L2'],
  });
  await memory.retire(old.record.id, 'the broker is gone');
  repo.commit('queue: close in order');
  as(repo, 'Ann Author', '2026-11-18');
  const changed = readText(repo, retry.path).replace('some jitter', 'full jitter').replace('five', 'nine');
  repo.write({ [retry.path]: changed });
  repo.commit('retry: wait longer');
  await memory.remember({ kind: 'note', title: 'Name the queues', body: 'By team.\n' });
  repo.write({ [retry.path]: `${readText(repo, retry.path)}\nThe key is ${TOKEN}\n` });
  return { repo };
});

const topic = async (): Promise<TestRepo> => (await made()).repo;

function readText(repo: TestRepo, path: string): string {
  return readFileSync(join(repo.dir, path), 'utf8');
}

async function start(repo: TestRepo, options: DriverOptions = {}): Promise<Driver> {
  const memory = await open(repo, { warm: true });
  return new Driver(memory, { branch: 'topic/queue', now: NOW, first: { name: 'review' }, ...options });
}

/** What is written has a time of its own, too. */
const stable = (screen: string): string =>
  still(screen.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '2026-11-20T11:00:00Z'));

describe('review', () => {
  test('what changed on a branch, record by record, with what to look at', async () => {
    const ui = await start(await topic());
    await ui.sees('/4 seen');
    expect(stable(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History  [3 Review]  4 Inbox   5 Learning      topic/queue
       main → topic/queue  +2 ~1 -1  ! 1 high, 1 medium                      0/4 seen
      ────────────────────────────────────────────────────────────────────────────────
       > · + error    Ben       Premature close on publish                   ! medium
         · + note     not yet   Name the queues
         · - note     Ben       Use Redis streams                             retired
         · ~ pattern  Ann       Retry with jitter                              ! high
      ── + errors/premature-close-on-publish-xxxxxxxxxxxxxxxxxxxxxxxxxx.md ─── more ──
       Premature close on publish
       error xxxxxxxxxxxxxx, added
       xxxxxxxx Ben, 5 days ago: queue: close in order

       ! medium  citation-missing
         cites src/queue.ts#L9, which is not there at head
         Nobody can check what the record says against the code. Ask for the file
         that was meant, or for the citation to go.

       created + 2026-11-20T11:00:00Z
       files
         + src/auth.ts#L2
         + src/queue.ts#L9
       error.type + ERR_STREAM_PREMATURE_CLOSE
      ────────────────────────────────────────────────────────────────────────────────
       [ ] finding  space seen  enter open  B base  e edit  r retire  y copy  ? help"
    `);
    ui.press(']', ']');
    expect(stable(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History  [3 Review]  4 Inbox   5 Learning      topic/queue
       main → topic/queue  +2 ~1 -1  ! 1 high, 1 medium                      0/4 seen
      ────────────────────────────────────────────────────────────────────────────────
         · + error    Ben       Premature close on publish                   ! medium
         · + note     not yet   Name the queues
         · - note     Ben       Use Redis streams                             retired
       > · ~ pattern  Ann       Retry with jitter                              ! high
      ── ~ patterns/retry-with-jitter-xxxxxxxxxxxxxxxxxxxxxxxxxx.md ────────── more ──

       ! high  secret, line 24
         what looks like a secret (github-personal-token)
         │ The key is [REDACTED:github-personal-token]
         Whoever can read the repository can use it, and git keeps it for ever. Take
         it out of all commits that are not pushed yet, and change the secret.

       Solution
         ~ Double the wait, with [-some-]{+full+} jitter.

           One.
           … 5 lines as before
           Four.

      ────────────────────────────────────────────────────────────────────────────────
       [ ] finding  space seen  enter open  B base  e edit  r retire  y copy  ? help"
    `);
    ui.press(']');
    await ui.sees('No finding after this one');
    ui.press('[');
    expect(ui.screen).toMatch(/> · \+ error .*Premature close/);
  });

  test('beside the list where there is room; on a narrow terminal the text has the screen', async () => {
    const repo = await topic();
    const wide = await start(repo, { columns: 120, rows: 40 });
    await wide.sees('/4 seen');
    wide.press('G');
    expect(stable(wide.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History  [3 Review]  4 Inbox   5 Learning                                              topic/queue
       main (xxxxxxxx) → topic/queue (working tree)  2 commits  +2 ~1 -1  ! 1 high, 1 medium                         0/4 seen
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
         · + error    Ben       Premature close on…  ! medium  │ ~ patterns/retry-with-jitter-xxxxxxxxxxxxxxxxxxxxxxxxxx.md
         · + note     not yet   Name the queues                │ Retry with jitter
         · - note     Ben       Use Redis streams     retired  │ pattern xxxxxxxxxxxxxx, changed
       > · ~ pattern  Ann       Retry with jitter      ! high  │ xxxxxxxx Ann Author, 2 days ago: retry: wait longer
                                                               │
       To look at                                              │ ! high  secret, line 24
         ! secret  Retry with jitter, line 24                  │   what looks like a secret (github-personal-token)
         ! citation-missing  Premature close on publish        │   │ The key is [REDACTED:github-personal-token]
                                                               │   Whoever can read the repository can use it, and git keeps
       By author                                               │   it for ever. Take it out of all commits that are not
         Ben +1 -1   not committed yet +1   Ann Author ~1      │   pushed yet, and change the secret.
                                                               │
                                                               │ Solution
                                                               │   ~ Double the wait, with [-some-]{+full+} jitter.
                                                               │
                                                               │     One.
                                                               │     … 5 lines as before
                                                               │     Four.
                                                               │
                                                               │   ~ Never more than [-five-]{+nine+} times.
                                                               │   ~ {+The key is [REDACTED:github-personal-token]+}
                                                               │
                                                               │ By Ann Author; agents are told what is committed.
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
       [ ] finding  space seen  enter open  B base  e edit  r retire  y copy  o commit  tab text  j k move  J K scroll  ? help"
    `);
    const narrow = await start(repo, { columns: 40, rows: 12 });
    await narrow.sees('/4 seen');
    expect(stable(narrow.screen)).toMatchInlineSnapshot(`
      " nexus Review               topic/queue
       main → topic/queue  +2 ~1 -1… 0/4 seen
      ────────────────────────────────────────
       > · + Premature close on publish
             error Ben                ! medium
         · + Name the queues
             note not yet
         · - Use Redis streams
             note Ben                  retired

      ────────────────────────────────────────
       [ ] finding  space seen  ? help"
    `);
    narrow.press('G', 'tab', 'j', 'j', 'j');
    expect(stable(narrow.screen)).toMatchInlineSnapshot(`
      " nexus Review               topic/queue
       main → topic/queue  +2 ~1 -1… 0/4 seen
      ────────────────────────────────────────
       xxxxxxxx Ann Author, 2 days ago: retr…

       ! high  secret, line 24
         what looks like a secret
         (github-personal-token)
         │ The key is
         │ [REDACTED:github-personal-token]
      ────────────────────────────────────────
       [ ] finding  space seen  ? help"
    `);
    narrow.press('esc');
    await narrow.sees('> · ~ Retry with jitter');
  });

  test('what was seen is marked until it says something else', async () => {
    const repo = await topic();
    const ui = await start(repo);
    await ui.sees('0/4 seen');
    ui.press('space', 'space');
    await ui.sees('2/4 seen');
    expect(ui.screen).toMatch(/ ✓ \+ error .*\n {3}✓ \+ note .*\n > · - note/);
    ui.press('k', 'space');
    await ui.sees('1/4 seen');
    const [path = ''] = repo.git('ls-files', '.nexus/errors').split('\n');
    repo.write({ [path]: readText(repo, path).replace('flushed', 'flushed out') });
    ui.changed();
    await ui.sees('0/4 seen');
  });

  test('words that changed are marked, or by w whole lines; U tells all around them', async () => {
    const ui = await start(await topic(), { rows: 50 });
    await ui.sees('/4 seen');
    ui.press('G');
    await ui.sees('[-some-]{+full+}');
    expect(ui.screen).toContain('lines as before');
    ui.press('w');
    await ui.sees('- Double the wait, with some jitter.');
    ui.press('U');
    await ui.seesNo('lines as before');
    expect(ui.screen).toContain('  Three.');
  });

  test('another base is chosen from a list, or typed; what is none is told', async () => {
    const ui = await start(await topic());
    await ui.sees('/4 seen');
    ui.press('B');
    await ui.sees('where HEAD left the main branch');
    ui.type('not committed').press('enter');
    await ui.sees('HEAD → topic/queue');
    await ui.sees('/2 seen');
    ui.press('B');
    await ui.sees('or type any revision');
    ui.type('HEAD~1').press('enter');
    await ui.sees('HEAD~1 → topic/queue');
    ui.press('B');
    await ui.sees('or type any revision');
    ui.type('nowhere').press('enter');
    await ui.sees('there is no revision "nowhere" here');
    ui.press('B');
    await ui.sees('or type any revision');
    ui.press('enter');
    await ui.sees('main → topic/queue');
  });

  test('from here one retires, edits, copies, and sees the code of the commit', async () => {
    const repo = await topic();
    const paged: string[] = [];
    const edited: string[] = [];
    const ui = await start(repo, {
      hands: {
        page: async (commit) => void paged.push(commit),
        edit: async (_what, id) => {
          edited.push(id);
          return 'Nothing was changed';
        },
      },
    });
    await ui.sees('/4 seen');
    ui.press('o');
    await expect.poll(() => paged).toEqual([repo.git('rev-parse', 'HEAD~1')]);
    ui.press('e');
    await expect.poll(() => edited.length).toBe(1);
    ui.press('y', 'i');
    await ui.sees('Copied its id');
    expect(ui.terminal.copied).toBe(edited[0]);
    ui.press('y', 'y');
    await ui.sees('Copied the review');
    expect(ui.terminal.copied).toContain('## Memory review: ');
    expect(ui.terminal.copied).toContain('Premature close on publish');
    expect(ui.terminal.copied).toContain('Retry with jitter');
    expect(ui.terminal.copied).not.toContain(TOKEN);
    ui.press('y', 'c');
    await ui.sees('Copied the change');
    expect(ui.terminal.copied).toContain('Premature close on publish');
    expect(ui.terminal.copied).not.toContain('Retry with jitter');
    ui.press('j', 'o');
    await ui.sees('It is in no commit yet');
    ui.press('x');
    await ui.sees('Why is it retired? Name the queues');
    ui.type('one team now').press('enter');
    await ui.sees(/^ Retired \w+: Name the queues {2,}u undo$/m);
    ui.press('u');
    await ui.sees('As before: Name the queues');
  });

  test('as of another time what was then is compared, and nothing is written', async () => {
    const repo = await topic();
    const ui = await start(repo);
    await ui.sees('/4 seen');
    ui.press('ctrl-t').type('HEAD~1').press('enter');
    await ui.sees('main → ');
    await ui.sees('/2 seen');
    expect(ui.screen).not.toContain('Name the queues');
    expect(ui.screen.split('\n')[0]).toContain('◀ HEAD~1·5d');
    ui.press('x');
    await ui.sees('Memory as of HEAD~1 is read only; T comes back to now');
    ui.press('T');
    await ui.sees('/4 seen');
  });

  test('where nothing changed it is said between what; a screen above goes back to where one was', async () => {
    const repo = await withMemory(gitRepo({ a: '1' }));
    const ui = await start(repo, { first: { name: 'recall' } });
    ui.press('ctrl-x', '3');
    await ui.sees('Nothing changed in memory between HEAD');
    expect(ui.screen).toContain('(working tree)');
    ui.press(']', 'enter', 'space', 'e', 'x', 'w', 'J', 'G');
    ui.press('esc');
    await ui.sees('[1 Recall]');
  });
});
