import { describe, expect, test } from 'vitest';
import { makeId } from '../../src/core/id.ts';
import { encodeRecord } from '../../src/format/encode.ts';
import { recordOf } from '../../src/store/draft.ts';
import { pathOf } from '../../src/store/paths.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver, type DriverOptions } from './driver.ts';
import { still } from './pure-screen.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const on = (repo: TestRepo, day: string): void => {
  repo.env.GIT_AUTHOR_DATE = `${day}T12:00:00Z`;
  repo.env.GIT_COMMITTER_DATE = `${day}T12:00:00Z`;
};

/** Memory that grew by a note a month, with a tag before it and one in its midst. */
async function grown(): Promise<TestRepo> {
  const repo = gitRepo();
  on(repo, '2026-06-01');
  repo.commit('before there was a memory', { a: '1' });
  repo.git('tag', 'v0.1');
  on(repo, '2026-07-01');
  await withMemory(repo);
  const memory = await open(repo);
  await memory.remember({ kind: 'note', title: 'Rotate the tokens', body: 'Each week.\n' });
  on(repo, '2026-08-20');
  repo.commit('tokens: how often');
  repo.git('tag', 'v1.0');
  repo.git('branch', 'topic/queues');
  await memory.remember({ kind: 'note', title: 'Name the queues', body: 'By team.\n' });
  on(repo, '2026-11-12');
  repo.commit('queues: names');
  return repo;
}

async function start(repo: TestRepo, options: DriverOptions = {}): Promise<Driver> {
  const memory = await open(repo, { warm: true });
  const ui = new Driver(memory, { branch: 'main', now: NOW, ...options });
  await ui.sees('Name the queues');
  return ui;
}

describe('time travel', () => {
  test('branches, tags and commits of memory stand in their order, each with what it did', async () => {
    const ui = await start(await grown());
    ui.press('ctrl-t');
    await ui.sees('Memory then: 2 records');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus › Time travel                                                       main
       ❯                                             branches, tags, commits · 6 of 6
      ────────────────────────────────────────────────────────────────────────────────
       > main          8d branch             queues: names
         xxxxxxxx      8d Ann       +1       queues: names
         topic/queues 13w branch             tokens: how often
         v1.0         13w tag                tokens: how often
         xxxxxxxx     13w Ann       +1       tokens: how often
         v0.1         24w tag                before there was a memory



      ── main ────────────────────────────────────────────────────────────────────────
       xxxxxxxxxx Ann Author, 1 week ago
       queues: names

       Memory then: 2 records





      ────────────────────────────────────────────────────────────────────────────────
       enter travel  tab branches, tags  ^x d changed since  ^x o commit  f1 help"
    `);
    ui.press('down');
    await ui.sees('+ added');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus › Time travel                                                       main
       ❯                                             branches, tags, commits · 6 of 6
      ────────────────────────────────────────────────────────────────────────────────
         main          8d branch             queues: names
       > xxxxxxxx      8d Ann       +1       queues: names
         topic/queues 13w branch             tokens: how often
         v1.0         13w tag                tokens: how often
         xxxxxxxx     13w Ann       +1       tokens: how often
         v0.1         24w tag                before there was a memory



      ── xxxxxxxx ────────────────────────────────────────────────────────────────────
       xxxxxxxxxx Ann Author, 1 week ago
       queues: names

       Memory then: 2 records

       + added      note     xxxxxxxxxxxxxx  Name the queues



      ────────────────────────────────────────────────────────────────────────────────
       enter travel  tab branches, tags  ^x d changed since  ^x o commit  f1 help"
    `);
  });

  test('a commit that changed very many records tells how many', async () => {
    const repo = await grown();
    on(repo, '2026-11-13');
    const pages = Array.from({ length: 203 }, (_, n) => {
      const draft = { kind: 'note', title: `Page ${n}` } as const;
      const record = recordOf(draft, { id: makeId(NOW + n, new Uint8Array(10)), now: NOW });
      return [pathOf(record), encodeRecord(record)];
    });
    repo.commit('import the wiki', Object.fromEntries(pages));
    const ui = await start(repo, { rows: 600 });
    ui.press('ctrl-t');
    await ui.sees('Memory then: 205 records');
    ui.press('down');
    await ui.sees('and 3 more records');
    expect(ui.screen).toContain('+203');
  });

  test('beside each other where there is room, two lines a place where there is little', async () => {
    const repo = await grown();
    const wide = await start(repo, { columns: 120, rows: 40 });
    wide.press('ctrl-t', 'down');
    await wide.sees('Memory then');
    expect(still(wide.screen)).toMatchInlineSnapshot(`
      " nexus › Time travel                                                                                               main
       ❯                                                                                     branches, tags, commits · 6 of 6
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       > main          8d branch queues: names                 │ xxxxxxxxxx Ann Author, 1 week ago
         xxxxxxxx      8d +1 queues: names                     │ queues: names
         topic/queues 13w branch tokens: how often             │
         v1.0         13w tag tokens: how often                │ Memory then: 2 records
         xxxxxxxx     13w +1 tokens: how often                 │
         v0.1         24w tag before there was a memory        │
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
                                                               │
                                                               │
                                                               │
      ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
       enter travel  tab branches, tags  ^x d changed since  ^x o commit  ^y copy  f1 help"
    `);
    const narrow = await start(repo, { columns: 40, rows: 12 });
    narrow.press('ctrl-t', 'down');
    await narrow.sees('queues: names');
    expect(still(narrow.screen)).toMatchInlineSnapshot(`
      " nexus › Time travel               main
       ❯                               6 of 6
      ────────────────────────────────────────
       > main
         8d branch queues: names
         xxxxxxxx +1
         8d Ann Author queues: names
         topic/queues
         13w branch tokens: how often

      ────────────────────────────────────────
       enter travel  f1 help"
    `);
  });

  test('one travels to a tag; everything shows memory as of then until one comes back', async () => {
    const ui = await start(await grown());
    ui.press('ctrl-t').type('v1.0');
    await ui.sees(/> v1\.0 .*tag/);
    ui.press('enter');
    await ui.sees('Memory as of v1.0; T comes back to now');
    expect(ui.screen.split('\n')[0]).toMatch(/◀ v1\.0·13w$/);
    ui.press('ctrl-x', 't');
    await ui.sees('Name the queues');
    expect(ui.screen.split('\n')[0]).toMatch(/main$/);
  });

  test('any revision and any time is a place; what is none is told in memory’s own words', async () => {
    const ui = await start(await grown());
    ui.press('ctrl-t').type('HEAD~1');
    await ui.sees(/> HEAD~1 .*tokens: how often/);
    ui.press('ctrl-u').type('2026-08-25');
    await ui.sees(/> 2026-08-25 .*tokens: how often/);
    ui.press('ctrl-u').type('nope');
    await ui.sees('there is no revision "nope" here');
    ui.press('enter');
    await ui.sees('there is no revision "nope" here; see: git branch');
    ui.press('ctrl-u').type('2026-08-25');
    await ui.sees(/> 2026-08-25/);
    ui.press('enter');
    await ui.sees('Memory as of 2026-08-25');
    ui.press('ctrl-t');
    await ui.sees('> now');
    ui.press('enter');
    await ui.sees('Name the queues');
  });

  test('where there was no memory yet one does not go', async () => {
    const ui = await start(await grown());
    ui.press('ctrl-t').type('v0.1');
    await ui.sees('There was no memory yet');
    ui.press('enter');
    await ui.sees('There was no memory yet as of v0.1');
    expect(ui.screen).toContain('Time travel');
    ui.press('esc');
    await ui.sees('topic/queues');
    ui.press('esc');
    await ui.sees('Name the queues');
  });

  test('what changed since then is a key away', async () => {
    const repo = await grown();
    const ui = await start(repo);
    ui.press('ctrl-t').type('v1.0');
    await ui.sees(/> v1\.0 .*tag/);
    ui.press('ctrl-x', 'd');
    await ui.sees('› Review');
    await ui.sees(`${repo.git('rev-parse', '--short=8', 'v1.0')} → main  +1`);
    expect(ui.screen).toContain('Name the queues');
    ui.press('esc');
    await ui.sees(/> v1\.0 .*tag/);
  });

  test('tab narrows to branches, tags or commits; the place one chose is kept when more is known', async () => {
    const repo = await grown();
    const ui = await start(repo);
    ui.press('ctrl-t');
    await ui.sees('branches, tags, commits · ');
    ui.press('tab');
    await ui.sees('branches · 2 of 6');
    expect(ui.screen).not.toContain('v1.0');
    ui.press('tab');
    await ui.sees('tags · 2 of 6');
    ui.press('tab', 'down');
    await ui.sees(/commits · 2 of 6/);
    expect(ui.screen).toMatch(/> [0-9a-f]{8} .*tokens: how often/);
    on(repo, '2026-11-19');
    await (await open(repo)).remember({ kind: 'note', title: 'A third', body: 'x\n' });
    repo.commit('a third');
    ui.changed();
    await ui.sees('a third');
    expect(ui.screen).toMatch(/> [0-9a-f]{8} .*tokens: how often/);
    ui.press('ctrl-y');
    await ui.sees("Copied the commit's id");
    expect(ui.terminal.copied).toBe(repo.git('rev-parse', 'HEAD~2'));
  });
});
