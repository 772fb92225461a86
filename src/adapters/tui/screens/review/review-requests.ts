import type { ReviewQuery } from '../../../../core/review.ts';
import type { Nexus } from '../../../../nexus.ts';

export const REVIEW_REQUESTS = {
  review: (memory: Nexus, query: ReviewQuery) => memory.review(query),
  refs: (memory: Nexus, _: null) => memory.refs(),
} as const;
