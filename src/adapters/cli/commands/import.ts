import { NexusError } from '../../../core/error.ts';
import { IMPORT_SOURCES } from '../../../nexus/import-report.ts';
import type { ImportInput, ImportReport, Nexus } from '../../../nexus.ts';
import { plural, table } from '../../../present/layout.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Parsed } from '../command.ts';
import type { Io } from '../io.ts';
import { patiently, present, printJson, redactedText } from '../shared.ts';

const MAX_STDIN = 256 * 1024 * 1024;

export const importVerb: Command = {
  name: 'import',
  summary: 'Take over what other tools, or another memory, know',
  usage: '[path… | -]',
  positionals: { min: 0, max: 1_000 },
  options: {
    'dry-run': { type: 'boolean', short: 'n', summary: 'Say what would be written, and write nothing' },
    yes: { type: 'boolean', short: 'y', summary: 'Do not ask' },
    format: { type: 'string', value: 'name', summary: 'What it is, where that cannot be told from it' },
    updates: {
      type: 'string',
      value: 'path',
      summary: 'A text with update blocks in it; - reads standard input',
    },
  },
  examples: [
    { line: 'nexus import memory CLAUDE.md docs/adr', tells: 'several at once; shows the plan and asks' },
    { line: 'nexus import --updates - < answer.md', tells: 'the update blocks in what an agent wrote' },
    { line: 'nexus import memory.jsonl --dry-run', tells: 'what nexus export wrote elsewhere' },
  ],
  notes: [
    'Formats:',
    ...Object.entries(IMPORT_SOURCES).map(([name, summary]) => `  ${name}: ${summary}`),
    'What you import stays as it is. What is remembered already is not written again.',
  ],
  async run({ io, args, json, nexus }) {
    const input = await inputOf(args, io);
    const opened = await nexus();
    const dryRun = args.flag('dry-run');
    const asks = !dryRun && !json && !args.flag('yes') && io.stdinIsTTY;
    if (asks && !(await agreed(io, opened, input))) {
      io.err('Nothing was written.\n');
      return EXIT.nothing;
    }
    const report = await patiently(io, 'Reading and comparing …', opened.importMemory({ ...input, dryRun }));
    if (json) printJson(io, { ...report });
    else {
      io.out(reportText(report, io.columns, asks));
      io.err(problemLines(report.problems));
      io.err(`${closing(report)}\n`);
    }
    const wrong = report.problems.length > 0 || report.items.some(({ outcome }) => outcome === 'refused');
    return wrong || report.items.length === 0 ? EXIT.nothing : EXIT.ok;
  },
};

async function inputOf(args: Parsed, io: Io): Promise<Omit<ImportInput, 'dryRun'>> {
  const updates = args.text('updates');
  const format = args.text('format');
  if (updates !== undefined && (format ?? 'updates') !== 'updates')
    throw new NexusError('usage', 'bad-value', '--updates and --format do not go together');
  const named = [...args.positionals, ...(updates === undefined ? [] : [updates])];
  const paths = named.filter((path) => path !== '-');
  const text = paths.length < named.length ? await io.readStdin(MAX_STDIN) : undefined;
  return { paths, ...present({ text, format: updates === undefined ? format : 'updates' }) };
}

/** Shows what would be done, and asks; there is nothing to ask where nothing is new. */
async function agreed(io: Io, nexus: Nexus, input: Omit<ImportInput, 'dryRun'>): Promise<boolean> {
  const plan = await patiently(io, 'Reading and comparing …', nexus.importMemory({ ...input, dryRun: true }));
  io.err(`${reportText(plan, io.columns, false)}${problemLines(plan.problems)}${closing(plan)}\n`);
  if (!plan.items.some(({ outcome }) => outcome === 'new')) return true;
  const answer = await io.ask('Write this? [Y/n] ');
  return answer !== undefined && !/^n/i.test(answer.trim());
}

/** @param brief the plan was shown: only what was written is told. */
function reportText({ sources, items }: ImportReport, columns: number, brief: boolean): string {
  if (brief) {
    const written = items.flatMap(({ outcome, path }) =>
      outcome === 'new' && path !== undefined ? [path] : [],
    );
    return [...new Set(written)].map((path) => `${safeText(path)}\n`).join('');
  }
  const heads = sources.map(
    ({ path, format, files }) => `${safeText(path)}: ${format}, ${plural(files, 'file')}\n`,
  );
  const rows = items.map(({ outcome, what, title, from, why }) => [
    outcome,
    what,
    safeText(title),
    safeText(why ?? `from ${from}`),
  ]);
  return `${heads.join('')}${rows.length === 0 ? '' : `${table(rows, columns > 0 ? columns : Number.POSITIVE_INFINITY)}\n`}`;
}

function closing({ dryRun, items }: ImportReport): string {
  if (items.length === 0) return 'There is nothing in it to import.';
  const count = (outcome: string): number => items.filter((item) => item.outcome === outcome).length;
  const parts = [
    `${count('new')} ${dryRun ? 'to write' : 'written'}`,
    ...(['duplicate', 'kept', 'refused'] as const).flatMap((outcome) =>
      count(outcome) === 0 ? [] : [`${count(outcome)} ${SAYS[outcome]}`],
    ),
  ];
  const redacted = items.reduce((sum, { outcome, redacted: own }) => sum + (outcome === 'new' ? own : 0), 0);
  return `${parts.join(', ')}${redactedText(redacted)}`;
}

const SAYS = {
  duplicate: 'here already',
  kept: 'left as you have it',
  refused: 'refused',
} as const;
