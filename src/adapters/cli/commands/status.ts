import type { StatusReport } from '../../../nexus/overview.ts';
import { commandLine } from '../../../nexus.ts';
import { fit, plural } from '../../../present/layout.ts';
import { problemLines, type TextOptions } from '../../../present/recall-text.ts';
import { changesText } from '../../../present/record-text.ts';
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
      io.out(statusText(report, textOptions(io)));
      io.err(problemLines(report.problems));
    }
    return report.problems.length === 0 ? EXIT.ok : EXIT.nothing;
  },
};

function statusText(report: StatusReport, options: TextOptions): string {
  const { style, columns } = options;
  const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
  const lines: string[] = [];
  const head = (title: string): void => void lines.push(style.bold(title));
  const line = (text: string): void => void lines.push(clip(`  ${safeText(text.split('\n')[0] ?? '')}`));
  if (!report.initialised) lines.push('No memory here yet; run: nexus init');
  else
    lines.push(
      `${plural(report.records, 'record')}${report.branch === undefined ? '' : ` on ${safeText(report.branch)}`}`,
    );
  const { notes, open, resolved } = report.waiting;
  const met = open.filter((run) => !run.told).length;
  if (notes.length + resolved + met > 0) {
    head(report.notCarried === undefined ? 'Your next commit carries' : 'Waits on this machine');
    for (const note of notes) line(`note      ${note.text}`);
    if (resolved > 0) line(`resolved  ${plural(resolved, 'error')}`);
    if (met > 0) line(`met       ${plural(met, 'failure')}, not resolved yet`);
  }
  if (report.notCarried !== undefined) {
    const { why, hint } = report.notCarried;
    const what = notes.length + resolved + met > 0 ? 'it' : 'new memory';
    lines.push(style.yellow(`No commit carries ${what}: ${safeText(why)}`));
    line(hint);
  }
  if (open.length > 0) head('Still failing');
  for (const run of open) {
    line(commandLine(run.command));
    line(`  ${run.signature}`);
  }
  const text = lines.map((each) => `${each}\n`).join('');
  if (report.uncommitted.length === 0) return text;
  return `${text}${style.bold('Not committed')}\n${changesText(report.uncommitted, options, false)}`;
}
