import { duration } from '../core/amounts.ts';
import type { TaskStatus } from '../core/plan.ts';
import { safeText } from './safe-text.ts';
import type { Style } from './style.ts';

/** How one step of a plan ended. */
export interface StepEnd {
  readonly id: string;
  readonly status: TaskStatus;
  readonly duration_s: number;
  /** Why it failed. */
  readonly why?: string;
  /** Something known made it pass. */
  readonly recovered?: boolean;
}

/** `3/30 build completed in 1.2 s`. */
export function stepText(place: string, step: StepEnd, style: Style): string {
  const { id, status, duration_s, why, recovered = false } = step;
  const words =
    status === 'completed'
      ? style.green(`completed in ${duration(duration_s)}${recovered ? ', by a known fix' : ''}`)
      : `${style.red(`failed after ${duration(duration_s)}`)}${why === undefined ? '' : `: ${safeText(why)}`}`;
  return `${place} ${style.bold(safeText(id))} ${words}`;
}

const ORDER: readonly TaskStatus[] = ['completed', 'failed', 'skipped', 'in_progress', 'pending'];

/** `28 completed, 1 failed, 1 skipped`. */
export function countsText(statuses: readonly TaskStatus[]): string {
  return ORDER.flatMap((status) => {
    const count = statuses.filter((one) => one === status).length;
    return count === 0 ? [] : [`${count} ${status.replace('_', ' ')}`];
  }).join(', ');
}
