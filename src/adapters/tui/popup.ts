import { displayWidth, fit } from '../../present/layout.ts';
import { safeText } from '../../present/safe-text.ts';
import { bound, LIST_KEYS } from './keymap.ts';
import { edited, type LineField, lineOf, typed } from './line.ts';
import { listRow, ruleLine } from './panes.ts';
import type { Theme } from './theme.ts';
import { isMove, LIST_START, type ListPlace, moved, placed } from './window.ts';

/** A question in the lower part of the screen: a choice from a list, or a line to be typed. */
export type PopupSpec = ChoiceSpec | LineSpec;

export interface ChoiceSpec {
  readonly kind: 'choice';
  /** Comes back with the answer. */
  readonly id: string;
  readonly title: string;
  readonly choices: readonly Choice[];
  /** What was typed is an answer too, where no choice is like it. */
  readonly free?: true;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** Chooses it at once, so none that moves in a list; without one it is found by typing. */
  readonly key?: string;
}

export interface LineSpec {
  readonly kind: 'line';
  readonly id: string;
  readonly title: string;
  readonly text?: string;
}

export interface Popup {
  readonly spec: PopupSpec;
  readonly line: LineField;
  readonly place: ListPlace;
}

export type PopupStep =
  | { readonly type: 'open'; readonly popup: Popup }
  | { readonly type: 'closed' }
  | { readonly type: 'chosen'; readonly value: string };

/** Rows of a list at most. */
const MAX_CHOICES = 10;

export function openPopup(spec: PopupSpec): Popup {
  return { spec, line: lineOf(spec.kind === 'line' ? (spec.text ?? '') : ''), place: LIST_START };
}

/** The choices that hold what was typed. */
function shown({ spec, line }: Popup): readonly Choice[] {
  if (spec.kind === 'line') return [];
  const words = line.text.toLowerCase().split(' ');
  return spec.choices.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
}

/** Where every choice has a key, letters choose; else they narrow the list. */
function byKeys({ spec }: Popup): boolean {
  return spec.kind === 'choice' && spec.choices.every(({ key }) => key !== undefined);
}

/** The keys that it has, for the hint line. */
export function popupHint(popup: Popup): string {
  if (popup.spec.kind === 'line') return 'enter done  esc cancel';
  return byKeys(popup)
    ? 'a letter, or enter choose  j k move  esc cancel'
    : 'type to narrow  enter choose  esc cancel';
}

export function afterKey(popup: Popup, key: string, text: string | undefined): PopupStep {
  if (key === 'esc' || key === 'ctrl-c') return { type: 'closed' };
  if (key === 'enter') return entered(popup);
  if (popup.spec.kind === 'choice') {
    const direct = popup.spec.choices.find((choice) => choice.key === key);
    if (direct !== undefined) return { type: 'chosen', value: direct.value };
    const move = bound([LIST_KEYS], key, !byKeys(popup))?.action;
    if (move !== undefined && isMove(move)) {
      const place = moved(popup.place, move, shown(popup).length, MAX_CHOICES);
      return { type: 'open', popup: { ...popup, place } };
    }
    if (byKeys(popup)) return { type: 'open', popup };
  }
  const line = text === undefined ? edited(popup.line, key) : typed(popup.line, text);
  if (line === undefined) return { type: 'open', popup };
  const next = { ...popup, line, place: LIST_START };
  return { type: 'open', popup: { ...next, place: placed(LIST_START, shown(next).length, MAX_CHOICES) } };
}

/** Text that was pasted. */
export function afterText(popup: Popup, text: string): PopupStep {
  return { type: 'open', popup: byKeys(popup) ? popup : { ...popup, line: typed(popup.line, text) } };
}

function entered(popup: Popup): PopupStep {
  if (popup.spec.kind === 'line') return { type: 'chosen', value: popup.line.text };
  const choice = shown(popup)[popup.place.selected];
  const own = popup.line.text.trim();
  if (choice === undefined && popup.spec.free === true && own !== '') return { type: 'chosen', value: own };
  return choice === undefined ? { type: 'open', popup } : { type: 'chosen', value: choice.value };
}

/** Rows that it takes, its rule included. */
export function popupRows(popup: Popup): number {
  if (popup.spec.kind === 'line') return 2;
  return 1 + (byKeys(popup) ? 0 : 1) + Math.max(1, Math.min(MAX_CHOICES, popup.spec.choices.length));
}

export interface PopupView {
  readonly lines: readonly string[];
  readonly cursor?: { readonly row: number; readonly column: number };
}

/** @param rows room for it, its rule included */
export function popupView(popup: Popup, theme: Theme, columns: number, rows: number): PopupView {
  const { spec, line, place } = popup;
  const { glyphs } = theme;
  const head = ruleLine(safeText(spec.title), columns, theme, { isOn: true });
  const keyed = byKeys(popup);
  const input = keyed ? [] : [fit(` ${glyphs.prompt} ${safeText(line.text)}`, columns)];
  const cursor = {
    row: 1,
    column: Math.min(columns - 1, 3 + displayWidth(safeText(line.text.slice(0, line.cursor)))),
  };
  const height = Math.max(0, rows - 1 - input.length);
  const choices = shown(popup);
  const seen = placed(place, choices.length, height);
  const list = choices.slice(seen.top, seen.top + height).map((choice, at) => {
    const isOn = seen.top + at === seen.selected;
    const key = choice.key === undefined ? '' : `${choice.key}  `;
    return listRow(`${key}${safeText(choice.label)}`, isOn, columns, theme);
  });
  const none =
    spec.kind === 'choice' && choices.length === 0
      ? [theme.aside(spec.free === true ? '   enter takes it as it is' : '   nothing like it')]
      : [];
  return { lines: [head, ...input, ...list, ...none].slice(0, rows), ...(keyed ? {} : { cursor }) };
}
