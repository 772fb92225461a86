import { openFailures } from '../capture/journal-event.ts';
import { KINDS, MEMORY_ROOT } from '../core/kinds.ts';
import { lifecycleOf, type NexusRecord, type StoredRecord } from '../core/record.ts';
import { sectionNamed } from '../core/sections.ts';
import { RESOLVED, type SessionSummary } from '../core/session.ts';
import { isoDate, isoSeconds } from '../core/time.ts';
import { idOfPath } from '../store/paths.ts';
import { type Context, requireRepository } from './context.ts';
import { readJournal } from './journal.ts';
import { openParsed } from './parsed-files.ts';
import { type OpenSession, readSession } from './session-state.ts';

/** Episodes that are read for what is going on now. */
export const RECENT = 60;

/** The newest episodes that are served, newest first; only their files are read. */
export async function recentEpisodes(context: Context, most: number): Promise<readonly StoredRecord[]> {
  const today = isoDate(context.clock());
  const newestFirst = context.files
    .names(`${MEMORY_ROOT}/${KINDS.episode.folder}`)
    .map((path) => ({ path, id: idOfPath(path) ?? '' }))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  const parsed = openParsed<NexusRecord | null>(context, 'episodes');
  const found: StoredRecord[] = [];
  for (const { path } of newestFirst) {
    if (found.length === most) break;
    const record = await parsed.of(path, async () => (await context.reader()).read(path).record ?? null);
    if (record?.kind === 'episode' && lifecycleOf(record, today) === undefined) found.push({ record, path });
  }
  parsed.keep();
  return found.sort((a, b) => (momentOf(a.record) < momentOf(b.record) ? 1 : -1));
}

/** For the order of episodes; within one second the end of a session is the last, and its id the oldest. */
function momentOf({ created, id, episode }: NexusRecord): string {
  return `${created} ${episode?.session === id ? 1 : 0} ${id}`;
}

/** Past sessions, newest first: the episodes of one session are one, an episode without is its own. */
export function sessionsOf(episodes: readonly StoredRecord[]): readonly SessionSummary[] {
  const groups = new Map<string, StoredRecord[]>();
  for (const stored of episodes) {
    const key = stored.record.episode?.session ?? stored.record.id;
    groups.set(key, [...(groups.get(key) ?? []), stored]);
  }
  return [...groups].map(([key, group]) => summaryOf(key, group));
}

/** @param group newest first. */
function summaryOf(key: string, group: readonly StoredRecord[]): SessionSummary {
  const last = group.find(({ record }) => record.id === key) ?? group[0];
  const oldestFirst = group.map(({ record }) => record).reverse();
  const items = (name: string): string[] => [
    ...new Set(oldestFirst.flatMap((record) => itemsOf(sectionNamed(record.body, name) ?? ''))),
  ];
  const own = (name: string): string[] => itemsOf(sectionNamed(last?.record.body ?? '', name) ?? '');
  const errors = new Map<string, boolean>();
  for (const { signature, resolved } of oldestFirst.flatMap((record) => record.errors ?? []))
    errors.set(signature, resolved || errors.get(signature) === true);
  const { branch, by } = last?.record.episode ?? {};
  const [focus] = items('Focus').slice(-1);
  return {
    id: last?.record.id ?? key,
    title: last?.record.title ?? '',
    started: oldestFirst.map((record) => record.episode?.started ?? record.created).sort()[0] ?? '',
    ...(branch === undefined ? {} : { branch }),
    ...(by === undefined ? {} : { by }),
    ...(focus === undefined ? {} : { focus }),
    accomplished: items('Accomplished'),
    next: own('Next'),
    decisions: items('Decisions'),
    patterns: items('Patterns learned'),
    preferences: items('Preferences'),
    blockers: openBlockers(oldestFirst),
    notes: items('Notes'),
    errors: [...errors].map(([signature, resolved]) => ({ signature, resolved })),
    ...(last === undefined ? {} : { path: last.path }),
  };
}

/** What prevents progress after these episodes, oldest first. */
export function openBlockers(episodes: readonly NexusRecord[]): string[] {
  const open = new Set<string>();
  for (const text of episodes.flatMap((record) => itemsOf(sectionNamed(record.body, 'Blockers') ?? ''))) {
    if (text.startsWith(RESOLVED)) open.delete(text.slice(RESOLVED.length));
    else open.add(text);
  }
  return [...open];
}

/** The items of a list, or the paragraphs where someone wrote without one. */
export function itemsOf(text: string): string[] {
  const lines = text.split('\n');
  if (!lines.some((line) => /^[-*+] /.test(line)))
    return text
      .split(/\n\s*\n/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  const items: string[] = [];
  for (const line of lines) {
    const item = /^[-*+] (.*)$/.exec(line)?.[1];
    if (item !== undefined) items.push(item.trim());
    else if (items.length > 0) items.push(`${items.pop() ?? ''}\n${line.replace(/^ {2}/, '')}`);
  }
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

/** A session of many commits has many episodes; past so many for each that is shown, none is read. */
const EPISODES_EACH = 8;

/** Past sessions and single commits' episodes, newest first; the open session is not past. */
export async function sessionLog(context: Context, limit = 20): Promise<readonly SessionSummary[]> {
  const open = context.repository === undefined ? undefined : readSession(context.repository)?.session.id;
  const episodes = await recentEpisodes(context, Math.max(RECENT, limit * EPISODES_EACH));
  return sessionsOf(
    episodes.filter(({ record }) => open === undefined || record.episode?.session !== open),
  ).slice(0, limit);
}

/** The open session of this worktree and what was told in it so far, redacted as an episode would be. */
export async function summaryOfOpen(
  context: Context,
  { session, told }: OpenSession,
): Promise<SessionSummary> {
  const repository = requireRepository(context);
  const { redactorOf } = await import('./admit.ts');
  const redactor = redactorOf(context);
  const clean = (text: string): string => redactor.text(text).text;
  const events = readJournal(repository).entries.map(({ event }) => event);
  const since = events.filter((event) => event.type === 'note' && event.at >= session.started);
  const all = [...new Map([...told, ...since].map((event) => [event.id, event])).values()].filter(
    (event) => event.type === 'note',
  );
  const texts = (kind: string): string[] =>
    all
      .filter((event) => (event.about ?? 'note') === kind && event.resolved !== true)
      .map((event) => clean(event.text));
  const gone = new Set(all.filter((event) => event.resolved === true).map((event) => clean(event.text)));
  const open = openFailures(events).filter((run) => run.at >= session.started);
  const closed = new Set(events.flatMap((event) => (event.type === 'run' ? (event.fix?.closes ?? []) : [])));
  const resolved = events.flatMap((event) =>
    event.type === 'run' && closed.has(event.id) && event.failure !== undefined
      ? [event.failure.signature]
      : [],
  );
  return {
    id: session.id,
    title: clean(session.focus ?? ''),
    started: isoSeconds(session.started),
    ...(session.branch === undefined ? {} : { branch: session.branch }),
    ...(session.by === undefined ? {} : { by: session.by }),
    ...(session.focus === undefined ? {} : { focus: clean(session.focus) }),
    accomplished: [],
    next: [],
    decisions: texts('decision'),
    patterns: texts('pattern'),
    preferences: texts('preference'),
    blockers: texts('blocker').filter((text) => !gone.has(text)),
    notes: texts('note'),
    errors: [
      ...[...new Set(resolved)].map((signature) => ({ signature, resolved: true })),
      ...[...new Set(open.map((run) => run.failure?.signature ?? ''))].map((signature) => ({
        signature,
        resolved: false,
      })),
    ],
  };
}
