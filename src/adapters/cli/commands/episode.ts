import { FAILURE_GROUPS, type Replay } from '../../../core/episode.ts';
import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import type { EpisodeEnded } from '../../../nexus.ts';
import {
  episodesText,
  failuresText,
  outcomeText,
  replayHead,
  replayLines,
  similarText,
} from '../../../present/episode-text.ts';
import { plural } from '../../../present/layout.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { recordText } from '../../../present/record-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { bodyFrom, countIn, printJson, redactedText, sinceIn, textOptions } from '../shared.ts';
import { runSubVerb, type SubVerbs, wordsBehind } from '../sub-verbs.ts';

/** The verbs, and the options that each of them takes. */
const VERBS: SubVerbs = {
  start: { options: ['context'], run: start },
  event: { options: ['id', 'role', 'data'], run: event },
  end: { options: ['id', 'success', 'failed', 'metric', 'accomplished', 'next'], run: end },
  list: { options: ['limit'], run: list },
  show: { options: [], run: show },
  replay: { options: ['speed', 'no-wait'], run: replay },
  similar: { options: ['limit', 'success-only'], run: similar },
  failures: { options: ['since', 'by', 'limit'], run: failures },
};

export const episode: Command = {
  name: 'episode',
  summary: 'Keep what happens step by step; replay it; learn from what was like it, and from what failed',
  usage: '<start | event | end | list | show | replay | similar | failures> [task… | type | id]',
  positionals: { min: 0, max: 10_000 },
  options: {
    context: { type: 'string', value: 'k=v', multiple: true, summary: 'start: under which circumstances' },
    id: { type: 'string', value: 'id', summary: 'event, end: which one; the newest that is open here' },
    role: { type: 'string', value: 'name', summary: 'event: who did it' },
    data: {
      type: 'string',
      value: 'k=v',
      multiple: true,
      summary: 'event: what is to be known; also as JSON {…}, - reads it from standard input',
    },
    success: { type: 'boolean', summary: 'end: it succeeded' },
    failed: { type: 'boolean', summary: 'end: it failed' },
    metric: { type: 'string', value: 'k=v', multiple: true, summary: 'end: what was measured' },
    accomplished: { type: 'string', value: 'text', multiple: true, summary: 'end: what was done' },
    next: { type: 'string', value: 'text', multiple: true, summary: 'end: what comes next' },
    speed: { type: 'string', value: '10x', summary: 'replay: with its pauses, so many times faster' },
    'no-wait': { type: 'boolean', summary: 'replay: without pauses, as without --speed' },
    'success-only': { type: 'boolean', summary: 'similar: only what succeeded' },
    by: { type: 'string', value: 'what', summary: `failures: by ${FAILURE_GROUPS.join(', ')}` },
    since: { type: 'string', value: 'when', summary: 'failures: not older than a date or an age (30d)' },
    limit: {
      type: 'string',
      short: 'n',
      value: 'count',
      summary: 'list, similar, failures: at most so many',
    },
  },
  examples: [
    { line: 'nexus episode start "REST API for orders" --context priority=high', tells: 'prints its id' },
    {
      line: 'nexus episode event verification --role qa_sentinel --data passed=true --data score=0.9',
      tells: 'keeps a step of the newest open episode',
    },
    {
      line: 'nexus episode end --success --metric duration=41',
      tells: 'writes the record for your next commit',
    },
    { line: 'nexus episode similar "implement a REST API" --success-only', tells: 'what went well before' },
    { line: 'nexus episode failures --by approach', tells: 'what went wrong, and what resolved it' },
  ],
  notes: [
    'Several episodes may be open at once. Until it ends, an episode is on this machine alone. Without --success',
    'or --failed its outcome is not known. Without a verb: list.',
  ],
  run: (call) => runSubVerb(call, episode, VERBS, 'list'),
};

/** The one word that a verb takes; throws where there is none, or more. */
function wordOf(call: Invocation, what: string): string {
  const [verb = '', word, more] = call.args.positionals;
  if (word === undefined || more !== undefined)
    throw new NexusError(
      'usage',
      word === undefined ? 'missing-argument' : 'bad-value',
      word === undefined
        ? `nexus episode ${verb} needs ${what}`
        : `nexus episode ${verb} does not take "${more}"`,
      'see: nexus episode --help',
    );
  return word;
}

function noWords(call: Invocation): void {
  const words = wordsBehind(call);
  if (words !== '')
    throw new NexusError(
      'usage',
      'bad-value',
      `nexus episode ${call.args.positionals[0] ?? 'list'} does not take "${words}"`,
      'see: nexus episode --help',
    );
}

/** `key=value` options; a later one of a name wins. */
function pairsIn(given: readonly string[], option: string): Record<string, unknown> {
  const pairs = given.map((text): [string, unknown] => {
    const at = text.indexOf('=');
    if (at > 0) return [text.slice(0, at).trim(), plainOf(text.slice(at + 1))];
    throw new NexusError('usage', 'bad-value', `--${option} takes key=value, not "${text}"`);
  });
  return Object.fromEntries(pairs);
}

/** Numbers, true, false and null are what they look like; all else is text. */
function plainOf(text: string): unknown {
  return /^(?:true|false|null|-?\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,2})?)$/i.test(text) &&
    !/^-?0\d/.test(text)
    ? JSON.parse(text.toLowerCase())
    : text;
}

async function start(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  const task = (await bodyFrom(wordsBehind(call), io)) ?? '';
  const opened = await call.nexus();
  const { id, closed } = await opened.startEpisode({
    task,
    context: pairsIn(args.all('context'), 'context'),
  });
  if (json) {
    printJson(io, { id, closed });
    return EXIT.ok;
  }
  for (const { path, episode: left } of closed)
    io.err(
      `Episode ${shortId(left.id)} was left open for more than 14 days; it is closed now: ${safeText(path)}\n`,
    );
  io.out(`${id}\n`);
  return EXIT.ok;
}

async function event(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  const type = wordOf(call, 'a type, as in: code_generation');
  const data = await dataFrom(call);
  const [id, role] = [args.text('id'), args.text('role')];
  const opened = await call.nexus();
  const of = await opened.recordEvent({
    type,
    ...(id === undefined ? {} : { episode: id }),
    ...(role === undefined ? {} : { role }),
    ...(data === undefined ? {} : { data }),
  });
  if (json) printJson(io, { episode: of });
  else io.err(`Told to episode ${shortId(of)}.\n`);
  return EXIT.ok;
}

async function dataFrom({ io, args }: Invocation): Promise<Record<string, unknown> | undefined> {
  const given = args.all('data');
  if (given.length === 0) return undefined;
  const texts = await Promise.all(given.map(async (text) => (await bodyFrom(text, io)) ?? ''));
  const whole = texts.filter((text) => text.trim().startsWith('{'));
  const pairs = pairsIn(
    texts.filter((text) => !whole.includes(text)),
    'data',
  );
  return Object.assign({}, ...whole.map(objectIn), pairs);
}

function objectIn(text: string): object {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : '';
    throw new NexusError(
      'usage',
      'bad-value',
      `--data is not JSON: ${why}`,
      'as in \'{"passed": true}\'',
      cause,
    );
  }
}

async function end(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  noWords(call);
  if (args.flag('success') && args.flag('failed'))
    throw new NexusError('usage', 'bad-value', 'it succeeded or it failed; --success and --failed say both');
  const id = args.text('id');
  const opened = await call.nexus();
  const ended: EpisodeEnded = await opened.endEpisode({
    ...(id === undefined ? {} : { episode: id }),
    ...(args.flag('success') || args.flag('failed') ? { success: args.flag('success') } : {}),
    metrics: pairsIn(args.all('metric'), 'metric'),
    accomplished: args.all('accomplished'),
    next: args.all('next'),
  });
  const stuck = await opened.notCarried();
  if (json) {
    printJson(io, { ...ended, ...(stuck === undefined ? {} : { notCarried: stuck }) });
    return EXIT.ok;
  }
  io.out(`${safeText(ended.path)}\n`);
  const what = `Episode ${shortId(ended.episode.id)} ended${redactedText(ended.redacted)}`;
  if (stuck === undefined) io.err(`${what}; your next commit carries it.\n`);
  else io.err(`${what}. Commit it yourself: ${safeText(stuck.why)}\n`);
  return EXIT.ok;
}

async function list(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  noWords(call);
  const opened = await call.nexus();
  const episodes = await opened.listEpisodes(countIn(args, 'limit', 20));
  const problems = await opened.episodeProblems();
  if (json) printJson(io, { episodes, problems });
  else if (episodes.length === 0 && problems.length === 0)
    io.err('There is no episode yet. Start one: nexus episode start "…"\n');
  else io.out(episodesText(episodes, textOptions(io)));
  if (!json) io.err(problemLines(problems));
  return episodes.length === 0 ? EXIT.nothing : EXIT.ok;
}

async function show(call: Invocation): Promise<number> {
  const { io, json } = call;
  const stored = await (await call.nexus()).show(wordOf(call, 'the id of an episode that has ended'));
  if (json) printJson(io, { ...stored });
  else io.out(recordText(stored, textOptions(io)));
  return EXIT.ok;
}

/** A pause is never longer, whatever the speed. */
const MAX_PAUSE_MS = 5_000;

async function replay(call: Invocation): Promise<number> {
  const { io, json } = call;
  const speed = speedIn(call);
  const played = await (await call.nexus()).replay(wordOf(call, 'the id of an episode'));
  if (json) {
    printJson(io, { ...played });
    return EXIT.ok;
  }
  const options = textOptions(io);
  io.out(`${replayHead(played, options)}\n`);
  const lines = replayLines(played, options);
  for (const [at, line] of lines.entries()) {
    const pause = speed === undefined || !io.stdoutIsTTY ? 0 : pauseBefore(played, at) / speed;
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(pause, MAX_PAUSE_MS)));
    io.out(`${line}\n`);
  }
  if (lines.length === 0) io.err('This episode tells of no steps.\n');
  else io.out(`\n${outcomeText(played.outcome, options.style)}\n`);
  return EXIT.ok;
}

function speedIn({ args }: Invocation): number | undefined {
  const text = args.text('speed');
  if (text === undefined || args.flag('no-wait')) return undefined;
  const factor = Number(/^(\d{1,6}(?:\.\d{1,3})?)x?$/.exec(text)?.[1] ?? Number.NaN);
  if (factor > 0) return factor;
  throw new NexusError('usage', 'bad-value', `--speed takes a factor such as 10x, not "${text}"`);
}

/** Milliseconds from the last step with a time to this one. */
function pauseBefore({ events }: Replay, at: number): number {
  const before = events.slice(0, at).findLast((step) => step.offset_s !== undefined)?.offset_s ?? 0;
  const now = events[at]?.offset_s ?? before;
  return Math.max(0, now - before) * 1000;
}

async function similar(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  const opened = await call.nexus();
  const episodes = await opened.recallSimilarEpisodes({
    description: wordsBehind(call),
    n: countIn(args, 'limit', 3),
    successOnly: args.flag('success-only'),
  });
  const problems = await opened.episodeProblems();
  if (json) printJson(io, { episodes, problems });
  else if (episodes.length === 0) io.err('No past episode is like this.\n');
  else io.out(similarText(episodes, textOptions(io)));
  if (!json) io.err(problemLines(problems));
  return episodes.length === 0 ? EXIT.nothing : EXIT.ok;
}

async function failures(call: Invocation): Promise<number> {
  const { io, args, json } = call;
  noWords(call);
  const given = args.text('by') ?? 'signature';
  const by = FAILURE_GROUPS.find((name) => name === given.toLowerCase());
  if (by === undefined)
    throw new NexusError('usage', 'bad-value', `--by does not know "${given}"`, FAILURE_GROUPS.join(', '));
  const since = sinceIn(args, io);
  const opened = await call.nexus();
  const report = await opened.analyzeFailures({
    by,
    limit: countIn(args, 'limit', 10),
    ...(since === undefined ? {} : { since }),
  });
  const problems = await opened.episodeProblems();
  if (json) printJson(io, { ...report, problems });
  else if (report.groups.length === 0)
    io.err(`Nothing failed in ${plural(report.episodes, 'past episode')}.\n`);
  else io.out(failuresText(report, textOptions(io)));
  if (!json) io.err(problemLines(problems));
  return report.groups.length === 0 ? EXIT.nothing : EXIT.ok;
}
