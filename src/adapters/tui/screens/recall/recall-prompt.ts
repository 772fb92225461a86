import { displayWidth, fit, pad, plural } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import type { LineField } from '../../line.ts';
import type { Here } from '../../screen.ts';
import { filterText } from './recall-filters.ts';
import type { Layout } from './recall-layout.ts';
import { isPlain, type RecallState } from './recall-state.ts';

export interface Prompt {
  readonly lines: readonly string[];
  /** Column of the cursor in the first of them. */
  readonly cursor: number;
}

/** What is typed keeps so many columns, whatever else is to be told beside it. */
const MIN_INPUT = 24;
/** From so many columns on the keys are told that change it. */
const KEYS_FROM = 110;

/** What is asked, what it is narrowed to, and how many were found. */
export function promptLine(state: RecallState, here: Here, layout: Layout): Prompt {
  const { columns } = here.size;
  const { theme } = here;
  const lead = ` ${theme.glyphs.prompt} `;
  const told = toldText(state, here, columns);
  if (layout.splitHead) {
    const { text, cursor } = shownLine(state.line, columns - lead.length, theme.glyphs.ellipsis);
    return {
      lines: [lead + text, theme.aside(fit(` ${told}`, columns))],
      cursor: Math.min(columns - 1, lead.length + cursor),
    };
  }
  const right = fit(told, Math.max(0, columns - lead.length - MIN_INPUT - 2));
  const room = columns - lead.length - displayWidth(right) - 2;
  const { text, cursor } = shownLine(state.line, room, theme.glyphs.ellipsis);
  return {
    lines: [`${lead}${pad(text, room)} ${theme.aside(right)} `],
    cursor: Math.min(columns - 1, lead.length + cursor),
  };
}

/** As much of a line as there is room for, so that the cursor is seen. */
function shownLine(
  { text, cursor }: LineField,
  room: number,
  ellipsis: string,
): { readonly text: string; readonly cursor: number } {
  const before = safeText(text.slice(0, cursor));
  const after = safeText(text.slice(cursor));
  const width = displayWidth(before);
  if (width < room) return { text: fit(before + after, room), cursor: width };
  // A third is left for what is typed next: the line does not move at every key.
  const kept = lastColumns(before, Math.max(1, Math.floor((room * 2) / 3)));
  return { text: fit(`${ellipsis}${kept}${after}`, room), cursor: 1 + displayWidth(kept) };
}

function lastColumns(text: string, columns: number): string {
  // Each character has at least one unit, and few have none or two columns.
  let out = text.slice(-columns * 2);
  while (displayWidth(out) > columns) out = out.slice(/^[\ud800-\udbff]/.test(out) ? 2 : 1);
  return out;
}

function toldText(state: RecallState, here: Here, columns: number): string {
  const { filters, hidden, pasted } = state;
  const withKeys = columns >= KEYS_FROM && filterText(filters) === '';
  const scope = scopeText(state, here);
  const mode = pasted === undefined ? state.mode : 'error';
  return [
    safeText(filterText(filters)),
    withKeys ? `scope ${scope} (^r)` : scope,
    withKeys ? `mode ${mode} (^s)` : mode,
    hidden ? 'retired too' : '',
    countText(state),
    state.answer === undefined || state.answer.problems.length === 0
      ? ''
      : `! ${plural(state.answer.problems.length, 'problem')}`,
  ]
    .filter((part) => part !== '')
    .join(` ${here.theme.glyphs.bullet} `);
}

function scopeText({ scope, ideas }: RecallState, { branch, at }: Here): string {
  if (scope === 'folder') return `in ${safeText(ideas?.folder ?? '')}/`;
  if (scope === 'branch' && at === undefined)
    return branch === undefined ? 'own commits' : `own of ${safeText(branch)}`;
  return 'project';
}

function countText(state: RecallState): string {
  const { answer } = state;
  if (answer === undefined) return '';
  const { records, commits, packs = 0 } = answer.searched;
  if (records + commits + packs === 0) return '';
  const all = grouped(records + commits + packs);
  return isPlain(state) ? `newest of ${all}` : `${grouped(answer.total)} of ${all}`;
}

/** `1,204` */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
