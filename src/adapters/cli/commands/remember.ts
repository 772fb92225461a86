import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import { KIND_NAMES, KINDS } from '../../../core/kinds.ts';
import { problemsInWords } from '../../../core/problem.ts';
import type { Draft, Kind } from '../../../core/record.ts';
import type { Remembered } from '../../../nexus/remember.ts';
import { draftFromTemplate, templateFor } from '../../../nexus/templates.ts';
import type { Nexus } from '../../../nexus.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type OptionTable, type Parsed } from '../command.ts';
import { editedUntilSound } from '../editing.ts';
import type { Io } from '../io.ts';
import { bodyFrom, kindOf, present, printJson, redactedText } from '../shared.ts';

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
    const opened = await nexus();
    const bare = args.positionals.length === 1 && Object.keys(DRAFT_OPTIONS).every((name) => !args.has(name));
    const done =
      given.title === ''
        ? await askAndRemember(kind, io, opened, bare && !json)
        : await opened.remember(given);
    if (done === undefined) {
      io.err('Nothing was written.\n');
      return EXIT.nothing;
    }
    if (json) printJson(io, { id: done.record.id, path: done.path, redacted: done.redacted });
    else {
      io.out(`${safeText(done.path)}\n`);
      io.err(
        `Remembered ${kind} ${shortId(done.record.id)}: ${safeText(done.record.title)}${redactedText(done.redacted)}\n`,
      );
    }
    return EXIT.ok;
  },
};

/** A draft from the options; its title is empty where nothing was given to make one of. */
export async function draftFromOptions(kind: Kind, args: Parsed, io: Io, words: string): Promise<Draft> {
  refuseForeign(kind, args);
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

/** What belongs to another kind would be lost without a word. */
function refuseForeign(kind: Kind, args: Parsed): void {
  const sections = KINDS[kind].sections;
  const foreign = [
    ['message', kind === 'error'],
    ['context', sections.includes('Context')],
    ['resolution', sections.includes('Resolution')],
    ...(['category', 'complexity', 'anti'] as const).map((name) => [name, kind === 'pattern'] as const),
  ] as const;
  const wrong = foreign.find(([name, fits]) => !fits && args.has(name));
  if (wrong === undefined) return;
  throw new NexusError(
    'usage',
    'bad-value',
    `--${wrong[0]} does not fit the kind ${kind}`,
    'write it into --body',
  );
}

function complexityIn(args: Parsed): 'low' | 'medium' | 'high' | undefined {
  const text = args.text('complexity');
  if (text === undefined || text === 'low' || text === 'medium' || text === 'high') return text;
  throw new NexusError('usage', 'bad-value', `--complexity is low, medium or high, not "${text}"`);
}

async function askAndRemember(
  kind: Kind,
  io: Io,
  nexus: Nexus,
  mayAsk: boolean,
): Promise<Remembered | undefined> {
  if (!io.stdinIsTTY || !mayAsk) {
    throw new NexusError(
      'usage',
      'missing-argument',
      `the ${kind} needs a title`,
      kind === 'error'
        ? 'nexus remember error --message "…" --resolution "…"'
        : `nexus remember ${kind} "…" --body -`,
    );
  }
  const template = templateFor(kind);
  return editedUntilSound(io, template, `${kind}.md`, async (left) => {
    if (left === undefined) return askForLines(kind, io, nexus);
    // Left as it was, or emptied: the person thought better of it.
    if (left.text === template || left.text.trim() === '') return undefined;
    const { draft, problems } = draftFromTemplate(left.text, kind);
    if (draft === undefined || problems.length > 0) {
      const { message, hint } = problemsInWords(problems);
      throw new NexusError('usage', 'invalid-record', message, hint);
    }
    return nexus.remember(draft);
  });
}

/** No editor is set: two questions make a record too. */
async function askForLines(kind: Kind, io: Io, nexus: Nexus): Promise<Remembered | undefined> {
  const title = (await io.ask(kind === 'error' ? 'Error message: ' : `Title of the ${kind}: `))?.trim();
  if (title === undefined || title === '') return undefined;
  const text = (await io.ask(kind === 'error' ? 'What resolved it: ' : 'Text (one line): '))?.trim();
  if (text === undefined) return undefined;
  const body = kind === 'error' && text !== '' ? `## Resolution\n\n${text}` : text;
  return nexus.remember({ kind, title, ...(body === '' ? {} : { body }) });
}
