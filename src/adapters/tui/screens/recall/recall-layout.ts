import { bodyOf, heightOf, NARROW, type Panes, panesOf } from '../../panes.ts';
import type { Here } from '../../screen.ts';
import type { RecallState } from './recall-state.ts';

const SHARE = 0.53;
/** Fewer rows are better used for hits. */
const LOW = 5;

/** A line of its own is for what is narrowed to, and how many were found. */
export function isHeadSplit({ size }: Here): boolean {
  return size.columns < NARROW && size.rows >= LOW;
}

/** The list keeps its height, however few hits there are: another answer comes at every key. */
export function recallPanes({ focus }: Pick<RecallState, 'focus'>, here: Here): Panes {
  const { columns, rows } = bodyOf(here);
  const body = { columns, rows: isHeadSplit(here) ? rows - 1 : rows };
  const wanted = Number.POSITIVE_INFINITY;
  return panesOf(body, { focus: focus === 'input' ? 'list' : 'text', wanted, share: SHARE });
}

/** Hits that are seen at once. */
export function heightIn(state: Pick<RecallState, 'focus'>, here: Here): number {
  return heightOf(recallPanes(state, here));
}
