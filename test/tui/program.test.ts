import { describe, expect, test } from 'vitest';
import type { Input } from '../../src/adapters/tui/decode.ts';
import {
  after,
  begin,
  type Program,
  type ProgramEvent,
  type Task,
  top,
  type World,
} from '../../src/adapters/tui/program.ts';
import {
  type Effect,
  type Event,
  liveScreen,
  type OpenedScreen,
  type Screen,
} from '../../src/adapters/tui/screen.ts';
import { createTheme } from '../../src/adapters/tui/theme.ts';

/** What screens were told, by name. */
let told: string[] = [];

/** A screen that keeps what it is told, and does what its keys say. */
function screenOf(opened: OpenedScreen): ReturnType<typeof liveScreen> {
  const effects: Readonly<Record<string, readonly Effect[]>> = {
    refresh: [{ type: 'ask', request: 'revision', slot: 'hits', question: opened.name }],
    open: [{ type: 'open', screen: { name: 'record', id: '01' } }],
    back: [{ type: 'back' }],
    why: [{ type: 'popup', popup: { kind: 'line', id: 'why', title: 'Why?' } }],
    go: [{ type: 'travel', when: { rev: 'a90f2d1', label: 'v1' } }],
    change: [{ type: 'ask', request: 'undo', slot: 'write', question: { type: 'decision' } }],
    edit: [{ type: 'edit', what: 'record', id: '01' }],
    copy: [{ type: 'copy', text: '01', what: 'its id' }],
  };
  const screen: Screen<{ readonly typing: boolean }> = {
    name: opened.name,
    keys: [
      { keys: ['enter'], action: 'open', help: 'x', group: 'X' },
      { keys: ['w'], action: 'why', when: 'list', help: 'x', group: 'X' },
      { keys: ['t'], action: 'go', when: 'list', help: 'x', group: 'X' },
      { keys: ['c'], action: 'change', when: 'list', help: 'x', group: 'X', writes: true },
      { keys: ['e'], action: 'edit', when: 'list', help: 'x', group: 'X' },
      { keys: ['ctrl-x y'], action: 'copy', help: 'x', group: 'X' },
    ],
    typing: ({ typing }) => typing,
    view: () => ({ lines: [opened.name] }),
    update(state, event) {
      told.push(`${opened.name} ${nameOf(event)}`);
      return { state, effects: effects[event.type === 'action' ? event.action : event.type] ?? [] };
    },
  };
  return liveScreen(screen, { typing: opened.name === 'recall' });
}

function nameOf(event: Event): string {
  if (event.type === 'action') return event.action;
  if (event.type === 'text') return `text ${event.text}`;
  if (event.type === 'edit-key') return `key ${event.key}`;
  if (event.type === 'chosen') return `${event.popup} ${event.value}`;
  return event.type;
}

const world: World = {
  theme: createTheme({ color: false, ascii: true }),
  picks: false,
  now: () => 0,
  screen: screenOf,
};
const SIZE = { columns: 80, rows: 24 };

/** The program after events, with everything that it wanted done. */
class Run {
  program: Program;
  tasks: Task[] = [];

  constructor(first: OpenedScreen = { name: 'history' }) {
    told = [];
    const turn = begin(world, SIZE, first);
    this.program = turn.program;
    this.tasks.push(...turn.tasks);
  }

  give(...events: readonly ProgramEvent[]): this {
    for (const event of events) {
      const turn = after(world, this.program, event);
      this.program = turn.program;
      this.tasks.push(...turn.tasks);
    }
    return this;
  }

  press(...keys: readonly string[]): this {
    return this.give(
      ...keys.map((key): ProgramEvent => {
        const input: Input = { type: 'key', key, ...(key.length === 1 ? { text: key } : {}) };
        return { type: 'input', input };
      }),
    );
  }

  get seen(): string {
    return this.program.stack.map(({ screen }) => screen.name).join(' ');
  }
}

describe('the program', () => {
  test('a screen that is opened is asked to show something, once', () => {
    const run = new Run();
    expect(told).toEqual(['history refresh']);
    expect(run.tasks).toEqual([
      {
        type: 'ask',
        from: 1,
        ask: { type: 'ask', request: 'revision', slot: 'hits', question: 'history' },
      },
    ]);
  });

  test('letters type where an input has the focus, and are keys elsewhere', () => {
    new Run({ name: 'recall' }).press('q', 'j', 'left', 'ctrl-q');
    expect(told.slice(1)).toEqual(['recall text q', 'recall text j', 'recall key left', 'recall key ctrl-q']);
    expect(new Run().press('q').seen).toBe('recall');
  });

  test('two keys in a row; a second that means nothing does nothing', () => {
    const run = new Run({ name: 'recall' }).press('ctrl-x');
    expect(run.program.prefix).toBe('ctrl-x');
    run.press('y');
    expect(run.tasks.at(-1)).toEqual({ type: 'copy', text: '01', what: 'its id' });
    expect(run.program.message).toEqual({ text: 'Copied its id', tone: 'good' });
    const before = told.length;
    run.press('ctrl-x', 'z');
    expect(told).toHaveLength(before);
    expect(run.program.prefix).toBeUndefined();
  });

  test('screens open above each other and close one by one, to the first tab, and from there out', () => {
    const run = new Run().press('enter');
    expect(run.seen).toBe('history record');
    run.press('esc');
    expect(run.seen).toBe('history');
    run.press('q');
    expect(run.seen).toBe('recall');
    run.press('esc');
    expect(run.tasks.at(-1)).toEqual({ type: 'end' });
  });

  test('a tab keeps its state; what was above it is closed', () => {
    const run = new Run().press('enter', '4');
    expect(run.seen).toBe('inbox');
    run.press('2');
    expect(run.seen).toBe('history');
    expect(run.program.stack[0]?.id).toBe(1);
    run.press('enter', '2');
    expect(run.seen).toBe('history');
  });

  test('an answer goes to who asked, in whatever tab it is', () => {
    const run = new Run().press('4');
    run.give({ type: 'answer', to: 1, event: { type: 'reply', request: 'refs', slot: 'hits', answer: [] } });
    expect(told.at(-1)).toBe('history reply');
    run.give({
      type: 'answer',
      to: 99,
      event: { type: 'failed', request: 'refs', slot: 'hits', message: 'x' },
    });
    expect(told.at(-1)).toBe('history reply');
  });

  test('memory that changed is asked for again: at once where it is seen, elsewhere when it is', () => {
    const run = new Run().press('4');
    told = [];
    run.give({ type: 'memory-changed' });
    expect(told).toEqual(['inbox refresh']);
    run.press('2');
    expect(told.slice(1)).toEqual(['history refresh', 'history resized']);
    run.press('4');
    expect(told).not.toContain('inbox refresh history');
  });

  test('a popup takes all keys until it is answered or closed', () => {
    const run = new Run().press('w', 'q', '1', 'enter');
    expect(told.at(-1)).toBe('history why q1');
    expect(run.seen).toBe('history');
    run.press('w', 'esc');
    expect(run.program.popup).toBeUndefined();
    expect(told.at(-1)).toBe('history why');
  });

  test('what is pasted is typed where something is typed, and nothing elsewhere', () => {
    const paste: ProgramEvent = { type: 'input', input: { type: 'paste', text: 'q4\n' } };
    new Run({ name: 'recall' }).give(paste);
    expect(told.at(-1)).toBe('recall text q4\n');
    expect(new Run().give(paste).seen).toBe('history');
    expect(told).toEqual(['history refresh']);
  });

  test('at another time all screens show that time, and nothing can be changed', () => {
    const run = new Run().press('t');
    expect(run.program.at).toEqual({ rev: 'a90f2d1', label: 'v1' });
    expect(told.at(-1)).toBe('history refresh');
    const asked = run.tasks.length;
    run.press('c', 'e', 'u');
    expect(run.tasks).toHaveLength(asked);
    run.press('c');
    expect(run.program.message?.text).toBe('Memory as of v1 is read only; T comes back to now');
    run.press('T');
    expect(run.program.at).toBeUndefined();
    run.press('c');
    expect(run.tasks.at(-1)).toMatchObject({ type: 'ask', ask: { request: 'undo' } });
  });

  test('what changed memory is said, and taken back in turn', () => {
    const run = new Run();
    const undo = { type: 'text', id: '01', before: 'a', after: 'b' } as const;
    run.give({ type: 'memory-changed', changed: { did: 'Retired 01: Old', undo } });
    expect(run.program.message).toEqual({ text: 'Retired 01: Old', tone: 'good', canUndo: true });
    run.press('u');
    expect(run.tasks.at(-1)).toEqual({
      type: 'ask',
      from: 0,
      ask: { type: 'ask', request: 'undo', slot: 'undo', question: undo },
    });
    run.give({
      type: 'answer',
      to: 0,
      event: { type: 'reply', request: 'undo', slot: 'undo', answer: { did: 'As before: Old' } },
    });
    expect(run.program.message).toEqual({ text: 'As before: Old', tone: 'good' });
    run.press('u');
    expect(run.program.message?.text).toBe('Nothing to undo');
  });

  test('an undo that fails says why, and can be tried again', () => {
    const undo = { type: 'text', id: '01', before: 'a', after: 'b' } as const;
    const run = new Run().give({ type: 'memory-changed', changed: { did: 'x', undo } }).press('u');
    const message = 'notes/x.md was changed since';
    run.give({ type: 'answer', to: 0, event: { type: 'failed', request: 'undo', slot: 'undo', message } });
    expect(run.program.message).toEqual({ text: message, tone: 'bad' });
    expect(run.program.undo).toEqual([undo]);
  });

  test('a message goes with the next key', () => {
    const run = new Run().give({ type: 'say', text: 'Careful', tone: 'bad' });
    expect(run.program.message?.text).toBe('Careful');
    expect(run.press('j').program.message).toBeUndefined();
  });

  test('a screen is told of another size', () => {
    const run = new Run().give({ type: 'resized', size: { columns: 40, rows: 10 } });
    expect(told.at(-1)).toBe('history resized');
    expect(top(run.program).id).toBe(1);
  });
});
