import type { ReplayEvent } from '../../../../core/episode.ts';
import { isId } from '../../../../core/id.ts';
import type { OpenedScreen } from '../../screen.ts';
import type { Carried, EpisodeTold } from './episode-requests.ts';

export interface EpisodeState {
  readonly id: string;
  readonly told?: EpisodeTold;
  /** Asked for once it is known that the episode has ended. */
  readonly carried?: Carried;
  /** Why memory could not tell. */
  readonly failed?: string;
  /** Which row is selected. */
  readonly selected: number;
  /** First line that is seen. */
  readonly top: number;
  /** First line of the text beside that is seen. */
  readonly scroll: number;
  /** Steps are told one by one, up to the selected one. */
  readonly isReplay: boolean;
  /** The text has the screen for itself. */
  readonly isWhole: boolean;
}

export function episodeStart(id: string): EpisodeState {
  return { id, selected: 0, top: 0, scroll: 0, isReplay: false, isWhole: false };
}

/** What a row is about. */
export type RowOf =
  | { readonly type: 'whole' }
  | { readonly type: 'step'; readonly at: number }
  | { readonly type: 'screen'; readonly screen: OpenedScreen }
  | { readonly type: 'words'; readonly text: string };

/** How things stood after some steps of an episode. */
export interface StepState {
  readonly failures: number;
  /** Who did how many steps, in the order in which they first took part. */
  readonly roles: readonly (readonly [role: string, steps: number])[];
  /** The newest value of everything that data told by name; `isNew`: told by the last of these steps. */
  readonly values: readonly { readonly name: string; readonly value: unknown; readonly isNew: boolean }[];
}

/** @param count of the first steps */
export function stateAfter(events: readonly ReplayEvent[], count: number): StepState {
  const roles = new Map<string, number>();
  const values = new Map<string, { readonly value: unknown; readonly isNew: boolean }>();
  let failures = 0;
  for (const [at, { role, failed, data }] of events.slice(0, count).entries()) {
    if (role !== undefined) roles.set(role, (roles.get(role) ?? 0) + 1);
    if (failed === true) failures += 1;
    if (typeof data !== 'object' || data === null || Array.isArray(data)) continue;
    for (const [name, value] of Object.entries(data)) values.set(name, { value, isNew: at === count - 1 });
  }
  return {
    failures,
    roles: [...roles],
    values: [...values].map(([name, one]) => ({ name, ...one })),
  };
}

/** Ids that an event's data names. */
export function idsIn(data: unknown): readonly string[] {
  if (typeof data === 'string') return isId(data) ? [data] : [];
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap(idsIn);
}
