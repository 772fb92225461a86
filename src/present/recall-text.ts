import { shortId } from '../core/id.ts';
import { describeProblem } from '../core/problem.ts';
import type { RecallAnswer, RecallHit, Searched } from '../core/recall.ts';
import { doubtLines } from './doubt-text.ts';
import { ago, displayWidth, plural, wrap } from './layout.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';
import { wayText, withheldLines } from './trust-text.ts';

export interface TextOptions {
  readonly style: Style;
  /** Columns of the terminal; 0 for no limit. */
  readonly columns: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Show scores and all reasons. */
  readonly explain?: boolean;
  /** For a program that reads: it is told what nobody has reviewed, and of no option of the command line. */
  readonly agent?: boolean;
  /** Each hit begins with its number, for who answers with one. */
  readonly numbered?: boolean;
}

/** An answer as text: a line per hit, the passage below it, and what was searched. */
export function recallText(answer: RecallAnswer, options: TextOptions): string {
  const lines = answer.hits.flatMap((hit, at) => {
    const text = hitLines(hit, options);
    return options.numbered === true ? [`${at + 1}. ${text[0] ?? ''}`, ...text.slice(1)] : text;
  });
  for (const closing of [closingLine(answer, options), ...withheldLines(answer.withheld)])
    lines.push(options.columns > 0 ? wrap(closing, options.columns) : closing);
  return `${lines.join('\n')}\n`;
}

/** Below this many columns what belongs together stands below each other instead of side by side. */
export const NARROW = 60;

function hitLines(hit: RecallHit, options: TextOptions): string[] {
  const { style, columns, now } = options;
  const indent = columns > 0 && columns < NARROW ? 2 : 9;
  const lead = ' '.repeat(indent);
  const fold = (text: string): string[] =>
    columns > 0 && displayWidth(text) + indent > columns
      ? wrap(text, columns, indent).split('\n')
      : [lead + text];
  const name = hit.kind === 'commit' ? hit.id.slice(0, 10) : shortId(hit.id);
  const title = fold(safeText(titleOf(hit))).map((line) => style.bold(line.trimStart()));
  const kind = style.cyan(hit.kind.padEnd(8));
  const head =
    indent === 9
      ? [`${kind} ${title[0] ?? ''}`, ...title.slice(1).map((line) => lead + line)]
      : [kind.trimEnd(), ...title.map((line) => lead + line)];
  const facts = [name, ...(hit.pack === undefined ? [ago(Date.parse(hit.created), now)] : [])];
  if (hit.author !== undefined) facts.push(safeText(hit.author));
  const standing = standingText(hit, options.agent === true);
  if (standing !== '') facts.push(standing);
  facts.push(...wayText(hit));
  if (hit.freshness !== 'uncited') facts.push(freshnessText(hit, style));
  const out = [...head, ...fold(facts.join(' · ')).map(style.dim)];
  const why = reasonsOf(hit, options.explain === true);
  if (why !== '') out.push(...fold(safeText(why)).map(style.dim));
  if (hit.weaker !== undefined) out.push(...fold(`counts less: ${safeText(hit.weaker)}`).map(style.yellow));
  if (hit.wrong !== undefined) out.push(...fold(safeText(hit.wrong)).map(style.yellow));
  for (const doubt of doubtLines(hit, now)) out.push(...fold(doubt).map(style.yellow));
  if (hit.snippet !== '')
    for (const line of safeText(hit.snippet, { newlines: true }).split('\n')) out.push(...fold(line));
  out.push('');
  return out;
}

/** With the name of the repository where it is another. */
export function titleOf({ title, source }: Pick<RecallHit, 'title' | 'source'>): string {
  return source === undefined ? title : `${source.name}: ${title}`;
}

/** How far a hit has come; nothing to say of a committed one. */
export function standingText(
  { standing, pack, source }: Pick<RecallHit, 'standing' | 'pack' | 'source'>,
  agent: boolean,
): string {
  if (standing === 'committed') return '';
  if (standing === 'pack') return `of the pack ${pack}`;
  if (standing === 'source') return `of the source ${source?.name} at ${source?.commit.slice(0, 10)}`;
  const text = standing === 'waiting' ? 'waits for the next commit' : 'not committed yet';
  return agent ? `unreviewed, ${text}` : text;
}

function reasonsOf(hit: RecallHit, explain: boolean): string {
  if (explain) return [`${hit.tier}, score ${hit.score.toFixed(3)}`, ...hit.reasons].join('; ');
  // That a listed record is listed needs no reason.
  return hit.tier === 'filter' ? '' : (hit.reasons[0] ?? '');
}

function freshnessText(hit: RecallHit, style: Style): string {
  const detail = hit.freshnessDetail === undefined ? '' : `: ${safeText(hit.freshnessDetail)}`;
  const text = `${hit.freshness}${detail}`;
  if (hit.freshness === 'stale') return style.yellow(text);
  return hit.freshness === 'verified' ? style.green(text) : text;
}

function closingLine(answer: RecallAnswer, { style, agent }: TextOptions): string {
  const where = searchedText(answer.searched);
  if (searchedCount(answer.searched) === 0) return 'Nothing to search: no records and no commits here yet.';
  if (answer.hits.length === 0) return `No match in ${where}.`;
  const more = answer.total > answer.hits.length ? `; more: ${agent === true ? '' : '--'}limit` : '';
  return style.dim(`${answer.hits.length} of ${answer.total} shown, from ${where}${more}`);
}

/** What was searched: one's own first, and what is beside it where there is any. */
export function searchedText({ records, commits, packs = 0, sources = 0 }: Searched): string {
  const own = `${plural(records, 'record')} and ${plural(commits, 'commit')}`;
  return [
    own,
    ...(packs === 0 ? [] : [`${packs} of packs`]),
    ...(sources === 0 ? [] : [`${sources} of sources`]),
  ].join(', ');
}

export function searchedCount({ records, commits, packs = 0, sources = 0 }: Searched): number {
  return records + commits + packs + sources;
}

/** Problems, one line each, for standard error. */
export function problemLines(problems: readonly Parameters<typeof describeProblem>[0][]): string {
  return problems.map((problem) => `nexus: ${safeText(describeProblem(problem))}\n`).join('');
}
