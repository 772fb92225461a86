import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import type { EntryKind, SessionEnd, SessionOverview } from '../../../core/session.ts';
import type { Entry } from '../../../nexus/session.ts';
import type { Nexus } from '../../../nexus.ts';
import { safeText } from '../../../present/safe-text.ts';
import { overviewText, sessionText, startQuestion } from '../../../present/session-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import type { Io } from '../io.ts';
import { bodyFrom, countIn, folded, printJson, redactedText, textOptions } from '../shared.ts';
import { runSubVerb, type SubVerbs, wordsBehind } from '../sub-verbs.ts';

/** What is told while working, by verb. */
const ENTRIES: Readonly<Record<string, EntryKind>> = {
  note: 'note',
  decide: 'decision',
  prefer: 'preference',
  pattern: 'pattern',
  block: 'blocker',
};

const RECORD = ['body', 'files', 'tags', 'language'] as const;

/** The verbs, and the options that each of them takes. */
const VERBS: SubVerbs = {
  start: { options: [], run: start },
  note: { options: [], run: tell },
  decide: { options: [...RECORD, 'why'], run: tell },
  prefer: { options: [], run: tell },
  pattern: { options: [...RECORD, 'category', 'anti'], run: tell },
  block: { options: ['resolved'], run: tell },
  end: { options: ['accomplished', 'next'], run: end },
  status: { options: [], run: status },
  log: { options: ['limit'], run: log },
};

export const session: Command = {
  name: 'session',
  summary: 'Start where the last session ended; tell while working; end it',
  usage: '<start | note | decide | prefer | pattern | block | end | status | log> [text… | -]',
  positionals: { min: 0, max: 10_000 },
  options: {
    accomplished: {
      type: 'string',
      value: 'text',
      multiple: true,
      summary: 'end: what was done; without it your commits say so',
    },
    next: { type: 'string', value: 'text', multiple: true, summary: 'end: what comes next' },
    why: { type: 'string', value: 'text', summary: 'decide: the reasons' },
    body: { type: 'string', value: 'text', summary: 'decide, pattern: markdown; - reads standard input' },
    files: { type: 'string', value: 'path', multiple: true, summary: 'decide, pattern: files it is about' },
    tags: { type: 'string', value: 'a,b', multiple: true, summary: 'decide, pattern: tags' },
    language: { type: 'string', value: 'name', summary: 'decide, pattern: programming language' },
    category: { type: 'string', value: 'name', summary: 'pattern: code, performance, testing …' },
    anti: { type: 'boolean', summary: 'pattern: a thing not to do' },
    resolved: { type: 'boolean', summary: 'block: this blocker is gone' },
    limit: { type: 'string', short: 'n', value: 'count', summary: 'log: at most so many' },
  },
  examples: [
    {
      line: 'nexus session start',
      tells: 'what was done last, what comes next, what blocks, what still fails',
    },
    {
      line: 'nexus session decide "Read the file in chunks" --why "It does not fit into memory."',
      tells: 'writes the decision; your next commit carries it',
    },
    {
      line: 'nexus session prefer "Error handling: likes clear exceptions"',
      tells: 'a preference of the team',
    },
    {
      line: 'nexus session end --next "validate the rows"',
      tells: 'writes the episode; the next start shows it',
    },
  ],
  notes: [
    'All but start and end work without an open session, too. Each worktree has a session of its own. What is',
    'told is on this machine until your next commit carries it. Without a verb: status.',
  ],
  run: (call) => runSubVerb(call, session, VERBS, 'status'),
};

async function start(call: Invocation): Promise<number> {
  const { io, json } = call;
  const focus = wordsBehind(call);
  const opened = await call.nexus();
  if (!json && focus === '' && io.stdinIsTTY && io.stdoutIsTTY) return startAsking(io, opened);
  const started = await opened.sessionStart(focus === '' ? {} : { focus });
  if (json) {
    printJson(io, { ...started });
    return EXIT.ok;
  }
  io.err(folded(io, closedText(started.closed)));
  io.err(`Session ${shortId(started.session.id)} started.\n`);
  showOverview(io, started.overview);
  return EXIT.ok;
}

/** The session begins with the answer: who leaves at the question has begun none. */
async function startAsking(io: Io, opened: Nexus): Promise<number> {
  io.err(folded(io, closedText(await opened.closeLeftSession())));
  const overview = await opened.sessionOverview();
  showOverview(io, overview);
  const answer = (await io.ask(`\n${startQuestion(overview)}`))?.trim() ?? '';
  const focus = answer === '' ? overview.focus : answer;
  const { session } = await opened.sessionStart(focus === undefined ? {} : { focus });
  const name = `Session ${shortId(session.id)} started`;
  io.err(folded(io, session.focus === undefined ? `${name}.\n` : `${name}: ${safeText(session.focus)}\n`));
  return EXIT.ok;
}

function showOverview(io: Io, overview: SessionOverview): void {
  const text = overviewText(overview, textOptions(io));
  if (text === '') io.err('Nothing is known of earlier work yet.\n');
  else io.out(text);
}

function closedText(closed: SessionEnd | undefined): string {
  if (closed === undefined) return '';
  const what = `Session ${shortId(closed.session.id)} was left open; it is closed now`;
  return closed.path === undefined
    ? `${what}. There was nothing to tell of it.\n`
    : `${what}: ${safeText(closed.path)}\n`;
}

async function tell(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  const verb = args.positionals[0] ?? '';
  const kind = ENTRIES[verb] ?? 'note';
  const words = wordsBehind(call);
  const text = (await bodyFrom(words, io)) ?? '';
  if (text.trim() === '')
    throw new NexusError(
      'usage',
      'missing-argument',
      `nexus session ${verb} needs a text`,
      `usage: nexus session ${verb} <text… | ->`,
    );
  const opened = await call.nexus();
  const added = await opened.sessionAdd({ kind, text, ...(await factsOf(call, words === '-')) });
  const stuck = await opened.notCarried();
  if (json) {
    printJson(io, { ...added, ...(stuck === undefined ? {} : { notCarried: stuck }) });
    return EXIT.ok;
  }
  if (added.path !== undefined) io.out(`${safeText(added.path)}\n`);
  const what = `Told ${shortId(added.id)}${redactedText(added.redacted)}`;
  // A document that people edit, too, is for them to commit.
  if (kind === 'preference') io.err(`${what}; commit the document with your work.\n`);
  else if (stuck === undefined) io.err(`${what}; your next commit carries it.\n`);
  else io.err(`${what}. No commit will carry it: ${safeText(stuck.why)}\n       ${safeText(stuck.hint)}\n`);
  return EXIT.ok;
}

async function factsOf({ io, args }: Invocation, stdinTaken: boolean): Promise<Partial<Entry>> {
  const given = args.text('body');
  if (given === '-' && stdinTaken)
    throw new NexusError('usage', 'bad-value', 'standard input can be the text or the body, not both');
  const why = args.text('why');
  const body = [
    ...(why === undefined ? [] : [`## Context\n\n${why.trim()}`]),
    (await bodyFrom(given, io)) ?? '',
  ].filter((part) => part !== '');
  const category = args.text('category');
  const language = args.text('language');
  const pattern = {
    ...(category === undefined ? {} : { category }),
    ...(args.flag('anti') ? { anti: true } : {}),
  };
  return {
    ...(body.length === 0 ? {} : { body: body.join('\n\n') }),
    ...(args.has('files') ? { files: args.list('files') } : {}),
    ...(args.has('tags') ? { tags: args.list('tags') } : {}),
    ...(language === undefined ? {} : { language }),
    ...(Object.keys(pattern).length === 0 ? {} : { pattern }),
    ...(args.flag('resolved') ? { resolved: true } : {}),
  };
}

async function end(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  noWords(call);
  const opened = await call.nexus();
  const ended: SessionEnd = await opened.sessionEnd({
    ...(args.has('accomplished') ? { accomplished: args.all('accomplished') } : {}),
    ...(args.has('next') ? { next: args.all('next') } : {}),
  });
  if (json) {
    printJson(io, { ...ended });
    return EXIT.ok;
  }
  const name = shortId(ended.session.id);
  if (ended.path === undefined) {
    const none = 'Nothing was told and nothing committed, so there is no episode.';
    io.err(folded(io, `Session ${name} ended. ${none}\n`));
    return EXIT.ok;
  }
  io.out(`${safeText(ended.path)}\n`);
  const stuck = await opened.notCarried();
  if (stuck === undefined) io.err(`Session ${name} ended; your next commit carries its episode.\n`);
  else io.err(`Session ${name} ended. Commit its episode yourself: ${safeText(stuck.why)}\n`);
  return EXIT.ok;
}

function noWords(call: Invocation): void {
  const words = wordsBehind(call);
  if (words === '') return;
  throw new NexusError(
    'usage',
    'bad-value',
    `nexus session ${call.args.positionals[0] ?? ''} does not take "${words}"`,
    'see: nexus session --help',
  );
}

async function status(call: Invocation): Promise<number> {
  const { io, json } = call;
  noWords(call);
  const open = await (await call.nexus()).sessionStatus();
  if (json) printJson(io, open === undefined ? { open: false } : { open: true, session: open });
  else if (open === undefined) io.err('No session is open here. Start one: nexus session start\n');
  else io.out(sessionText(open, textOptions(io)));
  return open === undefined ? EXIT.nothing : EXIT.ok;
}

async function log(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  noWords(call);
  const sessions = await (await call.nexus()).sessionLog(countIn(args, 'limit', 10));
  if (json) printJson(io, { sessions });
  else {
    const options = textOptions(io);
    io.out(sessions.map((each) => sessionText(each, options)).join('\n'));
    if (sessions.length === 0) io.err('No session has ended yet.\n');
  }
  return sessions.length === 0 ? EXIT.nothing : EXIT.ok;
}
