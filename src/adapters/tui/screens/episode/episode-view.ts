import { dataWords } from '../../../../core/episode.ts';
import { shortId } from '../../../../core/id.ts';
import { clock, outcomeText } from '../../../../present/episode-text.ts';
import { ago, fit, pad, plural, wrap } from '../../../../present/layout.ts';
import { markdownLines } from '../../../../present/markdown-lines.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { rowsOf, topOf } from '../../lines.ts';
import { alone, bodyOf, headLines, type Panes, panesLines, panesOf, within } from '../../panes.ts';
import type { Here, View } from '../../screen.ts';
import { episodeLines } from './episode-rows.ts';
import { type EpisodeState, stateAfter } from './episode-state.ts';

export function episodeView(state: EpisodeState, here: Here): View {
  const title = `episode ${shortId(state.told?.replay.id ?? state.id)}`;
  const head = headLines(
    ` ${summary(state, here)}`,
    here.theme.aside(state.isReplay ? 'space next  esc all ' : ''),
    here,
  );
  return { lines: [...head, ...body(state, here)], title };
}

export function episodePanes({ isWhole, told }: EpisodeState, here: Here): Panes {
  const body = bodyOf(here);
  if (isWhole) return alone(body, 'text');
  return panesOf(body, { focus: 'list', wanted: (told?.replay.events.length ?? 0) + 4 });
}

/** The rows are as wide as their pane. */
export function inList(state: EpisodeState, here: Here): Here {
  return within(here, episodePanes(state, here));
}

function body(state: EpisodeState, here: Here): readonly string[] {
  if (state.told === undefined) {
    const why = state.failed === undefined ? '' : here.theme.bad(safeText(state.failed));
    return ['', ...wrap(why, Math.max(10, here.size.columns - 2), 1).split('\n')];
  }
  const text = textLines(state, here);
  const panes = episodePanes(state, here);
  const lines = episodeLines(state, inList(state, here));
  const top = topOf(state, lines, panes.list.rows);
  const on = rowsOf(lines)[state.selected];
  const list = lines
    .slice(top, top + panes.list.rows)
    .map(({ row, draw }) => draw(row !== undefined && row === on));
  return panesLines(panes, list, { lines: text, top: state.scroll }, here.theme);
}

function summary({ told, carried }: EpisodeState, { theme, now }: Here): string {
  if (told === undefined) return 'Reading the episode';
  const { outcome, started, clockOff, duration_s, events } = told.replay;
  const failures = events.filter(({ failed }) => failed).length;
  return [
    outcomeText(outcome, theme.style),
    plural(events.length, 'step'),
    ...(failures === 0 ? [] : [theme.bad(`${failures} failed`)]),
    clockOff === true ? theme.doubtful(`${safeText(started)} (clock off)`) : ago(Date.parse(started), now),
    ...(duration_s === undefined ? [] : [`took ${clock(duration_s)}`]),
    ...(carried === undefined ? [] : [`${carried.commit.slice(0, 7)} ${safeText(carried.author)}`]),
  ].join(` ${theme.glyphs.bullet} `);
}

/** What belongs to the selected row: a step with the state after it, else the episode's own text. */
export function textLines(state: EpisodeState, here: Here): readonly string[] {
  const { columns } = episodePanes(state, here).text;
  const row = rowsOf(episodeLines(state, inList(state, here)))[state.selected];
  const lines = ((): readonly string[] => {
    if (row?.target?.type === 'step') return stepLines(state, row.target.at, columns, here);
    if (row === undefined || row.target?.type === 'whole') return wholeLines(state, columns, here);
    // Whatever was cut of it in the list.
    const words = wrap(safeText(row.text), columns).split('\n');
    return words.map((line) => here.theme.strong(line));
  })();
  return lines.map((line) => fit(line, columns));
}

function wholeLines({ told }: EpisodeState, columns: number, { theme }: Here): readonly string[] {
  if (told === undefined) return [];
  const { replay, record } = told;
  const pairs = [
    ...replay.context.map((text) => ['context', text] as const),
    ...replay.metrics.map((text) => ['metric', text] as const),
    ...(record?.episode?.branch === undefined ? [] : [['branch', record.episode.branch] as const]),
    ...(record?.episode?.by === undefined ? [] : [['by', record.episode.by] as const]),
  ].map(([name, text]) => `${theme.aside(pad(name, 8))} ${safeText(text)}`);
  const none = replay.events.length === 0 ? ['No steps were told of it.'] : [];
  const text =
    record === undefined
      ? ['It is open: what is told from now on appears here.']
      : markdownLines(record.body, columns, theme);
  return [...pairs, ...none, ...(pairs.length + none.length === 0 ? [] : ['']), ...text];
}

/** One step in full, and how things stand after it. */
function stepLines({ told }: EpisodeState, at: number, columns: number, { theme }: Here): readonly string[] {
  const events = told?.replay.events ?? [];
  const event = events[at];
  if (event === undefined) return [];
  const before = events[at - 1]?.offset_s;
  const since =
    event.offset_s === undefined || before === undefined
      ? []
      : [`${clock(event.offset_s - before)} after the one before`];
  const when = event.offset_s === undefined ? [] : [`+${clock(event.offset_s)}`];
  const facts = [...when, ...since, ...(event.role === undefined ? [] : [`by ${safeText(event.role)}`])];
  const { failures, roles, values } = stateAfter(events, at + 1);
  const own =
    typeof event.data === 'object' && event.data !== null && !Array.isArray(event.data)
      ? ''
      : dataWords(event.data);
  const folded = (text: string): readonly string[] => wrap(safeText(text), columns).split('\n');
  const width = Math.min(16, Math.max(0, ...values.map(({ name }) => name.length)));
  return [
    theme.strong(fit(safeText(event.type), columns)),
    ...(facts.length === 0 ? [] : [facts.join(` ${theme.glyphs.bullet} `)]),
    ...(event.failed === true ? [theme.bad('It failed.')] : []),
    ...(own === '' ? [] : ['', ...folded(own)]),
    '',
    theme.strong(`After ${at + 1} of ${plural(events.length, 'step')}`),
    ...(failures === 0 ? [] : [theme.bad(`${failures} failed so far`)]),
    ...(roles.length === 0 ? [] : folded(roles.map(([role, steps]) => `${role} ${steps}`).join(', '))),
    ...values.flatMap(({ name, value, isNew }) => {
      const label = `${pad(fit(safeText(name), width), width)} `;
      const [first = '', ...more] = wrap(safeText(dataWords(value)), Math.max(8, columns - width - 3)).split(
        '\n',
      );
      const mark = isNew ? '*' : ' ';
      const head = `${mark} ${isNew ? theme.strong(label) : theme.aside(label)}${first}`;
      return [head, ...more.map((line) => ' '.repeat(width + 3) + line)];
    }),
    ...(values.some(({ isNew }) => isNew) ? ['', theme.aside('* told by this step')] : []),
  ];
}
