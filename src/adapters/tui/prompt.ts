import { displayWidth, fit, pad } from '../../present/layout.ts';
import { safeText } from '../../present/safe-text.ts';
import type { LineField } from './line.ts';
import type { Here } from './screen.ts';

/** The line in which one types, at the top of a screen. */
export interface Prompt {
  readonly text: string;
  /** Column of the cursor. */
  readonly cursor: number;
}

/** What is typed keeps so many columns, whatever else is to be told beside it. */
const MIN_INPUT = 24;

/** @param told what stands at the right end, as far as there is room; safe */
export function promptLine(line: LineField, told: string, { size: { columns }, theme }: Here): Prompt {
  const lead = ` ${theme.glyphs.prompt} `;
  const right = told === '' ? '' : fit(told, Math.max(0, columns - lead.length - MIN_INPUT - 2));
  const room = Math.max(1, columns - lead.length - (right === '' ? 0 : displayWidth(right) + 2));
  const { text, cursor } = shownLine(line, room);
  return {
    text: right === '' ? lead + text : `${lead}${pad(text, room)} ${theme.aside(right)} `,
    cursor: Math.min(columns - 1, lead.length + cursor),
  };
}

/** As much of a line as there is room for, so that the cursor is seen. */
function shownLine(
  { text, cursor }: LineField,
  room: number,
): { readonly text: string; readonly cursor: number } {
  const before = safeText(text.slice(0, cursor));
  const after = safeText(text.slice(cursor));
  const width = displayWidth(before);
  if (width < room) return { text: fit(before + after, room), cursor: width };
  // A third is left for what is typed next: the line does not move at every key.
  const kept = lastColumns(before, Math.max(1, Math.floor((room * 2) / 3)));
  return { text: fit(`…${kept}${after}`, room), cursor: 1 + displayWidth(kept) };
}

function lastColumns(text: string, columns: number): string {
  // Each character has at least one unit, and few have none or two columns.
  let out = text.slice(-columns * 2);
  while (displayWidth(out) > columns) out = out.slice(/^[\ud800-\udbff]/.test(out) ? 2 : 1);
  return out;
}
