import { parseArgs } from 'node:util';
import { NexusError } from '../../core/error.ts';
import { nearest } from '../../core/nearest.ts';
import { COMMON_OPTIONS, type Command, type OptionTable, type Parsed } from './command.ts';

/** Options of a verb, taken apart; a wrong one is a `usage` error that names the nearest right one. */
export function parseCommand(command: Command, argv: readonly string[]): Parsed {
  const table: OptionTable = { ...command.options, ...COMMON_OPTIONS };
  const split = command.passThrough === true ? ownPart(argv, table) : argv.length;
  const own = argv.slice(0, split);
  const foreign = argv.slice(split).filter((word, index) => !(index === 0 && word === '--'));
  const { values, positionals } = parseOwn(command, table, own);
  const all = [...positionals, ...foreign];
  checkCount(command, all);
  return {
    positionals: all,
    has: (name) => values[name] !== undefined,
    flag: (name) => values[name] === true,
    text: (name) => {
      const value = values[name];
      const last = Array.isArray(value) ? value.at(-1) : value;
      return typeof last === 'string' ? last : undefined;
    },
    all: (name) => valuesOf(values[name]),
    list: (name) =>
      valuesOf(values[name])
        .flatMap((item) => item.split(','))
        .map((item) => item.trim())
        .filter((item) => item !== ''),
  };
}

function valuesOf(value: Values[string]): readonly string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parseOwn(
  command: Command,
  table: OptionTable,
  own: readonly string[],
): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, spec]) => [
      name,
      {
        type: spec.type,
        ...(spec.short === undefined ? {} : { short: spec.short }),
        ...(spec.multiple === true ? { multiple: true } : {}),
      },
    ]),
  );
  try {
    return parseArgs({ args: [...own], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') throw unknownOption(command, table, own);
    const text = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    throw new NexusError('usage', 'bad-value', text, `see: nexus ${command.name} --help`);
  }
}

function unknownOption(command: Command, table: OptionTable, own: readonly string[]): NexusError {
  const shorts = Object.values(table).map((spec) => spec.short);
  const given =
    own.find((word) => {
      const name = /^--([^=]+)/.exec(word)?.[1];
      if (name !== undefined) return !Object.hasOwn(table, name);
      return /^-[^-]/.test(word) && !shorts.includes(word[1]);
    }) ?? '';
  const guess = nearest(given.replace(/^--?/, '').replace(/=.*/, ''), Object.keys(table));
  const words = command.positionals.max > 1 ? '; words that begin with "-" go behind --' : '';
  const hint = guess === undefined ? `see: nexus ${command.name} --help${words}` : `did you mean --${guess}?`;
  return new NexusError(
    'usage',
    'unknown-option',
    `nexus ${command.name} has no option ${given.replace(/=.*/, '')}`,
    hint,
  );
}

function checkCount(command: Command, positionals: readonly string[]): void {
  const { min, max } = command.positionals;
  const usage = `usage: nexus ${command.name} ${command.usage}`.trimEnd();
  if (positionals.length < min) {
    const missing =
      command.usage.match(/<[^>]+>/g)?.[positionals.length]?.replace(' | -', '') ?? 'an argument';
    throw new NexusError('usage', 'missing-argument', `nexus ${command.name} needs ${missing}`, usage);
  }
  if (positionals.length > max) {
    const extra = positionals[max] ?? '';
    throw new NexusError('usage', 'bad-value', `nexus ${command.name} does not take "${extra}"`, usage);
  }
}

/** Where our own words end and another program's begin: at `--`, or at the first word that is not ours. */
function ownPart(argv: readonly string[], table: OptionTable): number {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--' || !word.startsWith('-')) return i;
    const name = word.replace(/^--?/, '');
    const spec = table[name] ?? Object.values(table).find((option) => option.short === name);
    if (spec?.type === 'string') i++;
  }
  return argv.length;
}
