import { KIND_NAMES } from '../../../../core/kinds.ts';
import type { RecallHit, RecallKind, RecallQuery } from '../../../../core/recall.ts';
import { parseWhen } from '../../../../core/time.ts';
import { safeText } from '../../../../present/safe-text.ts';
import type { PopupSpec } from '../../popup.ts';

/** What the list is narrowed to, as it was typed or chosen; all of it holds together. */
export type Filters = { readonly [N in FilterName]?: string };

const NAMES = ['kind', 'tag', 'language', 'file', 'author', 'since'] as const;
export type FilterName = (typeof NAMES)[number];

const KINDS: readonly RecallKind[] = [...KIND_NAMES, 'commit'];
/** A choice that leads to a line: what no hit has can be meant, too. */
const OTHER = '\0';
const MAX_CHOICES = 50;

const MENU: readonly (readonly [key: string, FilterName | 'branch' | 'clear', label: string])[] = [
  ['i', 'kind', 'kind'],
  ['t', 'tag', 'tag'],
  ['l', 'language', 'language'],
  ['f', 'file', 'file, or a folder with all below it'],
  ['a', 'author', 'author'],
  ['s', 'since', 'since: an age or a date'],
  ['b', 'branch', "this branch's own"],
  ['c', 'clear', 'clear all of them'],
];

export const FILTER_MENU = 'filter';

export function filterMenu(filters: Filters): PopupSpec {
  return {
    kind: 'choice',
    id: FILTER_MENU,
    title: 'Narrow the list by',
    choices: MENU.map(([key, value, label]) => {
      const now = isFilter(value) ? filters[value] : undefined;
      return { key, value, label: now === undefined ? label : `${label}  (${safeText(now)})` };
    }),
  };
}

export function isFilter(name: string): name is FilterName {
  return (NAMES as readonly string[]).includes(name);
}

const PREFIX = 'filter-';

/** The filter that a popup asked for; undefined for another popup. */
export function filterOf(popup: string): FilterName | undefined {
  const name = popup.startsWith(PREFIX) ? popup.slice(PREFIX.length) : '';
  return isFilter(name) ? name : undefined;
}

/** Asks for a filter's value: from what the hits have, else by typing. */
export function filterPopup(name: FilterName, filters: Filters, hits: readonly RecallHit[]): PopupSpec {
  const known = valuesOf(name, hits);
  if (known.length === 0) return filterLine(name, filters[name]);
  const any = filters[name] === undefined ? [] : [{ value: '', label: 'any' }];
  const other = name === 'kind' ? [] : [{ value: OTHER, label: 'another, to be typed …' }];
  const choices = [...any, ...known.map((value) => ({ value, label: safeText(value) })), ...other];
  return { kind: 'choice', id: PREFIX + name, title: `Which ${name}?`, choices };
}

function filterLine(name: FilterName, text = ''): PopupSpec {
  const title = name === 'since' ? 'Since when? 12h, 30d, 2w, 6m, 1y or 2026-01-31' : `Which ${name}?`;
  return { kind: 'line', id: PREFIX + name, title: `${title} (empty: any)`, text };
}

function valuesOf(name: FilterName, hits: readonly RecallHit[]): readonly string[] {
  if (name === 'kind') return KINDS;
  if (name === 'file' || name === 'since') return [];
  const counts = new Map<string, number>();
  const of = (hit: RecallHit): readonly string[] =>
    name === 'tag' ? hit.tags : [hit[name]].filter((one) => one !== undefined);
  for (const value of hits.flatMap(of)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, MAX_CHOICES)
    .map(([value]) => value);
}

/** What an answer to a filter's popup leads to: another popup, words of what is wrong with it, or the filters as they are then. */
export function withFilter(
  filters: Filters,
  name: FilterName,
  value: string,
  now: number,
): { readonly popup: PopupSpec } | { readonly wrong: string } | { readonly filters: Filters } {
  if (value === OTHER) return { popup: filterLine(name, filters[name]) };
  const text = value.trim();
  const { [name]: _, ...others } = filters;
  if (text === '') return { filters: others };
  if (name === 'since' && parseWhen(text, now) === undefined)
    return { wrong: `"${text}" is no time: 12h, 30d, 2w, 6m, 1y or 2026-01-31` };
  return { filters: { ...others, [name]: text } };
}

export function filterText(filters: Filters): string {
  return NAMES.flatMap((name) => (filters[name] === undefined ? [] : [`${name}:${filters[name]}`])).join(' ');
}

export function filterQuery({ kind, tag, since, ...plain }: Filters, now: number): Partial<RecallQuery> {
  const from = since === undefined ? undefined : parseWhen(since, now);
  return {
    ...plain,
    ...(kind === undefined ? {} : { kinds: KINDS.filter((one) => one === kind) }),
    ...(tag === undefined ? {} : { tags: [tag] }),
    ...(from === undefined ? {} : { since: from }),
  };
}
