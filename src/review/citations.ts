import type { Finding, ReviewedCitation } from '../core/review.ts';
import { finding } from './hit.ts';

/** What does not hold at head of what a record cites. */
export function citationFindings(
  at: Pick<Finding, 'path' | 'id'>,
  citations: readonly ReviewedCitation[],
): readonly Finding[] {
  return citations.flatMap(({ text, freshness, detail }) => {
    if (freshness !== 'stale') return [];
    const gone = detail?.endsWith(' is gone') === true;
    return [
      gone
        ? finding('citation-missing', at, `cites ${text}, which is not there at head`)
        : finding('citation-stale', at, `cites ${text}, which changed after the record was written`),
    ];
  });
}
