import { duration, percent } from '../../../../core/amounts.ts';
import type { LearnReport } from '../../../../core/report.ts';
import { pad } from '../../../../present/layout.ts';
import { binned, sparkOf } from '../../../../present/spark.ts';
import { rowLines } from '../../lines.ts';
import { NARROW, WIDE } from '../../panes.ts';
import type { Here } from '../../screen.ts';
import type { Theme } from '../../theme.ts';
import { type FigureLine, type Target, toPage } from './learning-state.ts';

/** Values over time, against their own maximum; the figures stand beside them. */
export function sparkText(
  values: readonly number[],
  kind: 'sum' | 'level',
  columns: number,
  { theme }: Here,
): string {
  const join =
    kind === 'sum'
      ? (some: readonly number[]) => some.reduce((all, one) => all + one, 0)
      : (some: readonly number[]) => some.at(-1) ?? 0;
  const bins = binned(values, columns, join);
  return pad(sparkOf(bins, Math.max(...bins, 0), [...theme.glyphs.levels]), Math.min(columns, values.length));
}

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly over: readonly number[];
  readonly kind: 'sum' | 'level';
  readonly words: string;
  readonly target?: Target;
}

/** What was counted, over time. */
export function seriesLines(report: LearnReport, here: Here): readonly FigureLine[] {
  const { columns } = here.size;
  const room = columns < NARROW ? 12 : columns < WIDE ? 26 : 52;
  return figuresOf(report, here.theme).flatMap((figure) => {
    const row = {
      id: figure.name,
      text: `${figure.name} ${figure.words}`,
      ...(figure.target === undefined ? {} : { target: figure.target }),
    };
    const head = (): string => {
      const bars = here.theme.kind(sparkText(figure.over, figure.kind, room, here));
      return `${pad(figure.name, 11)} ${pad(figure.value, 7, 'right')}   ${bars}`;
    };
    return columns < NARROW
      ? rowLines(row, head, here, [figure.words])
      : rowLines(row, () => `${head()}   ${figure.words}`, here);
  });
}

function figuresOf(report: LearnReport, { glyphs }: Theme): readonly Figure[] {
  const { weeks, health, overall_metrics: overall } = report;
  const total = (of: (week: (typeof weeks)[number]) => number): number =>
    weeks.reduce((sum, week) => sum + of(week), 0);
  const share = (part: number, of: number): string => (of === 0 ? '' : percent(part / of));
  const figures: Figure[] = [];
  if (overall.status === 'measured') {
    const { total_executions, success_rate, average_duration_s } = overall;
    const took = average_duration_s === 0 ? '' : `, ${duration(average_duration_s)} on average`;
    figures.push({
      name: 'EXECUTIONS',
      value: counted(total_executions),
      over: weeks.map(({ executions }) => executions),
      kind: 'sum',
      words: `${percent(success_rate)} succeeded${took}`,
      ...toPage({ type: 'episodes', title: 'all executions', about: {}, records: [] }),
    });
  }
  const errors = total((week) => week.errors);
  if (errors > 0)
    figures.push({
      name: 'ERRORS',
      value: counted(errors),
      over: weeks.map((week) => week.errors),
      kind: 'sum',
      words: `${share(
        total(({ resolved }) => resolved),
        errors,
      )} resolved`,
      ...toPage({ type: 'failures', by: 'signature' }),
    });
  const shown = total((week) => week.shown);
  if (shown > 0)
    figures.push({
      name: 'SHOWN',
      value: counted(shown),
      over: weeks.map((week) => week.shown),
      kind: 'sum',
      words: `${share(
        total(({ helped }) => helped),
        shown,
      )} of the records shown helped`,
    });
  if (health.records > 0) {
    const added = (health.weeks.at(-1)?.records ?? 0) - (health.weeks[0]?.records ?? 0);
    const { verified, moved, stale, uncited } = health.freshness;
    figures.push({
      name: 'RECORDS',
      value: counted(health.records),
      over: health.weeks.map(({ records }) => records),
      kind: 'level',
      words: `${added > 0 ? `+${counted(added)} in these weeks, ` : ''}${counted(health.never_recalled)} never recalled`,
    });
    figures.push({
      name: 'FRESH',
      value: share(verified + moved, verified + moved + stale),
      over: health.weeks.map((week) => week.records - week.uncited - week.stale),
      kind: 'level',
      words: [
        `${counted(verified)} ${glyphs.verified}`,
        `${moved} ${glyphs.moved} moved`,
        `${stale} ${glyphs.stale} stale`,
        `${counted(uncited)} uncited`,
      ].join('  '),
    });
  }
  return figures;
}

/** `1,204` */
export function counted(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
