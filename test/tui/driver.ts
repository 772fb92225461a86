import { onTestFinished } from 'vitest';
import { type Hands, runApp } from '../../src/adapters/tui/app.tsx';
import type { World } from '../../src/adapters/tui/program.ts';
import type { OpenedScreen } from '../../src/adapters/tui/screen.ts';
import { screenFor } from '../../src/adapters/tui/screens.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';
import type { Nexus } from '../../src/nexus.ts';
import { FakeTerminal } from './fake-terminal.ts';

/** Bytes that a terminal sends for keys with a name. */
const BYTES: Readonly<Record<string, string>> = {
  enter: '\r',
  tab: '\t',
  esc: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  home: '\x1b[H',
  end: '\x1b[F',
  pageup: '\x1b[5~',
  pagedown: '\x1b[6~',
  backspace: '\x7f',
  delete: '\x1b[3~',
  space: ' ',
  f1: '\x1bOP',
  'shift-tab': '\x1b[Z',
  'shift-up': '\x1b[1;2A',
  'shift-down': '\x1b[1;2B',
};

function bytesOf(key: string): string {
  const named = BYTES[key];
  if (named !== undefined) return named;
  if (/^ctrl-[a-z]$/.test(key)) return String.fromCharCode((key.codePointAt(5) ?? 0) - 0x60);
  return key.startsWith('alt-') ? `\x1b${key.slice(4)}` : key;
}

export interface DriverOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly first?: OpenedScreen;
  readonly picks?: boolean;
  readonly color?: boolean;
  readonly ascii?: boolean;
  readonly branch?: string;
  readonly now?: number;
  readonly hands?: Partial<Hands>;
}

const TRIES = 500;
const POLL_MS = 10;

/** The whole program on a terminal made of lines: keys in, screens out. */
export class Driver {
  readonly terminal: FakeTerminal;
  /** What was picked, once it has ended. */
  readonly ended: Promise<string | undefined>;
  #changed: () => void = () => undefined;

  constructor(memory: Nexus, options: DriverOptions = {}) {
    this.terminal = new FakeTerminal(options.columns ?? 80, options.rows ?? 24);
    const world: World = {
      theme: createTheme({ color: options.color ?? false, ascii: options.ascii ?? false }),
      picks: options.picks ?? false,
      now: () => options.now ?? Date.now(),
      screen: screenFor,
    };
    this.ended = runApp({
      terminal: this.terminal,
      memory: Promise.resolve(memory),
      world,
      hands: { edit: async () => 'Nothing was changed', page: async () => undefined, ...options.hands },
      first: options.first ?? { name: 'recall' },
      from: { place: options.branch === undefined ? {} : { branch: options.branch } },
      watch: (_memory, tell) => {
        this.#changed = () => tell({ type: 'memory-changed' });
        return () => undefined;
      },
    });
    this.ended.catch(() => undefined);
    onTestFinished(() => {
      if (!this.terminal.isLeft) this.terminal.send('\x03');
    });
  }

  /** Keys by their names, as `decode.ts` has them. */
  press(...keys: readonly string[]): this {
    for (const key of keys) this.terminal.send(bytesOf(key));
    return this;
  }

  type(text: string): this {
    this.terminal.send(text);
    return this;
  }

  /** As when another process changed memory. */
  changed(): this {
    this.#changed();
    return this;
  }

  get screen(): string {
    return this.terminal.screen;
  }

  /** Waits until something is to be seen. */
  async sees(what: string | RegExp): Promise<string> {
    for (let tries = 0; ; tries++) {
      const { screen } = this;
      if (typeof what === 'string' ? screen.includes(what) : what.test(screen)) return screen;
      if (tries > TRIES) throw new Error(`not seen: ${what}\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** Waits until something is to be seen no more. */
  async seesNo(what: string | RegExp): Promise<string> {
    for (let tries = 0; ; tries++) {
      const { screen } = this;
      if (!(typeof what === 'string' ? screen.includes(what) : what.test(screen))) return screen;
      if (tries > TRIES) throw new Error(`still seen: ${what}\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}
