import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Nexus, openNexus } from '../../src/nexus.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { madeOnce } from '../helpers/made-once.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver, type DriverOptions } from './driver.ts';
import { commitAt, NOW } from './pure-screen.ts';

const BODY = `## Cause

Two workers refresh at once.

## Fix

Route every refresh through **one client**.

- never from a worker
`;

/** A record of three versions, with links both ways and something that came of it. */
const made = madeOnce(async () => {
  const repo = await withMemory(gitRepo({ 'src/auth.ts': 'a\n', 'src/pool.ts': 'b\n' }));
  const memory = await openStill(repo);
  const old = await memory.remember({ kind: 'decision', title: 'Lock the token', body: 'With a file.\n' });
  const { record, path } = await memory.supersede(old.record.id, {
    title: 'One refresher',
    body: BODY,
    files: ['src/auth.ts', 'src/pool.ts'],
    tags: ['auth'],
  });
  const first = commitAt(repo, 'fix(auth): one refresher', 200);
  await memory.edit(record.id, { section: { name: 'Cause', text: 'Three workers refresh at once.' } });
  commitAt(repo, 'reword the cause', 50, 'Ben');
  await memory.edit(record.id, { section: { name: 'Fix', text: 'Ask the client.' } });
  const last = commitAt(repo, 'shorter', 5);
  await memory.remember({
    kind: 'episode',
    title: 'Chased the login test',
    body: 'It was the race.\n',
    recalled: [{ id: record.id, helped: true, note: 'at once' }],
  });
  repo.write({ 'src/pool.ts': 'other\n' });
  return { repo, id: record.id, old: old.record.id, path, first, last };
});

/** Its time stands still: ages are the same in every run. */
function openStill(repo: TestRepo): Promise<Nexus> {
  const clock = () => NOW;
  return openNexus({ cwd: repo.dir, env: repo.env, machine: {}, clock, random: randomBytes, warm: true });
}

async function told() {
  const it = await made();
  return { ...it, memory: await openStill(it.repo) };
}

function ui(memory: Nexus, id: string, options: DriverOptions = {}): Driver {
  return new Driver(memory, { first: { name: 'record', id }, now: NOW, branch: 'main', ...options });
}

/** Without what differs from run to run. */
function still(screen: string, { id, old }: { readonly id: string; readonly old: string }): string {
  return screen
    .replaceAll(id, `<${'id'.padEnd(24, '.')}>`)
    .replaceAll(old, `<${'old'.padEnd(24, '.')}>`)
    .replace(/\b[0-9a-f]{10}\b/g, '0123456789')
    .replace(/\b[0-9a-f]{7}\b/g, '0123456')
    .replace(/ \w{10,24}\.md/g, (rest) => ` ${'<rest>'.padEnd(rest.length - 4, '.')}.md`);
}

describe('a record', () => {
  test('at 80x24 is read first; tab goes to its versions, of which the newest is compared with the one before', async () => {
    const it = await told();
    const screen = ui(it.memory, it.id);
    await screen.sees('3 versions');
    expect(still(screen.screen, it)).toMatchInlineSnapshot(`
      " nexus › decisions/one-refresher-<id......................>.md             main
       One refresher                                  decision · ✗ stale · 3 versions
      ────────────────────────────────────────────────────────────────────────────────
       Cause

       Three workers refresh at once.

       Fix

       Ask the client.

       Cites
       ✓ src/auth.ts (verified)
       ✗ src/pool.ts (stale: src/pool.ts changed since)

       What came of it
         helped  not committed yet, just now
                 at once

       Facts
       kind         decision
       id           <id......................>
      ────────────────────────────────────────────────────────────────────────────────
       tab versions, links  d diff  b blame  e edit  y copy  o commit  / find  ? help"
    `);
    screen.press('tab');
    expect(still(await screen.sees('version 3'), it)).toMatchInlineSnapshot(`
      " nexus › decisions/one-refresher-<id......................>.md             main
       One refresher                                  decision · ✗ stale · 3 versions
      ────────────────────────────────────────────────────────────────────────────────
         1 ○ 0123456  8d Ann Author fix(auth): one refresher                      +23
       - 2 ○ 0123456  2d Ben        reword the cause                            +1 -1
       > 3 ● 0123456  5h Ann Author shorter                                     +1 -3
      ── version 3 (0123456) against 2 (0123456) ─────────────────────────────────────
         … 18 lines as before
         ## Fix

       - Route every refresh through **one client**.
       -
       - - never from a worker
       + Ask the client.








      ────────────────────────────────────────────────────────────────────────────────
       tab versions, links  d diff  b blame  e edit  y copy  o commit  / find  ? help"
    `);
    screen.press('k');
    expect(await screen.sees('[-Two-]{+Three+} workers')).toContain('version 2');
    screen.press('j', 'D', 'w');
    const first = await screen.sees('against 1');
    expect(first).toContain('- Two workers refresh at once.');
    expect(first).toContain('+ Three workers refresh at once.');
    screen.press('U');
    expect(await screen.sees('  title: One refresher')).not.toContain('lines as before');
    screen.press('x').type('2').press('enter');
    expect(await screen.sees(/version 3 .* against 2/)).not.toContain('- Two workers');
    screen.press('esc');
    await screen.seesNo('against');
  });

  test('at 120x40 has all of it on one screen', async () => {
    const it = await told();
    const screen = ui(it.memory, it.id, { columns: 120, rows: 40 });
    await screen.sees('VERSIONS (3)');
    await screen.sees('LINKS (2)');
    const lines = still(screen.screen, it).split('\n');
    const left = lines.slice(3, 22).map((line) => line.slice(0, 49).trimEnd());
    expect(left).toMatchInlineSnapshot(`
      [
        " VERSIONS (3)",
        "   1 ○ 0123456  8d Ann Author fix(auth): one… +23",
        "   2 ○ 0123456  2d Ben        reword the c… +1 -1",
        "   3 ● 0123456  5h Ann Author shorter       +1 -3",
        "",
        " LINKS (2)",
        "   supersedes     decision Lock the token",
        "   recalled in    episode Chased the login test",
        "",
        " FACTS",
        " kind         decision",
        " id           <id......................>",
        " created      2026-11-21T12:00:00Z (just now)",
        " file         .nexus/decisions/one-refresher-01m7",
        "              <rest>................md",
        " tags         auth",
        " helped       1 of 1 time, last on 2026-11-21",
        " written by   Ann Author, 2026-11-13, 0123456789:",
        "              fix(auth): one refresher",
      ]
    `);
    const right = lines.slice(3, 32).map((line) => line.slice(53).trimEnd());
    expect(right.join('\n').trimEnd()).toMatchInlineSnapshot(`
      "Cause

      Three workers refresh at once.

      Fix

      Ask the client.

      Cites
      ✓ src/auth.ts (verified)
      ✗ src/pool.ts (stale: src/pool.ts changed since)

      What came of it
        helped  not committed yet, just now
                at once"
    `);
  });

  test('links lead to other records, and esc comes back', async () => {
    const it = await told();
    const screen = ui(it.memory, it.id);
    await screen.sees('3 versions');
    screen.press('shift-tab');
    await screen.sees('> supersedes');
    screen.press('enter');
    await screen.sees('Superseded, and not recalled any more, by: One refresher');
    screen.press('q');
    await screen.sees('recalled in');
    screen.press('j', 'enter');
    await screen.sees('It was the race.');
    screen.press('tab', 'tab', 'enter');
    await screen.sees('Ask the client.');
  });

  test('an old version is written back, and that is undone; what is not committed is a version, too', async () => {
    const it = await told();
    const screen = ui(it.memory, it.id);
    await screen.sees('3 versions');
    screen.press('R');
    await screen.sees('Choose a version first');
    screen.press('d', 'g', 'R');
    await screen.sees(/Wrote version 1 \(\w{7}\) of \w+ back, not committed: One r… u undo$/m);
    expect((await it.memory.show(it.id)).record.body).toContain('Two workers');
    const four = await screen.sees('4 ● not yet');
    expect(four).toContain('changed, not committed');
    expect(four).toContain('not committed · 4 versions');
    screen.press('u');
    await screen.sees('As before: One refresher');
    await screen.sees('3 versions');
    expect((await it.memory.show(it.id)).record.body).toContain('Ask the client.');
    screen.press('G', 'R');
    await screen.sees('The record says this already');
  });

  test('is retired with a reason, said to help or to be wrong, copied, edited, paged', async () => {
    const it = await told();
    const edits: string[] = [];
    const pages: string[] = [];
    const hands = {
      edit: async (_what: string, id: string) => `edit ${edits.push(id)}`,
      page: async (commit: string) => void pages.push(commit),
    };
    const screen = ui(it.memory, it.id, { hands });
    await screen.sees('3 versions');
    screen.press('-').type('not any more').press('enter');
    await screen.sees('Wrong, for the next episode: One refresher');
    expect((await it.memory.status()).waiting.notes.map(({ text }) => text)).toEqual([
      expect.stringContaining('not any more'),
    ]);
    screen.press('r', 'enter');
    await screen.sees('Not retired: no reason was given');
    screen.press('r').type('the pool is gone').press('enter');
    await screen.sees('Retired, and not recalled any more: the pool is gone');
    screen.press('y', 'p');
    expect(screen.terminal.copied).toBe(it.path);
    screen.press('y', 'b');
    expect(screen.terminal.copied).toContain('Ask the client.');
    await screen.sees('4 versions');
    screen.press('d', 'y', 'd');
    expect(screen.terminal.copied).toContain('+ retired: the pool is gone');
    screen.press('o');
    await screen.sees('It is in no commit yet');
    screen.press('k', 'e');
    expect(edits).toEqual([it.id]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    screen.press('o');
    expect(pages).toEqual([it.last]);
  });

  test('blame says who last changed each part; find scrolls to it', async () => {
    const it = await told();
    const screen = ui(it.memory, it.id);
    await screen.sees('3 versions');
    screen.press('b');
    expect(await screen.sees('## Cause')).toMatch(/## Cause +\w{7} {2}Ben, 2 days ago {2}reword the cause/);
    screen.press('b');
    await screen.seesNo('reword');
    screen.press('/').type('CLIENT').press('enter');
    expect((await screen.sees(/^ Ask the client/m)).split('\n')[3]).toBe(' Ask the client.');
    screen.press('n');
    await screen.sees('No more "CLIENT"');
  });

  test('as of another time it is as it was then, and read only', async () => {
    const it = await told();
    const screen = ui(it.memory, it.id);
    await screen.sees('3 versions');
    screen.press('2');
    await screen.sees('1 of 3');
    screen.press('G', 't');
    await screen.sees('1 of 1');
    screen.press('enter', 'G', 'enter');
    expect(await screen.sees('1 version')).toContain('Two workers');
    await screen.sees('Use, outcomes and freshness are told of now only.');
    screen.press('r');
    await screen.sees(/Memory as of \w{7} is read only/);
    screen.press('b');
    await screen.sees('fix(auth): one refresher');
    screen.press('T');
    await screen.sees('3 versions');
  });
});

describe('a record that is not as it should be', () => {
  test('of a pack has no versions and is nobody to change', async () => {
    const memory = await open(await withMemory(gitRepo()), { warm: true });
    const [first] = (await memory.list({ pack: 'python' })).records;
    const screen = ui(memory, first?.record.id ?? '');
    await screen.sees('pattern · python');
    screen.press('G');
    await screen.sees('the pack python, which comes with Nexus; it has no versions here');
    screen.press('tab');
    await screen.sees('it comes with Nexus: no versions here');
    screen.press('r');
    await screen.sees('It belongs to the pack python; for a copy: nexus seed python --only');
  });

  test('one that is forgotten, gone, broken, or never was', async () => {
    const repo = await withMemory(gitRepo());
    const memory = await open(repo, { warm: true });
    const make = (title: string) => memory.remember({ kind: 'note', title, body: `${title} it.\n` });
    const [forgotten, gone, broken] = [await make('Forget'), await make('Lose'), await make('Break')];
    commitAt(repo, 'three notes', 5);
    await memory.forget(forgotten.record.id);
    repo.git('rm', '-qf', gone.path);
    repo.write({ [broken.path]: `---\nid: "${broken.record.id}"\nkind: nothing\n---\n` });

    const first = ui(memory, forgotten.record.id);
    await first.sees('Forgotten: its text was taken out of the tree');
    first.press('tab');
    await first.sees('- Forget it.');
    const second = ui(memory, gone.record.id);
    await second.sees('tab shows the versions');
    expect(second.screen).toContain(`no record ${gone.record.id}`);
    second.press('tab');
    await second.sees('- Lose it.');
    const third = ui(memory, broken.record.id);
    expect(await third.sees('Not to be shown')).toContain(`${broken.path}:3`);
    third.press('tab');
    await third.sees('- kind: note');
    const fourth = ui(memory, '01h00000000000000000000000');
    expect(await fourth.sees('no record 01h')).toContain('Not to be shown');
    fourth.press('tab', 'enter', 'd', 'R', '[', ']', 'x', 'b');
    await fourth.sees('no record 01h');
  });

  test('nothing that is in it commands the terminal, at any size', async () => {
    const repo = await withMemory(gitRepo());
    const memory = await open(repo, { warm: true });
    const evil = 'a\u202eb \ud83d\udc69\u200d\ud83d\udcbb 漢字 \x1b[2J';
    const { record } = await memory.remember({
      kind: 'note',
      title: `Note ${evil}`,
      body: `# ${evil}\n\n- ${evil}\n\n\`\`\`\n${evil}\n\`\`\`\n`,
      files: [`src/${evil}.ts`],
      tags: [evil],
    });
    commitAt(repo, `subject ${evil}`, 3, `Ben ${evil}`);
    await memory.retire(record.id, `why ${evil}`);
    // The terminal of the tests fails at any control character and any line that is too wide.
    const screen = ui(memory, record.id);
    await screen.sees('2 versions');
    for (const [columns, rows] of [
      [300, 50],
      [120, 40],
      [61, 20],
      [40, 12],
      [21, 7],
    ] as const) {
      screen.terminal.resize(columns, rows);
      screen.press('tab', 'j', 'w', 'U', 'tab', 'tab', 'b', 'J', 'G', 'b', 'y', 'esc', 'esc', 'x', 'esc');
      expect(screen.screen).not.toContain('\u202e');
    }
  });
});
