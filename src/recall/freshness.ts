import type { Freshness } from '../core/recall.ts';
import type { Citation } from '../core/record.ts';

/** What was found out about one citation. Texts are undefined where the file is, or was, not there. */
export interface CitedState {
  readonly citation: Citation;
  /** The record tells what happened once: only a vanished file counts against it. */
  readonly historical: boolean;
  /** True if content ids agree, so that no text had to be read. */
  readonly same: boolean;
  readonly current?: string;
  readonly recorded?: string;
  /** Where git says the file went. */
  readonly renamedTo?: string;
}

export interface CheckedCitation {
  readonly freshness: Exclude<Freshness, 'uncited'>;
  readonly detail?: string;
}

/** Judges one citation against the tree as it is. */
export function checkCitation(state: CitedState): CheckedCitation {
  const { path, from, to } = state.citation;
  if (state.same) return { freshness: 'verified' };
  if (state.current === undefined) {
    return state.renamedTo === undefined
      ? { freshness: 'stale', detail: `${path} is gone` }
      : { freshness: 'moved', detail: `${path} is now ${state.renamedTo}` };
  }
  // Nothing to compare with: the file is there, and that is all that was promised.
  if (state.historical || state.recorded === undefined) return { freshness: 'verified' };
  if (from === undefined || to === undefined) {
    return state.recorded === state.current
      ? { freshness: 'verified' }
      : { freshness: 'stale', detail: `${path} changed since` };
  }
  const wanted = state.recorded.split('\n').slice(from - 1, to);
  const lines = state.current.split('\n');
  if (matchesAt(lines, wanted, from - 1)) return { freshness: 'verified' };
  const at = lines.findIndex((_, index) => matchesAt(lines, wanted, index));
  return at < 0
    ? { freshness: 'stale', detail: `${path}#L${from}-L${to} changed since` }
    : { freshness: 'moved', detail: `${path}#L${from} is now at line ${at + 1}` };
}

function matchesAt(lines: readonly string[], wanted: readonly string[], at: number): boolean {
  return (
    wanted.length > 0 && wanted.every((line, offset) => lines[at + offset]?.trimEnd() === line.trimEnd())
  );
}

/** A record is as fresh as its worst citation. */
export function worstOf(checked: readonly CheckedCitation[]): { freshness: Freshness; detail?: string } {
  const order: readonly Freshness[] = ['stale', 'moved', 'verified'];
  for (const freshness of order) {
    const found = checked.filter((entry) => entry.freshness === freshness);
    if (found.length === 0) continue;
    const details = found.flatMap((entry) => (entry.detail === undefined ? [] : [entry.detail]));
    return details.length === 0 ? { freshness } : { freshness, detail: details.join('; ') };
  }
  return { freshness: 'uncited' };
}
