import type { Progress } from '../../core/ports.ts';
import type { Nexus } from '../../nexus.ts';
import type { Hands } from './app.tsx';
import type { OpenedScreen } from './screen.ts';
import { Terminal } from './terminal.ts';

export interface UiOptions {
  open(progress: Progress): Promise<Nexus>;
  hands(memory: Promise<Nexus>): Hands;
  now(): number;
  readonly color: boolean;
  /** Nothing beyond ASCII is drawn. */
  readonly ascii: boolean;
  readonly first: OpenedScreen;
  readonly picks: boolean;
  /** Begins with memory as of this revision. */
  readonly at?: string;
}

/** How it ended. */
export type UiEnd = { readonly type: 'no-terminal' } | { readonly type: 'left'; readonly picked?: string };

/** Who hears of long work; nobody, until the program runs. */
export interface Hearing {
  tell: Progress;
}

/**
 * Shows something at once: what draws is loaded, and memory opened, while the person begins to type. Throws what opening
 * throws, and `unknown-revision`, when the terminal is what it was.
 */
export async function runUi(options: UiOptions): Promise<UiEnd> {
  const terminal = process.env.TERM === 'dumb' ? undefined : Terminal.open();
  if (terminal === undefined) return { type: 'no-terminal' };
  terminal.enter(firstPaint(options.ascii));
  try {
    const hearing: Hearing = { tell: () => undefined };
    const memory = options.open((step) => hearing.tell(step));
    // Told where it is awaited; until then it is nobody's failure.
    memory.catch(() => undefined);
    const { start } = await import('./start.ts');
    const picked = await start(terminal, memory, hearing, options);
    return { type: 'left', ...(picked === undefined ? {} : { picked }) };
  } finally {
    terminal.leave();
  }
}

function firstPaint(ascii: boolean): string {
  return `\x1b[1m nexus \x1b[0m\r\n ${ascii ? ':' : '❯'} \x1b[?25h`;
}
