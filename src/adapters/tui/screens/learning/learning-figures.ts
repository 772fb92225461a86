import { duration, percent } from '../../../../core/amounts.ts';
import type { ErrorCost, LearnReport, UsedRecord } from '../../../../core/report.ts';
import { ago, fit, pad, plural, wrap } from '../../../../present/layout.ts';
import { TREND } from '../../../../present/report-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { shareBar, sparkOf } from '../../../../present/spark.ts';
import { rowLines, section } from '../../lines.ts';
import { NARROW, WIDE } from '../../panes.ts';
import type { Here } from '../../screen.ts';
import { seriesLines, sparkText } from './learning-series.ts';
import { type FigureLine, type Target, toPage } from './learning-state.ts';

/** What a report says, as rows. */
export function figureLines(report: LearnReport, here: Here): readonly FigureLine[] {
  return [
    ...seriesLines(report, here),
    ...section('by category, of the newest', here, shareLines(categoriesOf(report), here)),
    ...section('by approach', here, shareLines(approachesOf(report), here)),
    ...section(
      'errors that come back',
      here,
      report.errors.flatMap((error) => errorLines(error, here)),
    ),
    ...section(
      'what helps most',
      here,
      report.helpful.flatMap((used) => usedLines(used, true, used.helped, here)),
    ),
    ...section(
      'what was said to be wrong',
      here,
      report.harmful.flatMap((used) => usedLines(used, false, used.wrong, here)),
    ),
    ...section('stale: what it cites changed', here, staleLines(report, here)),
    ...section('advice', here, adviceLines(report, here)),
    ...section(
      'not counted',
      here,
      saidLines(
        'left out',
        [...report.left_out, ...report.problems.map(({ file, message }) => `${file}: ${message}`)],
        here,
      ),
    ),
  ];
}

function toRecord(id: string): { readonly target: Target } {
  return { target: { type: 'screen', screen: { name: 'record', id } } };
}

function toEpisodes(
  title: string,
  about: { by: 'signature' | 'category' | 'approach'; key: string },
): { readonly target: Target } {
  return toPage({ type: 'episodes', title, about: { about }, records: [] });
}

interface Share {
  readonly id: string;
  readonly name: string;
  readonly share: number;
  readonly runs: number;
  readonly took: number;
  readonly trend: string;
  readonly over: readonly number[];
  readonly target: Target;
}

function categoriesOf({ category_performance, series }: LearnReport): readonly Share[] {
  const rates = new Map(series.map((one) => [one.category, one.rates]));
  return category_performance.map(({ category, success_rate, total, average_duration_s, trend }) => ({
    id: `category ${category}`,
    name: category,
    share: success_rate,
    runs: total,
    took: average_duration_s,
    trend: TREND[trend],
    over: rates.get(category) ?? [],
    ...toEpisodes(`category ${category}`, { by: 'category', key: category }),
  }));
}

function approachesOf({ approaches }: LearnReport): readonly Share[] {
  return approaches.map(({ approach, success_rate, total, average_duration_s, trend }) => ({
    id: `approach ${approach}`,
    name: approach,
    share: success_rate,
    runs: total,
    took: average_duration_s,
    trend: TREND[trend],
    over: [],
    ...toEpisodes(`approach ${approach}`, { by: 'approach', key: approach }),
  }));
}

/** Shares of success as bars, with what they are shares of. */
function shareLines(shares: readonly Share[], here: Here): readonly FigureLine[] {
  const { columns } = here.size;
  const { glyphs, good, doubtful, bad, aside } = here.theme;
  const names = columns < NARROW ? 14 : columns < WIDE ? 20 : 34;
  const room = columns < NARROW ? 10 : columns < WIDE ? 16 : 28;
  return shares.flatMap(({ id, name, share, runs, took, trend, over, target }) => {
    const text = (): string => {
      const paint = share >= 0.7 ? good : share >= 0.4 ? doubtful : bad;
      const bar = pad(paint(shareBar(share, room, glyphs.bar, [...glyphs.barParts])), room);
      const facts = [
        pad(plural(runs, 'run'), 8, 'right'),
        ...(columns < NARROW ? [] : [pad(took === 0 ? '' : duration(took), 7, 'right'), pad(trend, 13)]),
        ...(columns < WIDE ? [] : [aside(sparkOf(over, 1, [...glyphs.levels]))]),
      ];
      return `${pad(fit(safeText(name), names), names)} ${pad(percent(share), 6, 'right')} ${bar} ${facts.join('  ')}`;
    };
    return rowLines({ id, text: name, target }, text, here);
  });
}

/** What it cost, and whether somebody knows what resolves it. */
function errorLines(
  { signature, id, met, resolved, cost_s, last, weeks }: ErrorCost,
  here: Here,
): readonly FigureLine[] {
  const { columns } = here.size;
  const { theme } = here;
  const known = id !== undefined || resolved > 0;
  const fix = known
    ? theme.good(`${theme.glyphs.verified} ${resolved} of ${met} resolved`)
    : theme.bad(`${theme.glyphs.stale} no fix known`);
  const cost = cost_s === 0 ? '' : `cost ${duration(cost_s)}`;
  const row = {
    id: `error ${signature}`,
    text: signature,
    ...(id === undefined ? toEpisodes(signature, { by: 'signature', key: signature }) : toRecord(id)),
  };
  const times = pad(`${met}${theme.glyphs.times}`, 5, 'right');
  const when = ago(Date.parse(last), here.now);
  if (columns < NARROW)
    return rowLines(row, () => `${times} ${safeText(signature)}`, here, [`${fix}  ${cost}`]);
  const bars = columns < WIDE ? 12 : 26;
  const facts = (): string =>
    [pad(fix, 20), pad(cost, 11), ...(columns < WIDE ? [] : [pad(when, 13)])].join(' ');
  const words = columns - 11 - bars - (columns < WIDE ? 32 : 46);
  return rowLines(
    row,
    () =>
      `${times} ${pad(fit(safeText(signature), words), words)} ${theme.kind(pad(sparkText(weeks, 'sum', bars, here), bars))} ${facts()}`,
    here,
  );
}

/** A record with how often it was so, of how often it was shown; below it why, in the newest words. */
function usedLines(
  { id, kind, title, uses, notes = [] }: UsedRecord,
  helped: boolean,
  count: number,
  here: Here,
): readonly FigureLine[] {
  const why = notes.find((note) => note.helped === helped)?.note;
  return rowLines(
    { id: `${helped ? 'helped' : 'wrong'} ${id}`, text: title, ...toRecord(id) },
    () => `${pad(`${count} of ${uses}`, 9, 'right')}  ${here.theme.kind(pad(kind, 8))}  ${safeText(title)}`,
    here,
    why === undefined ? [] : [fit(`           ${safeText(why)}`, here.size.columns - 4)],
  );
}

function staleLines({ health }: LearnReport, here: Here): readonly FigureLine[] {
  return health.stale.flatMap(({ id, title, detail }) =>
    rowLines(
      { id: `stale ${id}`, text: title, ...toRecord(id) },
      () => `${here.theme.bad(here.theme.glyphs.stale)} ${safeText(title)}`,
      here,
      [fit(`  ${safeText(detail)}`, here.size.columns - 4)],
    ),
  );
}

function adviceLines(report: LearnReport, here: Here): readonly FigureLine[] {
  if (report.overall_metrics.status !== 'measured') return [];
  return saidLines('advice', [...report.recommendations, ...report.learning_insights], here);
}

/** Long ones over several lines. */
function saidLines(id: string, texts: readonly string[], here: Here): readonly FigureLine[] {
  return texts.flatMap((text, at) => {
    const [first = '', ...more] = wrap(safeText(text), Math.max(10, here.size.columns - 6)).split('\n');
    return rowLines(
      { id: `${id} ${at}`, text },
      () => first,
      here,
      more.map((line) => ` ${line}`),
    );
  });
}
