import type { Step } from '../../core/ports.ts';
import type { Input } from './decode.ts';
import { failureText } from './failure.ts';
import { afterHelpKey, afterHelpText, HELP_START, type Help, type HelpOf } from './help.ts';
import { bound, EVERYWHERE, isPrefix, type KeyTable } from './keymap.ts';
import { afterKey, afterText, openPopup, type Popup, popupRows } from './popup.ts';
import { type Ask, type Changed, type Failed, type Reply, type UndoStep, WRITES } from './requests.ts';
import {
  type Effect,
  type Event,
  FRAME_ROWS,
  type Here,
  type LiveScreen,
  type OpenedScreen,
  type Size,
  type Tone,
  type When,
} from './screen.ts';
import { EACH_SCREEN, SCREEN_TITLES, TABS } from './screens.ts';

/** The whole program as a reducer: screens in their tabs and above them, popups, help, messages, time. Pure. */
export interface Program {
  readonly size: Size;
  /** The screen that is seen comes last; the first is the tab's. */
  readonly stack: readonly Shown[];
  /** Tabs that were left, as they were. */
  readonly tabs: readonly Shown[];
  readonly at?: When;
  /** Absent until memory is open. */
  readonly place?: Place;
  /** Long work that one waits for. */
  readonly work?: Step;
  readonly popup?: Popup;
  /** Absent: it is not seen. */
  readonly help?: Help;
  readonly message?: Message;
  /** The first key of two. */
  readonly prefix?: string;
  readonly undo: readonly UndoStep[];
  readonly nextId: number;
}

/** One line at the bottom, until the next key. */
export interface Message {
  readonly text: string;
  readonly tone: Tone;
  /** It tells of a change that can be taken back. */
  readonly canUndo?: true;
}

/** A screen that is or was seen. */
export interface Shown {
  /** To whom an answer goes. */
  readonly id: number;
  readonly screen: LiveScreen;
  /** Memory changed since it was last seen. */
  readonly isOld: boolean;
}

/** Whose memory it is. */
export interface Place {
  readonly repository?: string;
  /** Checked out; absent on a detached HEAD. */
  readonly branch?: string;
}

/** What does not change while the program runs, and the screens there are. */
export interface World {
  readonly theme: Here['theme'];
  readonly picks: boolean;
  now(): number;
  /** Makes a screen, not yet asked to show anything: its first event is a refresh. */
  screen(opened: OpenedScreen): LiveScreen;
}

export type ProgramEvent =
  | { readonly type: 'input'; readonly input: Input }
  | { readonly type: 'answer'; readonly to: number; readonly event: Reply | Failed }
  | { readonly type: 'resized'; readonly size: Size }
  /** Another process, a commit or an editor changed memory. @param did what was done, where we know */
  | { readonly type: 'memory-changed'; readonly changed?: Changed }
  | { readonly type: 'place'; readonly place: Place }
  /** @param step absent: it is done */
  | { readonly type: 'work'; readonly step?: Step }
  | { readonly type: 'say'; readonly text: string; readonly tone: Tone };

/** What the world is to do. */
export type Task =
  | { readonly type: 'ask'; readonly from: number; readonly ask: Ask }
  | Extract<Effect, { readonly type: 'copy' | 'edit' | 'page' }>
  | { readonly type: 'suspend' }
  | { readonly type: 'redraw' }
  /** @param picked what was chosen; absent: nothing was */
  | { readonly type: 'end'; readonly picked?: string };

export interface Turn {
  readonly program: Program;
  readonly tasks: readonly Task[];
}

/** The program itself, as an asker. */
const PROGRAM = 0;
const MAX_UNDO = 100;

/** @param from where in time and place one begins */
export function begin(
  world: World,
  size: Size,
  first: OpenedScreen,
  from: Pick<Program, 'at' | 'place'> = {},
): Turn {
  const shown: Shown = { id: 1, screen: world.screen(first), isOld: true };
  return settle(world, { ...from, size, stack: [shown], tabs: [], undo: [], nextId: 2 }, []);
}

/** The screen that is seen. */
export function top(program: Program): Shown {
  const shown = program.stack.at(-1);
  if (shown === undefined) throw new Error('no screen');
  return shown;
}

/** Rows that the popup has, as far as there is room. */
export function popupRoom({ popup, size }: Program): number {
  return popup === undefined ? 0 : Math.min(popupRows(popup), Math.max(0, size.rows - FRAME_ROWS));
}

export function hereOf(world: World, program: Program): Here {
  const { columns, rows } = program.size;
  return {
    size: { columns, rows: Math.max(0, rows - FRAME_ROWS - popupRoom(program)) },
    theme: world.theme,
    now: world.now(),
    picks: world.picks,
    ...(program.at === undefined ? {} : { at: program.at }),
    ...(program.place?.branch === undefined ? {} : { branch: program.place.branch }),
  };
}

export function tablesOf(program: Program): readonly KeyTable[] {
  return [top(program).screen.keys, EVERYWHERE];
}

export function after(world: World, program: Program, event: ProgramEvent): Turn {
  switch (event.type) {
    case 'input':
      return afterInput(world, withoutMessage(program), event.input);
    case 'answer':
      return afterAnswer(world, program, event.to, event.event);
    case 'resized':
      return toTop(world, { ...program, size: event.size }, { type: 'resized' });
    case 'memory-changed':
      return settle(
        world,
        allOld(event.changed === undefined ? program : changed(program, event.changed)),
        [],
      );
    case 'place':
      return { program: { ...program, place: event.place }, tasks: [] };
    case 'work':
      return { program: working(program, event.step), tasks: [] };
    case 'say':
      return { program: { ...program, message: { text: event.text, tone: event.tone } }, tasks: [] };
  }
}

function working({ work: _, ...program }: Program, step: Step | undefined): Program {
  return step === undefined ? program : { ...program, work: step };
}

function withoutMessage({ message: _, ...program }: Program): Program {
  return program;
}

function allOld(program: Program): Program {
  const old = (shown: Shown): Shown => ({ ...shown, isOld: true });
  return { ...program, stack: program.stack.map(old), tabs: program.tabs.map(old) };
}

/** Asks the screen that is seen again, if what it shows is old. */
function settle(world: World, program: Program, tasks: readonly Task[]): Turn {
  const shown = top(program);
  if (!shown.isOld) return { program, tasks };
  const stack = [...program.stack.slice(0, -1), { ...shown, isOld: false }];
  const turn = toTop(world, { ...program, stack }, { type: 'refresh' });
  return { program: turn.program, tasks: [...tasks, ...turn.tasks] };
}

function toTop(world: World, program: Program, event: Event): Turn {
  return to(world, program, top(program).id, event);
}

/** Gives an event to a screen, wherever it is; what it wants done is done. */
function to(world: World, program: Program, id: number, event: Event): Turn {
  const shown = [...program.stack, ...program.tabs].find((one) => one.id === id);
  if (shown === undefined) return { program, tasks: [] };
  const { screen, effects } = shown.screen.after(event, hereOf(world, program));
  const put = (one: Shown): Shown => (one.id === id ? { ...one, screen } : one);
  let turn: Turn = {
    program: { ...program, stack: program.stack.map(put), tabs: program.tabs.map(put) },
    tasks: [],
  };
  for (const effect of effects) {
    const next = done(world, turn.program, id, effect);
    turn = { program: next.program, tasks: [...turn.tasks, ...next.tasks] };
  }
  return turn;
}

function done(world: World, program: Program, from: number, effect: Effect): Turn {
  switch (effect.type) {
    case 'ask':
      if (program.at !== undefined && WRITES.has(effect.request)) return readOnly(program, program.at);
      return { program, tasks: [{ type: 'ask', from, ask: effect }] };
    case 'open': {
      const shown: Shown = { id: program.nextId, screen: world.screen(effect.screen), isOld: true };
      const stack = [...program.stack, shown];
      return settle(world, { ...program, stack, nextId: program.nextId + 1 }, []);
    }
    case 'back':
      return back(world, program);
    case 'popup':
      return { program: { ...program, popup: openPopup(effect.popup) }, tasks: [] };
    case 'say':
      return { program: { ...program, message: { text: effect.text, tone: effect.tone } }, tasks: [] };
    case 'copy':
      return {
        program: { ...program, message: { text: `Copied ${effect.what}`, tone: 'good' } },
        tasks: [effect],
      };
    case 'edit':
      return program.at === undefined ? { program, tasks: [effect] } : readOnly(program, program.at);
    case 'page':
      return { program, tasks: [effect] };
    case 'travel':
      return travel(world, program, effect.when);
    case 'pick':
      return { program, tasks: [{ type: 'end', picked: effect.id }] };
  }
}

function readOnly(program: Program, { label }: When): Turn {
  const text = `Memory as of ${label} is read only; T comes back to now`;
  return { program: { ...program, message: { text, tone: 'bad' } }, tasks: [] };
}

function travel(world: World, { at: _, ...program }: Program, when: When | undefined): Turn {
  const text = when === undefined ? 'Back to now' : `Memory as of ${when.label}; T comes back to now`;
  const there = { ...program, ...(when === undefined ? {} : { at: when }) };
  return settle(world, allOld({ ...there, message: { text, tone: 'plain' } }), []);
}

/** To the screen below; from a tab's own screen to the first tab, and from there out. */
function back(world: World, program: Program): Turn {
  if (program.stack.length > 1) return settle(world, { ...program, stack: program.stack.slice(0, -1) }, []);
  if (top(program).screen.name !== 'recall') return toTab(world, program, { name: 'recall' });
  return { program, tasks: [{ type: 'end' }] };
}

function afterInput(world: World, program: Program, input: Input): Turn {
  if (input.type === 'paste') return pasted(world, program, input.text);
  const { key, text } = input;
  if (program.popup !== undefined) return inPopup(world, program, program.popup, key, text);
  if (program.help !== undefined) return inHelp(world, program, program.help, key, text);
  const { typing } = top(program).screen;
  const { prefix, ...rest } = program;
  const pressed = prefix === undefined ? key : `${prefix} ${key}`;
  const tables = tablesOf(program);
  if (prefix === undefined && isPrefix(tables, key, typing))
    return { program: { ...program, prefix: key }, tasks: [] };
  const binding = bound(tables, pressed, typing);
  if (binding !== undefined) {
    if (binding.writes === true && program.at !== undefined) return readOnly(rest, program.at);
    return act(world, rest, binding.action);
  }
  // The second key of two that mean nothing together does nothing.
  if (prefix !== undefined || !typing) return { program: rest, tasks: [] };
  return toTop(world, rest, text === undefined ? { type: 'edit-key', key } : { type: 'text', text });
}

function pasted(world: World, program: Program, text: string): Turn {
  if (program.popup !== undefined)
    return popupStep(world, program, program.popup, afterText(program.popup, text));
  if (program.help !== undefined)
    return { program: { ...program, help: afterHelpText(program.help, text) }, tasks: [] };
  return top(program).screen.typing ? toTop(world, program, { type: 'text', text }) : { program, tasks: [] };
}

function inPopup(world: World, program: Program, popup: Popup, key: string, text: string | undefined): Turn {
  return popupStep(world, program, popup, afterKey(popup, key, text));
}

function popupStep(
  world: World,
  { popup: _, ...program }: Program,
  popup: Popup,
  step: ReturnType<typeof afterKey>,
): Turn {
  if (step.type === 'open') return { program: { ...program, popup: step.popup }, tasks: [] };
  if (step.type === 'closed') return { program, tasks: [] };
  return toTop(world, program, { type: 'chosen', popup: popup.spec.id, value: step.value });
}

/** Whose help is told. */
export function helpOf(world: World, program: Program): HelpOf {
  const { name, keys, typing } = top(program).screen;
  return {
    title: SCREEN_TITLES[name],
    keys,
    typing,
    others: EACH_SCREEN.map((opened) => world.screen(opened).keys),
    size: program.size,
    theme: world.theme,
  };
}

function inHelp(
  world: World,
  { help: _, ...program }: Program,
  help: Help,
  key: string,
  text: string | undefined,
): Turn {
  const always = bound([EVERYWHERE], key, true)?.action;
  if (always === 'quit' || always === 'suspend' || always === 'redraw')
    return act(world, { ...program, help }, always);
  const next = afterHelpKey(help, key, text, helpOf(world, program));
  return { program: next === 'closed' ? program : { ...program, help: next }, tasks: [] };
}

function act(world: World, program: Program, action: string): Turn {
  const tab = TABS.find(({ name }) => action === `go-${name}`);
  if (tab !== undefined) return toTab(world, program, tab);
  switch (action) {
    case 'help':
      return { program: { ...program, help: HELP_START }, tasks: [] };
    case 'quit':
      return { program, tasks: [{ type: 'end' }] };
    case 'close':
      return back(world, program);
    case 'suspend':
      return { program, tasks: [{ type: 'suspend' }] };
    case 'redraw':
      return { program, tasks: [{ type: 'redraw' }] };
    case 'travel':
      // There already: one does not choose above one's choice.
      if (top(program).screen.name === 'travel') return { program, tasks: [] };
      return done(world, program, PROGRAM, { type: 'open', screen: { name: 'travel' } });
    case 'travel-back':
      return program.at === undefined ? { program, tasks: [] } : travel(world, program, undefined);
    case 'undo':
      return undo(world, program);
    default:
      // `back` too: a screen that has something to clear or close does that first.
      return toTop(world, program, { type: 'action', action });
  }
}

function undo(world: World, program: Program): Turn {
  const step = program.undo.at(-1);
  if (step !== undefined)
    return done(world, program, PROGRAM, { type: 'ask', request: 'undo', slot: 'undo', question: step });
  return { program: { ...program, message: { text: 'Nothing to undo', tone: 'plain' } }, tasks: [] };
}

/** A tab keeps its state; what was opened above one is closed when it is left. */
function toTab(world: World, program: Program, tab: OpenedScreen): Turn {
  const [current] = program.stack;
  if (current === undefined) return { program, tasks: [] };
  if (current.screen.name === tab.name) return settle(world, { ...program, stack: [current] }, []);
  const kept = program.tabs.find(({ screen }) => screen.name === tab.name);
  const next = kept ?? { id: program.nextId, screen: world.screen(tab), isOld: true };
  const tabs = [...program.tabs.filter(({ id }) => id !== next.id), current];
  const turn = settle(world, { ...program, stack: [next], tabs, nextId: program.nextId + 1 }, []);
  const shown = toTop(world, turn.program, { type: 'resized' });
  return { program: shown.program, tasks: [...turn.tasks, ...shown.tasks] };
}

function afterAnswer(world: World, program: Program, id: number, event: Reply | Failed): Turn {
  if (!WRITES.has(event.request)) return to(world, program, id, event);
  if (event.type === 'failed') {
    return to(world, { ...program, message: { text: failureText(event), tone: 'bad' } }, id, event);
  }
  const taken = event.request === 'undo' ? { ...program, undo: program.undo.slice(0, -1) } : program;
  const turn = to(world, changed(taken, event.answer as Changed), id, event);
  return settle(world, allOld(turn.program), turn.tasks);
}

/** Memory changed through us: said, and kept to be taken back. */
function changed(program: Program, { did, undo }: Changed): Program {
  return {
    ...program,
    message: { text: did, tone: 'good', ...(undo === undefined ? {} : { canUndo: true }) },
    undo: undo === undefined ? program.undo : [...program.undo, undo].slice(-MAX_UNDO),
  };
}
