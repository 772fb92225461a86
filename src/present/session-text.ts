import { shortId } from '../core/id.ts';
import type { SessionOverview, SessionSummary } from '../core/session.ts';
import { ago, pad, wrap } from './layout.ts';
import type { TextOptions } from './recall-text.ts';
import { safeText } from './safe-text.ts';

/** Of preferences, so many are shown at a start; all are in the document. */
const MAX_PREFERENCES = 5;
const MAX_LISTED = 5;

/** What is known at the start of a session, a line each; nothing where nothing is known. */
export function overviewText(overview: SessionOverview, { style, columns, now }: TextOptions): string {
  const { lastSession: last } = overview;
  const rows: [string, string][] = [];
  const add = (name: string, items: readonly string[], most = MAX_LISTED): void => {
    const shown = items.filter((text) => text !== '');
    const more = shown.length - most;
    if (shown.length > 0)
      rows.push([name, [...shown.slice(0, most), ...(more > 0 ? [`${more} more`] : [])].join('; ')]);
  };
  add('Project', [overview.project ?? '']);
  if (last !== undefined) {
    const done = last.accomplished.length > 0 ? last.accomplished : [last.title];
    add(`Last session (${ago(Date.parse(last.started), now)})`, done, 3);
  }
  add('Current focus', [overview.focus ?? '']);
  add(
    overview.preferences.length > 1 ? 'Your preferences' : 'Your preference',
    overview.preferences,
    MAX_PREFERENCES,
  );
  add('Blockers', overview.blockers);
  add(
    'Open errors',
    overview.openErrors.map(({ signature, command }) => `${signature} (${command})`),
  );
  const lines = rows.map(([name, text]) => {
    const line = `✓ ${name}: ${safeText(text)}`;
    const [first = '', ...rest] = (columns > 0 ? wrap(line, Math.max(8, columns - 2)) : line).split('\n');
    return [first.replace('✓', style.green('✓')), ...rest.map((each) => `  ${each}`)].join('\n');
  });
  return lines.map((line) => `${line}\n`).join('');
}

/** The question of a start, to someone who is there to answer. */
export function startQuestion({ focus }: SessionOverview): string {
  return focus === undefined
    ? 'What would you like to work on? '
    : `Ready to continue with ${safeText(focus)}, or is there something else you'd like to work on? `;
}

const PARTS: readonly (readonly [name: string, (session: SessionSummary) => readonly string[]])[] = [
  ['focus', ({ focus, title }) => (focus === undefined || focus === title ? [] : [focus])],
  ['done', ({ accomplished }) => accomplished],
  ['decision', ({ decisions }) => decisions],
  ['pattern', ({ patterns }) => patterns],
  ['preference', ({ preferences }) => preferences],
  ['blocker', ({ blockers }) => blockers],
  [
    'error',
    ({ errors }) =>
      errors.map(({ signature, resolved }) => `${resolved ? 'resolved' : 'open'}: ${signature}`),
  ],
  ['note', ({ notes }) => notes],
  ['next', ({ next }) => next],
];

/** One session: its head, and below it what was told. */
export function sessionText(session: SessionSummary, { style, columns, now }: TextOptions): string {
  const facts = [
    shortId(session.id),
    ago(Date.parse(session.started), now),
    ...(session.branch === undefined ? [] : [safeText(session.branch)]),
    ...(session.by === undefined ? [] : [safeText(session.by)]),
  ].join(' · ');
  const title = safeText(session.title === '' ? 'Session' : session.title);
  const lines = PARTS.flatMap(([name, of]) =>
    of(session).map((text) => {
      const line = `${pad(name, 10)} ${safeText(text.split('\n')[0] ?? '')}`;
      const [first = '', ...rest] = (columns > 13 ? wrap(line, columns - 2) : line).split('\n');
      return [`  ${first}`, ...rest.map((each) => `${' '.repeat(4)}${each}`)].join('\n');
    }),
  );
  const fold = (text: string): string => (columns > 0 ? wrap(text, columns) : text);
  return `${[style.bold(fold(title)), style.dim(fold(facts)), ...lines].join('\n')}\n`;
}
