import { shortId } from '../../../../core/id.ts';
import type { CommitInfo } from '../../../../core/ports.ts';
import type { Finding, Severity } from '../../../../core/review.ts';
import { changeLines, signed } from '../../../../present/change-lines.ts';
import { ago, fit, plural, wrap } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import type { Here } from '../../screen.ts';
import { citedLines } from '../../signs.ts';
import type { Theme } from '../../theme.ts';
import type { ReviewRow } from './review-state.ts';

/** What is told of one change, and the line on which each finding begins. */
export interface Detail {
  readonly lines: readonly string[];
  readonly findings: readonly number[];
}

/** Where all of it lies. */
const MEMORY = /^\.nexus\//;
/** Commits that are named; of more there is a count. */
const MAX_COMMITS = 3;

/** `+ errors/premature-close-01k9x4.md` */
export function titleText({ sign, path }: ReviewRow, theme: Theme): string {
  return `${signed(sign, theme.style)} ${theme.strong(safeText(path.replace(MEMORY, '')))}`;
}

/** @param titled the title stands above it already */
export function detailLines(
  row: ReviewRow,
  how: {
    readonly columns: number;
    readonly words: boolean;
    readonly whole: boolean;
    readonly titled: boolean;
  },
  { theme, now }: Here,
): Detail {
  const { columns, words, whole, titled } = how;
  const lines: string[] = [
    ...(titled ? [] : [fit(titleText(row, theme), columns)]),
    ...factLines(row, columns, theme),
    ...row.commits.slice(0, MAX_COMMITS).map((commit) => commitText(commit, columns, theme, now)),
  ];
  if (row.commits.length > MAX_COMMITS)
    lines.push(theme.aside(`  and ${plural(row.commits.length - MAX_COMMITS, 'earlier commit')}`));
  lines.push('');
  const findings: number[] = [];
  for (const finding of row.findings) {
    findings.push(lines.length);
    lines.push(...findingLines(finding, columns, theme), '');
  }
  if (row.fields.length > 0)
    lines.push(...changeLines(row.fields, { columns, paint: theme, strong: theme.strong, words, whole }), '');
  if (row.citations.length > 0)
    lines.push(
      theme.strong('Cites'),
      ...row.citations.flatMap((one) =>
        citedLines({ ...one, citation: one.text }, theme, columns - 2).map((line) => `  ${line}`),
      ),
      '',
    );
  lines.push(...wrap(trustText(row), columns).split('\n').map(theme.aside));
  return { lines, findings };
}

function factLines(
  { did, kind, title, id, by }: ReviewRow,
  columns: number,
  theme: Theme,
): readonly string[] {
  if (id === undefined) return [];
  const heir = by === undefined ? '' : ` by ${shortId(by)}`;
  return [
    ...wrap(safeText(title), columns).split('\n'),
    theme.aside(fit(`${kind} ${shortId(id)}, ${did}${heir}`, columns)),
  ];
}

function commitText(
  { oid, authorName, commitTime, subject }: CommitInfo,
  columns: number,
  theme: Theme,
  now: number,
): string {
  const who = `${safeText(authorName)}, ${ago(commitTime * 1000, now)}: ${safeText(subject)}`;
  return fit(`${theme.kind(oid.slice(0, 8))} ${theme.aside(who)}`, columns);
}

/** How bad, in the colour of it. */
export function severityText(severity: Severity, text: string, theme: Theme): string {
  return severity === 'high'
    ? theme.bad(text)
    : severity === 'medium'
      ? theme.doubtful(text)
      : theme.aside(text);
}

function findingLines(finding: Finding, columns: number, theme: Theme): readonly string[] {
  const { severity, rule, line, message, why, excerpt } = finding;
  const fold = (text: string): readonly string[] => wrap(safeText(text), columns, 2).split('\n');
  const place = line === undefined ? '' : `, line ${line}`;
  const shown =
    excerpt === undefined || excerpt === ''
      ? []
      : wrap(safeText(excerpt), Math.max(8, columns - 4)).split('\n');
  return [
    fit(`${severityText(severity, `! ${severity}`, theme)}  ${theme.strong(rule)}${place}`, columns),
    ...fold(message),
    // Nothing of a record's words looks as if it were ours.
    ...shown.map((text) => fit(`  ${theme.glyphs.wall} ${text}`, columns)),
    ...fold(why).map(theme.aside),
  ];
}

const GONE: ReadonlySet<string> = new Set(['deleted', 'forgotten', 'retired', 'superseded']);

/** Who stands for it, and who is given it. */
function trustText({ id, did, commits }: ReviewRow): string {
  if (id === undefined) return '';
  if (GONE.has(did)) return 'It is told to nobody any more.';
  const names = [...new Set(commits.map(({ authorName }) => safeText(authorName)))];
  return names.length === 0
    ? 'Not committed: nobody stands for it yet, and agents do not get it.'
    : `By ${names.slice(0, MAX_COMMITS).join(', ')}${names.length > MAX_COMMITS ? ' and others' : ''}; agents are told what is committed.`;
}
