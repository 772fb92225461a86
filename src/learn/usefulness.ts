import type { Usefulness } from '../core/report.ts';

/** So often a record must have been no help to be named for it: once may be chance. */
const TWICE = 2;

/** By record. @param recalled one entry for each episode that tells of a record. */
export function usefulness(
  recalled: readonly { readonly id: string; readonly helped: boolean; readonly at: string }[],
): ReadonlyMap<string, Usefulness> {
  const out = new Map<string, Usefulness>();
  for (const { id, helped: didHelp, at } of recalled) {
    const before = out.get(id);
    const uses = (before?.uses ?? 0) + 1;
    const helped = (before?.helped ?? 0) + (didHelp ? 1 : 0);
    const last = before === undefined || at > before.last ? at : before.last;
    out.set(id, { id, uses, helped, wrong: uses - helped, success_rate: helped / uses, last });
  }
  return out;
}

/** Records that helped, those that helped most often first. */
export function mostHelpful(all: Iterable<Usefulness>, limit: number): readonly Usefulness[] {
  return [...all]
    .filter((one) => one.helped > 0)
    .sort((a, b) => b.helped - a.helped || b.success_rate - a.success_rate || byId(a, b))
    .slice(0, limit);
}

/** Records that were no help twice and more often than they helped, the worst first. */
export function mostHarmful(all: Iterable<Usefulness>, limit: number): readonly Usefulness[] {
  return [...all]
    .filter(provedWrong)
    .sort((a, b) => b.wrong - a.wrong || a.success_rate - b.success_rate || byId(a, b))
    .slice(0, limit);
}

export function provedWrong({ wrong, helped }: Usefulness): boolean {
  return wrong >= TWICE && wrong > helped;
}

/** `helped 3 of 4 times`. */
export function usefulnessText({ helped, uses }: Usefulness): string {
  return `helped ${helped} of ${uses} ${uses === 1 ? 'time' : 'times'}`;
}

function byId(a: Usefulness, b: Usefulness): number {
  return a.id < b.id ? -1 : 1;
}
