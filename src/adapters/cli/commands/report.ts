import { NexusError } from '../../../core/error.ts';
import { nearest } from '../../../core/nearest.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { reportHtml } from '../../../present/report-html.ts';
import { reportMarkdown } from '../../../present/report-markdown.ts';
import { reportText } from '../../../present/report-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson, sinceIn, textOptions } from '../shared.ts';

const FORMATS = ['text', 'json', 'markdown', 'html'];

export const report: Command = {
  name: 'report',
  summary: 'Say what was learned: success by category, trends, errors and what they cost, memory',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    since: {
      type: 'string',
      value: 'when',
      summary: 'Not older than a date (2026-01-31) or an age (12h, 30d, 2w, 6m, 1y)',
    },
    category: { type: 'string', value: 'name', summary: 'Only executions of this category' },
    format: { type: 'string', value: 'name', summary: `${FORMATS.join(', ')}; else text` },
  },
  examples: [
    { line: 'nexus report', tells: 'everything, folded from the episodes that this clone holds' },
    { line: 'nexus report --since 30d --format markdown', tells: 'for a job summary' },
    {
      line: 'nexus report --format html > report.html',
      tells: 'one page to mail or print; it loads nothing',
    },
  ],
  notes: ['All clones that hold the same memory report the same.'],
  async run({ io, args, json, nexus }) {
    const format = json ? 'json' : formatOf(args.text('format') ?? 'text');
    const since = sinceIn(args, io);
    const category = args.text('category');
    const query = {
      ...(since === undefined ? {} : { since }),
      ...(category === undefined ? {} : { category }),
    };
    const made = await (await nexus()).report(query);
    if (format === 'json') printJson(io, { ...made });
    else if (format === 'markdown') io.out(reportMarkdown(made));
    else if (format === 'html') io.out(reportHtml(made));
    else {
      const ascii = io.env.TERM === 'dumb';
      io.out(reportText(made, { ...textOptions(io), ascii }));
    }
    if (format !== 'json') io.err(problemLines(made.problems));
    const nothing = made.overall_metrics.status === 'no_data' && made.weeks.length === 0;
    if (nothing && format === 'text' && since === undefined && category === undefined)
      io.err('Tell how tasks go: nexus run --task "…" -- <command>, or nexus run --plan tasks.yaml\n');
    return nothing ? EXIT.nothing : EXIT.ok;
  },
};

function formatOf(text: string): string {
  if (FORMATS.includes(text)) return text;
  const guess = nearest(text, FORMATS);
  throw new NexusError(
    'usage',
    'bad-value',
    `--format does not know "${text}"`,
    guess === undefined ? `formats: ${FORMATS.join(', ')}` : `did you mean ${guess}?`,
  );
}
