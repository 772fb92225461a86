import { commandLine, openFailures } from '../capture/journal-event.ts';
import { DOCUMENTS, type DocumentName, isPlaceholder } from '../core/documents.ts';
import { bodySections } from '../core/sections.ts';
import type { SessionOverview } from '../core/session.ts';
import { redactorOf } from './admit.ts';
import type { Context } from './context.ts';
import { readJournal } from './journal.ts';
import { itemsOf, openBlockers, RECENT, recentEpisodes, sessionsOf, summaryOfOpen } from './session-log.ts';
import { type OpenSession, readSession } from './session-state.ts';

/** What the next start is told: of living documents only what someone filled, of episodes the newest. */
export async function sessionOverview(context: Context): Promise<SessionOverview> {
  const { repository } = context;
  const open = repository === undefined ? undefined : readSession(repository);
  const all = await recentEpisodes(context, RECENT);
  const episodes = all.filter(
    ({ record }) => open === undefined || record.episode?.session !== open.session.id,
  );
  const sessions = sessionsOf(episodes);
  const ended = new Set(
    episodes.filter(({ record }) => record.episode?.session === record.id).map(({ record }) => record.id),
  );
  const last = sessions.find(({ id }) => ended.has(id)) ?? sessions[0];
  const current = open === undefined ? undefined : summaryOfOpen(context, open);
  const project = projectOf(context);
  const focus = current?.focus ?? fieldOf(context, 'project', 'Current focus') ?? last?.next.join('; ');
  const written = fieldOf(context, 'project', 'Blockers');
  const blockers = [
    ...(written === undefined ? [] : [written]),
    ...blockersNow(context, openBlockers(all.map(({ record }) => record).reverse()), open),
  ];
  return {
    ...(project === undefined ? {} : { project }),
    ...(last === undefined ? {} : { lastSession: last }),
    ...(focus === undefined || focus === '' ? {} : { focus }),
    preferences: preferencesOf(context),
    blockers: [...new Set(blockers)],
    openErrors: openErrorsOf(context),
  };
}

/** What episodes tell, and what was told since. */
function blockersNow(
  context: Context,
  known: readonly string[],
  open: OpenSession | undefined,
): readonly string[] {
  const { repository } = context;
  if (repository === undefined) return known;
  const waiting = readJournal(repository).entries.map(({ event }) => event);
  const told = [...new Map([...(open?.told ?? []), ...waiting].map((event) => [event.id, event])).values()];
  const redactor = redactorOf(context);
  const blockers = new Set(known);
  for (const event of told.sort((a, b) => a.at - b.at)) {
    if (event.type !== 'note' || event.about !== 'blocker') continue;
    const { text } = redactor.text(event.text);
    if (event.resolved === true) blockers.delete(text);
    else blockers.add(text);
  }
  return [...blockers];
}

/** As in "Data pipeline (Python, pandas)". */
function projectOf(context: Context): string | undefined {
  const name = fieldOf(context, 'project', 'Name') ?? fieldOf(context, 'bank', 'Project Name');
  const type = fieldOf(context, 'project', 'Type');
  const stack = fieldOf(context, 'project', 'Tech Stack') ?? fieldOf(context, 'bank', 'Tech Stack');
  const what = [name, type].filter((text) => text !== undefined).join(', ');
  if (what === '') return stack;
  return stack === undefined ? what : `${what} (${stack})`;
}

function preferencesOf(context: Context): string[] {
  const text = textOf(context, 'preferences');
  const observed = [...sectionsOf(text)].filter(({ name }) => name === 'Preferences Observed');
  const told = observed.flatMap((section) => itemsOf(section.text)).filter((item) => !isPlaceholder(item));
  const fields = [
    ...fieldsIn(text),
    ...fieldsIn(
      sectionsOf(textOf(context, 'project'))
        .filter(({ name }) => name === 'User Preferences Observed')
        .map((section) => section.text)
        .join('\n'),
    ),
  ].map(([name, value]) => `${name}: ${value}`);
  return [...new Set([...told.map((item) => item.replaceAll('**', '')), ...fields])];
}

function openErrorsOf(context: Context): SessionOverview['openErrors'] {
  if (context.repository === undefined) return [];
  const events = readJournal(context.repository).entries.map(({ event }) => event);
  const redactor = redactorOf(context);
  const open = openFailures(events).filter((run) => run.failure?.excerpt.trim() !== '');
  const bySignature = new Map(open.map((run) => [run.failure?.signature ?? '', run]));
  return [...bySignature].map(([signature, run]) => ({
    signature: redactor.text(signature).text,
    command: commandLine(redactor.command(run.command)),
  }));
}

function textOf(context: Context, name: DocumentName): string {
  const bytes = context.files.read(DOCUMENTS[name].path);
  return bytes === undefined ? '' : new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
}

function sectionsOf(text: string): readonly { readonly name: string; readonly text: string }[] {
  // The heading may name the project, as in "Active Project: Shop".
  return bodySections(text).map((section) => ({ ...section, name: section.name.trim() }));
}

function fieldOf(context: Context, document: DocumentName, name: string): string | undefined {
  return fieldsIn(textOf(context, document)).find(
    ([field]) => field.toLowerCase() === name.toLowerCase(),
  )?.[1];
}

/** Lines `- **Name**: value` that someone filled. */
function fieldsIn(text: string): [name: string, value: string][] {
  return [...text.matchAll(/^[-*+] \*\*([^*\n]+?):?\*\*:?[ \t]*(\S.*)$/gm)].flatMap(
    ([, name = '', value = '']): [string, string][] =>
      isPlaceholder(value) ? [] : [[name.trim(), value.trim()]],
  );
}
