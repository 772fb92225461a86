import type { Finding } from '../core/review.ts';
import type { RuleName } from '../core/review-rules.ts';
import type { ReviewFacts } from './check-file.ts';
import { textFindings } from './texts.ts';

/** Of a commit's message, which is recalled as well: what nobody should merge, whatever the records say. */
const IN_MESSAGES: ReadonlySet<RuleName> = new Set([
  'secret',
  'control-character',
  'bidi-control',
  'tag-character',
  'invisible-character',
  'look-alike',
  'steering',
]);

/** What the rules say of the message of a commit. */
export function messageFindings(
  message: string,
  at: Pick<Finding, 'path' | 'id'>,
  facts: ReviewFacts,
): readonly Finding[] {
  return textFindings(message, at, facts).filter(({ rule }) => IN_MESSAGES.has(rule));
}
