import type { LearnReport } from '../../src/core/report.ts';

/** With a little of everything. */
export const REPORT: LearnReport = {
  project_name: 'Pool',
  generated_at: '2026-11-21T12:00:00Z',
  overall_metrics: {
    status: 'measured',
    total_executions: 12,
    successful_executions: 9,
    success_rate: 0.75,
    average_duration_s: 400,
    category_distribution: [['backend', 12]],
  },
  category_performance: [
    {
      category: 'backend',
      success_rate: 2 / 3,
      average_duration_s: 400,
      total: 12,
      recent: 12,
      best_approaches: [
        ['incremental', 6],
        ['standard', 3],
      ],
      trend: 'improving',
    },
  ],
  recommendations: ["Make 'backend' tasks faster."],
  learning_insights: ['What made them succeed:', '  - tests first (4)'],
  left_out: [],
  approaches: [
    {
      approach: 'incremental',
      total: 8,
      success_rate: 0.75,
      average_duration_s: 400,
      trend: 'insufficient_data',
    },
    { approach: 'standard', total: 4, success_rate: 0.75, average_duration_s: 0, trend: 'insufficient_data' },
  ],
  series: [{ category: 'backend', rates: [0, 0.5, 1] }],
  weeks: [
    { week: '2026-11-09', executions: 4, succeeded: 1, errors: 2, resolved: 1, shown: 0, helped: 0 },
    { week: '2026-11-16', executions: 8, succeeded: 8, errors: 0, resolved: 0, shown: 0, helped: 0 },
  ],
  errors: [
    {
      signature: 'RangeError: a | b',
      met: 2,
      resolved: 1,
      cost_s: 5400,
      last: '2026-11-20T12:00:00Z',
      weeks: [2, 0],
    },
  ],
  helpful: [],
  harmful: [
    {
      id: '01k9x4aaaabbbbccccddddeeee',
      kind: 'solution',
      title: 'Restart it\u001b[31m',
      uses: 3,
      helped: 1,
      wrong: 2,
      success_rate: 1 / 3,
      last: '2026-11-20T12:00:00Z',
      notes: [
        { at: '2026-11-20T12:00:00Z', helped: true, note: 'it did once' },
        { at: '2026-11-19T12:00:00Z', helped: false, note: 'it comes back\u001b[31m' },
      ],
    },
  ],
  health: {
    records: 3,
    checked: 3,
    freshness: { verified: 2, moved: 0, stale: 1, uncited: 0 },
    stale: [{ id: '01k9x4aaaabbbbccccddddeeee', title: 'Restart it', detail: 'a.ts changed since' }],
    never_recalled: 2,
    weeks: [
      { week: '2026-11-09', records: 1, uncited: 0, never_recalled: 1, stale: 0 },
      { week: '2026-11-16', records: 3, uncited: 0, never_recalled: 2, stale: 1 },
    ],
  },
  problems: [],
};
