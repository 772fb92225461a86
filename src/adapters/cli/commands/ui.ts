import { NexusError } from '../../../core/error.ts';
import type { Nexus } from '../../../nexus.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { handsOf } from '../hands.ts';
import { openWarm } from '../open.ts';
import { PRINTED, pickedText } from '../picked.ts';
import { askedInLines } from '../plain-ui.ts';
import { choiceIn, present, printJson } from '../shared.ts';

/** Nothing was chosen: as a shell has it for Ctrl-C, and as other pickers do. */
const NOTHING_CHOSEN = 130;

/** The screens one can begin with, and the verb that says the same in lines. */
const IN_LINES = {
  recall: 'nexus recall <words>',
  history: 'nexus log',
  review: 'nexus review',
  inbox: 'nexus inbox',
  learning: 'nexus report',
} as const;
const SCREENS = Object.keys(IN_LINES) as readonly (keyof typeof IN_LINES)[];

export const ui: Command = {
  name: 'ui',
  summary: 'Recall as you type, and walk through history, in a full-screen terminal',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    query: { type: 'string', value: 'text', summary: 'Begin with this question' },
    screen: { type: 'string', value: 'name', summary: `Begin with another: ${SCREENS.slice(1).join(', ')}` },
    at: { type: 'string', value: 'rev', summary: 'Begin with memory as of a commit, branch, tag or time' },
    pick: { type: 'boolean', summary: 'Enter prints the chosen record, and ends' },
    print: {
      type: 'string',
      value: 'what',
      summary: `Pick, and print its ${PRINTED.join(', ')} (default: id)`,
    },
    plain: {
      type: 'boolean',
      summary: 'Questions and answers in lines, for screen readers (also: NEXUS_A11Y=1)',
    },
    ascii: { type: 'boolean', summary: 'Draw with ASCII alone (also: NEXUS_ASCII=1)' },
  },
  examples: [
    { line: 'nexus ui', tells: 'type to recall; f1 for help' },
    { line: 'nexus ui --query "flaky login" --at v1.2', tells: 'a question to memory as it was' },
    {
      line: 'nexus show "$(nexus ui --pick)"',
      tells: 'a picker, for scripts; for the command line: nexus shell',
    },
    { line: 'nexus ui --print path', tells: "the chosen record's file" },
  ],
  notes: [
    'A picker draws on the terminal also where standard input or output is captured; where nothing is chosen it ends',
    'with 130. Of a commit, id and path are its full name.',
  ],
  async run(call) {
    const { io, args, json } = call;
    const picks = args.flag('pick') || args.has('print');
    const what = choiceIn(args.text('print') ?? 'id', '--print', PRINTED);
    const opened = lazily(call);
    const id = isPlain(call) ? await inLines(call, opened, picks) : await onScreen(call, opened, picks);
    if (!picks) return EXIT.ok;
    if (id === undefined) return NOTHING_CHOSEN;
    const text = await pickedText(io, await opened(), id, what, args.text('at'));
    if (json) printJson(io, { id, [what]: text });
    else io.out(`${text}\n`);
    return EXIT.ok;
  },
};

type Open = (...how: readonly [Parameters<typeof openWarm>[2]?]) => Promise<Nexus>;

function lazily({ io }: Invocation): Open {
  let opened: Promise<Nexus> | undefined;
  return (progress) => {
    opened ??= openWarm(io, io.cwd, progress);
    return opened;
  };
}

function screenIn({ args }: Invocation): (typeof SCREENS)[number] {
  return choiceIn(args.text('screen') ?? 'recall', '--screen', SCREENS);
}

function isPlain({ io, args }: Invocation): boolean {
  return args.flag('plain') || io.env.NEXUS_A11Y === '1' || io.env.INK_SCREEN_READER === 'true';
}

async function inLines(call: Invocation, opened: Open, picks: boolean): Promise<string | undefined> {
  const { io, args } = call;
  const screen = screenIn(call);
  if (screen !== 'recall')
    throw new NexusError(
      'usage',
      'bad-value',
      `nexus ui --plain has no ${screen}`,
      `it is: ${IN_LINES[screen]}`,
    );
  if (!io.stdinIsTTY) throw noTerminal(screen);
  return askedInLines(io, await opened(), {
    picks,
    ...present({ query: args.text('query'), at: args.text('at') }),
  });
}

async function onScreen(call: Invocation, opened: Open, picks: boolean): Promise<string | undefined> {
  const { io, args } = call;
  const name = screenIn(call);
  // Not what is drawn on is asked: it is the terminal also where our output is captured.
  const color = (io.env.NO_COLOR ?? '') === '' && !args.flag('no-color');
  const { runUi } = await import('../../tui/main.ts');
  const end = await runUi({
    open: opened,
    hands: (memory) => handsOf(io, memory),
    now: io.now,
    color,
    ascii: args.flag('ascii') || io.env.NEXUS_ASCII === '1' || io.env.TERM === 'linux',
    first: name === 'recall' ? { name, ...present({ query: args.text('query') }) } : { name },
    picks,
    ...present({ at: args.text('at') }),
  });
  if (end.type === 'no-terminal') throw noTerminal(name);
  return end.picked;
}

function noTerminal(screen: (typeof SCREENS)[number]): NexusError {
  return new NexusError(
    'usage',
    'refused',
    'nexus ui needs a terminal',
    `in lines it is: ${IN_LINES[screen]}; all verbs: nexus --help`,
  );
}
