import { NexusError } from '../../../core/error.ts';
import type { RunOutcome, RunTask } from '../../../nexus/run.ts';
import { knownText } from '../../../present/fix-text.ts';
import { safeJson } from '../../../present/safe-json.ts';
import { safeText } from '../../../present/safe-text.ts';
import type { Command, Invocation, Parsed } from '../command.ts';
import type { Io } from '../io.ts';
import { PLAN_NOTES, PLAN_OPTIONS } from '../plan-options.ts';
import { JSON_SCHEMA, textOptions } from '../shared.ts';
import { TASK_OPTIONS, taskIn } from '../task-options.ts';

export const run: Command = {
  name: 'run',
  summary: 'Run a command; remember how it failed and what fixed it',
  usage: '-- <command> [arguments…] | --plan <file>',
  positionals: { min: 0, max: 100_000 },
  passThrough: true,
  options: {
    quiet: { type: 'boolean', short: 'q', summary: 'Print nothing of our own' },
    'apply-fix': {
      type: 'boolean',
      summary: 'After a failure ask for each known command whether to run it, then try again',
    },
    task: {
      type: 'string',
      value: 'text',
      summary: 'What is done: kept with how it went, for recommendations',
    },
    ...TASK_OPTIONS,
    approach: { type: 'string', value: 'name', summary: 'How it is done: standard, incremental, parallel …' },
    ...PLAN_OPTIONS,
    factor: { type: 'string', value: 'name', multiple: true, summary: 'What makes it succeed' },
    tool: { type: 'string', value: 'name', multiple: true, summary: 'What it uses' },
    'api-calls': { type: 'string', value: 'count', summary: 'How many calls of an API it makes' },
  },
  examples: [
    { line: 'nexus run -- npm test', tells: "output, exit code and signals are the command's own" },
    {
      line: 'nexus run -- python -m app',
      tells: 'if it fails in a known way, what fixed it before is shown',
    },
    {
      line: 'nexus run --task "add the login form" --category frontend --approach incremental -- npm test',
      tells: 'success and duration are measured; see: nexus recommend',
    },
    {
      line: 'nexus run --apply-fix -- npm test',
      tells: 'a known fix that is a command is shown; y runs it',
    },
    { line: 'nexus run --plan tasks.yaml', tells: 'a list of tasks; again, to go on where it ended' },
  ],
  notes: [
    "A failure waits in this machine's journal. When the same command passes, the next commit carries",
    'an error record: what failed, what was run and changed in between.',
    'A command from memory runs only after a y at a terminal, each time; never in CI, never for a coding agent.',
    "With --json our own words are one document on standard error; standard output is the command's.",
    ...PLAN_NOTES,
  ],
  async run(call) {
    const { io, args, json, nexus } = call;
    if (args.has('plan')) return (await import('../plan-run.ts')).runPlanFile(call);
    const idle = ['jobs', 'keep-going'].find((name) => args.has(name));
    if (idle !== undefined)
      throw new NexusError('usage', 'bad-value', `--${idle} goes with --plan`, 'see: nexus run --help');
    if (args.positionals.length === 0) {
      throw new NexusError(
        'usage',
        'missing-argument',
        'nexus run needs a command',
        'usage: nexus run -- <command> [arguments…]',
      );
    }
    if (args.flag('apply-fix')) return withFixes(call);
    const outcome = await (await nexus()).run(args.positionals, io.streams, doneIn(args));
    if (json) {
      // Standard output is the command's own.
      io.err(`${safeJson({ schema: JSON_SCHEMA, ...outcome })}\n`);
      return outcome.exit;
    }
    if (args.flag('quiet')) {
      if (outcome.notStarted !== undefined) io.err(`nexus: ${safeText(outcome.notStarted)}\n`);
      return outcome.exit;
    }
    tellKnown(io, outcome);
    tellEnd(io, outcome);
    return outcome.exit;
  },
};

/** With a person who decides what of memory is run. The exit code is the command's own, of its first run if none passed. */
async function withFixes({ io, args, json, nexus }: Invocation): Promise<number> {
  const { askerAt, checkAskable, whyNotAsked } = await import('../apply-fix.ts');
  checkAskable(args, json);
  const opened = await nexus();
  const why = whyNotAsked(io);
  const asker = askerAt(io, (talk) => talk());
  let shown = false;
  const failed = (outcome: RunOutcome): void => {
    shown = true;
    tellKnown(io, outcome);
  };
  const recovery = why === undefined ? { failed, offer: asker.offer } : undefined;
  const outcome = await opened.run(args.positionals, io.streams, doneIn(args), recovery);
  if (!shown) tellKnown(io, outcome);
  const known = outcome.known?.hits.length ?? 0;
  if (known > 0 && why !== undefined) io.err(`nexus: not asked whether to run it: ${why}\n`);
  else if (known > 0 && asker.asked() === 0) io.err('nexus: no command is known that could be run\n');
  tellEnd(io, outcome);
  return outcome.exit;
}

function tellKnown(io: Io, { known, notStarted }: RunOutcome): void {
  if (notStarted !== undefined) io.err(`nexus: ${safeText(notStarted)}\n`);
  if (known === undefined || known.hits.length === 0) return;
  io.err(knownText(known, { ...textOptions(io), columns: 0 }));
}

function tellEnd(io: Io, { resolved, notKept }: RunOutcome): void {
  for (const signature of resolved) io.err(`nexus: resolved: ${safeText(signature)}\n`);
  if (notKept !== undefined) io.err(`nexus: not kept: ${notKept}\n`);
}

/** The task that the options tell; undefined where they tell none. */
function doneIn(args: Parsed): RunTask | undefined {
  const told = ['task', 'approach', 'factor', 'tool', 'api-calls', ...Object.keys(TASK_OPTIONS)];
  if (!told.some((name) => args.has(name))) return undefined;
  const approach = args.text('approach');
  return {
    ...taskIn(args, args.text('task')),
    ...(approach === undefined ? {} : { approach }),
    success_factors: args.list('factor'),
    tools: args.list('tool'),
    ...(args.has('api-calls') ? { api_calls: callsIn(args.text('api-calls') ?? '') } : {}),
  };
}

function callsIn(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new NexusError('usage', 'bad-value', `--api-calls takes a whole number up to 999999, not "${text}"`);
}
