import { describe, expect, test } from 'vitest';
import type { Command } from '../../../src/adapters/cli/command.ts';
import { parseCommand } from '../../../src/adapters/cli/parse.ts';

const COMMAND: Command = {
  name: 'demo',
  summary: 'Show how options are read',
  usage: '<id> [words…]',
  positionals: { min: 1, max: 2 },
  options: {
    limit: { type: 'string', short: 'n', value: 'count', summary: 'At most so many' },
    tag: { type: 'string', multiple: true, summary: 'Only these' },
    all: { type: 'boolean', summary: 'Everything' },
  },
  examples: [],
  run: async () => 0,
};
const parse = (...argv: string[]) => parseCommand(COMMAND, argv);
const PASSING: Command = {
  ...COMMAND,
  usage: '-- <command>',
  passThrough: true,
  positionals: { min: 1, max: 99 },
};

describe('options', () => {
  test('stand before and behind the words; the last value counts; lists split at commas', () => {
    const args = parse('-n', '3', 'one', '--all', '--tag', 'a, b,', '--limit=5', '--tag', 'c', 'two');
    expect(args.positionals).toEqual(['one', 'two']);
    expect(args.text('limit')).toBe('5');
    expect(args.list('tag')).toEqual(['a', 'b', 'c']);
    expect(args.all('tag')).toEqual(['a, b,', 'c']);
    expect([args.flag('all'), args.flag('json'), args.has('limit'), args.has('debug')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('behind -- everything is a word', () => {
    expect(parse('--', '--all', '-5').positionals).toEqual(['--all', '-5']);
  });

  test.each([
    [['x', '--limt', '3'], 'unknown-option', 'did you mean --limit?'],
    [['x', '--zzzzzz'], 'unknown-option', 'see: nexus demo --help; words that begin with "-" go behind --'],
    [['x', '-q'], 'unknown-option', 'see: nexus demo --help; words that begin with "-" go behind --'],
    [['x', '--limit'], 'bad-value', 'see: nexus demo --help'],
    [['x', '--all=yes'], 'bad-value', 'see: nexus demo --help'],
    [[], 'missing-argument', 'usage: nexus demo <id> [words…]'],
    [['a', 'b', 'c'], 'bad-value', 'usage: nexus demo <id> [words…]'],
  ])('%j is a usage error that says what to do', (argv, code, hint) => {
    expect(() => parse(...argv)).toThrow(expect.objectContaining({ kind: 'usage', code, hint }));
  });

  test('what is missing is named', () => {
    expect(() => parse()).toThrow('nexus demo needs <id>');
  });
});

describe("another program's words", () => {
  test.each([
    [
      ['--', 'ls', '--all', '--help'],
      ['ls', '--all', '--help'],
    ],
    [
      ['ls', '--all'],
      ['ls', '--all'],
    ],
    [
      ['-n', '3', 'ls', '-n', '4'],
      ['ls', '-n', '4'],
    ],
    [
      ['--', 'sh', '--', 'x'],
      ['sh', '--', 'x'],
    ],
  ])('%j runs %j', (argv, positionals) => {
    const args = parseCommand(PASSING, argv);
    expect(args.positionals).toEqual(positionals);
    expect(args.flag('all')).toBe(false);
  });
});
