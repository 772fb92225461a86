import type { StatusReport } from '../../../nexus/overview.ts';
import { commandLine } from '../../../nexus.ts';
import { ago, fit, pad, plural, wrap } from '../../../present/layout.ts';
import { waitingText } from '../../../present/proposal-text.ts';
import { problemLines, type TextOptions } from '../../../present/recall-text.ts';
import { changesText } from '../../../present/record-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { packText, printJson, textOptions } from '../shared.ts';

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

type Note = StatusReport['waiting']['notes'][number];

/** What a note tells, in at most nine letters. */
function labelOf({ about, resolved }: Note): string {
  if (about === 'preference') return 'prefers';
  return about === 'blocker' && resolved === true ? 'unblocked' : (about ?? 'note');
}

function statusText(report: StatusReport, options: TextOptions): string {
  const { style, columns, now } = options;
  const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
  const lines: string[] = [];
  const head = (title: string): void => void lines.push(style.bold(title));
  const line = (text: string): void => void lines.push(clip(`  ${safeText(text.split('\n')[0] ?? '')}`));
  if (!report.initialised) lines.push('No memory here yet; run: nexus init');
  else
    lines.push(
      `${plural(report.records, 'record')}${report.branch === undefined ? '' : ` on ${safeText(report.branch)}`}`,
    );
  const { session, agents, packs, sources } = report;
  if (packs.length > 0) lines.push(clip(`Packs: ${packs.map(packText).join(', ')}`));
  if (sources.length > 0)
    lines.push(
      clip(
        `Sources: ${sources.map(({ name, records }) => `${name} (${plural(records, 'record')})`).join(', ')}`,
      ),
    );
  if (session !== undefined) {
    const focus = session.focus === undefined ? '' : `: ${safeText(session.focus)}`;
    lines.push(clip(`A session is open, begun ${ago(Date.parse(session.started), now)}${focus}`));
  }
  if (agents.length > 0) lines.push(clip(`Told of this memory: ${agents.join(', ')}`));
  const { notes, open, resolved, records, executions } = report.waiting;
  // What no commit carries is not committed, like anything else.
  const taken = new Set(report.notCarried === undefined ? records : []);
  const carried = report.uncommitted.filter(({ path }) => taken.has(path));
  const made = new Set(carried.map(({ title }) => title));
  const told = notes.filter(({ text, about }) => about === undefined || !made.has(text));
  const met = open.filter((run) => !run.told).length;
  const waits = told.length + carried.length + resolved + met + executions > 0;
  if (waits) {
    head(report.notCarried === undefined ? 'Your next commit carries' : 'Waits on this machine');
    for (const { kind, title } of carried) line(`${pad(kind, 9)} ${title}`);
    for (const note of told) line(`${pad(labelOf(note), 9)} ${note.text}`);
    if (resolved > 0) line(`resolved  ${plural(resolved, 'error')}`);
    if (met > 0) line(`met       ${plural(met, 'failure')}, not resolved yet`);
    if (executions > 0) line(`executed  ${plural(executions, 'task')}`);
  }
  if (report.notCarried !== undefined) {
    const { why, hint } = report.notCarried;
    const text = `No commit carries ${waits ? 'it' : 'new memory'}: ${safeText(why)}`;
    lines.push(style.yellow(columns > 0 ? wrap(text, columns) : text));
    line(hint);
  }
  if (open.length > 0) head('Still failing');
  for (const run of open) {
    line(commandLine(run.command));
    line(`  ${run.signature}`);
  }
  const others = report.uncommitted.filter(({ path }) => !taken.has(path));
  if (others.length > 0)
    lines.push(style.bold('Not committed'), changesText(others, options, false).trimEnd());
  if (report.documents.length > 0) {
    head('For you to commit');
    for (const path of report.documents) line(path);
  }
  const waiting = waitingText(report.proposals);
  if (waiting !== '') lines.push(clip(waiting));
  return lines.map((each) => `${each}\n`).join('');
}
