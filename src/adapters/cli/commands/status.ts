import { commandLine } from '../../../nexus.ts';
import { plural } from '../../../present/layout.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson, textOptions } from '../shared.ts';

export const status: Command = {
  name: 'status',
  summary: 'What waits for the next commit, what is not committed, what is wrong',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {},
  examples: [{ line: 'nexus status', tells: 'exit 1 if a record is broken' }],
  async run({ io, json, nexus }) {
    const report = await (await nexus()).status();
    if (json) printJson(io, { ...report });
    else {
      const { style } = textOptions(io);
      if (!report.initialised) io.out('No memory here yet; run: nexus init\n');
      const { notes, open, resolved } = report.waiting;
      io.out(
        `${plural(report.records, 'record')}${report.branch === undefined ? '' : ` on ${safeText(report.branch)}`}\n`,
      );
      if (notes.length + resolved > 0) io.out(`${style.bold('Your next commit carries')}\n`);
      for (const note of notes) io.out(`  note      ${safeText(note.text.split('\n')[0] ?? '')}\n`);
      if (resolved > 0) io.out(`  resolved  ${plural(resolved, 'error')}\n`);
      if (open.length > 0) io.out(`${style.bold('Still failing')}\n`);
      for (const run of open) io.out(`  ${safeText(commandLine(run.command))}: ${safeText(run.signature)}\n`);
      if (report.uncommitted.length > 0) io.out(`${style.bold('Not committed')}\n`);
      for (const { path, state } of report.uncommitted) io.out(`  ${state.padEnd(8)}  ${safeText(path)}\n`);
      io.err(problemLines(report.problems));
    }
    return report.problems.length === 0 ? EXIT.ok : EXIT.nothing;
  },
};
