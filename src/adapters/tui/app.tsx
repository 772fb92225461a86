import { render } from 'ink';
import type { Progress } from '../../core/ports.ts';
import type { Nexus } from '../../nexus.ts';
import { failureOf, failureText } from './failure.ts';
import { Frame } from './frame.tsx';
import { type FrameView, frameView } from './frame-view.ts';
import { longWork } from './long-work.ts';
import {
  after,
  begin,
  type Program,
  type ProgramEvent,
  type Task,
  type Turn,
  type World,
} from './program.ts';
import { Requester } from './requester.ts';
import type { Changed } from './requests.ts';
import type { OpenedScreen } from './screen.ts';
import { Sink } from './sink.ts';
import type { TerminalEvents } from './terminal.ts';

/** What the program needs of the process beside memory and a terminal. */
export interface Hands {
  /** Opens the person's editor on a record or proposal; words, where nothing came of it. */
  edit(what: 'record' | 'proposal', id: string): Promise<Changed | string>;
  /** Shows a commit in git's pager. */
  page(commit: string): Promise<void>;
}

/** What the program needs of a terminal. */
export interface Screenful {
  readonly size: { readonly columns: number; readonly rows: number };
  write(text: string): void;
  listen(events: TerminalEvents): void;
  handOver<T>(use: () => Promise<T>): Promise<T>;
  suspend(): void;
  leave(): void;
}

export interface AppOptions {
  readonly terminal: Screenful;
  readonly memory: Promise<Nexus>;
  readonly world: World;
  readonly hands: Hands;
  readonly first: OpenedScreen;
  /** Where in time and place one begins. */
  readonly from?: Parameters<typeof begin>[3];
  /** Tells where memory is, and of every change of it from outside, until it is told to stop. */
  watch(memory: Nexus, tell: (event: WatchEvent) => void): () => void;
  /** Hands on what is told of long work. */
  working?(tell: Progress): void;
}

export type WatchEvent = Extract<ProgramEvent, { readonly type: 'place' | 'memory-changed' }>;

/** Runs until it is left. Resolves to what was picked; rejects where memory cannot be opened. */
export function runApp(options: AppOptions): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const app = new App(options, resolve, reject);
    app.start();
  });
}

class App {
  readonly #options: AppOptions;
  readonly #sink: Sink;
  readonly #ink: ReturnType<typeof render>;
  readonly #requester: Requester;
  readonly #resolve: (picked: string | undefined) => void;
  readonly #reject: (cause: unknown) => void;
  #program: Program;
  #view: FrameView;
  /** What came while another program had the terminal; undefined: we have it. */
  #meanwhile: ProgramEvent[] | undefined;
  #isEnded = false;
  #unwatch: () => void = () => undefined;

  constructor(
    options: AppOptions,
    resolve: (picked: string | undefined) => void,
    reject: (cause: unknown) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    const { terminal, world, memory, first } = options;
    this.#sink = new Sink(terminal.size, (text) => terminal.write(text));
    this.#requester = new Requester(memory, (to, event) => this.dispatch({ type: 'answer', to, event }));
    const turn = begin(world, terminal.size, first, options.from);
    this.#program = turn.program;
    this.#view = frameView(world, turn.program);
    this.#ink = render(this.#tree(), {
      stdout: this.#sink as unknown as NodeJS.WriteStream,
      // Frames come whole, none is held back; see sink.ts.
      debug: true,
      patchConsole: false,
      exitOnCtrlC: false,
    });
    this.#paint();
    this.#do(turn);
  }

  start(): void {
    const { terminal, memory, world, watch, working } = this.#options;
    working?.(
      longWork((step) => this.dispatch({ type: 'work', ...(step === undefined ? {} : { step }) }), world.now),
    );
    terminal.listen({
      input: (inputs) => this.dispatch(...inputs.map((input) => ({ type: 'input', input }) as const)),
      resized: () => {
        this.#sink.resize(terminal.size);
        this.dispatch({ type: 'resized', size: terminal.size });
      },
      resumed: () => {
        this.#sink.resume();
        this.#sink.resize(terminal.size);
        this.dispatch({ type: 'resized', size: terminal.size }, { type: 'memory-changed' });
      },
      failed: (cause) => this.dispatch(said(cause)),
    });
    memory.then(
      (opened) => {
        if (!this.#isEnded) this.#unwatch = watch(opened, (event) => this.dispatch(event));
      },
      (cause: unknown) => this.#end(() => this.#reject(cause)),
    );
  }

  /** Several at once are painted once. What fails in here is a fault of ours, and ends the program. */
  dispatch(...events: readonly ProgramEvent[]): void {
    if (this.#isEnded) return;
    if (this.#meanwhile !== undefined) {
      this.#meanwhile.push(...events);
      return;
    }
    try {
      this.#take(events);
    } catch (cause) {
      this.#end(() => this.#reject(cause));
    }
  }

  #take(events: readonly ProgramEvent[]): void {
    const tasks: Task[] = [];
    for (const event of events) {
      const turn = after(this.#options.world, this.#program, event);
      this.#program = turn.program;
      tasks.push(...turn.tasks);
    }
    this.#view = frameView(this.#options.world, this.#program);
    this.#ink.rerender(this.#tree());
    this.#paint();
    this.#do({ program: this.#program, tasks });
  }

  #tree(): ReturnType<typeof Frame> {
    return <Frame view={this.#view} columns={this.#program.size.columns} mark={this.#sink.mark} />;
  }

  #paint(): void {
    this.#sink.flush(this.#view.cursor);
  }

  #do({ tasks }: Turn): void {
    for (const task of tasks) {
      if (this.#isEnded) return;
      this.#one(task);
    }
  }

  #one(task: Task): void {
    const { terminal, hands } = this.#options;
    switch (task.type) {
      case 'ask':
        this.#requester.ask(task.from, task.ask);
        return;
      case 'copy':
        // OSC 52: the terminal's own clipboard, over ssh too.
        terminal.write(`\x1b]52;c;${Buffer.from(task.text).toString('base64')}\x07`);
        return;
      case 'edit':
        void this.#away(async () => {
          const changed = await hands.edit(task.what, task.id);
          return typeof changed === 'string'
            ? { type: 'say', text: changed, tone: 'plain' }
            : { type: 'memory-changed', changed };
        });
        return;
      case 'page':
        void this.#away(async () => {
          await hands.page(task.commit);
          return { type: 'resized', size: terminal.size };
        });
        return;
      case 'suspend':
        this.#sink.pause();
        terminal.suspend();
        return;
      case 'redraw':
        this.#sink.forget();
        this.#paint();
        return;
      case 'end':
        this.#end(() => this.#resolve(task.picked));
        return;
    }
  }

  /** Another program has the terminal meanwhile; what fails there is said here. */
  async #away(work: () => Promise<ProgramEvent>): Promise<void> {
    this.#meanwhile = [];
    this.#sink.pause();
    let event: ProgramEvent;
    try {
      event = await this.#options.terminal.handOver(work);
    } catch (cause) {
      event = said(cause);
    }
    const meanwhile = this.#meanwhile;
    this.#meanwhile = undefined;
    this.#sink.resume();
    this.#sink.resize(this.#options.terminal.size);
    this.dispatch({ type: 'resized', size: this.#options.terminal.size }, ...meanwhile, event);
  }

  #end(then: () => void): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#unwatch();
    this.#requester.stop();
    this.#ink.unmount();
    this.#options.terminal.leave();
    then();
  }
}

function said(cause: unknown): ProgramEvent {
  return { type: 'say', text: failureText(failureOf(cause)), tone: 'bad' };
}
