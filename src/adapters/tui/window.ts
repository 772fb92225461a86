/** Which rows of a list are to be seen, and where a movement leads. Pure. */

export interface ListPlace {
  /** Index of the selected row; 0 in an empty list. */
  readonly selected: number;
  /** Index of the first row that is to be seen. */
  readonly top: number;
  /** Rows that one went on behind the last, while more of them are on their way: {@link followed} goes there. */
  readonly over?: number;
}

export const LIST_START: ListPlace = { selected: 0, top: 0 };

export const MOVES = ['down', 'up', 'first', 'last', 'page-down', 'page-up', 'half-down', 'half-up'] as const;
export type Move = (typeof MOVES)[number];

export function isMove(action: string): action is Move {
  return (MOVES as readonly string[]).includes(action);
}

/** Selects without wrapping round at an end. @param height rows that can be seen @param more rows are on their way */
export function moved(
  place: ListPlace,
  move: Move,
  count: number,
  height: number,
  more: boolean = false,
): ListPlace {
  const page = Math.max(1, height - 1);
  const half = Math.max(1, Math.floor(height / 2));
  const to: Readonly<Record<Move, number>> = {
    down: place.selected + 1,
    up: place.selected - 1,
    first: 0,
    last: count - 1,
    'page-down': place.selected + page,
    'page-up': place.selected - page,
    'half-down': place.selected + half,
    'half-up': place.selected - half,
  };
  const next = placed({ ...place, selected: to[move] }, count, height);
  const over = to[move] - next.selected;
  return more && over > 0 ? { ...next, over: over + (place.over ?? 0) } : next;
}

/** The nearest place that exists: for a list or a terminal that changed. */
export function placed({ selected, top }: ListPlace, count: number, height: number): ListPlace {
  const at = Math.min(Math.max(0, selected), Math.max(0, count - 1));
  const rows = Math.max(1, height);
  const lowest = Math.max(0, count - rows);
  const first = Math.min(Math.max(top, at - rows + 1), at, lowest);
  return { selected: at, top: Math.max(0, first) };
}

/** The same row in a list that changed: by its id, else where it was; and as far behind it as one went on meanwhile. */
export function followed(
  place: ListPlace,
  id: string | undefined,
  ids: readonly string[],
  height: number,
): ListPlace {
  const at = id === undefined ? -1 : ids.indexOf(id);
  const { selected, top, over = 0 } = place;
  const by = at < 0 ? 0 : at - selected;
  return placed({ selected: selected + by + over, top: top + by }, ids.length, height);
}

/** A text's offset after scrolling by so many lines. */
export function scrolled(offset: number, by: number, lines: number, height: number): number {
  return Math.min(Math.max(0, offset + by), Math.max(0, lines - height));
}

/** The same after a movement. */
export function scrolledBy(offset: number, move: Move, lines: number, height: number): number {
  const count = Math.max(0, lines - height) + 1;
  return moved({ selected: scrolled(offset, 0, lines, height), top: 0 }, move, count, height).selected;
}
