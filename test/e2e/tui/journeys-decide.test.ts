import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempDir } from '../../helpers/git-repo.ts';
import { learnedRepo, NOW } from '../../helpers/learned-repo.ts';
import { nexus, nexusJson } from '../../helpers/nexus-program.ts';
import { hasTmux } from '../../helpers/terminal.ts';
import { clockAt, frame, inShown, terminalIn } from '../../helpers/ui-terminal.ts';

describe.skipIf(!hasTmux)('a person decides', () => {
  test('review of a branch: the finding, another base, the markdown of it', async () => {
    const { repo, terminal } = await inShown({ columns: 120, rows: 40 });
    terminal.listen();
    terminal.type('nexus ui');
    await terminal.sees('newest of');
    terminal.key('C-x', '3');
    const review = await terminal.settles(
      /main \(\w+\) → queue-close[\s\S]*citation-missing[\s\S]*agents are told/,
    );
    expect(frame(review)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History  [3 Review]  4 Inbox   5 Learning                                        repo  queue-close
       main (c0ffee00) → queue-close (working tree)  1 commit  +1  ! 1 medium                                        0/1 seen
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       > · + error    Ben       ERR_STREAM_PREMATU…  ! medium  │ + errors/err-stream-premature-close-on-publish-01xxxxxxxxxx…
                                                               │ ERR_STREAM_PREMATURE_CLOSE on publish
       To look at                                              │ error 01xxxxxxxxxxxx, added
         ! citation-missing  ERR_STREAM_PREMATURE_CLOSE on pu… │ c0ffee00 Ben Builder, 2 hours ago: fix(queue): drain before…
                                                               │
       By author                                               │ ! medium  citation-missing
         Ben Builder +1                                        │   cites src/queue/close.ts, which is not there at head
                                                               │   Nobody can check what the record says against the code.
                                                               │   Ask for the file that was meant, or for the citation to
                                                               │   go.
                                                               │
                                                               │ created + 2026-11-20T07:00:00Z
                                                               │ tags + queue
                                                               │ files + src/queue/close.ts
                                                               │ error.type + Error
                                                               │ error.message + Premature close
                                                               │ error.signature + Error [ERR_STREAM_PREMATURE_CLOSE]:
                                                               │   Premature close
                                                               │
                                                               │ Cause
                                                               │   + The socket is closed before the write is flushed.
                                                               │
                                                               │ Resolution
                                                               │   + Wait for \`drain\` before \`end\`.
                                                               │
                                                               │ Cites
                                                               │   ✗ src/queue/close.ts (stale: src/queue/close.ts is gone)
                                                               │
                                                               │ By Ben Builder; agents are told what is committed.
                                                               │
                                                               │
                                                               │
                                                               │
                                                               │
                                                               │
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       [ ] finding  space seen  enter open  B base  e edit  r retire  y copy  o commit  tab text  j k move  J K scroll  ? help"
    `);
    terminal.key('Space');
    await terminal.sees('1/1 seen');
    terminal.key('B');
    await terminal.sees('── Compare with');
    terminal.type('HEAD~3');
    await terminal.sees(/HEAD~3 .*→ queue-close .*\/6 seen/);
    terminal.key(']');
    await terminal.sees('citation-missing');
    terminal.key('y');
    await terminal.sees('the whole review, as markdown');
    terminal.key('y');
    await terminal.sees(/^ Copied/m);
    const clip = (): string => /\x1b\]52;c;([A-Za-z0-9+/=]*)\x07/.exec(terminal.written())?.[1] ?? '';
    await expect.poll(clip).not.toBe('');
    const markdown = Buffer.from(clip(), 'base64').toString();
    const asked = nexus(repo, ['review', 'HEAD~3..queue-close', '--format', 'markdown']).stdout;
    expect(markdown).toBe(asked.replace(/ \([0-9a-f]{10}\)/, ''));
  });

  test('inbox: learned, accepted, edited and accepted, rejected with a reason, and taken back', async () => {
    const editor = join(tempDir(), 'editor.sh');
    // Asks how it is to be left, in the terminal that it was given.
    const how = {
      q: ':',
      wq: 'cat "$1" > "$1.new"; cat "$1.new" > "$1"',
      c: 'sed -i "s/^title: .*/title: One flight for each key/" "$1"',
    };
    const cases = Object.entries(how).map(([key, does]) => `${key}) ${does};;`);
    writeFileSync(
      editor,
      `#!/bin/sh\nprintf 'q, wq or c: '; read -r how\ncase $how in ${cases.join(' ')} esac\n`,
      {
        mode: 0o755,
      },
    );
    const editing = async (left: keyof typeof how): Promise<void> => {
      terminal.key('e');
      await terminal.sees('q, wq or c:');
      terminal.type(left);
    };
    const { repo, terminal } = await inShown({ env: { GIT_EDITOR: editor } });
    const waiting = (): number => nexusJson<{ proposals: unknown[] }>(repo, ['inbox']).proposals.length;
    terminal.type('nexus ui --screen inbox');
    expect(
      frame(await terminal.settles(/> 0\.\d+ .*Resources given back[\s\S]*Problem/)),
    ).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review  [4 Inbox]  5 Learning      queue-close
       1 proposal · the best first                                             1 of 1
      ────────────────────────────────────────────────────────────────────────────────
       > 0.72 + Resources given back: once by \`work\` and \`delete\`, as in \`publishOnce…
                all files · the same shape in 4 places of 2 files; seen in it: resour…
      ──────────────────────────────────────────────────────────────────────── more ──
       Resources given back: once by \`work\` and \`delete\`, as in \`publishOnce\` and
       \`runOnce\` (4 places)
       01xxxxxxxxxxxx · 0.72 · all files · 4 weeks ago
       the same shape in 4 places of 2 files; seen in it: resource-cleanup,
       memoisation; names share “once”; all call work, delete
       typescript, resource-cleanup, memoisation
       src/queue/publish.ts#L2-L12
       src/worker/pool.ts#L2-L12
       src/queue/publish.ts#L13-L23
       src/worker/pool.ts#L13-L23

       Problem

       What was opened must be closed on every path, errors included.

       Solution
      ────────────────────────────────────────────────────────────────────────────────
       a accept  e edit  m merge  x reject  u undo  enter whole  / find  ? help"
    `);
    terminal.key('a');
    await terminal.sees(/^ Remembered \w+: Resources given back/m);
    await terminal.sees('Nothing waits for you.');
    expect(waiting()).toBe(0);
    terminal.key('u');
    await terminal.sees(/^ Not accepted any more: Resources/m);
    await terminal.sees('1 of 1');
    await editing('q');
    await terminal.sees(/^ Not accepted: nothing was saved$/m);
    expect(waiting()).toBe(1);
    await editing('wq');
    await terminal.sees(/^ Accepted: Resources given back/m);
    expect(waiting()).toBe(0);
    terminal.key('u');
    await terminal.sees('1 of 1');
    await editing('c');
    await terminal.sees(/^ Accepted: One flight for each key +u undo$/m);
    expect(repo.git('status', '--porcelain', '-uall', '.nexus')).toContain('one-flight-for-each-key');
    terminal.key('u');
    await terminal.sees('1 of 1');
    terminal.key('x');
    await terminal.sees('── Why is it rejected?');
    terminal.type('each has its reasons');
    await terminal.sees(/^ Rejected, it does not come back: Resources/m);
    terminal.key('L');
    await terminal.sees(/^ Nothing to propose /m);
    await terminal.sees('Nothing waits for you.');
    terminal.key('u');
    await terminal.sees(/^ Not rejected any more: Resources/m);
    expect(waiting()).toBe(1);
    expect(repo.git('status', '--porcelain', '.nexus')).toBe('');
  });

  test('learning: from what comes back to its failures, an episode, its replay, and the record that was recalled', async () => {
    const { repo } = await learnedRepo();
    const terminal = terminalIn(repo, { columns: 120, rows: 40, env: clockAt(NOW) });
    terminal.type('nexus ui --screen learning');
    expect(frame(await terminal.settles(/EXECUTIONS +12[\s\S]*── advice/))).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review   4 Inbox  [5 Learning]                                              repo  main
       last 12 weeks · all categories                                                          z span  c category  f failures
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       > EXECUTIONS       12   ████████████   66.7 % succeeded, 2 min on average
         ERRORS            9   ▁███▁███▁███   66.7 % resolved
         SHOWN             8   ▁▁█▁▁█▁▁█▁▁█   50 % of the records shown helped
         RECORDS           2   ████████████   0 never recalled
         FRESH         100 %   ████████████   1 ✓  0 ~ moved  0 ✗ stale  1 uncited
      ── by category, of the newest ──────────────────────────────────────────────────────────────────────────────────────────
         docs                               66.7 % ██████████████████▋            6 runs    2 min  too few yet    ██▁██▁
         backend                            66.7 % ██████████████████▋            6 runs    2 min  too few yet    ▁██▁██
      ── by approach ─────────────────────────────────────────────────────────────────────────────────────────────────────────
         test first                         66.7 % ██████████████████▋            9 runs    2 min  too few yet
         incremental                        66.7 % ██████████████████▋            3 runs    2 min  too few yet
      ── errors that come back ───────────────────────────────────────────────────────────────────────────────────────────────
            6× RangeError: connection pool has no s… ▁█▁█▁█▁█▁█▁█               ✓ 6 of 6 resolved    cost 60 min 1 day ago
            3× ERR_STREAM_PREMATURE_CLOSE on publish ▁▁█▁▁▁█▁▁▁█▁               ✗ no fix known                   1 week ago
      ── what helps most ─────────────────────────────────────────────────────────────────────────────────────────────────────
            4 of 4  error     RangeError: connection pool has no size
      ── what was said to be wrong ───────────────────────────────────────────────────────────────────────────────────────────
            4 of 4  decision  Files, not a database
                    it is one now
      ── advice ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
         Improve 'docs' tasks: 66.7 % of the newest succeeded.
         Improve 'backend' tasks: 66.7 % of the newest succeeded.
         Most successes: 'test first' (6).












      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       enter open  z span  c category  f failures  / find  y copy  j k move  J K scroll  ? help"
    `);
    terminal.key('f', 's');
    expect(await terminal.sees(/> +6× ✓ RangeError/)).toContain('Load the rows, part 12');
    terminal.key('Enter');
    await terminal.sees(/failures: RangeError: connection pool[\s\S]*✓ Load the rows, part 12/);
    terminal.key('j', 'Enter');
    expect(
      frame(await terminal.settles(/took 5:00 · [\s\S]*planner[\s\S]*beside it/)),
    ).toMatchInlineSnapshot(`
      " nexus › episode 01xxxxxxxxxxxx                                                                              repo  main
       succeeded · 4 steps · 1 failed · 1 day ago · took 5:00 · c0ffee0 Ann Author
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       > Load the rows, part 12                                │ context  reviewer=Ben
      ── 4 steps ───────────────────────────────────────────── │ branch   main
           +0:00  planner  planning      approach incremental… │
           +1:05  worker   recall        record 01xxxxxxxxxxx… │ Accomplished
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
    terminal.key('r');
    await terminal.sees('After 1 of 4 steps');
    terminal.key('Space');
    await terminal.sees('After 2 of 4 steps');
    terminal.key('Enter');
    await terminal.sees(/^ nexus › errors\/rangeerror-connection-pool/m);
    terminal.key('Escape');
    await terminal.sees('After 2 of 4 steps');
  });
});
