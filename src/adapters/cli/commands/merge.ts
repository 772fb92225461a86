import { plural } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson } from '../shared.ts';

export const merge: Command = {
  name: 'merge',
  summary: 'Merge three versions of one file of memory; what git calls for records',
  usage: '<base> <ours> <theirs>',
  positionals: { min: 3, max: 3 },
  options: {
    path: {
      type: 'string',
      value: 'path',
      summary: 'Where the file lies in the repository, if not where <ours> does',
    },
    output: { type: 'string', short: 'o', value: 'file', summary: 'Write there instead of to <ours>' },
  },
  examples: [{ line: 'nexus merge old.md mine.md hers.md -o both.md', tells: 'by field and section' }],
  notes: [
    'Git calls it in merge, rebase, cherry-pick, revert and stash pop, once hooks are installed: nexus hooks install',
    'What one side changed is as that side has it. Of what both changed every version is kept: a field has one of them,',
    'and `conflicts` tells all; a text has them between marker lines. Decide with: nexus resolve',
    'Exit code 1 where something is left to be decided. ours and theirs may be swapped: the result is the same.',
  ],
  async run({ io, args, json }) {
    const [base = '', ours = '', theirs = ''] = args.positionals;
    const { mergeFiles } = await import('../../../nexus/merge-driver.ts');
    const output = args.text('output') ?? ours;
    const conflicts = mergeFiles({ base, ours, theirs, path: args.text('path') ?? ours, output }, io.cwd);
    if (json) printJson(io, { output, conflicts });
    else if (conflicts.length > 0) {
      io.err(`${plural(conflicts.length, 'conflict')} in ${safeText(output)}; decide with: nexus resolve\n`);
      for (const { part, of, line } of conflicts)
        io.err(`  line ${line}  ${safeText(of === 'field' ? part : `## ${part}`)}\n`);
    }
    return conflicts.length === 0 ? EXIT.ok : EXIT.nothing;
  },
};
