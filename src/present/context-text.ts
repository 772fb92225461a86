import type { Briefing, ContextItem } from '../core/briefing.ts';
import { shortId } from '../core/id.ts';
import type { SessionOverview, SessionSummary } from '../core/session.ts';
import { doubtLines } from './doubt-text.ts';
import { ago, displayWidth, wrap } from './layout.ts';
import { standingText, type TextOptions, titleOf } from './recall-text.ts';
import { safeText } from './safe-text.ts';
import { wayText, withheldLines } from './trust-text.ts';

/** What an item is, said as a fact: nobody takes orders from a memory. */
const SAID: Readonly<Record<ContextItem['kind'], string>> = {
  decision: 'A decision of this project',
  pattern: 'A pattern of this project',
  error: 'An error that was met before',
  solution: 'A solution that was found before',
  note: 'Noted earlier',
  episode: 'From an earlier stretch of work',
  commit: 'A commit',
  section: 'The project documents say',
};

/**
 * A briefing for a coding agent, not fenced yet (see `fenced`): plain lines, each item with its
 * provenance and its content. `''` where there is nothing to say.
 * @param now milliseconds since 1970.
 */
export function agentContextText(briefing: Briefing, { now }: { readonly now: number }): string {
  const overview = overviewRows(briefing.overview, now).map(([label, text]) => `${label}: ${text}`);
  const items = briefing.items.map((item) => {
    const head = `- ${saidOf(item)}: ${safeText(titleOf(item))}`;
    const facts = `[${[nameOf(item), ...factsOf(item, now)].join(' · ')}]`;
    const doubts = doubtLines(item, now);
    return [
      head,
      ...[facts, ...doubts, ...contentLines(item)].map((line) => (line === '' ? '' : `  ${line}`)),
    ].join('\n');
  });
  const { withheld = briefing.overview?.withheld } = briefing;
  return joined([overview.join('\n'), ...items, restLine(briefing), withheldLines(withheld).join('\n')]);
}

/** A briefing for a person at a terminal. `''` where there is nothing to say. */
export function contextText(briefing: Briefing, { style, columns, now }: TextOptions): string {
  const fold = (text: string, indent: number): string =>
    columns > 0 && displayWidth(text) + indent > columns
      ? wrap(text, columns, indent)
      : ' '.repeat(indent) + text;
  const overview = overviewRows(briefing.overview, now).map(([label, text]) =>
    fold(`${label}: ${text}`, 0).replace(`${label}:`, style.bold(`${label}:`)),
  );
  const items = briefing.items.map((item) => {
    const head = fold(safeText(titleOf(item)), 0)
      .split('\n')
      .map(style.bold);
    const facts = fold([item.kind, nameOf(item), ...factsOf(item, now)].join(' · '), 2);
    return [
      ...head,
      ...facts.split('\n').map(item.freshness === 'stale' ? style.yellow : style.dim),
      ...doubtLines(item, now).flatMap((doubt) => fold(doubt, 2).split('\n').map(style.yellow)),
      ...contentLines(item).map((line) => (line === '' ? '' : fold(line, 2))),
    ].join('\n');
  });
  return joined([overview.join('\n'), ...items, style.dim(shownLine(briefing))]);
}

function saidOf({ kind, source }: ContextItem): string {
  return source === undefined ? SAID[kind] : SAID[kind].replace('this project', 'another repository');
}

function joined(parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? '' : `${said.join('\n\n')}\n`;
}

/** For an agent every line costs: only where something was left out. */
function restLine(briefing: Briefing): string {
  return briefing.items.length < briefing.total ? shownLine(briefing) : '';
}

function shownLine({ items, total }: Briefing): string {
  return total === 0 ? '' : `${items.length} of ${total} shown`;
}

function nameOf({ kind, id }: ContextItem): string {
  if (kind === 'section') return safeText(id);
  return kind === 'commit' ? `commit ${id.slice(0, 10)}` : shortId(id);
}

/** Provenance and freshness: who, when, how far on its way to the team, and whether it still holds. */
function factsOf(item: ContextItem, now: number): string[] {
  const { author, created, standing, source, freshness, freshnessDetail, reasons } = item;
  const facts: string[] = [];
  if (author !== undefined) facts.push(safeText(author));
  if (created !== '') facts.push(ago(Date.parse(created), now));
  if (source !== undefined) facts.push(standingText({ standing, source }, true));
  else facts.push(standing === 'committed' ? 'committed' : 'unreviewed, not committed', ...wayText(item));
  if (item.weaker !== undefined) facts.push(item.weaker);
  const detail = freshnessDetail === undefined ? '' : `: ${safeText(freshnessDetail)}`;
  if (freshness !== 'uncited') facts.push(`${freshness}${detail}`);
  if (reasons[0] !== undefined) facts.push(safeText(reasons[0]));
  return facts;
}

function contentLines({ text }: ContextItem): string[] {
  return text === '' ? [] : safeText(text, { newlines: true }).split('\n');
}

type Row = readonly [string, string];

function overviewRows(overview: SessionOverview | undefined, now: number): Row[] {
  if (overview === undefined) return [];
  const { project, lastSession, focus, preferences, blockers, openErrors } = overview;
  const rows: (readonly [string, string | undefined])[] = [
    ['Project', project],
    ['Last session', lastSession === undefined ? undefined : sessionLine(lastSession, now)],
    ['Next steps noted then', lastSession?.next.join('; ')],
    // Without a focus of its own it is the next steps of the last session.
    ['Current focus', focus === lastSession?.next.join('; ') ? undefined : focus],
    ['Preferences of the team', preferences.join('; ')],
    ['Blockers', blockers.join('; ')],
    ['Open errors', openErrors.map(({ signature, command }) => `${signature} (${command})`).join('; ')],
  ];
  return rows.flatMap(([label, text]) =>
    text === undefined || text === '' ? [] : [[label, safeText(text.replace(/\s*\n\s*/g, ' '))] as const],
  );
}

function sessionLine({ started, title, focus, accomplished }: SessionSummary, now: number): string {
  const what = [
    focus ?? title,
    ...(accomplished.length === 0 ? [] : [`accomplished: ${accomplished.join('; ')}`]),
  ];
  return `${ago(Date.parse(started), now)}: ${what.join('; ')}`;
}
