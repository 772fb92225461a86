import { NexusError } from '../../../core/error.ts';
import type { KnowledgeCounts } from '../../../core/knowledge.ts';
import type { PackState, SeedReport } from '../../../nexus.ts';
import { plural, table } from '../../../present/layout.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { kindsIn, printJson, redactedText } from '../shared.ts';

export const seed: Command = {
  name: 'seed',
  summary: 'Copy knowledge into this memory, from a pack or a folder; turn packs on and off',
  usage: '[pack | folder]',
  positionals: { min: 0, max: 1 },
  options: {
    only: {
      type: 'string',
      value: 'word',
      multiple: true,
      summary: 'Only what has this in its title, or as a tag or an id',
    },
    kind: { type: 'string', value: 'kind', multiple: true, summary: 'Only these kinds: pattern, error …' },
    category: {
      type: 'string',
      value: 'name',
      multiple: true,
      summary: 'Only patterns of these categories: code, design …',
    },
    'dry-run': { type: 'boolean', short: 'n', summary: 'Say what would be written, and write nothing' },
    on: { type: 'string', value: 'pack', multiple: true, summary: 'Recall this pack here' },
    off: { type: 'string', value: 'pack', multiple: true, summary: 'Recall it no more' },
  },
  examples: [
    { line: 'nexus seed', tells: 'which packs there are, and which are in use' },
    { line: 'nexus seed --on python', tells: 'recalled from now on; nothing is copied' },
    { line: 'nexus seed python --only profile', tells: 'copies to edit; each stands for its original' },
    {
      line: 'nexus seed docs/knowledge',
      tells: 'your own: records, or markdown in folders such as patterns/',
    },
  ],
  notes: [
    'A pack that is on is recalled without being copied. Copy what you want to change.',
    'In a folder of yours a file is what its `type:` or its folder says: patterns, best-practices, anti-patterns, errors,',
    'solutions, decisions; else a note. Its title is its first heading.',
  ],
  async run(call) {
    const { args } = call;
    const [from] = args.positionals;
    const switches = args.has('on') || args.has('off');
    if (switches && from !== undefined)
      throw new NexusError(
        'usage',
        'bad-value',
        '--on and --off stand alone',
        'usage: nexus seed --on <pack>',
      );
    if (from !== undefined) return copied(call, from);
    if (switches) await (await call.nexus()).switchPacks({ on: args.list('on'), off: args.list('off') });
    return listed(call);
  },
};

async function listed({ io, json, nexus }: Invocation): Promise<number> {
  const packs = await (await nexus()).packs();
  if (json) printJson(io, { packs });
  else io.out(`${table(packs.map(packRow), io.columns > 0 ? io.columns : Number.POSITIVE_INFINITY)}\n`);
  return EXIT.ok;
}

function packRow(pack: PackState): string[] {
  const copies = pack.copied === 0 ? [] : [`${pack.copied} copied`];
  return [pack.name, pack.on ? 'on' : 'off', [countsText(pack), ...copies].join(', ')];
}

async function copied({ io, args, json, nexus }: Invocation, from: string): Promise<number> {
  const report = await (await nexus()).seedKnowledge(from, {
    only: args.list('only'),
    kinds: kindsIn(args),
    categories: args.list('category'),
    dryRun: args.flag('dry-run'),
  });
  if (json) printJson(io, { ...report });
  else {
    io.out(reportText(report, io.columns));
    io.err(problemLines(report.problems));
    io.err(`${closing(report)}\n`);
  }
  const wrong = report.problems.length > 0 || report.items.some(({ outcome }) => outcome === 'refused');
  return wrong ? EXIT.nothing : EXIT.ok;
}

/** What is new by its path, or by its title where it is only planned; what is not, with the reason. */
function reportText({ dryRun, items }: SeedReport, columns: number): string {
  if (items.length === 0) return '';
  const rows = items.map(({ outcome, what, title, path, why }) => [
    outcome,
    what,
    safeText(outcome === 'new' && !dryRun ? (path ?? title) : title),
    safeText(why ?? ''),
  ]);
  return `${table(rows, columns > 0 ? columns : Number.POSITIVE_INFINITY)}\n`;
}

function closing(report: SeedReport): string {
  const { dryRun, items } = report;
  const made = items.filter(({ outcome }) => outcome === 'new');
  const left = items.length - made.length;
  const redacted = made.reduce((sum, item) => sum + item.redacted, 0);
  const rest = left === 0 ? '' : `; ${plural(left, 'item')} left out`;
  return `${dryRun ? 'To write' : 'Seeded'}: ${countsText(report)}${rest}${redactedText(redacted)}`;
}

/** The first three always, as whoever seeds expects them; what else there is, where there is any. */
function countsText(counts: KnowledgeCounts): string {
  const more = [
    [counts.anti_patterns, 'anti-patterns'],
    [counts.others, 'others'],
  ] as const;
  return [
    `patterns ${counts.patterns}`,
    `best practices ${counts.best_practices}`,
    `common errors ${counts.common_errors}`,
    ...more.flatMap(([count, name]) => (count === 0 ? [] : [`${name} ${count}`])),
  ].join(', ');
}
