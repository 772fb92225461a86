import type { FailureGroup, FailureReport, ToldEpisode, ToldEpisodes } from '../../../../core/episode.ts';
import { groupLines, UNTOLD } from '../../../../present/episode-text.ts';
import { ago, fit, pad, wrap } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { rowLines, rowsOf } from '../../lines.ts';
import { NARROW } from '../../panes.ts';
import type { Here } from '../../screen.ts';
import { figureLines } from './learning-figures.ts';
import { counted } from './learning-series.ts';
import {
  type FigureLine,
  type LearningState,
  type PageOf,
  type Target,
  toPage,
  topPage,
} from './learning-state.ts';

/** The lines of the page that is seen, those with the wanted words; none where memory has not told yet. */
export function pageLines(state: LearningState, here: Here): readonly FigureLine[] {
  const { of } = topPage(state);
  const lines = linesOf(state, of, here);
  const words = state.words
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return lines;
  return lines.filter(
    ({ row }) => row !== undefined && words.every((word) => row.text.toLowerCase().includes(word)),
  );
}

function linesOf(
  { report, failures, episodes }: LearningState,
  of: PageOf,
  here: Here,
): readonly FigureLine[] {
  switch (of.type) {
    case 'figures':
      return report === undefined ? [] : figureLines(report, here);
    case 'failures':
      return failures?.by === of.by
        ? failures.groups.flatMap((group) => groupRow(group, failures, here))
        : [];
    case 'episodes':
      return episodes === undefined ? [] : episodeLines(episodes, of, here);
  }
}

export function keyText(group: FailureGroup, by: FailureReport['by']): string {
  return group.key === '' ? UNTOLD[by] : group.key;
}

function groupRow(group: FailureGroup, { by }: FailureReport, here: Here): readonly FigureLine[] {
  const { theme } = here;
  const name = keyText(group, by);
  const page: PageOf = {
    type: 'episodes',
    title: `failures: ${name}`,
    about: { about: { by, key: group.key }, failed: true },
    records: group.resolvedBy.filter(({ kind }) => kind !== 'episode'),
  };
  const sign = group.resolved > 0 ? theme.good(theme.glyphs.verified) : theme.bad(theme.glyphs.stale);
  return rowLines(
    { id: `group ${group.key}`, text: name, ...toPage(page) },
    () => `${pad(`${group.count}${theme.glyphs.times}`, 5, 'right')} ${sign} ${safeText(name)}`,
    here,
  );
}

/** A group of failures in full. */
export function groupText(
  { failures, ...state }: LearningState,
  columns: number,
  here: Here,
): readonly string[] {
  const { of, selected } = topPage(state);
  const row = rowsOf(pageLines({ ...state, ...(failures && { failures }) }, here))[selected];
  const group = failures?.groups.find(({ key }) => row?.id === `group ${key}`);
  if (of.type !== 'failures' || failures === undefined || group === undefined) return [];
  const name = wrap(safeText(keyText(group, failures.by)), columns).split('\n');
  const facts = groupLines(group, { style: here.theme.style, now: here.now });
  return [
    ...name.map((line) => here.theme.strong(line)),
    '',
    ...facts.map((line) => line.replace(/^ {5}/, '')),
  ].map((line) => fit(line, columns));
}

function episodeLines(
  { episodes }: ToldEpisodes,
  of: Extract<PageOf, { type: 'episodes' }>,
  here: Here,
): readonly FigureLine[] {
  const { theme } = here;
  const records = of.records.flatMap(({ id, kind, title }) =>
    rowLines<Target>(
      { id, text: title, target: { type: 'screen', screen: { name: 'record', id } } },
      () => `${theme.good('resolved by')} ${theme.kind(pad(kind, 8))} ${safeText(title)}`,
      here,
    ),
  );
  return [...records, ...episodes.flatMap((episode) => episodeRow(episode, here))];
}

function episodeRow(
  { id, title, created, author, of, well }: ToldEpisode,
  here: Here,
): readonly FigureLine[] {
  const { theme, now, size } = here;
  const sign = well === of ? theme.good(theme.glyphs.verified) : theme.bad(theme.glyphs.stale);
  const facts = [
    ...(of === 1 ? [] : [`${counted(well)} of ${counted(of)}`]),
    ago(Date.parse(created), now),
    ...(author === undefined ? [] : [safeText(author)]),
  ].join(` ${theme.glyphs.bullet} `);
  const isNarrow = size.columns < NARROW;
  const room = Math.max(8, size.columns - 35);
  const text = (): string =>
    isNarrow
      ? `${sign} ${safeText(title)}`
      : `${sign} ${pad(fit(safeText(title), room), room)}  ${theme.aside(fit(facts, 28))}`;
  const target: Target = { type: 'screen', screen: { name: 'episode', id } };
  return rowLines({ id, text: title, target }, text, here, isNarrow ? [`  ${facts}`] : []);
}
