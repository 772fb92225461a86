import { expect, test } from 'vitest';
import { duration } from '../../src/core/amounts.ts';
import { reportMarkdown } from '../../src/present/report-markdown.ts';
import { reportText } from '../../src/present/report-text.ts';
import { spark } from '../../src/present/spark.ts';
import { createStyle } from '../../src/present/style.ts';
import { REPORT } from './learn-report.ts';

const OPTIONS = { style: createStyle({ color: false }), columns: 0, now: 0, ascii: false };

test('a report in a terminal says each thing once, and nothing of what there is not', () => {
  expect(reportText(REPORT, OPTIONS)).toBe(`Pool: 12 executions, 75 % succeeded, 7 min on average

By category
  category  over time  of the newest  executions  average  trend      best approaches
  backend   ▁▅█        66.7 %         12          7 min    improving  incremental 6, standard 3

Advice
  Make 'backend' tasks faster.

Insights
  What made them succeed:
    - tests first (4)

By week
  what        over time  together
  executions  ▅█         12, 9 succeeded
  errors      █▁         2, 1 resolved

Errors that come back
  met  resolved  cost   error
  2×   1×        1.5 h  RangeError: a | b

What was said to be wrong
  wrong   kind      id              record
  2 of 3  solution  01k9x4aaaabbbb  Restart it\\x1b[31m
  01k9x4aaaabbbb: it comes back\\x1b[31m

Memory
  3 records: 2 verified, 1 stale; 2 never recalled
  stale: Restart it (01k9x4aaaabbbb): a.ts changed since

Memory by week
  what            over time  first  last
  records         ▃█         1      3
  never recalled  ▃▆         1      2
  uncited         ▁▁         0      0
  stale           ▁▃         0      1
`);
});

test('a narrow terminal is kept to', () => {
  const recommendations = ['a piece of advice that has many words, and does not fit into one line at all'];
  const text = reportText({ ...REPORT, recommendations }, { ...OPTIONS, columns: 50 });
  expect(text.split('\n').filter((line) => line.length > 50)).toEqual([]);
  expect(text).toContain('\n    - tests first (4)\n');
});

test.each([
  [40, '  category  over time  of the newest\n  backend   ▁▅█        66.7 %\n'],
  [80, '  category  over time  of the newest  executions  average  trend\n'],
])('a category’s columns are left out where %i columns have no room for their heads', (columns, told) => {
  const text = reportText(REPORT, { ...OPTIONS, columns });
  expect(text).toContain(told);
  expect(text.split('\n').filter((line) => line.length > columns)).toEqual([]);
});

test('as markdown nothing in it is markup', () => {
  const text = reportMarkdown(REPORT);
  expect(text).toContain('| 2× | 1× | 1.5 h | RangeError: a \\| b |');
  expect(text).toContain('- What made them succeed:\n  - tests first (4)\n');
  expect(text).toContain('| week of | records |');
  expect(text).toContain('| 2026-11-16 | 3 | 2 | 0 | 1 |');
  expect(text).not.toContain('\u001b');
});

test('no executions are said so', () => {
  const none = { ...REPORT, overall_metrics: { status: 'no_data' }, category_performance: [] } as const;
  expect(reportText(none, OPTIONS).split('\n')[0]).toBe('Pool: no executions yet');
  expect(reportText(none, OPTIONS)).not.toContain('Advice');
});

test.each([
  [[0, 0.5, 1], false, '▁▅█'],
  [[0, 0.5, 1], true, '_=#'],
  [[Number.NaN, -1, 7], false, ' ▁█'],
  [[], false, ''],
] as const)('%j as bars', (values, ascii, bars) => {
  expect(spark(values, 1, ascii)).toBe(bars);
});

test.each([
  [0.05, '0.1 s'],
  [12.4, '12 s'],
  [89, '89 s'],
  [90, '2 min'],
  [5399, '90 min'],
  [5400, '1.5 h'],
])('%d seconds take %s', (seconds, text) => expect(duration(seconds)).toBe(text));
