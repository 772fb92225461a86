import { KIND_NAMES } from '../../../../core/kinds.ts';
import { isoDate, parseWhen } from '../../../../core/time.ts';
import { safeText } from '../../../../present/safe-text.ts';
import type { PopupSpec } from '../../popup.ts';
import type { HistoryFilter } from './history-requests.ts';

/** The one filter menu, whose parts are combined. */

export const FILTER_MENU = 'filter';

const PARTS = {
  author: { key: 'a', label: 'author', title: 'Author: part of the name or address' },
  kind: { key: 'i', label: 'kind of record', title: 'Kind' },
  file: { key: 'p', label: 'path', title: 'Path: part of it, memory or code' },
  text: { key: 't', label: 'text', title: 'Text: in the message, or in what changed' },
  since: { key: 's', label: 'since', title: 'Since: 12h, 30d, 2w, 6m, 1y, or a date' },
} as const satisfies Record<keyof HistoryFilter, unknown>;

type Part = keyof typeof PARTS;
const PART_NAMES = Object.keys(PARTS) as readonly Part[];

/** What is filtered by, in words: `author: ann · kind: error`; empty for nothing. */
export function filterWords(filter: HistoryFilter): string {
  return PART_NAMES.flatMap((part) => {
    const value = shownValue(filter, part);
    return value === '' ? [] : [`${part === 'file' ? 'path' : part}: ${safeText(value)}`];
  }).join(' · ');
}

function shownValue(filter: HistoryFilter, part: Part): string {
  if (part !== 'since') return filter[part] ?? '';
  return filter.since === undefined ? '' : isoDate(filter.since);
}

export function filterMenu(filter: HistoryFilter): PopupSpec {
  const parts = PART_NAMES.map((part) => {
    const { key, label } = PARTS[part];
    const value = shownValue(filter, part);
    return { key, value: part, label: value === '' ? label : `${label}: ${safeText(value)}` };
  });
  const clear = { key: 'c', value: 'clear', label: 'clear all' };
  return { kind: 'choice', id: FILTER_MENU, title: 'Filter', choices: [...parts, clear] };
}

/** What is asked after the menu; undefined where nothing is. */
export function filterQuestion(part: string, filter: HistoryFilter): PopupSpec | undefined {
  if (!isPart(part)) return undefined;
  const { title } = PARTS[part];
  const id = `${FILTER_MENU}-${part}`;
  if (part !== 'kind') return { kind: 'line', id, title, text: shownValue(filter, part) };
  const choices = ['any', ...KIND_NAMES].map((kind) => ({ value: kind === 'any' ? '' : kind, label: kind }));
  return { kind: 'choice', id, title, choices };
}

/** The filter with an answer in it, or why that cannot be. Undefined: the popup was another's. */
export function withAnswer(
  filter: HistoryFilter,
  popup: string,
  answer: string,
  now: number,
): HistoryFilter | string | undefined {
  const part = popup.startsWith(`${FILTER_MENU}-`) ? popup.slice(FILTER_MENU.length + 1) : '';
  if (!isPart(part)) return undefined;
  const { [part]: _, ...rest } = filter;
  const text = answer.trim();
  if (text === '') return rest;
  if (part === 'kind') {
    const kind = KIND_NAMES.find((one) => one === text);
    return kind === undefined ? rest : { ...rest, kind };
  }
  if (part !== 'since') return { ...rest, [part]: text };
  const since = parseWhen(text, now);
  return since === undefined
    ? `"${safeText(text)}" is no point in time; try 30d or 2026-11-01`
    : { ...rest, since };
}

function isPart(text: string): text is Part {
  return Object.hasOwn(PARTS, text);
}
