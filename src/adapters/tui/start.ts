import type { Nexus } from '../../nexus.ts';
import { runApp } from './app.tsx';
import type { Hearing, UiOptions } from './main.ts';
import type { World } from './program.ts';
import type { When } from './screen.ts';
import { screenFor } from './screens.ts';
import type { Terminal } from './terminal.ts';
import { createTheme } from './theme.ts';
import { watchMemory } from './watch.ts';

/** Puts the program together; apart from `main.ts`, which paints before any of this is loaded. */
export async function start(
  terminal: Terminal,
  memory: Promise<Nexus>,
  hearing: Hearing,
  { now, color, ascii, first, picks, hands, at }: UiOptions,
): Promise<string | undefined> {
  const world: World = { theme: createTheme({ color, ascii }), picks, now, screen: screenFor };
  const when = at === undefined ? undefined : await whenOf(await memory, at);
  return runApp({
    terminal,
    memory,
    world,
    hands: hands(memory),
    first,
    ...(when === undefined ? {} : { from: { at: when } }),
    watch: watchMemory,
    working: (tell) => {
      hearing.tell = tell;
    },
  });
}

async function whenOf(memory: Nexus, at: string): Promise<When> {
  const { oid } = (await memory.revision(at)).commit;
  return { rev: oid, label: oid.startsWith(at) ? oid.slice(0, 7) : at };
}
