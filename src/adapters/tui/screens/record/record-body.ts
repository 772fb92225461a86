import { describeProblem } from '../../../../core/problem.ts';
import type { RecordAbout } from '../../../../core/record-about.ts';
import { displayWidth, pad, wrap } from '../../../../present/layout.ts';
import { markdownLines } from '../../../../present/markdown-lines.ts';
import { outcomesText, recordFacts } from '../../../../present/record-text.ts';
import { safeText } from '../../../../present/safe-text.ts';
import { createStyle } from '../../../../present/style.ts';
import { wayText } from '../../../../present/trust-text.ts';
import type { Failure } from '../../failure.ts';
import type { Here } from '../../screen.ts';
import { citedLines } from '../../signs.ts';
import type { Theme } from '../../theme.ts';
import type { RecordState } from './record-state.ts';

/** The record as one reads it: what must be known first, its text, what is known of it. Before any line is cut off. */

const LABEL = 12;
/** Told in another form, or in the list of links. */
const ELSEWHERE = new Set([
  'cites',
  'supersedes',
  'derived from',
  'recalled',
  'retired',
  'forgotten',
  'said',
]);

export function bodyLines(
  state: RecordState,
  here: Here,
  columns: number,
  withFacts: boolean,
): readonly string[] {
  const { about, failed } = state;
  if (about === undefined) return failed === undefined ? [] : failedLines(state, failed, here, columns);
  const { theme } = here;
  return [
    ...endedLines(about, theme, columns),
    ...about.problems.flatMap((problem) =>
      wrapped(`! ${describeProblem(problem)}`, columns, 2).map(theme.bad),
    ),
    ...markdownLines(about.stored.record.body, columns, theme),
    ...citationLines(about, theme, columns),
    ...outcomeLines(about, here, columns),
    ...(here.at === undefined
      ? []
      : ['', ...wrapped('Use, outcomes and freshness are told of now only.', columns).map(theme.aside)]),
    ...(withFacts ? ['', theme.strong('Facts'), ...factsOf(state, here, columns)] : []),
  ];
}

/** All that its file and git say of it, but for its text. */
export function factsOf(state: RecordState, here: Here, columns: number): readonly string[] {
  const { about } = state;
  if (about === undefined) return [];
  const facts = recordFacts(about.stored, here.now, about.usefulness).filter(
    ([name]) => !ELSEWHERE.has(name),
  );
  return [
    ...facts.flatMap(([name, value]) => factLines(name, value, columns, here.theme)),
    ...provenance(state, here, columns),
  ];
}

function wrapped(text: string, columns: number, hang = 0): readonly string[] {
  const [first = '', ...rest] = wrap(safeText(text), Math.max(1, columns - hang)).split('\n');
  return [first, ...rest.map((line) => ' '.repeat(hang) + line)];
}

export function failedLines(
  { versions = [] }: RecordState,
  { message, hint }: Failure,
  { theme, at }: Here,
  columns: number,
): readonly string[] {
  const isGone = versions.length > 0;
  const gone =
    at === undefined ? 'It is not in the working tree (any more)' : `It is not there as of ${at.label}`;
  return [
    '',
    ...message.split('\n').flatMap((line) => wrapped(line, columns).map(theme.bad)),
    ...(hint === undefined || hint === '' ? [] : wrapped(hint, columns).map(theme.aside)),
    ...(isGone ? ['', ...wrapped(`${gone}; tab shows the versions that commits hold.`, columns)] : []),
  ];
}

/** Why nobody is served this record any more: the first thing that a reader must know. */
function endedLines({ ended, stored, links }: RecordAbout, theme: Theme, columns: number): readonly string[] {
  const { record } = stored;
  const newer = links.find(({ relation }) => relation === 'superseded by');
  const words = {
    retired: `Retired, and not recalled any more: ${record.retired ?? ''}`,
    forgotten:
      'Forgotten: its text was taken out of the tree; commits may still hold it. This is its tombstone.',
    expired: `Expired on ${record.expires ?? ''}: it is not recalled any more.`,
    superseded: `Superseded, and not recalled any more, by: ${newer?.title ?? ''}`,
  };
  if (ended === undefined) return [];
  return [...wrapped(words[ended], columns).map(theme.bad), ''];
}

function factLines(name: string, value: string, columns: number, theme: Theme): readonly string[] {
  const label = theme.aside(pad(safeText(name), LABEL));
  if (columns < 3 * LABEL) return wrapped(`${name} ${value}`, columns, 2);
  const lines = wrapped(value, columns - Math.max(LABEL, displayWidth(name)) - 1);
  return lines.map((line, at) => `${at === 0 ? label : ' '.repeat(LABEL)} ${line}`);
}

/** Who wrote it, and who changed it last. */
function provenance(state: RecordState, here: Here, columns: number): readonly string[] {
  const { about, versions = [] } = state;
  const { theme } = here;
  if (about?.pack !== undefined)
    return factLines(
      'from',
      `the pack ${about.pack}, which comes with Nexus; it has no versions here`,
      columns,
      theme,
    );
  if (about?.source !== undefined)
    return factLines(
      'from',
      `the source ${about.source.name} at ${about.source.commit.slice(0, 10)}; its versions are in that repository`,
      columns,
      theme,
    );
  const committed = versions.flatMap(({ commit }) => commit ?? []);
  const [first] = committed;
  const last = committed.at(-1);
  const told = (commit: NonNullable<typeof first>): string =>
    `${commit.authorName}, ${new Date(commit.authorTime * 1000).toISOString().slice(0, 10)}, ${commit.oid.slice(0, 10)}: ${commit.subject}`;
  return [
    ...(first === undefined ? [] : factLines('written by', told(first), columns, theme)),
    ...(last === undefined || last === first ? [] : factLines('changed by', told(last), columns, theme)),
    ...(about?.standing === 'uncommitted'
      ? factLines('standing', 'not committed yet, or not so', columns, theme)
      : []),
    ...wayText(about ?? {}).flatMap((way) => factLines('standing', way, columns, theme)),
    ...(about?.weaker === undefined ? [] : factLines('counts less', about.weaker, columns, theme)),
  ];
}

function citationLines({ citations }: RecordAbout, theme: Theme, columns: number): readonly string[] {
  if (citations.length === 0) return [];
  return ['', theme.strong('Cites'), ...citations.flatMap((one) => citedLines(one, theme, columns))];
}

function outcomeLines({ outcomes }: RecordAbout, { theme, now }: Here, columns: number): readonly string[] {
  const style = createStyle({ color: false });
  const [head, ...lines] = outcomesText(outcomes, { style, columns, now }).trimEnd().split('\n');
  return head === undefined || head === '' ? [] : ['', theme.strong(head), ...lines];
}
