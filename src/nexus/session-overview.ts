import { commandLine, openFailures } from '../capture/journal-event.ts';
import type { Redactor } from '../capture/redact/redactor.ts';
import type { StoredRecord } from '../core/record.ts';
import { sectionNamed } from '../core/sections.ts';
import type { SessionOverview, SessionSummary } from '../core/session.ts';
import type { Context } from './context.ts';
import { readJournal } from './journal.ts';
import { itemsOf, openBlockers, RECENT, recentEpisodes, sessionsOf, summaryOfOpen } from './session-log.ts';
import { type OpenSession, readSession } from './session-state.ts';
import { type WrittenSection, writtenSections } from './written-sections.ts';

/** What the next start is told: of living documents only what someone filled, of episodes the newest. */
export async function sessionOverview(context: Context): Promise<SessionOverview> {
  const { repository } = context;
  const open = repository === undefined ? undefined : readSession(repository);
  const recent = await recentEpisodes(context, RECENT);
  const all = context.audience === undefined ? recent : await servedOnly(context, recent);
  const isPast = ({ record }: StoredRecord): boolean =>
    open === undefined || record.episode?.session !== open.session.id;
  const last = lastSession(all.filter(isPast));
  const current = open === undefined ? undefined : await summaryOfOpen(context, open);
  const { project, bank, preferences, withheld } = await writtenSections(context);
  const what = projectText(project, bank);
  const focus = current?.focus ?? fieldIn(project, 'Current focus') ?? last?.next.join('; ');
  const written = fieldIn(project, 'Blockers');
  const blockers = [
    ...(written === undefined ? [] : [written]),
    ...(await blockersNow(context, openBlockers(all.map(({ record }) => record).reverse()), open)),
  ];
  const overview: SessionOverview = {
    ...(what === undefined ? {} : { project: what }),
    ...(last === undefined ? {} : { lastSession: last }),
    ...(focus === undefined || focus === '' ? {} : { focus }),
    preferences: preferencesIn(preferences, project),
    blockers: [...new Set(blockers)],
    openErrors: await openErrorsOf(context),
  };
  if (context.audience === undefined) return overview;
  const { servedOverview } = await import('./served-overview.ts');
  const newest = all === recent ? last : lastSession(recent.filter(isPast));
  return servedOverview(context, overview, withheld, newest?.id === last?.id ? 0 : 1);
}

async function servedOnly(
  context: Context,
  episodes: readonly StoredRecord[],
): Promise<readonly StoredRecord[]> {
  return (await import('./served-overview.ts')).servedEpisodes(context, episodes);
}

/** The one that was ended last, else the newest episodes. */
function lastSession(episodes: readonly StoredRecord[]): SessionSummary | undefined {
  const sessions = sessionsOf(episodes);
  const ended = new Set(
    episodes.filter(({ record }) => record.episode?.session === record.id).map(({ record }) => record.id),
  );
  return sessions.find(({ id }) => ended.has(id)) ?? sessions[0];
}

/** Ids of the episodes on which a session's start rests: the last session's, and those that say what blocks. */
export async function toldAtStart(context: Context): Promise<ReadonlySet<string>> {
  const episodes = await recentEpisodes(context, RECENT);
  const last = lastSession(episodes)?.id;
  const session = episodes.find(({ record }) => record.id === last)?.record.episode?.session ?? last;
  const told = episodes.filter(
    ({ record: { id, episode, body } }) =>
      (episode?.session ?? id) === session || sectionNamed(body, 'Blockers') !== undefined,
  );
  return new Set(told.map(({ record }) => record.id));
}

/** What episodes tell, and what was told since. */
async function blockersNow(
  context: Context,
  known: readonly string[],
  open: OpenSession | undefined,
): Promise<readonly string[]> {
  const { repository } = context;
  if (repository === undefined) return known;
  const waiting = readJournal(repository).entries.map(({ event }) => event);
  const told = [...new Map([...(open?.told ?? []), ...waiting].map((event) => [event.id, event])).values()];
  const about = told.filter((event) => event.type === 'note').filter((event) => event.about === 'blocker');
  if (about.length === 0) return known;
  const redactor = await redactorFor(context);
  const blockers = new Set(known);
  for (const event of about.sort((a, b) => a.at - b.at)) {
    const { text } = redactor.text(event.text);
    if (event.resolved === true) blockers.delete(text);
    else blockers.add(text);
  }
  return [...blockers];
}

type Sections = readonly WrittenSection[];

/** Which file says so: for whoever reviews the document, not for whoever is told of it. */
const CITED = / \(`[^`]*`\)/g;

function fieldIn(sections: Sections, name: string): string | undefined {
  const values = sections.flatMap(({ fields }) => fields.filter(([one]) => one === name));
  const [, value] = values.find(([, text]) => text.trim() !== '') ?? [];
  return value?.replace(CITED, '').replace(/\s+/g, ' ').trim();
}

/** As the living documents call it: the same in every clone, whatever its folder is called. */
export async function projectName(context: Context): Promise<string | undefined> {
  const { project, bank } = await writtenSections(context);
  return nameIn(project, bank);
}

function nameIn(project: Sections, bank: Sections): string | undefined {
  return fieldIn(project, 'Name') ?? fieldIn(bank, 'Project Name');
}

/** As in "Data pipeline (Python, pandas)"; a language alone tells nobody anything. */
function projectText(project: Sections, bank: Sections): string | undefined {
  const name = nameIn(project, bank);
  const stack = fieldIn(project, 'Tech Stack') ?? fieldIn(bank, 'Tech Stack');
  const what = [name, fieldIn(project, 'Type')].filter((text) => text !== undefined).join(', ');
  if (what === '') return undefined;
  return stack === undefined ? what : `${what} (${stack})`;
}

/** What was noted while working comes first, it is the newest. */
function preferencesIn(preferences: Sections, project: Sections): string[] {
  const named = (sections: Sections, name: string): Sections =>
    sections.filter(({ address }) => address.includes(name));
  const told = named(preferences, 'Preferences Observed').flatMap(({ text }) => itemsOf(text));
  const fields = [...preferences, ...named(project, 'User Preferences Observed')].flatMap((section) =>
    section.fields.map(([name, value]) => `${name}: ${value}`),
  );
  const lines = [...told, ...fields].map((text) => text.replaceAll('**', '').replace(/\s+/g, ' ').trim());
  return [...new Set(lines)].filter((text) => text !== '');
}

async function openErrorsOf(context: Context): Promise<SessionOverview['openErrors']> {
  if (context.repository === undefined) return [];
  const events = readJournal(context.repository).entries.map(({ event }) => event);
  const open = openFailures(events).filter((run) => run.failure?.excerpt.trim() !== '');
  if (open.length === 0) return [];
  const redactor = await redactorFor(context);
  const bySignature = new Map(open.map((run) => [run.failure?.signature ?? '', run]));
  return [...bySignature].map(([signature, run]) => ({
    signature: redactor.text(signature).text,
    command: commandLine(redactor.command(run.command)),
  }));
}

/** Redaction and the settings take longer to load than all else here: only where something raw waits. */
async function redactorFor(context: Context): Promise<Redactor> {
  return (await import('./admit.ts')).redactorOf(context);
}
