import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeyTable } from '../../src/adapters/tui/keymap.ts';
import type { Event, OpenedScreen } from '../../src/adapters/tui/screen.ts';
import { EACH_SCREEN, screenFor } from '../../src/adapters/tui/screens.ts';
import { EVIL, FORBIDDEN, hostileRepo } from '../helpers/hostile.ts';
import { open } from '../helpers/open-repo.ts';
import { answered, isThere } from './answered.ts';
import { Driver } from './driver.ts';
import { hereOf, withinBounds } from './pure-screen.ts';

/** All that we ourselves write: places, the rest of a line, the frame's marks, the cursor, and styles without colour. */
const OURS = /\x1b\[(?:\d+;\d+H|K|\?2026[hl]|\?25[hl]|(?:0|1|2|7|22|27)m)/g;
/** What the person asked to be copied. */
const COPIED = /\x1b\]52;c;[A-Za-z0-9+/=]*\x07/g;
/** It is to be seen, harmless. */
const SHOWN = /pool.*(?:\\x|<U\+|…)/;

const SIZES = [
  [80, 24],
  [120, 40],
  [40, 12],
] as const;

function hostileBytes(written: string): string | undefined {
  const rest = written.replaceAll(COPIED, '').replaceAll(OURS, '').replaceAll('\n', '\x00');
  const found = FORBIDDEN.exec(rest);
  return found === null
    ? undefined
    : JSON.stringify(rest.slice(Math.max(0, found.index - 40), found.index + 20));
}

/** Waits until nothing more is painted. */
async function settled(ui: Driver): Promise<void> {
  for (let quiet = 0, length = -1; quiet < 3; ) {
    quiet = ui.terminal.written.length === length ? quiet + 1 : 0;
    length = ui.terminal.written.length;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Keys that leave the program, or open what is not there yet. */
function pressable(keys: KeyTable): readonly string[] {
  return keys
    .filter(({ action }) => action !== 'open' || isThere('record'))
    .flatMap((binding) => binding.keys.slice(0, 1));
}

test('on no screen a hostile record, commit, author, branch, tag or file gets a byte to the terminal', async () => {
  const { repo, id } = await hostileRepo();
  repo.git('tag', 'v\u202e1');
  const memory = await open(repo, { warm: true });
  const branch = repo.git('branch', '--show-current');
  for (const opened of EACH_SCREEN)
    for (const [columns, rows] of SIZES) {
      const first = { ...opened, id, ...(opened.name === 'review' ? { base: 'main' } : {}) } as OpenedScreen;
      const ui = new Driver(memory, { columns, rows, first, branch });
      await ui.sees(SHOWN);
      for (const key of columns === 80 ? pressable(screenFor(first).keys) : ['down', 'tab']) {
        ui.press(...key.split(' '));
        await settled(ui);
        // A popup that types, a field, a message: told back as it was typed.
        ui.terminal.send(`\x1b[200~${EVIL}\x1b[201~`);
        if (isThere('record') || opened.name === 'travel') ui.press('enter');
        await settled(ui);
        if (ui.terminal.isLeft) break;
        expect(ui.terminal.cursor?.column ?? 0).toBeLessThan(columns);
        ui.press('ctrl-u', 'esc');
      }
      if (!ui.terminal.isLeft) ui.press('f1', 'ctrl-c');
      expect(hostileBytes(ui.terminal.written), `${opened.name} at ${columns}`).toBeUndefined();
    }
}, 120_000);

test('whatever is pressed at whatever size, a screen fits, and shows nothing but what can be seen', async () => {
  const { repo, id } = await hostileRepo();
  const memory = await open(repo, { warm: true });
  for (const opened of EACH_SCREEN) {
    const first = { ...opened, id, ...(opened.name === 'review' ? { base: 'main' } : {}) } as OpenedScreen;
    const live = await answered(memory, screenFor(first), [{ type: 'refresh' }], hereOf(80, 21));
    const actions = [...new Set(live.keys.map(({ action }) => action))];
    const step = fc.oneof(
      fc.constantFrom(...actions).map((action): Event => ({ type: 'action', action })),
      fc.constantFrom('o', 'x', EVIL).map((text): Event => ({ type: 'text', text })),
      fc.constantFrom('backspace', 'left', 'home').map((key): Event => ({ type: 'edit-key', key })),
      fc.constant<Event>({ type: 'resized' }),
    );
    const sizes = fc.record({
      columns: fc.integer({ min: 20, max: 300 }),
      rows: fc.integer({ min: 3, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(step, sizes), { maxLength: 8 }), (steps) => {
        let screen = live;
        for (const [event, { columns, rows }] of steps) {
          const room = hereOf(columns, rows, { branch: 'main' });
          screen = screen.after({ type: 'resized' }, room).screen;
          screen = screen.after(event, room).screen;
          const lines = withinBounds(screen, room);
          expect(hostileBytes(lines.join('')), opened.name).toBeUndefined();
        }
      }),
      { numRuns: 25 },
    );
  }
}, 120_000);
