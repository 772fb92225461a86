import { type Command, EXIT } from '../command.ts';
import { printJson } from '../shared.ts';
import { setupText } from './hooks.ts';

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
    if (!dryRun && !args.flag('yes') && io.stdinIsTTY && !json) {
      const plan = await opened.init({ hooks, dryRun: true });
      if (plan.changes.length > 0) {
        io.err(setupText(plan, true));
        const answer = await io.ask('Do this? [Y/n] ');
        if (answer === undefined || /^n/i.test(answer.trim())) {
          io.err('Nothing was changed.\n');
          return EXIT.nothing;
        }
      }
    }
    const report = await opened.init({ hooks, dryRun });
    if (json) printJson(io, { dryRun, ...report });
    else {
      io.out(setupText(report, dryRun));
      if (!dryRun && report.changes.length > 0) {
        io.out('\nNext: git add .nexus && git commit; then nexus run -- <your test command>\n');
        io.out('Undo: nexus hooks uninstall, and delete .nexus/\n');
      }
    }
    return EXIT.ok;
  },
};
