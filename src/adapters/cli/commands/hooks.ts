import { NexusError } from '../../../core/error.ts';
import type { SetupReport } from '../../../nexus.ts';
import { pad } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson, textOptions } from '../shared.ts';

export const hooks: Command = {
  name: 'hooks',
  summary: 'Install, show or uninstall the git hooks',
  usage: '[status | install | uninstall]',
  positionals: { min: 0, max: 1 },
  options: {
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
    const report =
      what === 'install'
        ? await opened.installHooks({ dryRun, hooks: true })
        : await opened.uninstallHooks({ dryRun });
    if (json) printJson(io, { dryRun, ...report });
    else io.out(setupText(report, dryRun));
    return EXIT.ok;
  },
};

/** What was, or would be, changed; and what only a person can do. */
export function setupText({ changes, manual }: SetupReport, dryRun: boolean): string {
  const lines = changes.map((change) => `  ${safeText(change)}`);
  if (lines.length === 0) lines.push('  nothing: everything is in place');
  if (manual.length > 0)
    lines.push(
      '',
      'By hand:',
      ...manual.map((text) => `  ${safeText(text, { newlines: true }).replaceAll('\n', '\n  ')}`),
    );
  return `${[dryRun ? 'Would change' : 'Changed', ...lines].join('\n')}\n`;
}
