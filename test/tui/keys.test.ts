import { describe, expect, test } from 'vitest';
import { HELP_KEYS } from '../../src/adapters/tui/help.ts';
import { type Binding, bound, EVERYWHERE, type KeyTable, LIST_KEYS } from '../../src/adapters/tui/keymap.ts';
import { after, begin, type Program, type World } from '../../src/adapters/tui/program.ts';
import type { Event, Here, OpenedScreen, ScreenName } from '../../src/adapters/tui/screen.ts';
import { EACH_SCREEN, SCREEN_TITLES, screenFor } from '../../src/adapters/tui/screens.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import type { Nexus } from '../../src/nexus.ts';
import { gitRepo } from '../helpers/git-repo.ts';
import { open, withMemory } from '../helpers/open-repo.ts';
import { answered, isThere } from './answered.ts';

const NAMES = Object.keys(SCREEN_TITLES) as ScreenName[];
const tables: readonly (readonly [string, KeyTable])[] = [
  ...EACH_SCREEN.map((opened) => [opened.name, screenFor(opened).keys] as const),
  ['everywhere', EVERYWHERE],
  ['help', HELP_KEYS],
];

const works = ({ when }: Binding, typing: boolean): boolean =>
  when === undefined || (when === 'typing') === typing;

const keysOf = (table: KeyTable, typing: boolean): readonly string[] =>
  table.filter((binding) => works(binding, typing)).flatMap(({ keys }) => keys);

describe('key tables', () => {
  test('every screen that there is has its help', () => {
    expect(EACH_SCREEN.map(({ name }) => name).sort()).toEqual(NAMES.filter(isThere).sort());
  });

  test('no key means two things, and none begins a longer one', () => {
    for (const [name, table] of tables)
      for (const typing of [false, true]) {
        const keys = keysOf(table, typing);
        expect([...new Set(keys)], `${name}, typing: ${typing}`).toEqual(keys);
        const others = name === 'everywhere' || name === 'help' ? [] : EVERYWHERE;
        const all = new Set([...keys, ...keysOf(others, typing)]);
        const begun = [...all].filter((key) => [...all].some((other) => other.startsWith(`${key} `)));
        expect(begun, name).toEqual([]);
      }
  });

  test('a screen takes a key that works everywhere only for the very same', () => {
    for (const opened of EACH_SCREEN)
      for (const typing of [false, true])
        for (const binding of screenFor(opened).keys.filter((one) => works(one, typing)))
          for (const key of binding.keys) {
            const taken = EVERYWHERE.find((one) => works(one, typing) && one.keys.includes(key));
            expect(taken?.action ?? binding.action, `${opened.name}: ${key}`).toBe(binding.action);
          }
  });

  test('while a line is typed no letter is a command', () => {
    for (const [name, table] of tables)
      for (const key of keysOf(table, true)) {
        const [first = ''] = key.split(' ');
        expect(Array.from(first).length > 1 && first !== 'space', `${name}: ${key}`).toBe(true);
      }
  });

  test('each row says what it does, under a heading', () => {
    for (const [name, table] of tables)
      for (const { keys, action, help, group } of table) {
        expect(keys.length, `${name}: ${action}`).toBeGreaterThan(0);
        expect([action, help, group], name).not.toContain('');
        expect(help, `${name}: ${action}`).not.toMatch(/[.!]$|^[A-Z][a-z]+ [a-z]/);
      }
  });
});

const HERE: Here = {
  size: { columns: 100, rows: 30 },
  theme: createTheme({ color: false, ascii: false }),
  now: Date.UTC(2026, 10, 20),
  picks: false,
  branch: 'main',
};

const LONG = Array.from({ length: 60 }, (_, at) => `Each week, said for the ${at}th time.`);

/** A branch on which memory grew, is wrong in a place, and is not committed in another. */
async function lively(): Promise<{ memory: Nexus; id: string; episode: string }> {
  const repo = await withMemory(gitRepo({ a: '1' }));
  const memory = await open(repo, { warm: true });
  const { record } = await memory.remember({
    kind: 'note',
    title: 'Rotate the tokens',
    body: LONG.join('\n\n'),
  });
  repo.commit('one');
  repo.git('switch', '-q', '-c', 'topic');
  const other = LONG.map((text, at) => (at % 20 === 0 ? `${text} Or sooner.` : text));
  await memory.edit(record.id, { body: other.join('\n\n') });
  for (const title of ['Name the queues', 'Close in order', 'Wait longer', 'Say why', 'Ask first'])
    await memory.remember({ kind: 'note', title, body: `${title}.\n`.repeat(40), files: ['gone.ts'] });
  repo.commit('two');
  const { id: episode } = await memory.startEpisode({ task: 'Close what is open' });
  for (const type of ['planning', 'testing', 'review'])
    await memory.recordEvent({ episode, type, data: { passed: type !== 'testing' } });
  await memory.endEpisode({ episode });
  return { memory, id: record.id, episode };
}

describe('actions', () => {
  test('each of a screen does something', async () => {
    const { memory, id, episode } = await lively();
    const action = (name: string): Event => ({ type: 'action', action: name });
    const refresh: Event = { type: 'refresh' };
    for (const opened of EACH_SCREEN) {
      const fresh = screenFor({ ...opened, id: opened.name === 'episode' ? episode : id } as OpenedScreen);
      const before: readonly Event[][] = [
        [refresh],
        [refresh, action('down'), action('down')],
        [refresh, action('last')],
        [refresh, { type: 'text', text: 'o' }],
        [refresh, action('focus'), action('last')],
        [refresh, action('pane')],
        [refresh, action('replay'), action('step')],
        [refresh, action('whole')],
        [refresh, action('whole'), action('hunk-down'), action('hunk-down')],
        [refresh, action('next-finding'), action('next-finding')],
      ];
      const states = await Promise.all(before.map((events) => answered(memory, fresh, events, HERE)));
      const dead = fresh.keys
        .map((binding) => binding.action)
        .filter((name) =>
          states.every((state) => {
            const tried = [HERE, { ...HERE, picks: true }].map((here) => state.after(action(name), here));
            return tried.every((next) => next.screen === state && next.effects.length === 0);
          }),
        );
      expect(dead, opened.name).toEqual([]);
      const popups = states.flatMap((state) =>
        fresh.keys.flatMap((binding) => state.after(action(binding.action), HERE).effects),
      );
      for (const effect of popups)
        if (effect.type === 'popup' && effect.popup.kind === 'choice')
          for (const { key } of effect.popup.choices)
            expect(bound([LIST_KEYS], key ?? '', false), `${opened.name}: ${key}`).toBeUndefined();
    }
  });

  test('each that works everywhere does something', async () => {
    const world: World = { theme: HERE.theme, picks: false, now: () => HERE.now, screen: screenFor };
    const { program } = begin(world, { columns: 80, rows: 24 }, { name: 'travel' });
    const reviewed = begin(world, { columns: 80, rows: 24 }, { name: 'review' }).program;
    const at = { rev: 'a', label: 'a' };
    const typing: Program = { ...program, at };
    const states: readonly Program[] = [typing, { ...reviewed, at }];
    for (const { keys, action, when } of EVERYWHERE) {
      const to = /^go-(\w+)$/.exec(action)?.[1] as ScreenName | undefined;
      if (to === 'review' || (to !== undefined && !isThere(to))) continue;
      for (const key of keys) {
        const changes = states
          .filter((state) => when === undefined || (when === 'typing') === (state === typing))
          .some((state) => {
            let now = state;
            let tasks = 0;
            for (const one of key.split(' ')) {
              const turn = after(world, now, { type: 'input', input: { type: 'key', key: one } });
              now = turn.program;
              tasks = turn.tasks.length;
            }
            return tasks > 0 || JSON.stringify(now) !== JSON.stringify(state);
          });
        expect(changes, `${key}: ${action}`).toBe(true);
      }
    }
  });
});
