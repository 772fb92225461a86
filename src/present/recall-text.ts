import { shortId } from '../core/id.ts';
import { describeProblem } from '../core/problem.ts';
import type { RecallAnswer, RecallHit } from '../core/recall.ts';
import { ago, fit, plural } from './layout.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';

export interface TextOptions {
  readonly style: Style;
  /** Columns of the terminal; 0 for no limit. */
  readonly columns: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Show scores and all reasons. */
  readonly explain?: boolean;
}

/** An answer as text: a line per hit, the passage below it, and what was searched. */
export function recallText(answer: RecallAnswer, options: TextOptions): string {
  const lines = answer.hits.flatMap((hit) => hitLines(hit, options));
  lines.push(closingLine(answer, options));
  return `${lines.join('\n')}\n`;
}

function hitLines(hit: RecallHit, options: TextOptions): string[] {
  const { style, columns, now } = options;
  const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
  const name = hit.kind === 'commit' ? hit.id.slice(0, 10) : shortId(hit.id);
  const head = `${style.cyan(hit.kind.padEnd(8))} ${style.bold(safeText(hit.title))}`;
  const facts = [name, ago(Date.parse(hit.created), now)];
  if (hit.author !== undefined) facts.push(safeText(hit.author));
  if (hit.standing === 'waiting') facts.push('waits for the next commit');
  if (hit.standing === 'uncommitted') facts.push('not committed yet');
  if (hit.freshness !== 'uncited') facts.push(freshnessText(hit, style));
  const why =
    options.explain === true
      ? [`${hit.tier}, score ${hit.score.toFixed(3)}`, ...hit.reasons]
      : hit.reasons.slice(0, 1);
  const out = [
    clip(head),
    clip(`         ${style.dim(facts.join(' · '))}`),
    clip(`         ${style.dim(safeText(why.join('; ')))}`),
  ];
  if (hit.snippet !== '') {
    for (const line of safeText(hit.snippet, { newlines: true }).split('\n'))
      out.push(clip(`         ${line}`));
  }
  out.push('');
  return out;
}

function freshnessText(hit: RecallHit, style: Style): string {
  const detail = hit.freshnessDetail === undefined ? '' : `: ${safeText(hit.freshnessDetail)}`;
  const text = `${hit.freshness}${detail}`;
  if (hit.freshness === 'stale') return style.yellow(text);
  return hit.freshness === 'verified' ? style.green(text) : text;
}

function closingLine(answer: RecallAnswer, { style }: TextOptions): string {
  const { records, commits } = answer.searched;
  const where = `${plural(records, 'record')} and ${plural(commits, 'commit')}`;
  if (records + commits === 0) return 'Nothing to search: no records and no commits here yet.';
  if (answer.hits.length === 0) return `No match in ${where}.`;
  const more = answer.total > answer.hits.length ? '; more: --limit' : '';
  return style.dim(`${answer.hits.length} of ${answer.total} shown, from ${where}${more}`);
}

/** Problems, one line each, for standard error. */
export function problemLines(problems: readonly Parameters<typeof describeProblem>[0][]): string {
  return problems.map((problem) => `nexus: ${safeText(describeProblem(problem))}\n`).join('');
}
