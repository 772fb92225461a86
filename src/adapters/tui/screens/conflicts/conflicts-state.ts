import type { ConflictedFile } from '../../../../nexus.ts';
import { bodyOf, heightOf, type Panes, panesOf } from '../../panes.ts';
import type { Here } from '../../screen.ts';
import { LIST_START, type ListPlace } from '../../window.ts';

export interface ConflictsState {
  /** As memory told them; absent until it has. */
  readonly files?: readonly ConflictedFile[];
  /** Why memory could not tell. */
  readonly failed?: string;
  /** Those that are being decided on: shown no more, nor decided on twice. */
  readonly deciding: readonly string[];
  readonly place: ListPlace;
  /** The first line of the versions that is seen. */
  readonly scroll: number;
}

export const CONFLICTS_START: ConflictsState = { deciding: [], place: LIST_START, scroll: 0 };

/** One thing to decide; a file whose markers alone are to go has no conflict. */
export interface ConflictRow {
  readonly id: string;
  readonly file: ConflictedFile;
  readonly conflict?: ConflictedFile['conflicts'][number];
}

export function rowsOf({ files = [], deciding }: ConflictsState): readonly ConflictRow[] {
  const rows = files.flatMap((file): readonly ConflictRow[] =>
    file.conflicts.length === 0
      ? [{ id: file.path, file }]
      : file.conflicts.map((conflict) => ({ id: `${file.path} ${conflict.key}`, file, conflict })),
  );
  return rows.filter(({ id }) => !deciding.includes(id));
}

export function selectedOf(state: ConflictsState): ConflictRow | undefined {
  return rowsOf(state)[state.place.selected];
}

export function conflictsPanes(state: ConflictsState, here: Here): Panes {
  return panesOf(bodyOf(here), { focus: 'list', wanted: rowsOf(state).length, share: 0.32 });
}

export function listHeight(state: ConflictsState, here: Here): number {
  return heightOf(conflictsPanes(state, here), 1);
}
