import type { DocumentEdit } from '../../core/document-state.ts';
import type { DocumentName } from '../../core/documents.ts';
import { NexusError } from '../../core/error.ts';
import { addressText, documentLogText, documentsText, reviewText } from '../../present/document-text.ts';
import { plural } from '../../present/layout.ts';
import { safeText } from '../../present/safe-text.ts';
import { EXIT, type Invocation, type OptionTable } from './command.ts';
import { bodyFrom, countIn, printJson, redactedText, textOptions } from './shared.ts';

/** The documents that a verb is for. */
export interface Scope {
  readonly verb: 'bank' | 'context';
  readonly documents: readonly DocumentName[];
}

type Handler = (call: Invocation, scope: Scope, words: readonly string[]) => Promise<number>;

/** What can be done to living documents, the same for all of them. */
const DOCUMENT_VERBS: Readonly<Record<string, Handler>> = {
  set: async (call, scope, words) => {
    const [section, text] = await sectionAndText(call, scope, 'set', words);
    const query = { documents: scope.documents, section, text, create: call.args.flag('new') };
    return report(call, await (await call.nexus()).setDocument(query), 'Set');
  },
  add: async (call, scope, words) => {
    const [section, text] = await sectionAndText(call, scope, 'add', words);
    const query = { documents: scope.documents, section, text, create: call.args.flag('new') };
    return report(call, await (await call.nexus()).addToDocument(query), 'Added to');
  },
  move: async (call, scope, words) => {
    const section = sectionIn(scope, 'move', words);
    const places = (['under', 'before', 'after'] as const).flatMap((how) => {
      const name = call.args.text(how);
      return name === undefined ? [] : [{ how, name }];
    });
    const [place, ...more] = places;
    if (place === undefined || more.length > 0) {
      const usage = `nexus ${scope.verb} move "${section}" --under | --before | --after <section>`;
      throw new NexusError('usage', 'missing-argument', 'say where the section goes', usage);
    }
    const { how, name } = place;
    const to = how === 'under' ? { under: name } : how === 'before' ? { before: name } : { after: name };
    const edit = await (await call.nexus()).moveSection({ documents: scope.documents, section }, to);
    return report(call, edit, 'Moved');
  },
  archive: async (call, scope, words) => {
    const section = sectionIn(scope, 'archive', words);
    const edit = await (await call.nexus()).archiveSection({ documents: scope.documents, section });
    return report(call, edit, 'Archived');
  },
  review,
  log: async ({ io, args, json, nexus }, scope, words) => {
    const section = words.join(' ');
    const commits = await (await nexus()).documentLog({
      documents: scope.documents,
      max: countIn(args, 'limit', 20, 100_000),
      ...(section === '' ? {} : { section }),
    });
    if (json) printJson(io, { commits });
    else {
      io.out(documentLogText(commits, textOptions(io)));
      if (commits.length === 0) io.err('No commit touched this yet.\n');
    }
    return commits.length === 0 ? EXIT.nothing : EXIT.ok;
  },
};

/** Options of these verbs. */
export const DOCUMENT_OPTIONS: OptionTable = {
  new: { type: 'boolean', summary: 'set, add: make the section where it is not there' },
  under: { type: 'string', value: 'section', summary: 'move: to the end of this section' },
  before: { type: 'string', value: 'section', summary: 'move: in front of this section' },
  after: { type: 'string', value: 'section', summary: 'move: behind this section' },
  confirm: { type: 'string', value: 'section', summary: 'review: this section is still right' },
  all: { type: 'boolean', summary: 'review: name the sound sections, too' },
  limit: { type: 'string', short: 'n', value: 'count', summary: 'log: at most so many commits' },
};

/** Runs the verb that the first word names; anything else is read as a section's name. */
export function runDocumentVerb(call: Invocation, scope: Scope): Promise<number> {
  const [first, ...words] = call.args.positionals;
  if (first === undefined) return overview(call, scope);
  const handler = Object.hasOwn(DOCUMENT_VERBS, first) ? DOCUMENT_VERBS[first] : undefined;
  return handler === undefined ? show(call, scope, [first, ...words]) : handler(call, scope, words);
}

/** Every section in a line; what is due is told by its exit code only in a review. */
async function overview({ io, json, nexus }: Invocation, { verb, documents }: Scope): Promise<number> {
  const found = await (await nexus()).reviewDocuments(documents);
  if (json) printJson(io, { ...found });
  else {
    io.out(documentsText(found, textOptions(io)));
    for (const name of found.missing) io.err(`There is no ${name}.md yet; nexus init makes it.\n`);
    const empty = found.sections.filter(({ filled }) => !filled).length;
    if (empty > 0) io.err(`${plural(empty, 'section')} empty: nexus ${verb} add <section> <text>\n`);
    if (found.sections.some(({ filled, findings }) => filled && findings.length > 0))
      io.err(`To look at: nexus ${verb} review\n`);
  }
  return found.sections.length === 0 ? EXIT.nothing : EXIT.ok;
}

async function show(call: Invocation, { documents }: Scope, words: readonly string[]): Promise<number> {
  const { io, json, nexus } = call;
  const shown = await (await nexus()).section({ documents, section: words.join(' ') });
  if (json) printJson(io, { ...shown });
  else if (shown.text === '') io.err(`${addressText(shown.address)} is empty.\n`);
  else io.out(`${safeText(shown.text, { newlines: true })}\n`);
  return shown.text === '' ? EXIT.nothing : EXIT.ok;
}

async function review(
  { io, args, json, nexus }: Invocation,
  scope: Scope,
  words: readonly string[],
): Promise<number> {
  const { verb, documents } = scope;
  const opened = await nexus();
  const section = args.text('confirm');
  if (section !== undefined) {
    const edit = await opened.confirmSection({ documents, section: [section, ...words].join(' ') });
    if (json) printJson(io, { ...edit });
    else if (edit.changed) {
      io.out(`${safeText(edit.path)}\n`);
      io.err(`Confirmed ${addressText(edit.address)}; it counts from the commit on.\n`);
    } else io.err(`${addressText(edit.address)} was confirmed today.\n`);
    return EXIT.ok;
  }
  const found = await opened.reviewDocuments(documents);
  const due = found.sections.filter(({ findings }) => findings.length > 0).length;
  if (json) printJson(io, { ...found });
  else {
    io.out(reviewText(found, textOptions(io), args.flag('all')));
    for (const name of found.missing) io.err(`There is no ${name}.md yet; nexus init makes it.\n`);
    if (due === 0 && found.sections.length > 0)
      io.err(`Nothing to do: every section was looked at in the last ${found.days} days.\n`);
    if (found.sections.some(({ filled }) => !filled))
      io.err(`To fill:      nexus ${verb} add <section> <text>\n`);
    if (found.sections.some(({ filled, findings }) => filled && findings.length > 0)) {
      io.err(`Still right:  nexus ${verb} review --confirm <section>\n`);
      io.err(`Outdated:     nexus ${verb} set | archive <section>\n`);
    }
  }
  return due > 0 || found.missing.length > 0 ? EXIT.nothing : EXIT.ok;
}

function sectionIn({ verb }: Scope, what: string, words: readonly string[]): string {
  const section = words.join(' ');
  if (section !== '') return section;
  const usage = `usage: nexus ${verb} ${what} <section>`;
  throw new NexusError('usage', 'missing-argument', `nexus ${verb} ${what} needs a section`, usage);
}

/** The first word names the section, the rest is the text; `-` reads it from standard input. */
async function sectionAndText(
  { io }: Invocation,
  { verb }: Scope,
  what: string,
  [section = '', ...words]: readonly string[],
): Promise<[section: string, text: string]> {
  if (section === '' || words.length === 0) {
    throw new NexusError(
      'usage',
      'missing-argument',
      `nexus ${verb} ${what} needs ${section === '' ? 'a section and a text' : 'a text'}`,
      `usage: nexus ${verb} ${what} "<section>" "<text>" (- reads standard input)`,
    );
  }
  return [section, (await bodyFrom(words.join(' '), io)) ?? ''];
}

function report({ io, json }: Invocation, edit: DocumentEdit, did: string): number {
  const { path, address, changed, redacted, archived } = edit;
  if (json) printJson(io, { ...edit });
  else if (changed) {
    io.out(`${safeText(path)}\n${archived === undefined ? '' : `${safeText(archived)}\n`}`);
    io.err(`${did} ${addressText(address)}${redactedText(redacted)}\n`);
  } else io.err('Nothing was changed: the document says so already.\n');
  return EXIT.ok;
}
