import { KIND_NAMES } from '../../../../core/kinds.ts';
import type { GlanceQuery, Nexus, RecallAnswer, RecallQuery } from '../../../../nexus.ts';

export interface HitsQuestion extends RecallQuery {
  /** Lines that were pasted as they are: an error's output, as a rule. */
  readonly pasted?: string;
}

export const RECALL_REQUESTS = {
  hits,
  suggestions: (memory: Nexus, _: undefined) => memory.suggestions(),
  glance: (memory: Nexus, query: GlanceQuery) => memory.glance(query),
} as const;

/** A pasted output is first asked for what resolved it: the same signature is the answer, whatever its words. */
async function hits(memory: Nexus, { pasted, ...query }: HitsQuestion): Promise<RecallAnswer> {
  if (pasted !== undefined) {
    const known = await memory.fix({ text: pasted, limit: query.limit ?? 1 });
    if (known.hits.length > 0) return known;
  }
  if (query.text.trim() !== '' || query.kinds !== undefined) return memory.recall(query);
  // Commits are many, and everybody knows the last ones: they are listed where there is no record.
  const records = await memory.recall({ ...query, kinds: KIND_NAMES });
  return records.hits.length > 0 ? records : memory.recall(query);
}
