import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REQUESTS } from '../../src/adapters/tui/requests.ts';
import type { Event, Here } from '../../src/adapters/tui/screen.ts';
import { openInbox } from '../../src/adapters/tui/screens/inbox/inbox-screen.ts';
import type { Proposal } from '../../src/core/proposal.ts';
import { gitRepo, type TestRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { Driver } from './driver.ts';
import { action, actionsOf, hereOf, still, withinBounds } from './pure-screen.ts';

/** The same structure under other names, and another one. */
function code(what: string): string {
  return `import time
from urllib.request import urlopen


class ${what}Store(Base):
    def __init__(self, path):
        self.path = path
        self.items = {}

    def load(self):
        with open(self.path) as file:
            for line in file:
                key, value = line.split("=")
                self.items[key] = value
        return self.items


def fetch_${what.toLowerCase()}(url, tries=3):
    for attempt in range(tries):
        try:
            with urlopen(url, timeout=5) as answer:
                return answer.read()
        except OSError as error:
            log.warning("attempt %s failed: %s", attempt, error)
            time.sleep(2**attempt)
    raise RuntimeError("gave up on " + url)
`;
}

const CODE = {
  'src/users.py': code('Users'),
  'src/orders.py': code('Orders'),
  'src/queues.py': code('Queues'),
};

function patterns(repo: TestRepo): readonly string[] {
  const folder = join(repo.dir, '.nexus/patterns');
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
}

describe('the inbox', () => {
  test('shows what waits, the best first, and the whole of the selected one', async () => {
    const memory = await open(await withMemory(gitRepo(CODE)), { warm: true });
    await memory.learnCode();
    const ui = new Driver(memory, { first: { name: 'inbox' }, branch: 'main' });
    await ui.sees('3 proposals');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review  [4 Inbox]  5 Learning             main
       3 proposals · the best first                                            1 of 3
      ────────────────────────────────────────────────────────────────────────────────
       > 0.75 + Retry: fetch by \`urlopen\`, \`read\` and \`warning\`, as in \`fetch_orders\`…
                all files · the same shape in 3 places of 3 files; seen in it: retry,…
         0.57 + Store by \`__init__\`, \`load\` and \`open\`, as in \`OrdersStore\` and \`Queu…
                all files · the same shape in 3 places of 3 files; names share “store…
         0.56 + Resources given back, as in \`fetch_orders\` and \`fetch_queues\` (4 plac…
                all files · resource-cleanup in 4 places of 3 files
      ──────────────────────────────────────────────────────────────────────── more ──
       Retry: fetch by \`urlopen\`, \`read\` and \`warning\`, as in \`fetch_orders\` and
       \`fetch_queues\` (3 places)
       xxxxxxxxxxxxxx · 0.75 · all files · just now
       the same shape in 3 places of 3 files; seen in it: retry, resource-cleanup;
       names share “fetch”; all call urlopen, read, warning
       python, retry, resource-cleanup
       src/orders.py#L18-L26
       src/queues.py#L18-L26
       src/users.py#L18-L26

       Problem

      ────────────────────────────────────────────────────────────────────────────────
       a accept  e edit  m merge  x reject  u undo  enter whole  / find  ? help"
    `);
    ui.press('j', 'enter');
    await ui.sees('esc: the list');
    expect(still(ui.screen)).toMatchInlineSnapshot(`
      " nexus  1 Recall   2 History   3 Review  [4 Inbox]  5 Learning             main
       3 proposals · the best first                            esc: the list · 2 of 3
      ────────────────────────────────────────────────────────────────────────────────
       Store by \`__init__\`, \`load\` and \`open\`, as in \`OrdersStore\` and \`QueuesStore\`
       (3 places)
       xxxxxxxxxxxxxx · 0.57 · all files · just now
       the same shape in 3 places of 3 files; names share “store”; all call __init__,
       load, open
       python
       src/orders.py#L5-L15
       src/queues.py#L5-L15
       src/users.py#L5-L15

       Problem

       The same kind of task is done (store) in 3 places.

       Solution

       Each calls \`__init__\`, \`load\` and \`open\`. 3 places of 3 files have one
       structure, under names of their own.

      ────────────────────────────────────────────────────────────────────────────────
       a accept  e edit  m merge  x reject  u undo  enter whole  / find  ? help"
    `);
    ui.press('esc', 'esc');
    await ui.sees('[1 Recall]');
  });

  test('each decision moves to the next, and is taken back', async () => {
    const repo = await withMemory(gitRepo(CODE));
    const memory = await open(repo, { warm: true });
    const { proposals } = await memory.learnCode();
    const titles = proposals.map(({ draft }) => draft.title);
    const ui = new Driver(memory, { columns: 200, first: { name: 'inbox' } });
    await ui.sees('3 proposals');
    ui.press('a');
    await ui.sees(`Remembered`);
    await ui.sees('2 proposals');
    expect(patterns(repo)).toHaveLength(1);
    expect(ui.screen).toMatch(new RegExp(`> 0.\\d\\d . ${(titles[1] ?? '').slice(0, 20)}`));
    ui.press('x');
    await ui.sees('Why is it rejected?');
    ui.type('only here').press('enter');
    await ui.sees('Rejected, it does not come back');
    await ui.sees('1 proposal ');
    ui.press('u');
    await ui.sees('Not rejected any more');
    await ui.sees('2 proposals');
    ui.press('u');
    await ui.sees('Not accepted any more');
    await ui.sees('3 proposals');
    expect(patterns(repo)).toEqual([]);
    expect(ui.screen).toMatch(new RegExp(`> 0.\\d\\d . ${(titles[0] ?? '').slice(0, 20)}`));
  });

  test('three keys in a row decide on three', async () => {
    const repo = await withMemory(gitRepo(CODE));
    const memory = await open(repo, { warm: true });
    await memory.learnCode();
    const ui = new Driver(memory, { first: { name: 'inbox' } });
    await ui.sees('3 proposals');
    ui.press('a', 'a', 'a');
    await ui.sees('Nothing waits for you');
    for (let tries = 0; patterns(repo).length < 3 && tries < 200; tries++)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(patterns(repo)).toHaveLength(3);
  });

  test('one goes into a record that is chosen among those like it', async () => {
    const repo = await withMemory(gitRepo(CODE));
    const memory = await open(repo, { warm: true });
    const { proposals } = await memory.learnCode();
    await memory.remember({ kind: 'note', title: 'Name the queues', body: 'By team.\n' });
    const held = await memory.remember({
      kind: 'decision',
      title: 'Retry what is fetched by urlopen',
      body: 'Twice.\n',
    });
    const ui = new Driver(memory, { first: { name: 'inbox' } });
    await ui.sees('3 proposals');
    ui.press('m');
    await ui.sees('Into which record?');
    expect(ui.screen).toContain('decision  Retry what is fetched by urlopen');
    ui.type('retry').press('enter');
    await ui.sees('Merged into');
    expect(readFileSync(join(repo.dir, held.path), 'utf8')).toContain(`\n## ${proposals[0]?.draft.title}\n`);
  });

  test('one is edited in the editor, and its text or id copied', async () => {
    const memory = await open(await withMemory(gitRepo(CODE)), { warm: true });
    const { proposals } = await memory.learnCode();
    const id = proposals[0]?.id ?? '';
    const ui = new Driver(memory, {
      first: { name: 'inbox' },
      hands: {
        edit: async (what, edited) => {
          await memory.acceptProposal(
            edited,
            (await memory.proposalText(edited)).replace(/^title: .*/m, 'title: Urls are fetched politely'),
          );
          return {
            did: `${what} ${edited === id ? 'of that id' : 'of another'}`,
            undo: { type: 'decision' },
          };
        },
      },
    });
    await ui.sees('3 proposals');
    ui.press('y');
    await ui.sees('t  its text');
    ui.press('i');
    await ui.sees('Copied its id');
    expect(ui.terminal.copied).toBe(id);
    ui.press('e');
    await ui.sees('proposal of that id');
    await ui.sees('2 proposals');
    expect((await memory.recall({ text: 'politely' })).hits[0]?.title).toBe('Urls are fetched politely');
  });

  test('empty, it says what fills it, and does so on a key', async () => {
    const memory = await open(await withMemory(gitRepo(CODE)), { warm: true });
    const ui = new Driver(memory, { first: { name: 'inbox' } });
    await ui.sees('Nothing waits for you.');
    expect(ui.screen).toContain('L looks through the source code now');
    ui.press('L');
    await ui.sees('learning from the source code, this may take a while');
    await ui.sees('3 new proposals from 3 source files');
    await ui.sees('3 proposals');
  });

  test('what was decided elsewhere meanwhile is said, and gone', async () => {
    const repo = await withMemory(gitRepo(CODE));
    const memory = await open(repo, { warm: true });
    const { proposals } = await memory.learnCode();
    const ui = new Driver(memory, { first: { name: 'inbox' } });
    await ui.sees('3 proposals');
    await (await open(repo)).rejectProposal(proposals[0]?.id ?? '');
    ui.press('a');
    await ui.sees('this proposal was decided on elsewhere meanwhile');
    await ui.sees('2 proposals');
  });

  test('wide, the text stands beside the list; narrow, the list is alone', async () => {
    const memory = await open(await withMemory(gitRepo(CODE)), { warm: true });
    await memory.learnCode();
    const wide = new Driver(memory, { columns: 120, rows: 40, first: { name: 'inbox' } });
    await wide.sees('3 proposals');
    expect(wide.screen).toMatch(/^ > 0\.\d\d \+ .*│ Retry/m);
    const narrow = new Driver(memory, { columns: 40, rows: 12, ascii: true, first: { name: 'inbox' } });
    await narrow.sees('3 proposals');
    expect(narrow.screen).not.toContain('Problem');
    narrow.press('enter');
    await narrow.seesNo('> 0.');
    narrow.press('G');
    await narrow.sees('gave up on');
  });

  test('words leave those that hold them', async () => {
    const memory = await open(await withMemory(gitRepo(CODE)), { warm: true });
    await memory.learnCode();
    const ui = new Driver(memory, { first: { name: 'inbox' } });
    await ui.sees('3 proposals');
    ui.press('/').type('store load').press('enter');
    await ui.sees('1 of 3 proposals with "store load"');
    ui.press('esc');
    await ui.sees('1 of 3');
    expect(ui.screen).toContain('3 proposals');
  });
});

const PROPOSALS: readonly Proposal[] = [1, 2, 3, 4, 5].map((at) => ({
  id: `01k9x4000000000000000000a${at}`,
  at: '2026-11-01T08:00:00Z',
  key: `key ${at}`,
  score: 1 - at / 10,
  reason: 'the same shape in 3 places',
  source: 'src\x1b[31m',
  draft: {
    kind: 'pattern',
    title: `Pattern ${at} 東京\u202e`,
    body: 'One\n\n## Two\n\n```\nthree\n```\n',
    files: ['src/a.ts\n'],
  },
}));

function told(proposals: readonly Proposal[]): Event {
  return { type: 'reply', request: 'inbox', slot: 'inbox', answer: { proposals, problems: [] } };
}

describe('the inbox as a reducer', () => {
  test('at another time it says that it is of now', () => {
    const then: Here = { ...hereOf(80, 21), at: { rev: 'a90f2d1', label: 'v1' } };
    const { screen } = openInbox().after(told(PROPOSALS), then);
    expect(screen.view(then).lines[0]).toContain('of now; T comes back to decide');
    expect(screen.keys.filter(({ writes }) => writes).map(({ action }) => action)).toEqual([
      'accept',
      'edit',
      'merge',
      'reject',
      'learn',
    ]);
  });

  test('what is asked is in the table of requests, and what fails is said', () => {
    const at = hereOf(80, 21);
    const { effects } = openInbox().after({ type: 'refresh' }, at);
    expect(effects.every((effect) => effect.type === 'ask' && effect.request in REQUESTS)).toBe(true);
    const { screen } = openInbox().after(
      { type: 'failed', request: 'inbox', slot: 'inbox', message: 'no rights' },
      at,
    );
    expect(screen.view(at).lines.join('\n')).toContain('no rights');
  });

  test('whatever is pressed, the screen stays within its bounds', () => {
    const events = fc.oneof(
      fc.constantFrom(...actionsOf(openInbox())).map(action),
      fc.subarray([...PROPOSALS]).map(told),
      fc
        .constantFrom('find', `reject ${PROPOSALS[0]?.id}`, `merge ${PROPOSALS[1]?.id}`)
        .map((popup): Event => ({ type: 'chosen', popup, value: 'pattern' })),
      fc.constantFrom(...PROPOSALS).map(
        ({ id }): Event => ({
          type: 'reply',
          request: 'acceptProposal',
          slot: `decide ${id}`,
          answer: { did: 'Remembered' },
        }),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(events, { maxLength: 40 }),
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 3, max: 60 }),
        (all, columns, rows) => {
          const at = hereOf(columns, rows);
          let screen = openInbox();
          for (const event of all) screen = screen.after(event, at).screen;
          const lines = withinBounds(screen, at);
          const [head = ''] = lines;
          const place = /(\d+) of (\d+) \x1b/.exec(head);
          if (place !== null) expect(Number(place[1])).toBeLessThanOrEqual(Number(place[2]));
        },
      ),
    );
  });
});
