import type { FieldChange } from '../core/change.ts';
import { shortId } from '../core/id.ts';
import type { CommitInfo } from '../core/ports.ts';
import type {
  Finding,
  MemoryReview,
  ReviewedChange,
  ReviewedCitation,
  ReviewedFile,
} from '../core/review.ts';
import { REVIEW_RULES, type RuleName } from '../core/review-rules.ts';
import { diffLines } from './diff-text.ts';
import { plural } from './layout.ts';
import { codeSpan, fence, sentence } from './markdown.ts';
import { countsText, reviewHeadline, shownFields } from './review-text.ts';
import { safeText } from './safe-text.ts';

/** By this a job finds its own comment again and writes it anew. */
export const REVIEW_MARKER = '<!-- nexus:review -->';

/** Characters: a comment takes 65,536, and its host adds some. */
const MAX_COMMENT = 60_000;
/** Of one field's text so many lines on a side; the file holds all of them. */
const MAX_LINES = 60;
/** Of one rule so many places. */
const MAX_PLACES = 12;

/** A review as its reader on a forge goes through it: first what to look at, then all that changed. */
export function reviewMarkdown(review: MemoryReview, max = MAX_COMMENT): string {
  const head = [
    REVIEW_MARKER,
    `## Memory review: ${countsText(review.findings) ?? 'nothing to look at'}`,
    `${headline(review)}${allowedText(review)}`,
    ...problemsPart(review),
    ...findingsPart(review),
    '### What changed',
    overview(review),
  ];
  const parts = [...review.changes.map(changePart), ...review.files.map(filePart)];
  return `${fitting(head, parts, max).join('\n\n')}\n`;
}

/** As many parts as there is room for; the others are counted, never dropped in silence. */
function fitting(head: readonly string[], parts: readonly string[], max: number): readonly string[] {
  const out = [...head];
  let size = head.reduce((sum, part) => sum + part.length + 2, 0);
  for (const [at, part] of parts.entries()) {
    if (size + part.length > max) {
      const left = parts.length - at;
      return [
        ...out,
        `**${plural(left, 'more change')} did not fit here.** See all: \`nexus review\` with the same range.`,
      ];
    }
    out.push(part);
    size += part.length + 2;
  }
  return out;
}

/** Names of branches are foreign, too. */
function headline(review: MemoryReview): string {
  return codeSpan(reviewHeadline(review));
}

function allowedText({ suppressed }: MemoryReview): string {
  return suppressed === 0 ? '' : ` The settings at base allow ${plural(suppressed, 'finding')} more.`;
}

function problemsPart({ problems }: MemoryReview): readonly string[] {
  return problems.length === 0
    ? []
    : [
        problems
          .map(({ file, message }) => `- **not looked at:** ${codeSpan(file)} ${codeSpan(message)}`)
          .join('\n'),
      ];
}

const SIGNS = { high: '🔴', medium: '🟡', low: '🔵' } as const;

/** Rule by rule, the worst first: why it matters once, then each place. */
function findingsPart({ findings, changes }: MemoryReview): readonly string[] {
  const titles = new Map(changes.map(({ change }) => [change.path, change.title]));
  const rules = [...new Set(findings.map(({ rule, severity }) => `${severity} ${rule}`))];
  return rules.map((key) => {
    const own = findings.filter(({ rule, severity }) => `${severity} ${rule}` === key);
    const [first] = own;
    if (first === undefined) return '';
    const rule: RuleName = first.rule;
    const more = own.length - MAX_PLACES;
    return [
      `#### ${SIGNS[first.severity]} ${REVIEW_RULES[rule].title} (${first.severity}, \`${rule}\`)`,
      '',
      REVIEW_RULES[rule].why,
      '',
      ...own.slice(0, MAX_PLACES).map((one) => placeLine(one, titles.get(one.path))),
      ...(more > 0 ? [`- and ${more} more`] : []),
    ].join('\n');
  });
}

function placeLine({ path, line, message, excerpt }: Finding, title: string | undefined): string {
  const where = `${codeSpan(title ?? path)}${line === undefined ? '' : `, line ${line}`}`;
  const words = excerpt === undefined || excerpt === '' ? '' : `<br>${codeSpan(excerpt)}`;
  return `- ${where}: ${sentence(message)}${words}`;
}

/** `8 added, 3 changed, 1 superseded` */
function overview({ changes, files }: MemoryReview): string {
  const counts = new Map<string, number>();
  for (const { change } of changes) counts.set(change.type, (counts.get(change.type) ?? 0) + 1);
  const told = [...counts].map(([type, count]) => `${count} ${type}`).join(', ');
  const others =
    files.length === 0
      ? ''
      : `${told === '' ? '' : '; '}${plural(files.length, 'file')} that ${files.length === 1 ? 'is' : 'are'} no record`;
  return told === '' && others === '' ? 'Nothing.' : `Records: ${told === '' ? 'none' : told}${others}.`;
}

function changePart({ change, commits, citations, findings }: ReviewedChange): string {
  const { type, kind, id, title, path, oldPath, by } = change;
  const marks =
    findings.length === 0 ? '' : ` ${[...new Set(findings.map(({ severity }) => SIGNS[severity]))].join('')}`;
  const facts = [
    `${kind === '' ? '' : `${kind} `}\`${shortId(id) === '' ? '?' : safeText(shortId(id)).replaceAll('`', '')}\``,
    ...(by === undefined ? [] : [`superseded by ${codeSpan(shortId(by))}`]),
    ...(oldPath === undefined ? [] : [`was ${codeSpan(oldPath)}`]),
    ...commitTexts(commits),
    ...citations.map(citationText),
  ];
  return [
    `#### ${type}${marks}: ${codeSpan(title)}`,
    '',
    `${facts.join(' · ')}<br>${codeSpan(path)}`,
    ...fieldParts(shownFields(change)),
  ].join('\n');
}

/** Commits that are named beside a record. */
const MAX_COMMITS = 3;

function commitTexts(commits: readonly CommitInfo[]): string[] {
  const more = commits.length - MAX_COMMITS;
  return [
    ...commits
      .slice(0, MAX_COMMITS)
      .map(({ oid, subject, authorName }) => codeSpan(`${oid.slice(0, 10)} ${subject} (${authorName})`, 120)),
    ...(more > 0 ? [`${plural(more, 'earlier commit')}`] : []),
  ];
}

function citationText({ text, freshness, detail }: ReviewedCitation): string {
  const state = freshness === 'verified' ? 'holds' : freshness;
  return `cites ${codeSpan(text)} (${detail === undefined || freshness === 'verified' ? state : `${state}: ${codeSpan(detail)}`})`;
}

function filePart({ path, what, fields, commits, findings }: ReviewedFile): string {
  const marks =
    findings.length === 0 ? '' : ` ${[...new Set(findings.map(({ severity }) => SIGNS[severity]))].join('')}`;
  return [
    `#### ${what}${marks}: ${codeSpan(path)}`,
    ...(commits.length === 0 ? [] : ['', commitTexts(commits).join(' · ')]),
    ...fieldParts(fields),
  ].join('\n');
}

/** Fields and sections as a diff: what went, what came, and a line around them. */
function fieldParts(fields: readonly FieldChange[]): readonly string[] {
  if (fields.length === 0) return [];
  const short = fields.filter((field) => isShort(field.before) && isShort(field.after));
  const long = fields.filter((field) => !short.includes(field));
  const isNew = fields.every(({ before }) => before === undefined);
  return [
    ...(short.length === 0 ? [] : ['', fence('diff', short.flatMap(shortLines))]),
    ...long.flatMap((field) => {
      const name = `**${sentence(plainName(field.name))}**`;
      if (isNew) return ['', name, fence('', limited((field.after ?? '').split('\n')))];
      return ['', name, fence('diff', lineDiff(field.before, field.after))];
    }),
  ];
}

function plainName(name: string): string {
  return name.replace(/^## /, '');
}

function isShort(text: string | undefined): boolean {
  return text === undefined || (!text.includes('\n') && text.length <= 120);
}

function shortLines({ name, before, after }: FieldChange): string[] {
  return [
    ...(before === undefined ? [] : [`- ${plainName(name)}: ${before}`]),
    ...(after === undefined ? [] : [`+ ${plainName(name)}: ${after}`]),
  ];
}

function limited(lines: readonly string[]): readonly string[] {
  const more = lines.length - MAX_LINES;
  return more <= 1 ? lines : [...lines.slice(0, MAX_LINES), `… ${more} more lines …`];
}

/** Of a longer stretch that did not change, so many lines are shown at either end. */
const CONTEXT = 2;

function lineDiff(before: string | undefined, after: string | undefined): readonly string[] {
  const parts = diffLines(before ?? '', after ?? '');
  return parts.flatMap(({ op, text }, at) => {
    const lines = text.replace(/\n$/, '').split('\n');
    if (op !== 'same') return limited(lines).map((line) => `${op === 'added' ? '+' : '-'} ${line}`);
    const first = at === 0 ? 0 : CONTEXT;
    const last = at === parts.length - 1 ? 0 : CONTEXT;
    const hidden = lines.length - first - last;
    if (hidden <= 1) return lines.map((line) => `  ${line}`);
    return [
      ...lines.slice(0, first).map((line) => `  ${line}`),
      `  … ${plural(hidden, 'line')} as before …`,
      ...(last === 0 ? [] : lines.slice(-last)).map((line) => `  ${line}`),
    ];
  });
}
