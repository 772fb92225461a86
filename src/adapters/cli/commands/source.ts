import { NexusError } from '../../../core/error.ts';
import type { SourceUpdate } from '../../../core/source.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { sourceText, updateText } from '../../../present/source-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import type { Io } from '../io.ts';
import { patiently, present, printJson, textOptions } from '../shared.ts';
import { runSubVerb, type SubVerbs } from '../sub-verbs.ts';

const VERBS: SubVerbs = {
  list: { options: [], run: list },
  add: { options: ['ref'], run: add },
  update: { options: ['to', 'force', 'dry-run', 'yes'], run: update },
  remove: { options: [], run: remove },
};

export const source: Command = {
  name: 'source',
  summary: 'Recall the memory of other repositories beside your own, pinned by commit',
  usage: '[list | add <name> <url or path> | update [name] | remove <name>]',
  positionals: { min: 0, max: 3 },
  options: {
    ref: {
      type: 'string',
      value: 'name',
      summary: "add: the branch or tag to follow; else the other side's HEAD",
    },
    to: {
      type: 'string',
      value: 'commit',
      summary: 'update: this commit instead of the newest, also an older one',
    },
    force: { type: 'boolean', summary: 'update: also where history was rewritten on the other side' },
    'dry-run': {
      type: 'boolean',
      short: 'n',
      summary: 'update: say what would come in, and recall what was recalled',
    },
    yes: { type: 'boolean', short: 'y', summary: 'update: do not ask' },
  },
  examples: [
    {
      line: 'nexus source add platform https://git.example.org/platform/memory.git',
      tells: 'fetches its memory and recalls it from now on, as of its newest commit',
    },
    { line: 'nexus source update', tells: 'shows what is new in all of them, asks, and recalls that' },
  ],
  notes: [
    'Asked with all other memory, or alone: nexus recall --source platform. A copy of your own: nexus seed platform --only <id>.',
    'Read-only and local: what is fetched, and where from, stays in the git directory of this clone. The network is',
    'used by add and update alone. What a review finds grave, and what is broken, is left out and told. Passwords',
    'come from your credential helper and are kept nowhere.',
  ],
  run: (call) => runSubVerb(call, source, VERBS, 'list'),
};

async function list({ io, json, nexus }: Invocation): Promise<number> {
  const { sources, problems } = await (await nexus()).sources();
  if (json) printJson(io, { sources, problems });
  else {
    io.out(sources.map((one) => sourceText(one, textOptions(io))).join(''));
    if (sources.length === 0) io.err('No other repository is recalled here. See: nexus source add --help\n');
    io.err(problemLines(problems));
  }
  return sources.length === 0 ? EXIT.nothing : EXIT.ok;
}

async function add({ io, args, json, nexus }: Invocation): Promise<number> {
  const [, name, url] = args.positionals;
  if (name === undefined || url === undefined)
    throw new NexusError(
      'usage',
      'missing-argument',
      'a source has a name and an address',
      'nexus source add <name> <url or path>',
    );
  const opened = await nexus();
  const adding = opened.addSource({
    name,
    url,
    prompt: hasPerson(io),
    ...present({ ref: args.text('ref') }),
  });
  const added = await patiently(io, 'Fetching …', adding);
  if (json) printJson(io, { source: added });
  else io.out(sourceText(added, textOptions(io)));
  return EXIT.ok;
}

async function update({ io, args, json, nexus }: Invocation): Promise<number> {
  const [, name, extra] = args.positionals;
  if (extra !== undefined)
    throw new NexusError(
      'usage',
      'bad-value',
      `"${extra}" is one word too many`,
      'one name, or none for all',
    );
  const dryRun = args.flag('dry-run');
  const asks = !json && !args.flag('yes') && hasPerson(io);
  const shown = new Set<string>();
  const agree = async (one: SourceUpdate): Promise<boolean> => {
    if (!json) io.out(updateText(one, textOptions(io)));
    shown.add(one.source.name);
    if (dryRun || !asks) return !dryRun;
    const answer = await io.ask('Recall this from now on? [Y/n] ');
    return answer !== undefined && !/^n/i.test(answer.trim());
  };
  const opened = await nexus();
  const updating = opened.updateSources({
    prompt: hasPerson(io),
    force: args.flag('force'),
    agree,
    ...present({ name, to: args.text('to') }),
  });
  const updates = await patiently(io, 'Fetching …', updating);
  if (json) printJson(io, { dryRun, updates });
  else {
    for (const one of updates) {
      if (!shown.has(one.source.name)) io.out(updateText(one, textOptions(io)));
      else if (one.outcome === 'declined' && !dryRun)
        io.err(`${one.source.name} stays at ${one.before.slice(0, 10)}.\n`);
    }
    if (updates.length === 0) io.err('No other repository is recalled here. See: nexus source add --help\n');
  }
  if (updates.some(({ outcome }) => outcome === 'failed')) return EXIT.broken;
  const stayed = updates.some(
    ({ outcome }) => outcome === 'rewritten' || (outcome === 'declined' && !dryRun),
  );
  return stayed || updates.length === 0 ? EXIT.nothing : EXIT.ok;
}

async function remove({ io, args, json, nexus }: Invocation): Promise<number> {
  const [, name, extra] = args.positionals;
  if (name === undefined || extra !== undefined)
    throw new NexusError(
      'usage',
      'missing-argument',
      'one source is removed at a time',
      'nexus source remove <name>',
    );
  const removed = await (await nexus()).removeSource(name);
  if (json) printJson(io, { removed: name, ...present({ source: removed }) });
  else io.err(`${name} is recalled no more.\n`);
  return EXIT.ok;
}

/** Somebody who could answer git. */
function hasPerson(io: Io): boolean {
  return io.stdinIsTTY && io.stderrIsTTY;
}
