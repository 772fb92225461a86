import type { FieldChange, RecordChange } from '../core/change.ts';
import {
  type Finding,
  type MemoryReview,
  type ReviewedChange,
  type ReviewedFile,
  SEVERITIES,
  type Severity,
} from '../core/review.ts';
import { displayWidth, fit, plural, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { changesText, commitLine } from './record-text.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';

/** A review as its reader goes through it: change by change, each with what to look at; the sum at the end. */
export function reviewText(review: MemoryReview, options: TextOptions): string {
  const { changes, files } = review;
  const blocks = [
    ...changes.map((one) => changeText(one, options)),
    ...files.map((one) => fileText(one, options)),
    ...looseText(review, options),
  ];
  return `${[headText(review, options), ...blocks, sumText(review, options)].join('\n')}`;
}

/** What is said of no single file that is shown: a flood, the message of a commit. */
function looseText({ changes, files, findings }: MemoryReview, options: TextOptions): string[] {
  const shown = new Set([...changes.map(({ change }) => change.path), ...files.map(({ path }) => path)]);
  const loose = findings.filter(({ path }) => !shown.has(path));
  return loose.length === 0
    ? []
    : [`  The change as a whole\n${loose.flatMap((one) => findingLines(one, options)).join('\n')}\n`];
}

/** `12 records since main (abc1234), in 3 commits` */
export function reviewHeadline({ base, head, commits, changes, files }: MemoryReview): string {
  const what = [
    plural(changes.length, 'record'),
    ...(files.length === 0 ? [] : [`${plural(files.length, 'other file')}`]),
  ].join(' and ');
  const from = base === undefined ? 'with nothing before' : `since ${base.name} (${base.oid.slice(0, 10)})`;
  const to = head.oid === undefined ? head.name : `${head.name} (${head.oid.slice(0, 10)})`;
  const many = commits === 0 ? '' : `, in ${plural(commits, 'commit')}`;
  return safeText(`${to}: ${what} changed ${from}${many}`);
}

/** `2 high, 1 low`; undefined where nothing was found. */
export function countsText(findings: readonly Finding[]): string | undefined {
  const counts = SEVERITIES.map(
    (severity) => [severity, findings.filter((one) => one.severity === severity).length] as const,
  );
  const told = counts.filter(([, count]) => count > 0).map(([severity, count]) => `${count} ${severity}`);
  return told.length === 0 ? undefined : told.join(', ');
}

/** Of a new record the time is no news. */
export function shownFields({ type, fields }: RecordChange): readonly FieldChange[] {
  return type === 'added' ? fields.filter(({ name }) => name !== 'created') : fields;
}

function headText(review: MemoryReview, { style, columns }: TextOptions): string {
  const line = reviewHeadline(review);
  return `${style.bold(columns > 0 ? wrap(line, columns) : line)}\n`;
}

function sumText({ findings, suppressed, problems }: MemoryReview, { style, columns }: TextOptions): string {
  const counts = countsText(findings);
  const allowed = suppressed === 0 ? '' : `; ${suppressed} more that the settings allow`;
  const line =
    counts === undefined ? `Nothing to look at was found${allowed}.` : `To look at: ${counts}${allowed}.`;
  const told = problems.map(({ file, message }) => `${safeText(file)}: ${safeText(message)}`);
  const fold = (text: string): string => (columns > 0 ? wrap(text, columns) : text);
  return `${[...told.map((text) => style.yellow(fold(text))), style.bold(fold(line))].join('\n')}\n`;
}

function changeText({ change, commits, citations, findings }: ReviewedChange, options: TextOptions): string {
  const { style, columns } = options;
  const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
  const cites = citations.map(({ text, freshness, detail }) => {
    const state = detail === undefined || freshness === 'verified' ? '' : `: ${detail}`;
    return style.dim(clip(`      cites ${safeText(text)} (${freshness}${safeText(state)})`));
  });
  const from = commits.map(
    (commit) =>
      `      ${commitLine(commit, { ...options, columns: Math.max(0, columns - 6) })
        .trimEnd()
        .replaceAll('\n', '\n      ')}`,
  );
  return [
    changesText([{ ...change, fields: shownFields(change) }], options, true).trimEnd(),
    ...from,
    ...cites,
    ...findings.flatMap((one) => findingLines(one, options)),
    '',
  ].join('\n');
}

function fileText({ path, what, findings }: ReviewedFile, options: TextOptions): string {
  const line = `  ${what === 'added' ? '+' : what === 'deleted' ? '!' : '~'} ${what.padEnd(10)} ${safeText(path)}`;
  const shown = options.columns > 0 ? fit(line, options.columns) : line;
  return [shown, ...findings.flatMap((one) => findingLines(one, options)), ''].join('\n');
}

const COLOUR: Readonly<Record<Severity, keyof Style>> = { high: 'red', medium: 'yellow', low: 'blue' };

/** What was found, where, the words concerned, and why that matters. */
function findingLines(one: Finding, { style, columns }: TextOptions): string[] {
  const fold = (text: string): string => (columns > 0 ? wrap(text, columns, 8) : `        ${text}`);
  const place = one.line === undefined ? '' : `line ${one.line}: `;
  const head = `${one.severity}  ${one.rule}  `;
  const room = columns > 0 ? columns - 4 : 0;
  const message = safeText(`${place}${one.message}`);
  const oneLine = room === 0 || displayWidth(head + message) + 2 <= room;
  const first = `    ${style[COLOUR[one.severity]](`! ${one.severity}`)}  ${style.bold(one.rule)}`;
  return [
    ...(oneLine ? [`${first}  ${message}`] : [first, fold(message)]),
    ...(one.excerpt === undefined || one.excerpt === '' ? [] : [barred(safeText(one.excerpt), columns)]),
    style.dim(fold(one.why)),
  ];
}

/** Nothing of a record's words looks as if it were ours. */
function barred(text: string, columns: number): string {
  if (columns <= 0) return `        | ${text}`;
  return wrap(text, Math.max(8, columns - 10))
    .split('\n')
    .map((line) => `        | ${line}`)
    .join('\n');
}
