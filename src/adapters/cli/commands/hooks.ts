import { NexusError } from '../../../core/error.ts';
import type { SetupReport } from '../../../nexus.ts';
import { pad } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import type { Io } from '../io.ts';
import { printJson, textOptions } from '../shared.ts';

export const hooks: Command = {
  name: 'hooks',
  summary: 'Install, show or uninstall the git hooks',
  usage: '[status | install | uninstall]',
  positionals: { min: 0, max: 1 },
  options: {
    yes: { type: 'boolean', short: 'y', summary: 'Do not ask' },
    textconv: { type: 'boolean', summary: 'install: git diff and git log -p show what hides in records' },
    'no-textconv': { type: 'boolean', summary: 'install: they no longer do' },
    'dry-run': { type: 'boolean', short: 'n', summary: 'Say what would change, and change nothing' },
  },
  examples: [
    { line: 'nexus hooks', tells: 'which hooks git really runs' },
    { line: 'nexus hooks uninstall', tells: 'puts every byte back' },
  ],
  async run({ io, args, json, nexus }) {
    const what = args.positionals[0] ?? 'status';
    const dryRun = args.flag('dry-run');
    const opened = await nexus();
    if (what === 'status') {
      const { layout, hooks: rows } = await opened.hooksStatus();
      const all = rows.every((row) => row.effective);
      if (json) printJson(io, { layout, hooks: rows });
      else {
        const { style } = textOptions(io);
        io.out(`${safeText(layout)}\n`);
        for (const row of rows) {
          io.out(
            `  ${pad(row.name, 14)} ${row.effective ? style.green('runs') : style.yellow(safeText(row.why ?? 'not installed'))}\n`,
          );
        }
        if (!all) io.err('Install: nexus hooks install\n');
      }
      return all ? EXIT.ok : EXIT.nothing;
    }
    if (what !== 'install' && what !== 'uninstall') {
      throw new NexusError(
        'usage',
        'bad-value',
        `nexus hooks does not know "${what}"`,
        'usage: nexus hooks [status | install | uninstall]',
      );
    }
    const [textconv, off] = [args.flag('textconv'), args.flag('no-textconv')];
    if ((textconv && off) || ((textconv || off) && what !== 'install'))
      throw new NexusError('usage', 'bad-value', 'one of --textconv and --no-textconv goes with install');
    const change = (dry: boolean): Promise<SetupReport> =>
      what === 'install'
        ? opened.installHooks({ dryRun: dry, hooks: true, ...(textconv || off ? { textconv } : {}) })
        : opened.uninstallHooks({ dryRun: dry });
    if (!dryRun && !json && !(await agreed(io, args.flag('yes'), () => change(true)))) {
      io.err('Nothing was changed.\n');
      return EXIT.nothing;
    }
    const report = await change(dryRun);
    if (json) printJson(io, { dryRun, ...report });
    else {
      io.out(setupText(report, dryRun));
      if (!dryRun && report.changes.length > 0)
        io.err(what === 'install' ? 'Undo: nexus hooks uninstall\n' : 'Undo: nexus hooks install\n');
    }
    return EXIT.ok;
  },
};

/** Files that are not ours are changed only with a yes, where there is someone to ask. */
export async function agreed(io: Io, yes: boolean, plan: () => Promise<SetupReport>): Promise<boolean> {
  if (yes || !io.stdinIsTTY) return true;
  const planned = await plan();
  if (planned.changes.length === 0) return true;
  io.err(setupText(planned, true));
  const answer = await io.ask('Do this? [Y/n] ');
  return answer !== undefined && !/^n/i.test(answer.trim());
}

/** What was, or would be, changed; and what only a person can do. */
export function setupText({ changes, manual }: SetupReport, dryRun: boolean): string {
  const lines = [dryRun ? 'Would change' : 'Changed', ...changes.map((change) => `  ${safeText(change)}`)];
  if (changes.length === 0) lines.splice(0, 1, 'Nothing to change.');
  if (manual.length > 0)
    lines.push(
      '',
      'By hand:',
      ...manual.map((text) => `  ${safeText(text, { newlines: true }).replaceAll('\n', '\n  ')}`),
    );
  return `${lines.join('\n')}\n`;
}
