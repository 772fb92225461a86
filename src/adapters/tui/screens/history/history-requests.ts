import type { Nexus } from '../../../../nexus.ts';

export const HISTORY_REQUESTS = {
  history: (memory: Nexus, query: Parameters<Nexus['history']>[0]) => memory.history(query),
} as const;

/** What comes of asking for a page of the memory's history. */
export type HistoryAnswer = Awaited<ReturnType<Nexus['history']>>;
export type HistoryCommit = HistoryAnswer['commits'][number];
export type HistoryFilter = Omit<Parameters<Nexus['history']>[0], 'rev' | 'after' | 'max'>;
