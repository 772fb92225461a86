import { NexusError } from '../../../core/error.ts';
import { type ReviewQuery, reaches, SEVERITIES, type Severity } from '../../../core/review.ts';
import { FORGES } from '../../../nexus/review-workflow.ts';
import type { Nexus } from '../../../nexus.ts';
import { reviewMarkdown } from '../../../present/review-markdown.ts';
import { reviewSarif } from '../../../present/review-sarif.ts';
import { reviewText } from '../../../present/review-text.ts';
import { safeJson } from '../../../present/safe-json.ts';
import { type Command, EXIT, type Invocation, type Parsed } from '../command.ts';
import type { Io } from '../io.ts';
import { patiently, printJson, textOptions } from '../shared.ts';

const FORMATS = ['text', 'json', 'markdown', 'sarif'] as const;
const BARS = [...SEVERITIES, 'none'] as const;
/** Bytes of a patch on standard input. */
const MAX_PATCH = 64 * 1024 * 1024;

export const review: Command = {
  name: 'review',
  summary: 'Look through a change of memory as its reviewer: what changed, and what to look at',
  usage: '[<base> | <base>..<head> | <base>...<head> | <file>.patch | -]',
  positionals: { min: 0, max: 1 },
  options: {
    staged: { type: 'boolean', summary: 'What is staged, against HEAD' },
    base: {
      type: 'string',
      value: 'rev',
      summary: 'For a patch: the commit that it was made for (default HEAD)',
    },
    format: { type: 'string', value: 'name', summary: `${FORMATS.join(', ')}; else text` },
    'fail-on': {
      type: 'string',
      value: 'severity',
      summary: 'Exit with 1 at a finding so bad or worse: high (default), medium, low or none',
    },
    init: {
      type: 'string',
      value: 'forge',
      summary: `Write a workflow that reviews pull requests: ${FORGES.join(', ')}`,
    },
    package: { type: 'string', value: 'spec', summary: 'With --init: what npm installs there' },
  },
  examples: [
    { line: 'nexus review', tells: 'what this branch and the working tree add to the main branch' },
    { line: 'nexus review origin/main...HEAD --fail-on medium', tells: 'a pull request, as CI looks at it' },
    { line: 'nexus review --staged', tells: 'what the next commit would carry' },
    { line: 'git format-patch -1 --stdout | nexus review -', tells: 'a patch' },
    { line: 'nexus review --init github', tells: 'a job for pull requests, safe with those of strangers' },
  ],
  notes: [
    'Nothing is run, fetched or sent: the same change gives the same review everywhere.',
    'Exit codes: 0 nothing at or above the bar, 1 findings, 2 wrong usage, 3 something is broken.',
    'Settings on the main branch leave findings out: review: { allow: [{ rule: new-host, path: .nexus/notes }] }, or an id.',
  ],
  async run(call) {
    const { io, args, json } = call;
    const format = json ? 'json' : choiceIn(args.text('format') ?? 'text', '--format', FORMATS);
    const bar = choiceIn(args.text('fail-on') ?? 'high', '--fail-on', BARS);
    const forge = args.text('init');
    if (forge !== undefined) return initForge(call, choiceIn(forge, '--init', FORGES));
    const query = await queryOf(args, io);
    const found = await patiently(io, 'Looking through the change …', (await call.nexus()).review(query));
    if (format === 'json') printJson(io, { ...found });
    else if (format === 'sarif') io.out(`${safeJson(reviewSarif(found))}\n`);
    else if (format === 'markdown') io.out(reviewMarkdown(found));
    else io.out(reviewText(found, textOptions(io)));
    const failed = found.findings.some(
      ({ severity }) => bar !== 'none' && reaches(severity, bar as Severity),
    );
    return failed ? EXIT.nothing : EXIT.ok;
  },
};

async function initForge(
  { io, args, json, nexus }: Invocation,
  forge: Parameters<Nexus['initReview']>[0],
): Promise<number> {
  const done = await (await nexus()).initReview(forge, args.text('package'));
  if (json) printJson(io, { ...done });
  else {
    io.out(`${done.written ? 'Wrote' : 'There already:'} ${done.path}\n`);
    for (const step of done.next) io.err(`Next: ${step}\n`);
  }
  return EXIT.ok;
}

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

async function queryOf(args: Parsed, io: Io): Promise<ReviewQuery> {
  const [range] = args.positionals;
  const staged = args.flag('staged');
  const base = args.text('base');
  const from = base === undefined ? {} : { base };
  if (range === '-' || (range !== undefined && /\.(?:patch|diff|mbox|eml)$/i.test(range))) {
    if (staged)
      throw new NexusError('usage', 'bad-value', '--staged is one side itself', 'give no patch with it');
    return { ...from, patch: range === '-' ? { text: await io.readStdin(MAX_PATCH) } : { path: range } };
  }
  const split = range === undefined ? null : /^(.*?)(\.\.\.?)(.*)$/.exec(range);
  if ((staged && split !== null) || (base !== undefined && range !== undefined))
    throw new NexusError(
      'usage',
      'bad-value',
      `${staged ? '--staged' : '--base'} is one side itself`,
      'give no range with it',
    );
  if (range === undefined) return { ...from, ...(staged ? { staged } : {}) };
  if (split === null) return { base: range, ...(staged ? { staged } : {}) };
  const [, left = '', dots, right = ''] = split;
  return {
    base: left === '' ? 'HEAD' : left,
    head: right === '' ? 'HEAD' : right,
    ...(dots === '...' ? { parted: true } : {}),
  };
}
