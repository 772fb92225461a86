import type { Finding, ReviewAllowance } from '../core/review.ts';
import type { RuleName } from '../core/review-rules.ts';

/** What says which findings count is itself always told. */
const NEVER: ReadonlySet<RuleName> = new Set(['suppression-change', 'trust-lowered']);

/** Do the settings say that this is not told? */
export function isAllowed(
  { rule, path, id }: Pick<Finding, 'rule' | 'path' | 'id'>,
  allow: readonly ReviewAllowance[],
): boolean {
  if (NEVER.has(rule)) return false;
  return allow.some(
    (one) =>
      one.rule === rule &&
      (one.id === undefined || one.id === id) &&
      (one.path === undefined || path === one.path || path.startsWith(`${one.path.replace(/\/+$/, '')}/`)),
  );
}
