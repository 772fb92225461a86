import { duration } from '../../../../core/amounts.ts';
import type { ReplayEvent } from '../../../../core/episode.ts';
import type { EpisodeExecution } from '../../../../core/execution.ts';
import { shortId } from '../../../../core/id.ts';
import type { EpisodeError, EpisodeRecall } from '../../../../core/record.ts';
import { replayLines } from '../../../../present/episode-text.ts';
import { fit, pad, plural } from '../../../../present/layout.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { type Line, rowLines, section } from '../../lines.ts';
import type { Here } from '../../screen.ts';
import type { Carried, EpisodeTold, NamedRecord } from './episode-requests.ts';
import type { EpisodeState, RowOf } from './episode-state.ts';

type Rows = readonly Line<RowOf>[];

/** An episode's rows: its steps, and what it tells beside them. */
export function episodeLines({ told, carried, isReplay, selected }: EpisodeState, here: Here): Rows {
  if (told === undefined) return [];
  const { replay, record } = told;
  // The first row is the whole; the steps follow.
  const seen = isReplay ? replay.events.slice(0, selected) : replay.events;
  const whole = rowLines<RowOf>(
    { id: 'whole', text: replay.title, target: { type: 'whole' } },
    () => here.theme.strong(safeText(replay.title)),
    here,
  );
  const steps = [...section(stepsTitle(told, isReplay, selected), here, stepRows(told, seen, here))];
  if (isReplay) return [...whole, ...steps];
  const { errors = [], recalled = [], executions = [] } = record ?? {};
  return [
    ...whole,
    ...steps,
    ...section(
      'what failed',
      here,
      errors.flatMap((error, at) => errorRow(error, at, told, here)),
    ),
    ...section(
      'what was done',
      here,
      executions.flatMap((one, at) => executionRow(one, at, here)),
    ),
    ...section(
      'what was recalled',
      here,
      recalled.flatMap((one, at) => recalledRow(one, at, told, here)),
    ),
    ...section('what its commit brought beside it', here, carriedRows(carried, here)),
  ];
}

function stepsTitle({ replay }: EpisodeTold, isReplay: boolean, selected: number): string {
  const { length } = replay.events;
  return isReplay ? `replay: ${selected} of ${plural(length, 'step')}` : plural(length, 'step');
}

function stepRows({ replay }: EpisodeTold, seen: readonly ReplayEvent[], here: Here): Rows {
  const { theme } = here;
  // All at once, since they are aligned; and only if one of them is seen.
  let lines: readonly string[] | undefined;
  const text = (at: number): string => {
    lines ??= replayLines({ ...replay, events: seen }, { style: theme.style, columns: 0, now: here.now });
    return lines[at] ?? '';
  };
  return seen.flatMap((event, at) => {
    const sign = event.failed === true ? theme.bad(theme.glyphs.stale) : ' ';
    const row = { id: `step ${at}`, text: event.type, target: { type: 'step', at } as const };
    return rowLines<RowOf>(row, () => `${sign} ${text(at)}`, here);
  });
}

function nameOf(id: string, { named }: EpisodeTold): NamedRecord | undefined {
  return named.find((one) => one.id === id);
}

function toRecord(id: string | undefined, told: EpisodeTold, words: string): RowOf {
  const known = id === undefined ? undefined : nameOf(id, told);
  return known === undefined
    ? { type: 'words', text: words }
    : { type: 'screen', screen: { name: known.kind === 'episode' ? 'episode' : 'record', id: known.id } };
}

function errorRow(
  { id, signature, resolved, cost_s, runs }: EpisodeError,
  at: number,
  told: EpisodeTold,
  here: Here,
): Rows {
  const { theme } = here;
  const sign = resolved ? theme.good(theme.glyphs.verified) : theme.bad(theme.glyphs.stale);
  const facts = [
    resolved ? 'resolved' : 'not resolved',
    ...(cost_s === undefined ? [] : [`after ${duration(cost_s)}`]),
    ...(runs === undefined ? [] : [`${runs} runs`]),
  ].join(', ');
  return rowLines<RowOf>(
    { id: `error ${at}`, text: signature, target: toRecord(id, told, 'No record tells of this error') },
    () => `${sign} ${safeText(signature)}  ${theme.aside(facts)}`,
    here,
  );
}

function executionRow(one: EpisodeExecution, at: number, here: Here): Rows {
  const { theme } = here;
  const { success, task = '', category, approach, duration_s = 0 } = one;
  const sign = success ? theme.good(theme.glyphs.verified) : theme.bad(theme.glyphs.stale);
  const facts = [
    category,
    ...(approach === undefined ? [] : [approach]),
    ...(duration_s === 0 ? [] : [duration(duration_s)]),
  ];
  const words = safeText(facts.join(` ${theme.glyphs.bullet} `));
  return rowLines<RowOf>(
    {
      id: `execution ${at}`,
      text: task,
      target: { type: 'words', text: 'An execution has no record of its own' },
    },
    () => (task === '' ? `${sign} ${words}` : `${sign} ${safeText(task)}  ${theme.aside(words)}`),
    here,
  );
}

function recalledRow(
  { id, helped, wrong, note }: EpisodeRecall,
  at: number,
  told: EpisodeTold,
  here: Here,
): Rows {
  const { theme } = here;
  const known = nameOf(id, told);
  const [sign, word] = helped
    ? [theme.good(theme.glyphs.verified), 'helped']
    : wrong === true
      ? [theme.bad(theme.glyphs.stale), 'wrong']
      : [theme.glyphs.uncited, 'shown'];
  const name =
    known === undefined
      ? `${shortId(id)}, which is not here any more`
      : `${pad(known.kind, 8)}  ${known.title}`;
  return rowLines<RowOf>(
    { id: `recalled ${at}`, text: name, target: toRecord(id, told, 'Memory has no such record any more') },
    () => `${sign} ${pad(word, 6)}  ${safeText(name)}`,
    here,
    note === undefined ? [] : [fit(`  ${safeText(note)}`, here.size.columns - 4)],
  );
}

/** What else the commit did to memory: as a rule what was learned in the episode. */
function carriedRows(carried: Carried | undefined, here: Here): Rows {
  const { theme } = here;
  return (carried?.changes ?? []).flatMap(({ type, id, kind, title }) => {
    const screen = { name: kind === 'episode' ? 'episode' : 'record', id } as const;
    return rowLines<RowOf>(
      { id: `carried ${id}`, text: title, target: { type: 'screen', screen } },
      () => `${theme.aside(pad(type, 10))}  ${theme.kind(pad(safeText(kind), 8))}  ${safeText(title)}`,
      here,
    );
  });
}
