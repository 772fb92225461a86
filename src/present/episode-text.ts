import {
  dataWords,
  type EpisodeSummary,
  type FailureGroup,
  type FailureReport,
  type Outcome,
  type Replay,
  type ReplayEvent,
  type SimilarEpisode,
} from '../core/episode.ts';
import { shortId } from '../core/id.ts';
import { ago, displayWidth, fit, pad, plural, table, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';
import type { Style, StyleName } from './style.ts';

const OUTCOMES: Readonly<Record<Outcome, readonly [string, StyleName]>> = {
  open: ['open', 'yellow'],
  success: ['succeeded', 'green'],
  failure: ['failed', 'red'],
  unknown: ['not known', 'gray'],
};
/** A role keeps its colour as long as no more of them take part. */
const ROLE_COLOURS: readonly StyleName[] = ['cyan', 'magenta', 'blue', 'yellow', 'green', 'red'];
const LISTED = 3;
/** Columns that a list with all that is told of an episode needs. */
const NARROW = 60;

/** How an episode ended, in a word. */
export function outcomeText(outcome: Outcome, style: Style): string {
  const [word, colour] = OUTCOMES[outcome];
  return style[colour](word);
}

/** One line an episode. */
export function episodesText(episodes: readonly EpisodeSummary[], options: TextOptions): string {
  const { style, columns, now } = options;
  const rows = episodes.map(({ id, outcome, title, events, duration_s, started, clockOff }) => [
    style.dim(shortId(id)),
    outcomeText(outcome, style),
    safeText(title),
    events === 0 ? '' : style.dim(plural(events, 'event')),
    duration_s === undefined ? '' : style.dim(clock(duration_s)),
    clockOff === true ? style.yellow(off(started)) : style.dim(ago(Date.parse(started), now)),
  ]);
  // An id that is cut finds nothing: a narrow terminal gets what it has room for behind it.
  const shown = columns > 0 && columns < NARROW ? 3 : Number.POSITIVE_INFINITY;
  const filled = rows.map((row) =>
    row.filter((_, at) => at < shown && rows.some((other) => other[at] !== '')),
  );
  return rows.length === 0 ? '' : `${table(filled, columns > 0 ? columns : Number.POSITIVE_INFINITY)}\n`;
}

/** What stands above a replay. */
export function replayHead(replay: Replay, { style, now }: TextOptions): string {
  const { duration_s, started, clockOff, id, outcome } = replay;
  const facts = [
    outcomeText(outcome, style),
    shortId(id),
    clockOff === true ? off(started) : `${safeText(started)} (${ago(Date.parse(started), now)})`,
    ...(duration_s === undefined ? [] : [`took ${clock(duration_s)}`]),
  ];
  const rows = [
    ...replay.context.map((text) => ['context', text]),
    ...replay.metrics.map((text) => ['metric', text]),
  ].map(([name = '', text = '']) => `${style.dim(pad(name, 8))} ${safeText(text)}`);
  return `${[style.bold(safeText(replay.title)), facts.join(' · '), ...rows].join('\n')}\n`;
}

/** A line for each step, aligned. */
export function replayLines(replay: Replay, { style, columns }: TextOptions): readonly string[] {
  const { events } = replay;
  const roles = [...new Set(events.flatMap(({ role }) => role ?? []))];
  const colour = (role: string): string => {
    const name = ROLE_COLOURS[roles.indexOf(role) % ROLE_COLOURS.length] ?? 'cyan';
    return style[name](safeText(role));
  };
  const moments = events.map(momentOf);
  const wide = (texts: readonly string[]): number => Math.max(0, ...texts.map(displayWidth));
  const timeWidth = wide(moments);
  const roleWidth = wide(roles.map((role) => safeText(role)));
  const typeWidth = wide(events.map(({ type, gap }) => (gap === true ? '' : safeText(type))));
  return events.map((event, at) => {
    const time = pad(moments[at] ?? '', timeWidth, 'right');
    if (event.gap === true) return clip(`${time}  ${style.dim(safeText(event.type))}`, columns);
    const role = event.role === undefined ? '' : colour(event.role);
    const words = safeText(dataWords(event.data));
    const parts = [
      event.clockOff === true ? style.yellow(time) : style.dim(time),
      ...(roleWidth === 0 ? [] : [pad(role, roleWidth)]),
      words === '' ? safeText(event.type) : pad(safeText(event.type), typeWidth),
      ...(words === '' ? [] : [words]),
    ];
    return clip(parts.join('  '), columns);
  });
}

/** Since the start; where the clock was off, what it told, marked. */
function momentOf({ offset_s, at, clockOff }: ReplayEvent): string {
  if (offset_s !== undefined) return `+${clock(offset_s)}`;
  return clockOff === true ? off(at ?? '') : '';
}

/** A time as it was told, which cannot be right. */
function off(time: string): string {
  return `${safeText(time)} (clock off)`;
}

/** `0:05`, `12:40`, `3:07:00`; fractions of a second only where there is no more. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (count: number): string => String(count).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest.replace(/^0(?=\d:)/, '');
}

function clip(text: string, columns: number): string {
  return columns > 0 ? fit(text, columns) : text.trimEnd();
}

/** Past episodes like a task: how each ended, what was done, what comes next. */
export function similarText(episodes: readonly SimilarEpisode[], options: TextOptions): string {
  const { style, columns, now } = options;
  return episodes
    .map((episode) => {
      const { id, title, outcome, accomplished, errors, next, created, clockOff } = episode;
      const head = `${style.bold(safeText(title))}  ${outcomeText(outcome, style)}`;
      const when = clockOff === true ? off(created) : ago(Date.parse(created), now);
      const facts = style.dim(`${shortId(id)} · ${when}`);
      const rows = (name: string, items: readonly string[]): string[] => [
        ...items.slice(0, LISTED).map((text) => `  ${style.dim(pad(name, 6))} ${safeText(text)}`),
        ...(items.length > LISTED ? [`  ${pad('', 6)} ${style.dim(`${items.length - LISTED} more`)}`] : []),
      ];
      return [head, facts, ...rows('done', accomplished), ...rows('error', errors), ...rows('next', next)]
        .map((line) => `${clip(line, columns)}\n`)
        .join('');
    })
    .join('\n');
}

/** What stands for a key that was not told. */
export const UNTOLD: Readonly<Record<FailureReport['by'], string>> = {
  signature: 'no error was told',
  category: 'no category was told',
  approach: 'no approach was told',
  file: 'no file was told',
};

/** What failed, put together; below each where, and what resolved it. */
export function failuresText(report: FailureReport, options: TextOptions): string {
  const { style, columns } = options;
  const head = `${plural(report.failed, 'episode')} of ${report.episodes} with failures, by ${report.by}`;
  const groups = report.groups.map((group) =>
    [
      `${style.red(pad(`${group.count}×`, 5, 'right'))} ${style.bold(safeText(group.key === '' ? UNTOLD[report.by] : group.key))}`,
      ...groupLines(group, options),
    ]
      .map((line) => `${clip(line, columns)}\n`)
      .join(''),
  );
  const more = report.more > 0 ? [`${style.dim(`${report.more} more`)}\n`] : [];
  return [`${columns > 0 ? wrap(head, columns) : head}\n`, ...groups, ...more].join('\n');
}

/** When it was met, where, and what resolved it. */
export function groupLines(
  group: FailureGroup,
  { style, now }: Pick<TextOptions, 'style' | 'now'>,
): string[] {
  const row = (name: string, text: string): string => `      ${style.dim(pad(name, 8))} ${text}`;
  const resolved = `${group.resolved} of ${group.count} resolved`;
  return [
    row('last', `${ago(Date.parse(group.last), now)} · ${resolved}`),
    ...group.examples.map(({ id, title }) => row('in', `${style.dim(shortId(id))} ${safeText(title)}`)),
    ...group.resolvedBy.map(({ id, kind, title }) =>
      row('resolved', `${style.dim(shortId(id))} ${style.cyan(safeText(kind))} ${safeText(title)}`),
    ),
  ];
}
