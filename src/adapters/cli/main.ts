import { isNexusError, NexusError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import type { Audience } from '../../core/trust.ts';
import type { Nexus } from '../../nexus.ts';
import { safeJson } from '../../present/safe-json.ts';
import { safeText } from '../../present/safe-text.ts';
import { EXIT } from './command.ts';
import { commandHelp, overviewHelp } from './help.ts';
import type { Io } from './io.ts';
import { parseCommand } from './parse.ts';
import { VERBS } from './verbs.ts';

export interface Program {
  readonly version: string;
  /** Opens the repository around `cwd`. @param audience where it is no person that is answered */
  open(io: Io, audience?: Audience): Promise<Nexus>;
}

/** Runs one command line and returns the exit code. The one place where errors become words. */
export async function main(argv: readonly string[], io: Io, program: Program): Promise<number> {
  // Everything behind `nexus run` may belong to another program.
  const own = argv[0] === 'run' ? argv.slice(0, Math.max(1, argv.indexOf('--'))) : argv;
  const asked = { json: own.includes('--json') };
  try {
    return await dispatch(argv, io, program, asked);
  } catch (cause) {
    return report(cause, io, { json: asked.json, debug: own.includes('--debug') });
  }
}

async function dispatch(
  argv: readonly string[],
  io: Io,
  program: Program,
  asked: { json: boolean },
): Promise<number> {
  const [name, ...rest] = argv;
  if (
    name === undefined ||
    name === '--help' ||
    name === '-h' ||
    (name === 'help' && (rest[0] === undefined || rest[0].startsWith('-')))
  ) {
    io.out(overview(io));
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  if (name === '--version' || name === '-V') {
    io.out(`${program.version}\n`);
    return EXIT.ok;
  }
  const verb = name === 'help' ? (rest[0] ?? '') : name;
  if (!Object.hasOwn(VERBS, verb)) throw unknownVerb(verb);
  const command = await VERBS[verb]?.load();
  if (command === undefined) throw unknownVerb(verb);
  const help = name === 'help' || wantsHelp(rest, command.passThrough === true);
  if (help) {
    io.out(commandHelp(command, io.columns));
    return EXIT.ok;
  }
  let opened: Promise<Nexus> | undefined;
  const args = parseCommand(command, rest);
  // Known better now than from the bare words.
  asked.json = args.flag('json');
  return command.run({
    io,
    args,
    json: asked.json,
    nexus: (audience) => {
      opened ??= program.open(io, audience);
      return opened;
    },
  });
}

function wantsHelp(argv: readonly string[], passThrough: boolean): boolean {
  const end = passThrough
    ? argv.findIndex((word) => word === '--' || !word.startsWith('-'))
    : argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  return own.includes('--help') || own.includes('-h');
}

function unknownVerb(name: string): NexusError {
  if (name.startsWith('-')) {
    const hint = `options stand behind the verb: nexus <verb> ${name}`;
    return new NexusError('usage', 'unknown-verb', `nexus needs a verb before "${name}"`, hint);
  }
  const guess = nearest(name, Object.keys(VERBS));
  const hint = guess === undefined ? 'see: nexus --help' : `did you mean: nexus ${guess}? see: nexus --help`;
  return new NexusError('usage', 'unknown-verb', `nexus has no verb "${name}"`, hint);
}

function overview({ columns }: Io): string {
  const titles = [...new Set(Object.values(VERBS).map((verb) => verb.group))];
  return overviewHelp(
    titles.map((title) => ({
      title,
      verbs: Object.entries(VERBS)
        .filter(([, verb]) => verb.group === title)
        .map(([name, { summary }]) => ({ name, summary })),
    })),
    columns,
  );
}

/** Says what went wrong, in one way for all verbs, and picks the exit code. */
export function report(
  cause: unknown,
  io: Io,
  options: { readonly json: boolean; readonly debug: boolean },
): number {
  const error = isNexusError(cause) ? cause : unexpected(cause);
  const exit = error.kind === 'usage' ? EXIT.usage : error.kind === 'not-found' ? EXIT.nothing : EXIT.broken;
  if (options.json) {
    const { code, message, hint } = error;
    io.out(`${safeJson({ schema: 1, error: { code, message, ...(hint === undefined ? {} : { hint }) } })}\n`);
  } else {
    io.err(`nexus: ${safeText(error.message, { newlines: true })}\n`);
    if (error.hint !== undefined && error.hint !== '')
      io.err(`       ${safeText(error.hint, { newlines: true }).replaceAll('\n', '\n       ')}\n`);
  }
  if (options.debug && error.stack !== undefined) io.err(`${safeText(error.stack, { newlines: true })}\n`);
  return exit;
}

function unexpected(cause: unknown): NexusError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const hint = 'this is a fault in Nexus; --debug shows where';
  return new NexusError('internal', 'internal', `unexpected: ${text}`, hint, cause);
}
