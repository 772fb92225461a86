import type { Nexus } from '../../nexus.ts';
import { runApp } from './app.tsx';
import type { UiOptions } from './main.ts';
import type { World } from './program.ts';
import { screenFor } from './screens.ts';
import type { Terminal } from './terminal.ts';
import { createTheme } from './theme.ts';

/** Puts the program together; apart from `main.ts`, which paints before any of this is loaded. */
export function start(
  terminal: Terminal,
  memory: Promise<Nexus>,
  { now, color, ascii, first, picks, hands }: UiOptions,
): Promise<string | undefined> {
  const world: World = { theme: createTheme({ color, ascii }), picks, now, screen: screenFor };
  return runApp({
    terminal,
    memory,
    world,
    hands: hands(memory),
    first,
    watch: () => () => undefined,
  });
}
