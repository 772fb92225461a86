import type { RecallAnswer, RecallHit } from '../../../../core/recall.ts';
import type { Glance, Suggestion, Suggestions } from '../../../../nexus.ts';
import { EMPTY_LINE, type LineField, lineOf } from '../../line.ts';
import type { Failed } from '../../requests.ts';
import type { Effect } from '../../screen.ts';
import { LIST_START, type ListPlace } from '../../window.ts';
import type { Filters } from './recall-filters.ts';

export const SCOPES = ['project', 'branch', 'folder'] as const;
export const MODES = ['words', 'exact'] as const;

export interface RecallState {
  readonly line: LineField;
  /** An error's output that was pasted, as it was, or the error that suggested itself; until the line is edited. */
  readonly pasted?: string;
  readonly filters: Filters;
  readonly scope: (typeof SCOPES)[number];
  readonly mode: (typeof MODES)[number];
  /** Retired and superseded ones too. */
  readonly hidden: boolean;
  /** All reasons of a hit. */
  readonly why: boolean;
  /** How many hits are asked for. */
  readonly limit: number;
  readonly answer?: RecallAnswer;
  readonly failed?: Failed;
  readonly ideas?: Suggestions;
  readonly place: ListPlace;
  /** The next answer is to another question: its first hit is the one that counts. */
  readonly isNew: boolean;
  readonly focus: 'input' | 'preview';
  /** First line of the preview that is seen. */
  readonly scroll: number;
  /** Of the selected record, once it is read. */
  readonly glance?: Glance;
  /** What a popup was opened for. */
  readonly target?: RecallHit;
}

/** At first; and where one goes on to the end of these. */
export const FIRST_LIMIT = 50;
export const MAX_LIMIT = 200;

export function startOf(query: string): RecallState {
  return {
    line: query === '' ? EMPTY_LINE : lineOf(query),
    filters: {},
    scope: 'project',
    mode: 'words',
    hidden: false,
    why: false,
    limit: FIRST_LIMIT,
    place: LIST_START,
    isNew: true,
    focus: 'input',
    scroll: 0,
  };
}

export type Row =
  | { readonly type: 'idea'; readonly idea: Suggestion }
  | { readonly type: 'hit'; readonly hit: RecallHit };

/** Is nothing asked but what is newest? */
export function isPlain({ line, filters, scope, hidden }: RecallState): boolean {
  return line.text.trim() === '' && scope === 'project' && !hidden && Object.keys(filters).length === 0;
}

/** Is the list narrowed or widened by anything but the words? */
export function isNarrowed({ filters, scope, mode, hidden }: RecallState): boolean {
  return Object.keys(filters).length > 0 || scope !== 'project' || mode !== 'words' || hidden;
}

/** What is to be chosen from: questions that suggest themselves while nothing is asked, and hits. */
export function rowsOf(state: RecallState): readonly Row[] {
  const hits = (state.answer?.hits ?? []).map((hit) => ({ type: 'hit', hit }) as const);
  if (!isPlain(state)) return hits;
  return [...(state.ideas?.questions ?? []).map((idea) => ({ type: 'idea', idea }) as const), ...hits];
}

export function idOf(row: Row | undefined): string | undefined {
  if (row === undefined) return undefined;
  return row.type === 'hit' ? row.hit.id : `${row.idea.about} ${row.idea.text}`;
}

export function selectedRow(state: RecallState): Row | undefined {
  return rowsOf(state)[state.place.selected];
}

export function selectedHit(state: RecallState): RecallHit | undefined {
  const row = selectedRow(state);
  return row?.type === 'hit' ? row.hit : undefined;
}

/** What was read of the selected record; undefined while it is on its way. */
export function glanceAt(state: RecallState): Glance | undefined {
  return state.glance?.record.id === selectedHit(state)?.id ? state.glance : undefined;
}

/** Asks for the record of a hit; undefined for one that is none. @param at as of this revision */
export function glanceOf(
  hit: RecallHit | undefined,
  at: string | undefined,
  slot: string,
): Effect | undefined {
  if (hit === undefined || hit.kind === 'commit' || hit.standing === 'waiting') return undefined;
  const question = {
    id: hit.id,
    ...(hit.path === undefined ? {} : { path: hit.path }),
    ...(at === undefined ? {} : { at }),
  };
  return { type: 'ask', request: 'glance', slot, question };
}
