import { duration, percent } from '../core/amounts.ts';
import type { CategoryPerformance, Trend } from '../core/execution.ts';
import { shortId } from '../core/id.ts';
import type { ErrorCost, HealthWeek, LearnReport, MemoryHealth, UsedRecord, Week } from '../core/report.ts';
import { displayWidth, plural, table, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';
import { spark } from './spark.ts';

/** One part of a report: rows under a heading, or lines. All texts as they came; each face makes them safe. */
export interface ReportPart {
  readonly title: string;
  /** Of the columns, for rows. */
  readonly head?: readonly string[];
  readonly rows?: readonly (readonly string[])[];
  /** Of the columns, so many from the right may go where a terminal is too narrow for their heads. */
  readonly spare?: number;
  readonly lines?: readonly string[];
}

/** How bars are drawn. */
export interface BarOptions {
  /** For a terminal that has no block characters. */
  readonly ascii: boolean;
  /** What changes from week to week as a row a week, where there is room, instead of as bars. */
  readonly weekly?: boolean;
}

/** A report for a terminal. */
export function reportText(report: LearnReport, options: TextOptions & BarOptions): string {
  const { style, columns } = options;
  const room = columns > 4 ? columns : Number.POSITIVE_INFINITY;
  const blocks = partsOf(report, options).map(({ title, head = [], rows = [], spare = 0, lines = [] }) => {
    const safe = [head, ...rows.map((row) => row.map((cell) => safeText(cell)))];
    const fitting = columnsThatFit(safe, room - 2, head.length - spare);
    const cells = safe.map((row, at) => row.slice(0, fitting).map(at === 0 ? style.dim : String));
    const body = rows.length === 0 ? [] : table(cells, room - 2).split('\n');
    const said = lines.map((line) => wrap(safeText(line), room, 2));
    return `${[style.bold(title), ...body.map((line) => `  ${line}`), ...said].join('\n')}\n`;
  });
  return [`${wrap(safeText(headline(report)), room)}\n`, ...blocks].join('\n');
}

/** How many columns have room, the last of them for its head at least; never less than `least`. */
function columnsThatFit(rows: readonly (readonly string[])[], room: number, least: number): number {
  const head = rows[0] ?? [];
  const widths = head.map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))));
  let fitting = head.length;
  const width = (): number =>
    widths.slice(0, fitting - 1).reduce((sum, one) => sum + one + 2, displayWidth(head[fitting - 1] ?? ''));
  while (fitting > least && width() > room) fitting--;
  return fitting;
}

/** What was measured, in one line. */
export function headline(report: LearnReport): string {
  const name = report.project_name === '' ? '' : `${report.project_name}: `;
  const about = report.category === undefined ? '' : ` of category ${report.category}`;
  const since = report.since === undefined ? '' : ` since ${report.since.slice(0, 10)}`;
  const overall = report.overall_metrics;
  if (overall.status === 'no_data') return `${name}no executions${about}${since} yet`;
  const { total_executions, success_rate, average_duration_s } = overall;
  const time = average_duration_s === 0 ? '' : `, ${duration(average_duration_s)} on average`;
  return `${name}${plural(total_executions, 'execution')}${about}${since}, ${percent(success_rate)} succeeded${time}`;
}

/** The parts that have something to say, in the order of telling. */
export function partsOf(report: LearnReport, { ascii, weekly = false }: BarOptions): readonly ReportPart[] {
  const measured = report.overall_metrics.status === 'measured';
  const rates = new Map(report.series.map((entry) => [entry.category, entry.rates]));
  const parts: ReportPart[] = [
    {
      title: 'By category',
      head: ['category', 'over time', 'of the newest', 'executions', 'average', 'trend', 'best approaches'],
      rows: report.category_performance.map((one) =>
        categoryRow(one, spark(rates.get(one.category) ?? [], 1, ascii)),
      ),
      spare: 4,
    },
    { title: 'Advice', lines: measured ? report.recommendations : [] },
    { title: 'Insights', lines: measured ? report.learning_insights : [] },
    { title: 'By week', head: ['what', 'over time', 'together'], rows: weekRows(report.weeks, ascii) },
    {
      title: 'Errors that come back',
      head: ['met', 'resolved', 'cost', 'error'],
      rows: report.errors.map(errorRow),
    },
    {
      title: 'What helped most',
      head: ['helped', 'kind', 'id', 'record'],
      rows: report.helpful.map((one) => usedRow(one, one.helped)),
    },
    {
      title: 'What was said to be wrong',
      head: ['wrong', 'kind', 'id', 'record'],
      rows: report.harmful.map((one) => usedRow(one, one.wrong)),
      lines: report.harmful.flatMap(({ id, notes = [] }) =>
        notes.flatMap(({ helped, note }) => (helped ? [] : [`${shortId(id)}: ${note}`])),
      ),
    },
    { title: 'Memory', lines: healthLines(report.health) },
    { title: 'Memory by week', ...(weekly ? healthTable : healthBars)(report.health.weeks, ascii) },
    { title: 'Not counted', lines: report.left_out },
  ];
  return parts.filter(({ rows = [], lines = [] }) => rows.length + lines.length > 0);
}

/** In words. */
export const TREND: Readonly<Record<Trend, string>> = {
  improving: 'improving',
  declining: 'declining',
  stable: 'stable',
  insufficient_data: 'too few yet',
};

function categoryRow(one: CategoryPerformance, bars: string): readonly string[] {
  return [
    one.category,
    bars,
    percent(one.success_rate),
    String(one.total),
    one.average_duration_s === 0 ? '' : duration(one.average_duration_s),
    TREND[one.trend],
    one.best_approaches.map(([name, count]) => `${name} ${count}`).join(', '),
  ];
}

function weekRows(weeks: readonly Week[], ascii: boolean): readonly (readonly string[])[] {
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
  const row = (name: string, of: (week: Week) => number, good: (week: Week) => number, done: string) => {
    const counts = weeks.map(of);
    const most = Math.max(1, ...counts);
    const all = sum(counts);
    return all === 0
      ? []
      : [
          [
            name,
            spark(
              counts.map((count) => count / most),
              1,
              ascii,
            ),
            `${all}, ${sum(weeks.map(good))} ${done}`,
          ],
        ];
  };
  return [
    ...row(
      'executions',
      (week) => week.executions,
      (week) => week.succeeded,
      'succeeded',
    ),
    ...row(
      'errors',
      (week) => week.errors,
      (week) => week.resolved,
      'resolved',
    ),
    ...row(
      'records shown',
      (week) => week.shown,
      (week) => week.helped,
      'helped',
    ),
  ];
}

function errorRow({ met, resolved, cost_s, signature }: ErrorCost): readonly string[] {
  return [`${met}×`, `${resolved}×`, cost_s === 0 ? '' : duration(cost_s), signature];
}

function usedRow({ kind, id, title, uses }: UsedRecord, count: number): readonly string[] {
  return [`${count} of ${uses}`, kind, shortId(id), title];
}

function healthLines({
  records,
  checked,
  freshness,
  stale,
  never_recalled,
}: MemoryHealth): readonly string[] {
  if (records === 0) return [];
  const of = checked < records ? ` (the newest ${checked} checked)` : '';
  const states = Object.entries(freshness).flatMap(([name, count]) =>
    count === 0 ? [] : `${count} ${name}`,
  );
  return [
    `${plural(records, 'record')}: ${states.join(', ')}${of}; ${never_recalled} never recalled`,
    ...stale.map(({ id, title, detail }) => `stale: ${title} (${shortId(id)}): ${detail}`),
  ];
}

/** What is counted of the records in a week, and its name. */
export const HEALTH: readonly (readonly [name: string, of: (week: HealthWeek) => number])[] = [
  ['records', (week) => week.records],
  ['never recalled', (week) => week.never_recalled],
  ['uncited', (week) => week.uncited],
  ['stale', (week) => week.stale],
];

type Rows = Pick<ReportPart, 'head' | 'rows'>;

/** All against the same number, so that they can be compared. */
function healthBars(weeks: readonly HealthWeek[], ascii: boolean): Rows {
  const most = Math.max(0, ...weeks.map(({ records }) => records));
  const rows = HEALTH.map(([name, of]) => {
    const counts = weeks.map(of);
    return [name, spark(counts, most, ascii), String(counts[0] ?? 0), String(counts.at(-1) ?? 0)];
  });
  return { head: ['what', 'over time', 'first', 'last'], rows: most === 0 ? [] : rows };
}

function healthTable(weeks: readonly HealthWeek[]): Rows {
  const rows = weeks.map((week) => [week.week, ...HEALTH.map(([, of]) => String(of(week)))]);
  const some = weeks.some(({ records }) => records > 0);
  return { head: ['week of', ...HEALTH.map(([name]) => name)], rows: some ? rows : [] };
}
