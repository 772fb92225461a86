import type { SetupReport } from '../../../nexus.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson } from '../shared.ts';
import { agreed, setupText } from './hooks.ts';

export const init: Command = {
  name: 'init',
  summary: 'Give this repository a memory, and add the hooks',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    yes: { type: 'boolean', short: 'y', summary: 'Do not ask' },
    'dry-run': { type: 'boolean', short: 'n', summary: 'Say what would change, and change nothing' },
    'no-hooks': { type: 'boolean', summary: 'Leave the git hooks alone' },
  },
  examples: [
    { line: 'nexus init --dry-run', tells: 'every file and setting that would change' },
    { line: 'nexus init --yes', tells: 'asks nothing; a second run changes nothing' },
  ],
  notes: ['Nothing is committed for you. Undo: nexus hooks uninstall, and delete .nexus/.'],
  async run({ io, args, json, nexus }) {
    const opened = await nexus();
    const hooks = !args.flag('no-hooks');
    const dryRun = args.flag('dry-run');
    const plan = (): Promise<SetupReport> => opened.init({ hooks, dryRun: true });
    if (!dryRun && !json && !(await agreed(io, args.flag('yes'), plan))) {
      io.err('Nothing was changed.\n');
      return EXIT.nothing;
    }
    const report = await opened.init({ hooks, dryRun });
    if (json) printJson(io, { dryRun, ...report });
    else {
      io.out(setupText(report, dryRun));
      if (!dryRun) io.err(nextSteps(report));
    }
    return EXIT.ok;
  },
};

/** What to do now, and how to go back: only what this run makes true. */
function nextSteps({ changes }: SetupReport): string {
  const files = changes.filter((change) => change.startsWith('create .nexus/')).length;
  if (changes.length === 0) return '';
  if (files === 0) return 'Undo: nexus hooks uninstall\n';
  const undo = changes.length > files ? 'nexus hooks uninstall, and delete .nexus/' : 'delete .nexus/';
  return `\nNext: git add .nexus && git commit; then nexus run -- <your test command>\nUndo: ${undo}\n`;
}
