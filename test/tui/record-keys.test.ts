import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Here } from '../../src/adapters/tui/screen.ts';
import { openRecord } from '../../src/adapters/tui/screens/record/record-screen.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import type { RecordAbout, RecordVersion } from '../../src/core/record-about.ts';
import { action, actionsOf, hereOf, withinBounds } from './pure-screen.ts';

const ID = '01k9x4w2c0c4s8v9m1t6d7f3ab';

const version = (n: number): RecordVersion => ({
  commit: {
    oid: n.toString(16).padStart(40, '0'),
    parents: [],
    authorName: 'Ann',
    authorEmail: 'ann@example.org',
    authorTime: n * 3600,
    commitTime: n * 3600,
    subject: `version ${n}`,
    body: '',
    files: [],
  },
  type: 'changed',
  path: `.nexus/notes/a-${ID}.md`,
  text: Array.from({ length: 40 }, (_, line) => `line ${line}${line % (n + 2) === 0 ? ` of ${n}` : ''}`).join(
    '\n',
  ),
});

const ABOUT: RecordAbout = {
  stored: {
    record: {
      ...{
        id: ID,
        kind: 'note',
        title: 'A note',
        created: '2026-11-21T12:00:00Z',
        body: 'Text.\n'.repeat(60),
      },
      ...{ tags: ['a'], files: ['src/a.ts'], supersedes: [], derived_from: [], extra: {} },
    },
    path: `.nexus/notes/a-${ID}.md`,
  },
  text: 'Text.\n',
  standing: 'committed',
  citations: [{ citation: 'src/a.ts', freshness: 'moved', detail: 'src/a.ts is now src/b.ts' }],
  outcomes: [],
  links: [{ relation: 'derived', id: '01k9x4w2c0c4s8v9m1t6d7f3ac', title: 'Another', kind: 'pattern' }],
  problems: [],
};

const here = (columns: number, rows: number): Here =>
  hereOf(columns, rows, { theme: createTheme({ color: false, ascii: true }), now: 1_800_000_000_000 });

function opened(at: Here) {
  return openRecord(ID.slice(0, 6))
    .after({ type: 'refresh' }, at)
    .screen.after({ type: 'reply', request: 'about', slot: 'about', answer: ABOUT }, at)
    .screen.after(
      {
        type: 'reply',
        request: 'versions',
        slot: 'versions',
        answer: Array.from({ length: 12 }, (_, n) => version(n)),
      },
      at,
    ).screen;
}

test('every key of the table does something, with the whole id', () => {
  const at = here(80, 21);
  const asked = new Map(
    opened(at).keys.map((binding) => [
      binding.action,
      opened(at)
        .after(action('diff'), at)
        .screen.after(action('down'), at)
        .screen.after(action(binding.action), at),
    ]),
  );
  const effects = (name: string) => asked.get(name)?.effects;
  expect(effects('commit')).toEqual([{ type: 'page', commit: version(11).commit?.oid }]);
  expect(effects('edit')).toEqual([{ type: 'edit', what: 'record', id: ID }]);
  expect(effects('restore')).toEqual([
    {
      ...{ type: 'ask', request: 'restore', slot: 'change' },
      question: { id: ID, text: version(11).text, name: 'version 12 (0000000)' },
    },
  ]);
  expect(effects('retire')).toMatchObject([{ type: 'popup', popup: { id: 'retire' } }]);
  expect(effects('replay')).toMatchObject([{ type: 'say' }]);
  expect(effects('copy')).toMatchObject([{ type: 'popup', popup: { choices: { length: 6 } } }]);
});

test('a reason goes along with what is said of it', () => {
  const at = here(80, 21);
  const answered = (popup: string, value: string) =>
    opened(at).after({ type: 'chosen', popup, value }, at).effects;
  expect(answered('helped', ' ')).toMatchObject([{ request: 'outcome', question: { id: ID, helped: true } }]);
  expect(answered('wrong', 'old')).toMatchObject([{ question: { id: ID, helped: false, note: 'old' } }]);
  expect(answered('retire', 'gone')).toMatchObject([
    { request: 'retire', question: { id: ID, reason: 'gone' } },
  ]);
});

test('what comes when the record is looked at again does not move the reader', () => {
  const at = here(80, 21);
  const before = opened(at).after(action('diff'), at).screen.after(action('up'), at).screen;
  const again = Array.from({ length: 13 }, (_, n) => version(n));
  const after = before.after(
    { type: 'reply', request: 'versions', slot: 'versions', answer: again },
    at,
  ).screen;
  const selected = (screen: typeof after) => screen.view(at).lines.find((line) => />/.test(line));
  expect(selected(after)).toContain('version 10');
  expect(selected(after)).toBe(selected(before));
});

test('any keys at any size: lines fit, and a version stays selected', () => {
  const actions = actionsOf(openRecord(ID));
  const size = fc.tuple(fc.integer({ min: 20, max: 200 }), fc.integer({ min: 3, max: 60 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...actions), size), { maxLength: 25 }), (steps) => {
      let screen = opened(here(80, 21));
      for (const [name, [columns, rows]] of steps) {
        const at = here(columns, rows);
        screen = screen.after(action(name), at).screen.after({ type: 'resized' }, at).screen;
        withinBounds(screen, at);
      }
    }),
    { numRuns: 60 },
  );
});
