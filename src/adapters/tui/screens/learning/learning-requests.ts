import type { EpisodesQuery, FailureGrouping } from '../../../../core/episode.ts';
import type { ReportQuery } from '../../../../core/report.ts';
import type { Nexus } from '../../../../nexus.ts';

/** Groups of failures that are shown. */
const GROUPS = 100;

export const LEARNING_REQUESTS = {
  report: (memory: Nexus, query: ReportQuery) => memory.report(query),
  failures: (memory: Nexus, query: { readonly by: FailureGrouping; readonly since?: number }) =>
    memory.analyzeFailures({ ...query, limit: GROUPS }),
  episodesAbout: (memory: Nexus, query: EpisodesQuery) => memory.episodesAbout(query),
} as const;
