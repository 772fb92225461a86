import { LIMITS } from '../core/kinds.ts';
import type { EpisodeRecall } from '../core/record.ts';
import type { OutcomeNote, Usefulness } from '../core/report.ts';

/** So often a record must be said to be wrong to be named for it: one may err. */
const TWICE = 2;
const NOTES = 3;

/** By record. @param recalled one entry for each episode that tells of a record. */
export function usefulness(
  recalled: readonly (EpisodeRecall & { readonly at: string })[],
): ReadonlyMap<string, Usefulness> {
  const out = new Map<string, Usefulness>();
  for (const told of recalled) {
    const { id, at } = told;
    const before = out.get(id);
    const uses = (before?.uses ?? 0) + 1;
    const helped = (before?.helped ?? 0) + (told.helped ? 1 : 0);
    // Of both, which only a hand can write, the kinder one.
    const wrong = (before?.wrong ?? 0) + (told.wrong === true && !told.helped ? 1 : 0);
    const last = before === undefined || at > before.last ? at : before.last;
    const notes = withNote(before?.notes, told);
    out.set(id, {
      ...{ id, uses, helped, wrong, success_rate: helped / uses, last },
      ...(notes === undefined ? {} : { notes }),
    });
  }
  return out;
}

function withNote(
  notes: readonly OutcomeNote[] | undefined,
  { at, helped, note }: EpisodeRecall & { readonly at: string },
): readonly OutcomeNote[] | undefined {
  // Whoever wrote more by hand has it in the file; a reader of lists is spared it.
  if (typeof note !== 'string' || note.length > LIMITS.line) return notes;
  return [...(notes ?? []), { at, helped, note }]
    .sort((a, b) => (a.at === b.at ? (a.note < b.note ? -1 : 1) : a.at > b.at ? -1 : 1))
    .slice(0, NOTES);
}

/** Records that helped, those that helped most often first. */
export function mostHelpful(all: Iterable<Usefulness>, limit: number): readonly Usefulness[] {
  return [...all]
    .filter((one) => one.helped > 0)
    .sort((a, b) => b.helped - a.helped || b.success_rate - a.success_rate || byId(a, b))
    .slice(0, limit);
}

/** Records that proved wrong, the worst first. */
export function mostHarmful(all: Iterable<Usefulness>, limit: number): readonly Usefulness[] {
  return [...all]
    .filter(provedWrong)
    .sort((a, b) => b.wrong - a.wrong || a.success_rate - b.success_rate || byId(a, b))
    .slice(0, limit);
}

/** Was it said to be wrong twice, and more often than it helped? */
export function provedWrong({ wrong, helped }: Usefulness): boolean {
  return wrong >= TWICE && wrong > helped;
}

/** `helped 3 of 4 times`. */
export function usefulnessText({ helped, uses }: Usefulness): string {
  return `helped ${helped} of ${times(uses)}`;
}

/** `said to be wrong: <why>`; undefined of a record that did not prove so. */
export function wrongText(used: Usefulness): string | undefined {
  if (!provedWrong(used)) return undefined;
  const why = used.notes?.find(({ helped }) => !helped);
  return `said to be wrong${why === undefined ? ` ${times(used.wrong)}` : `: ${why.note}`}`;
}

function times(count: number): string {
  return `${count} ${count === 1 ? 'time' : 'times'}`;
}

function byId(a: Usefulness, b: Usefulness): number {
  return a.id < b.id ? -1 : 1;
}
