import { minutes } from './draft-text.ts';
import type { JournalEvent, RunEvent } from './journal-event.ts';

/** One error with all the failed runs that it took, and the run that ended it. */
export interface Struggle {
  readonly failures: readonly RunEvent[];
  readonly success?: RunEvent;
  /** Runs of other commands between the first failure and the success. */
  readonly between: readonly RunEvent[];
}

/** The errors that these runs resolved, one for each signature. */
export function resolvedStruggles(events: readonly JournalEvent[]): Struggle[] {
  const runs = events.filter((event): event is RunEvent => event.type === 'run');
  const bySignature = new Map<string, Struggle>();
  for (const success of runs) {
    if (success.fix === undefined) continue;
    const closes = new Set(success.fix.closes);
    const failures = runs.filter((run) => run.failure !== undefined && closes.has(run.id));
    const first = failures[0];
    if (first === undefined) continue;
    const between = runs.filter(
      (run) =>
        run.at > first.at &&
        run.at < success.at &&
        run.exit === 0 &&
        run.fix === undefined &&
        !closes.has(run.id),
    );
    // A command may fail in several ways before it passes: each signature is an error of its own.
    for (const signature of new Set(failures.map((run) => run.failure?.signature ?? ''))) {
      const same = failures.filter((run) => run.failure?.signature === signature);
      if (!bySignature.has(signature)) bySignature.set(signature, { failures: same, success, between });
    }
  }
  return [...bySignature.values()];
}

/** A command that only answered no: `test -f x`, `grep -q`. Nothing is known of what went wrong, if anything did. */
export function isSilent(run: RunEvent | undefined): boolean {
  return run?.failure?.excerpt.trim() === '';
}

/** An answer that turned from no to yes is told only with what turned it. */
export function isTelling(struggle: Struggle): boolean {
  const changed = struggle.success?.fix?.changed ?? [];
  return !isSilent(struggle.failures.at(-1)) || changed.length > 0 || struggle.between.length > 0;
}

export function signatureOf(struggle: Struggle): string {
  return struggle.failures[0]?.failure?.signature ?? '';
}

/** Milliseconds from the first failure to the success; 0 where a clock was set back meanwhile. */
export function timeSpent({ failures: [first], success }: Struggle): number {
  return first === undefined || success === undefined ? 0 : Math.max(0, success.at - first.at);
}

/** Time and runs that it took. */
export function costOf(struggle: Struggle): string {
  return `${minutes(timeSpent(struggle))} and ${struggle.failures.length + 1} runs`;
}
