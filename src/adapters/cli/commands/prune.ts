import type { Pruned, PrunePlan } from '../../../core/prune.ts';
import { plural } from '../../../present/layout.ts';
import { prunePlanText } from '../../../present/prune-text.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Parsed } from '../command.ts';
import type { Io } from '../io.ts';
import { countIn, patiently, present, printJson, textOptions } from '../shared.ts';

export const prune: Command = {
  name: 'prune',
  summary: 'Take out of the tree what counts no more; git keeps it',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    yes: { type: 'boolean', short: 'y', summary: 'Do not ask' },
    'dry-run': { type: 'boolean', short: 'n', summary: 'Say what would go, and take nothing out' },
    keep: { type: 'string', value: 'n', summary: 'Newest executions to keep; else learn.patterns' },
    'keep-solutions': { type: 'string', value: 'n', summary: 'Newest errors to keep; else learn.solutions' },
    old: { type: 'boolean', summary: 'Also what was retired, superseded or expired more than 90 days ago' },
    all: { type: 'boolean', summary: 'Name every record, not the first few' },
  },
  examples: [
    { line: 'nexus prune', tells: 'what would go, what stays and why; asks on a terminal' },
    { line: 'nexus prune --yes && git commit -m "Prune memory" .nexus', tells: 'in a script' },
  ],
  notes: [
    'Only files that the commit at HEAD holds as they lie there, and only out of the working tree: you review',
    'and commit that. What is gone is still in nexus log, and in nexus recall, list and show with --at.',
  ],
  async run({ io, args, json, nexus }) {
    const opened = await nexus();
    const plan = await patiently(io, 'Reading what there is …', opened.planPrune(queryOf(args)));
    const nothing = plan.items.length === 0;
    const yes = args.flag('yes') && !args.flag('dry-run') && !nothing;
    if (json) {
      const done = yes ? await opened.prune(plan) : NOTHING;
      printJson(io, { dryRun: !yes, ...plan, ...done });
      return nothing ? EXIT.nothing : done.failed.length > 0 ? EXIT.broken : EXIT.ok;
    }
    const asks = !yes && !nothing && !args.flag('dry-run') && io.stdinIsTTY;
    if (!yes) {
      const text = prunePlanText(plan, textOptions(io), args.flag('all'));
      if (asks) io.err(text);
      else io.out(text);
      io.err(problemLines(plan.problems));
    }
    if (plan.old > 0) io.err(`${plural(plan.old, 'record')} not served for 90 days: --old\n`);
    if (nothing) {
      io.err('There is nothing to prune.\n');
      return EXIT.nothing;
    }
    if (asks && !/^y(es)?$/i.test((await io.ask(`Take out ${files(plan)}? [y/N] `))?.trim() ?? '')) {
      io.err('Nothing was changed.\n');
      return EXIT.nothing;
    }
    if (!yes && !asks) {
      io.err(`Nothing was changed. To take out ${files(plan)}: nexus prune --yes, with the same options\n`);
      return EXIT.ok;
    }
    return tell(io, await patiently(io, `Taking out ${files(plan)} …`, opened.prune(plan)));
  },
};

const NOTHING: Pruned = { removed: [], failed: [] };
const MOST = 100_000_000;

function queryOf(args: Parsed) {
  return {
    old: args.flag('old'),
    ...present({
      keep: args.has('keep') ? countIn(args, 'keep', 1, MOST) : undefined,
      keepSolutions: args.has('keep-solutions') ? countIn(args, 'keep-solutions', 1, MOST) : undefined,
    }),
  };
}

function files({ items }: PrunePlan): string {
  return plural(items.length, 'file');
}

function tell(io: Io, { removed, failed }: Pruned): number {
  for (const path of removed) io.out(`${safeText(path)}\n`);
  for (const { path, message } of failed) io.err(`${safeText(path)} stays: ${safeText(message)}\n`);
  if (removed.length > 0) {
    io.err(
      `Took out ${plural(removed.length, 'file')}; git holds them. Review and commit: git add -u .nexus\n`,
    );
    io.err('Undo: git ls-files -d .nexus | git restore --pathspec-from-file=-\n');
  }
  return failed.length > 0 ? EXIT.broken : EXIT.ok;
}
