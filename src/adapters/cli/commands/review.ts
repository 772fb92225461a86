import { NexusError } from '../../../core/error.ts';
import { type ReviewQuery, reaches, SEVERITIES, type Severity } from '../../../core/review.ts';
import { reviewText } from '../../../present/review-text.ts';
import { type Command, EXIT } from '../command.ts';
import { patiently, printJson, textOptions } from '../shared.ts';

const FORMATS = ['text', 'json'] as const;

export const review: Command = {
  name: 'review',
  summary: 'Look through a change of memory as its reviewer: what changed, and what to look at',
  usage: '[<base> | <base>..<head> | <base>...<head>]',
  positionals: { min: 0, max: 1 },
  options: {
    staged: { type: 'boolean', summary: 'What is staged, against HEAD' },
    format: { type: 'string', value: 'form', summary: `${FORMATS.join(', ')} (default text)` },
    'fail-on': {
      type: 'string',
      value: 'severity',
      summary: 'Exit with 1 at a finding so bad or worse: high (default), medium, low or none',
    },
  },
  examples: [
    { line: 'nexus review', tells: 'what this branch and the working tree add to the main branch' },
    { line: 'nexus review origin/main...HEAD --fail-on medium', tells: 'a pull request, as CI looks at it' },
    { line: 'nexus review --staged', tells: 'what the next commit would carry' },
  ],
  notes: [
    'Nothing is run, fetched or sent: the same change gives the same review everywhere.',
    'Exit codes: 0 nothing at or above the bar, 1 findings, 2 wrong usage, 3 something is broken.',
  ],
  async run({ io, args, json, nexus }) {
    const format = json ? 'json' : choiceIn(args.text('format') ?? 'text', '--format', FORMATS);
    const bar = choiceIn(args.text('fail-on') ?? 'high', '--fail-on', [...SEVERITIES, 'none'] as const);
    const query = queryOf(args.positionals[0], args.flag('staged'));
    const memory = await nexus();
    const found = await patiently(io, 'Looking through the change …', memory.review(query));
    if (format === 'json') printJson(io, { ...found });
    else io.out(reviewText(found, textOptions(io)));
    const failed =
      bar !== 'none' && found.findings.some(({ severity }) => reaches(severity, bar as Severity));
    return failed ? EXIT.nothing : EXIT.ok;
  },
};

function choiceIn<T extends string>(text: string, option: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new NexusError(
    'usage',
    'bad-value',
    `${option} does not know "${text}"`,
    `one of ${choices.join(', ')}`,
  );
}

function queryOf(range: string | undefined, staged: boolean): ReviewQuery {
  const split = range === undefined ? null : /^(.*?)(\.\.\.?)(.*)$/.exec(range);
  if (staged && split !== null)
    throw new NexusError('usage', 'bad-value', '--staged is one side itself', 'give no range with it');
  if (range === undefined) return staged ? { staged } : {};
  if (split === null) return { base: range, ...(staged ? { staged } : {}) };
  const [, from = '', dots, to = ''] = split;
  return {
    base: from === '' ? 'HEAD' : from,
    head: to === '' ? 'HEAD' : to,
    ...(dots === '...' ? { parted: true } : {}),
  };
}
