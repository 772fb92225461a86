import type { Deduped } from '../../../nexus.ts';
import { plural } from '../../../present/layout.ts';
import { proposalsText } from '../../../present/proposal-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { patiently, printJson, textOptions } from '../shared.ts';

export const dedupe: Command = {
  name: 'dedupe',
  summary: 'Find records that say the same, and make one of them',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    'dry-run': { type: 'boolean', short: 'n', summary: 'Show them, and put none into the inbox' },
    yes: { type: 'boolean', short: 'y', summary: 'Make one of each two at once' },
  },
  examples: [
    { line: 'nexus dedupe', tells: 'what says the same; then: nexus inbox' },
    { line: 'nexus dedupe --yes && git commit -m "One record each" .nexus', tells: 'in a script' },
  ],
  notes: [
    'The same: errors by their signature, patterns by their structure, all by nearly the same text or the same title',
    '(decisions by their text alone). The older record stays under its id, takes sections, tags, files and resolutions',
    'that it lacks, and supersedes the other, which stays in the tree. How often an error came is counted in episodes,',
    'by its signature. What was rejected comes back only once a record has changed. Exit code 1 while some wait.',
  ],
  async run({ io, args, json, nexus }) {
    const query = { dryRun: args.flag('dry-run'), accept: args.flag('yes') && !args.flag('dry-run') };
    const opened = await nexus();
    const found = await patiently(io, 'Comparing the records …', opened.dedupe(query));
    const wait = found.proposals.length - found.decided.length;
    if (json) printJson(io, { dryRun: query.dryRun, ...found });
    else {
      for (const { record } of found.decided) io.out(`${safeText(record?.path ?? '')}\n`);
      if (wait > 0) io.out(proposalsText(found.proposals, textOptions(io)));
      io.err(`${endOf(found, query.dryRun)}\n`);
    }
    return wait === 0 ? EXIT.ok : EXIT.nothing;
  },
};

function endOf({ proposals, added, decided, records }: Deduped, dryRun: boolean): string {
  const among = plural(records, 'record');
  if (proposals.length === 0) return `No two of ${among} say the same.`;
  if (decided.length > 0)
    return `${plural(decided.length, 'record')} took what another had more, and superseded it; git add .nexus. Undo the last: nexus inbox undo`;
  if (dryRun) return `${plural(proposals.length, 'pair')} among ${among}; nothing was kept.`;
  return `${added} new in the inbox, of ${plural(proposals.length, 'pair')} among ${among}. Decide: nexus inbox`;
}
