import type { DocumentCommit, ReviewedSection, ReviewFinding, ReviewReport } from '../core/document-state.ts';
import { DOCUMENTS } from '../core/documents.ts';
import { ago, plural, table, wrap } from './layout.ts';
import { NARROW, type TextOptions } from './recall-text.ts';
import { commitLine } from './record-text.ts';
import { safeText } from './safe-text.ts';

/** A section's address on one line. */
export function addressText(address: readonly string[]): string {
  return safeText(address.join('/'));
}

/** All sections of the documents: what is filled, what is empty or due, and how old it is. */
export function documentsText({ sections }: ReviewReport, options: TextOptions): string {
  const { style, columns } = options;
  const names = [...new Set(sections.map(({ document }) => document))];
  return names
    .map((name) => {
      const own = sections.filter(({ document }) => document === name);
      const rows = own.flatMap((section, at) => sectionRows(section, own[at - 1], options));
      const { title, path } = DOCUMENTS[name];
      const head = wrap(`${title}, ${path}`, columns > 0 ? columns : Number.POSITIVE_INFINITY);
      return `${style.bold(head)}\n${table(rows, columns > 0 ? columns : Number.POSITIVE_INFINITY)}\n`;
    })
    .join('\n');
}

/** A row for the section, behind one for each heading above it that the section before does not share. */
function sectionRows(
  section: ReviewedSection,
  before: ReviewedSection | undefined,
  { style, now, columns }: TextOptions,
): string[][] {
  const { address, filled, open, findings } = section;
  const shared = address.findIndex((name, at) => before?.address[at] !== name);
  const above = address.slice(0, -1).map((name, at) => [`${'  '.repeat(at + 1)}${safeText(name)}`]);
  const [first] = findings;
  const fields = open.length === 0 || !filled ? '' : plural(open.length, 'field open', 'fields open');
  const state = first === undefined ? style.dim(fields) : style.yellow(shortWords(first));
  const name = `${'  '.repeat(address.length)}${safeText(address.at(-1) ?? '')}`;
  const age = filled ? style.dim(ageOf(section, now)) : '';
  const told = columns > 0 && columns < NARROW ? [state === '' ? age : state] : [state, age];
  const row = [filled ? name : style.dim(name), ...told];
  return [...above.slice(Math.max(0, shared)), row];
}

function shortWords(finding: ReviewFinding): string {
  if (finding.kind === 'empty') return 'empty';
  return finding.kind === 'overdue' ? 'overdue' : 'cites changed';
}

function ageOf({ touched, uncommitted }: ReviewedSection, now: number): string {
  if (uncommitted === true || touched === undefined) return 'not committed';
  return ago(touched, now);
}

/** What a review found, a section each; the empty ones together. @param all names the sound ones, too. */
export function reviewText(report: ReviewReport, options: TextOptions, all: boolean): string {
  const { style, columns, now } = options;
  const fold = (text: string, indent = 0): string =>
    columns > 0 ? wrap(text, columns, indent) : `${' '.repeat(indent)}${text}`;
  const place = ({ path, line }: ReviewedSection): string => style.dim(fold(safeText(`${path}:${line}`), 2));
  const parts: string[] = [];
  for (const section of report.sections) {
    const told = section.findings.filter(({ kind }) => kind !== 'empty');
    if (told.length === 0) continue;
    const lines = told.map((finding) => style.yellow(fold(safeText(inWords(finding)), 2)));
    parts.push([style.bold(fold(addressText(section.address))), place(section), ...lines].join('\n'));
  }
  const empty = report.sections.filter(({ findings }) => findings.some(({ kind }) => kind === 'empty'));
  if (empty.length > 0) {
    const names = empty.map(({ address }) => fold(addressText(address), 2));
    parts.push([style.bold(`Empty (${empty.length})`), ...names].join('\n'));
  }
  const sound = report.sections.filter(({ findings }) => findings.length === 0);
  if (all && sound.length > 0) {
    const names = sound.map((one) => fold(`${addressText(one.address)}, ${ageOf(one, now)}`, 2));
    parts.push([style.bold(`Sound (${sound.length})`), ...names].join('\n'));
  }
  return parts.map((part) => `${part}\n`).join('\n');
}

function inWords(finding: ReviewFinding): string {
  if (finding.kind === 'empty') return 'nothing is written here';
  return finding.kind === 'overdue'
    ? `not changed or confirmed for ${plural(finding.days, 'day')}`
    : finding.detail;
}

/** The change log: each commit with its date, author and reason, and the sections that it touched. */
export function documentLogText(commits: readonly DocumentCommit[], options: TextOptions): string {
  const { style, columns } = options;
  return commits
    .map(({ commit, sections }) => {
      const names = sections.map(({ address }) => {
        const name = `  ${addressText(address)}`;
        return style.dim(columns > 0 ? wrap(name, columns) : name);
      });
      return commitLine(commit, options) + names.map((name) => `${name}\n`).join('');
    })
    .join('');
}
