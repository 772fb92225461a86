import type { Here } from '../../screen.ts';
import type { RecallState } from './recall-state.ts';

/** Where things stand, by the room there is. */
export interface Layout {
  /** A line of its own for what is narrowed to, and how many were found. */
  readonly splitHead: boolean;
  readonly list: { readonly columns: number; readonly rows: number; readonly lines: 1 | 2 };
  readonly preview?: {
    readonly columns: number;
    readonly rows: number;
    readonly where: 'beside' | 'below' | 'full';
  };
}

const NARROW = 60;
const WIDE = 100;
/** A list and a text below each other need so many rows. */
const MIN_BOTH = 10;
const LIST_SHARE = 0.54;

export function layoutOf({ size: { columns, rows } }: Here, { focus }: Pick<RecallState, 'focus'>): Layout {
  const narrow = columns < NARROW;
  const splitHead = narrow && rows >= 5;
  const body = Math.max(1, rows - (splitHead ? 3 : 2));
  const lines = narrow && body >= 4 ? 2 : 1;
  if (columns >= WIDE && body >= 4) {
    const list = Math.floor(columns * LIST_SHARE);
    return {
      splitHead,
      list: { columns: list, rows: body, lines: 1 },
      preview: { columns: columns - list, rows: body, where: 'beside' },
    };
  }
  if (!narrow && body >= MIN_BOTH) {
    const below = Math.floor((body - 1) / 2);
    return {
      splitHead,
      list: { columns, rows: body - 1 - below, lines: 1 },
      preview: { columns, rows: below, where: 'below' },
    };
  }
  const list = { columns, rows: body, lines } as const;
  if (focus === 'input') return { splitHead, list };
  return { splitHead, list, preview: { columns, rows: body, where: 'full' } };
}

/** Rows of the list that can be seen. */
export function heightOf({ list }: Layout): number {
  return Math.max(1, Math.floor(list.rows / list.lines));
}
