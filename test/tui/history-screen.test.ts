import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event, Here } from '../../src/adapters/tui/screen.ts';
import { openHistory } from '../../src/adapters/tui/screens/history/history-screen.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { madeOnce } from '../helpers/made-once.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver } from './driver.ts';
import { action, actionsOf, bare, commitAt, hereOf, NOW, still, withinBounds } from './pure-screen.ts';

const made = madeOnce(async () => {
  const repo = await withMemory(gitRepo());
  const memory = await open(repo, { warm: true });
  const token = await memory.remember({
    kind: 'error',
    title: 'Token expired twice',
    body: '## Context\n\nTwo workers refresh at once.\n',
  });
  const redis = await memory.remember({ kind: 'decision', title: 'Redis for the outbox', body: 'Fast.\n' });
  repo.write({ 'src/auth.ts': 'export {};\n' });
  const first = commitAt(repo, 'fix(auth): one refresher', 200);
  await memory.edit(token.record.id, { body: '## Context\n\nThree workers refresh at once.\n' });
  commitAt(repo, 'reword the cause', 50, 'Ben');
  await memory.retire(redis.record.id, 'too dear');
  const last = commitAt(repo, 'retire: Redis', 5);
  return { repo, first, last, token: token.record.id, redis: redis.record.id };
});

async function told() {
  const it = await made();
  return { ...it, memory: await open(it.repo, { warm: true }) };
}

function ui({ memory }: Awaited<ReturnType<typeof told>>, columns: number, rows: number): Driver {
  return new Driver(memory, { columns, rows, first: { name: 'history' }, now: NOW, branch: 'main' });
}

describe('history', () => {
  test('at 80x24 the commits, and below what the selected one did', async () => {
    const it = await told();
    const screen = ui(it, 80, 24);
    await screen.sees('retire: Redis');
    screen.press('j');
    await screen.sees('Three');
    expect(still(screen.screen).replaceAll(it.token.slice(0, 14), '<id>')).toMatchInlineSnapshot(`
      " nexus  1 Recall  [2 History]  3 Review   4 Inbox   5 Learning             main
       git log of memory · all authors, all kinds                              2 of 3
      ────────────────────────────────────────────────────────────────────────────────
         xxxxxxx  5h Ann Author ● -1        retire: Redis
       > xxxxxxx  2d Ben        ● ~1        reword the cause
         xxxxxxx  8d Ann Author ● +2        fix(auth): one refresher
      ── xxxxxxxxxx · Ben · 2 days ago · memory ~1 · code 0 files ────────────────────
       ~ error xxxxxxxxxxxxxx
         Token expired twice
         Context
           ~ [-Two-]{+Three+} workers refresh at once.

         reword the cause









      ────────────────────────────────────────────────────────────────────────────────
       enter open  tab records  / find  f filter  t travel  v mark  d compare  ? help"
    `);
    screen.press('w');
    expect(await screen.sees('- Two workers')).toContain('+ Three workers');
  });

  test('at 120x40 beside each other, with who and when; at 40x12 one at a time', async () => {
    const it = await told();
    const wide = ui(it, 120, 40);
    await wide.sees('retire: Redis');
    wide.press('G');
    const screen = await wide.sees('Two workers refresh');
    const lines = still(screen).split('\n');
    expect(lines[5]).toMatch(/^ > x{7} {2}8d Ann Author ● \+2 {8}fix\(auth\): one refresher │$/);
    expect(screen).toMatch(/│ Memory \+2\n.*│ Code 1 file: src\/auth\.ts\n/);
    const narrow = ui(it, 40, 12);
    await narrow.sees('retire: Redis');
    expect(still(narrow.screen).split('\n').slice(1, 6)).toEqual([
      ' git log of memory · all author… 1 of 3',
      '─'.repeat(40),
      ' > retire: Redis',
      '   xxxxxxx  5h ● -1  Ann Author',
      '   reword the cause',
    ]);
    narrow.press('tab');
    expect(await narrow.sees('too dear')).not.toContain('reword the cause');
  });

  test('enter opens one record, and shows several to choose from; esc goes back', async () => {
    const it = await told();
    const screen = ui(it, 80, 24);
    await screen.sees('retire: Redis');
    screen.press('G', 'enter', 'j', 'y');
    expect(await screen.sees(it.token)).toContain('.nexus/errors/');
    screen.press('i');
    expect(screen.terminal.copied).toBe(it.token);
    screen.press('esc', 'k', 'o');
    expect(screen.screen).toContain('reword the cause');
  });

  test('filters are combined in words, find goes on, a commit is copied and paged', async () => {
    const it = await told();
    const paged: string[] = [];
    const screen = new Driver(it.memory, {
      first: { name: 'history' },
      now: NOW,
      hands: { page: async (commit) => void paged.push(commit) },
    });
    await screen.sees('1 of 3');
    screen.press('f', 'a').type('ANN').press('enter');
    await screen.sees('1 of 2');
    screen.press('f', 'p').type('src/').press('enter');
    expect(await screen.sees('1 of 1')).toContain('author: ANN · path: src/');
    screen.press('f', 's').type('soon').press('enter');
    await screen.sees('"soon" is no point in time');
    screen.press('f', 't').type('nowhere').press('enter');
    await screen.sees('No commit is like that');
    screen.press('esc');
    await screen.sees('1 of 3');
    screen.press('/').type('token').press('enter');
    await screen.sees('2 of 3');
    screen.press('n');
    await screen.sees('3 of 3');
    screen.press('n');
    await screen.sees('No more "token"');
    screen.press('N', 'y', 'd');
    expect(screen.terminal.copied).toMatch(/changed .*Token expired twice\n.*\[-Two-\]\{\+Three\+\} workers/);
    screen.press('G', 'o');
    expect(paged).toEqual([it.first]);
  });

  test('what was committed meanwhile appears, and the selected commit stays', async () => {
    const it = await told();
    const screen = ui(it, 80, 24);
    await screen.sees('1 of 3');
    screen.press('j');
    await it.memory.remember({ kind: 'note', title: 'New', body: 'Newer.\n' });
    commitAt(it.repo, 'meanwhile', 1);
    screen.changed();
    expect(await screen.sees('3 of 4')).toMatch(/> \w{7} {2}2d Ben/);
    await it.memory.remember({ kind: 'note', title: 'Newest', body: 'Yes.\n' });
  });

  test('travels to a commit, and is as of then', async () => {
    const it = await told();
    const screen = ui(it, 80, 24);
    await screen.sees('1 of 3');
    screen.press('j', 't');
    expect(await screen.sees('1 of 2')).toMatch(/◀ \w{7}·2d$/m);
    screen.press('T');
    await screen.sees('2 of 3');
  });

  test('says what is missing', async () => {
    const repo = await withMemory(gitRepo());
    const screen = new Driver(await open(repo, { warm: true }), { first: { name: 'history' } });
    await screen.sees('No commit has changed a record yet.');
    const gone = new Driver(await open(repo, { warm: true }), { first: { name: 'history', rev: 'nope' } });
    expect(await gone.sees('there is no revision "nope" here')).toContain('git branch');
  });
});

test('nothing in commits and records commands the terminal, at any size', async () => {
  const repo = await withMemory(gitRepo());
  const memory = await open(repo, { warm: true });
  const evil = 'a\u202eb \ud83d\udc69\u200d\ud83d\udcbb 漢字 \x1b[2J\x9b1m';
  const { record } = await memory.remember({ kind: 'note', title: `Note ${evil}`, body: `# ${evil}\n` });
  repo.write({ [`src/${evil}.ts`]: '1' });
  commitAt(repo, `subject ${evil}\n\nbody ${evil}`, 3, `Ben ${evil}`);
  await memory.edit(record.id, { set: { title: `Other ${evil}` }, body: `${evil}\n${evil}\n` });
  commitAt(repo, `second ${evil}`, 2);
  // The terminal of the tests fails at any control character and any line that is too wide.
  const screen = new Driver(memory, { first: { name: 'history' }, now: NOW, color: true });
  await screen.sees('1 of 2');
  for (const [columns, rows] of [
    [300, 50],
    [120, 40],
    [61, 20],
    [40, 12],
    [21, 7],
  ] as const) {
    screen.terminal.resize(columns, rows);
    screen
      .press('tab', 'J', 'w', ']', 'tab', 'j', 'y', 'esc', 'f', 'esc', '/')
      .type(evil)
      .press('enter', 'k');
    expect(screen.screen).not.toContain('\u202e');
  }
});

function commit(n: number) {
  return {
    commit: {
      oid: n.toString(16).padStart(40, '0'),
      parents: n % 5 === 0 ? ['a', 'b'] : ['a'],
      authorName: 'Ann',
      authorEmail: 'ann@example.org',
      authorTime: NOW / 1000 - n * 3600,
      commitTime: NOW / 1000 - n * 3600,
      subject: `commit ${n}`,
      body: '',
      files: ['.nexus/notes/a.md'],
    },
    changes: [
      { type: 'added', id: 'a', kind: 'note', title: `Note ${n}`, path: '.nexus/notes/a.md', fields: [] },
      { type: 'changed', id: 'b', kind: 'note', title: `Other ${n}`, path: '.nexus/notes/b.md', fields: [] },
    ] as const,
    bodies: new Map([['a', 'Text.\n']]),
  };
}

function reply(from: number, count: number, more: boolean): Event {
  const commits = Array.from({ length: count }, (_, at) => commit(from + at));
  const answer = { commits, ...(more ? { next: { tip: 'x', passed: from + count } } : {}) };
  return { type: 'reply', request: 'history', slot: 'page', answer };
}

describe('history as a reducer', () => {
  test('asks for fifty, and for more when the end is near; the count says so', () => {
    const at = hereOf(80, 21);
    const asked = openHistory().after({ type: 'refresh' }, at);
    expect(asked.effects).toMatchObject([{ request: 'history', question: { max: 50 } }]);
    const shown = asked.screen.after(reply(0, 50, true), at);
    expect(shown.effects).toEqual([]);
    expect(firstLine(shown.screen, at)).toMatch(/1 of 50\+ $/);
    const end = shown.screen.after(action('last'), at);
    expect(end.effects).toMatchObject([{ question: { max: 50, after: { tip: 'x', passed: 50 } } }]);
    // One page at a time.
    expect(end.screen.after(action('up'), at).effects).toEqual([]);
    const all = end.screen.after(reply(50, 20, false), at);
    expect(firstLine(all.screen, at)).toMatch(/50 of 70 $/);
    // A key that is held goes on when they are there.
    const held = [1, 2, 3].reduce((screen) => screen.after(action('down'), at).screen, end.screen);
    expect(firstLine(held, at)).toMatch(/50 of 50\+ $/);
    expect(firstLine(held.after(reply(50, 20, false), at).screen, at)).toMatch(/53 of 70 $/);
  });

  test('what is looked for is looked for on the next pages too', () => {
    const at = hereOf(80, 21);
    const shown = openHistory()
      .after({ type: 'refresh' }, at)
      .screen.after(reply(0, 50, true), at).screen;
    const seeking = shown.after({ type: 'chosen', popup: 'find', value: 'commit 77' }, at);
    expect(seeking.effects).toMatchObject([{ question: { after: { passed: 50 } } }]);
    expect(firstLine(seeking.screen, at)).toContain('looking…');
    const found = seeking.screen.after(reply(50, 50, false), at);
    expect(firstLine(found.screen, at)).toMatch(/78 of 100 $/);
    const none = seeking.screen.after(reply(50, 20, false), at);
    expect(none.effects).toMatchObject([{ type: 'say', text: 'No more "commit 77"' }]);
  });

  test('compares the older of two with the newer', () => {
    const at = hereOf(80, 21);
    const shown = openHistory()
      .after({ type: 'refresh' }, at)
      .screen.after(reply(0, 9, false), at).screen;
    expect(shown.after(action('compare'), at).effects).toMatchObject([
      { text: 'Mark a commit first, with v' },
    ]);
    const marked = shown.after(action('mark'), at).screen.after(action('down'), at).screen;
    expect(marked.after(action('compare'), at).effects).toEqual([
      { type: 'open', screen: { name: 'review', base: commit(1).commit.oid, head: commit(0).commit.oid } },
    ]);
    // esc takes the mark away first, then the screen.
    const cleared = marked.after(action('back'), at);
    expect(cleared.effects).toEqual([]);
    expect(cleared.screen.after(action('back'), at).effects).toEqual([{ type: 'back' }]);
  });

  test('any keys at any size: a row is selected, lines fit', () => {
    const actions = actionsOf(openHistory());
    const size = fc.tuple(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 3, max: 60 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...actions), size), { maxLength: 25 }), (steps) => {
        let screen = openHistory().after({ type: 'refresh' }, hereOf(80, 20)).screen;
        screen = screen.after(reply(0, 50, true), hereOf(80, 20)).screen;
        for (const [name, [columns, rows]] of steps) {
          const at = hereOf(columns, rows);
          screen = screen.after(action(name), at).screen.after({ type: 'resized' }, at).screen;
          const lines = withinBounds(screen, at);
          expect(lines[0]).toMatch(/\d+ of 50\+ $|^.{0,20}…?/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function firstLine(screen: ReturnType<typeof openHistory>, at: Here): string {
  return bare(screen.view(at).lines[0] ?? '');
}
