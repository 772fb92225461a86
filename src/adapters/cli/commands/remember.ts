import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import { KIND_NAMES } from '../../../core/kinds.ts';
import { describeProblem } from '../../../core/problem.ts';
import type { Draft, Kind } from '../../../core/record.ts';
import { draftFromTemplate, templateFor } from '../../../nexus/templates.ts';
import { plural } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type OptionTable, type Parsed } from '../command.ts';
import type { Io } from '../io.ts';
import { bodyFrom, kindOf, present, printJson } from '../shared.ts';

/** Options that make a draft; `supersede` has them too. */
export const DRAFT_OPTIONS: OptionTable = {
  title: { type: 'string', value: 'text', summary: 'One line that says it' },
  body: { type: 'string', value: 'text', summary: 'Markdown; - reads standard input' },
  tags: { type: 'string', value: 'a,b', multiple: true, summary: 'Tags, separated by commas' },
  language: { type: 'string', value: 'name', summary: 'Programming language' },
  files: {
    type: 'string',
    value: 'path',
    multiple: true,
    summary: 'Files it is about: path, path#L10 or path#L10-L20',
  },
  expires: { type: 'string', value: 'date', summary: 'Not recalled from that day on (2026-12-31)' },
  message: { type: 'string', value: 'text', summary: 'error: the message, with its type in front' },
  context: { type: 'string', value: 'text', summary: 'error: what was being done' },
  resolution: { type: 'string', value: 'text', summary: 'error: what resolved it' },
  category: { type: 'string', value: 'name', summary: 'pattern: code, architecture, testing …' },
  complexity: { type: 'string', value: 'level', summary: 'pattern: low, medium or high' },
  anti: { type: 'boolean', summary: 'pattern: a thing not to do' },
};

export const remember: Command = {
  name: 'remember',
  summary: 'Write a record: a pattern, solution, error, decision, episode or note',
  usage: '<kind> [title…]',
  positionals: { min: 1, max: 1_000 },
  options: DRAFT_OPTIONS,
  examples: [
    {
      line: 'nexus remember error --message "ModuleNotFoundError: No module named \'fastapi\'" --context "Starting FastAPI server" --resolution "pip install fastapi uvicorn"',
      tells: 'an error and what resolved it',
    },
    {
      line: 'nexus remember decision "Files, not a database" --body - --files src/store',
      tells: 'the text from standard input',
    },
    { line: 'nexus remember pattern', tells: 'on a terminal: opens your editor on a template' },
  ],
  notes: [`Kinds: ${KIND_NAMES.join(', ')}. The file is written, not committed: commit it with your work.`],
  async run({ io, args, json, nexus }) {
    const kind = kindOf(args.positionals[0] ?? '');
    const given = await draftFromOptions(kind, args, io, args.positionals.slice(1).join(' '));
    const draft = given.title === '' ? await askForDraft(kind, io) : given;
    if (draft === undefined) {
      io.err('Nothing was written.\n');
      return EXIT.nothing;
    }
    const done = await (await nexus()).remember(draft);
    if (json) printJson(io, { id: done.record.id, path: done.path, redacted: done.redacted });
    else {
      io.out(`${safeText(done.path)}\n`);
      const taken = done.redacted === 0 ? '' : `; ${plural(done.redacted, 'value')} redacted`;
      io.err(`Remembered ${kind} ${shortId(done.record.id)}: ${safeText(done.record.title)}${taken}\n`);
    }
    return EXIT.ok;
  },
};

/** A draft from the options; its title is empty where nothing was given to make one of. */
export async function draftFromOptions(kind: Kind, args: Parsed, io: Io, words: string): Promise<Draft> {
  const message = args.text('message');
  const error = kind === 'error' && message !== undefined ? { message } : undefined;
  const pattern =
    kind === 'pattern'
      ? present({
          category: args.text('category'),
          complexity: complexityIn(args),
          anti: args.flag('anti') ? true : undefined,
        })
      : undefined;
  const sections = [
    ['Context', args.text('context')],
    ['Resolution', args.text('resolution')],
  ].flatMap(([name, text]) => (text === undefined ? [] : [`## ${name}\n\n${text.trim()}`]));
  const body = [await bodyFrom(args.text('body'), io), ...sections]
    .filter((part) => part !== undefined)
    .join('\n\n');
  return {
    kind,
    title: (args.text('title') ?? (words.trim() === '' ? (message?.split('\n')[0] ?? '') : words)).trim(),
    tags: args.list('tags'),
    files: args.list('files'),
    ...present({
      language: args.text('language'),
      expires: args.text('expires'),
      error,
      body: body === '' ? undefined : body,
    }),
    ...(pattern === undefined || Object.keys(pattern).length === 0 ? {} : { pattern }),
  };
}

function complexityIn(args: Parsed): 'low' | 'medium' | 'high' | undefined {
  const text = args.text('complexity');
  if (text === undefined || text === 'low' || text === 'medium' || text === 'high') return text;
  throw new NexusError('usage', 'bad-value', `--complexity is low, medium or high, not "${text}"`);
}

async function askForDraft(kind: Kind, io: Io): Promise<Draft | undefined> {
  if (!io.stdinIsTTY) {
    throw new NexusError(
      'usage',
      'missing-argument',
      `a ${kind} needs a title`,
      `nexus remember ${kind} --title "…" --body -`,
    );
  }
  const text = await io.edit(templateFor(kind), `${kind}.md`);
  if (text !== undefined) {
    const { draft, problems } = draftFromTemplate(text, kind);
    for (const problem of problems) io.err(`nexus: ${safeText(describeProblem(problem))}\n`);
    return draft;
  }
  // No editor is set: two questions make a record too.
  const title = (await io.ask(`Title of the ${kind}: `))?.trim();
  if (title === undefined || title === '') return undefined;
  const body = (await io.ask('Text (one line, empty for none): '))?.trim();
  return { kind, title, ...(body === undefined || body === '' ? {} : { body }) };
}
