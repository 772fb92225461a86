import { NexusError } from '../../../core/error.ts';
import { plural } from '../../../present/layout.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { listText } from '../../../present/record-text.ts';
import { type Command, EXIT } from '../command.ts';
import {
  countIn,
  FILTER_OPTIONS,
  kindsIn,
  packIn,
  present,
  printJson,
  sinceIn,
  textOptions,
} from '../shared.ts';

export const list: Command = {
  name: 'list',
  summary: 'List records, newest first',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    ...FILTER_OPTIONS,
    pack: {
      type: 'string',
      value: 'name',
      summary: 'The records of a knowledge pack instead: see nexus seed',
    },
    source: {
      type: 'string',
      value: 'name',
      summary: 'The records of another repository instead: see nexus source',
    },
    all: { type: 'boolean', summary: 'Retired, superseded, expired and forgotten ones too' },
  },
  examples: [
    { line: 'nexus list --kind error --since 30d', tells: 'errors of the last 30 days' },
    { line: 'nexus list --all --json', tells: 'everything, for a script' },
  ],
  async run({ io, args, json, nexus }) {
    const pack = packIn(args, 'pack');
    const apart = ['pack', 'source', 'at'].filter((name) => args.has(name));
    if (apart.length > 1)
      throw new NexusError('usage', 'bad-value', `--${apart[0]} and --${apart[1]} do not go together`);
    const listing = await (await nexus()).list({
      kinds: kindsIn(args),
      tags: args.list('tag'),
      all: args.flag('all'),
      limit: countIn(args, 'limit', 50, 1_000_000),
      withUses: !args.has('at'),
      ...present({
        language: args.text('language'),
        file: args.text('file'),
        since: sinceIn(args, io),
        at: args.text('at'),
        pack,
        source: args.text('source'),
      }),
    });
    const { records, total, problems, uses } = listing;
    if (json) {
      const rows = records.map(({ record, path }) => ({
        ...record,
        path,
        ...present({ usefulness: uses?.get(record.id) }),
      }));
      printJson(io, { total, records: rows, problems });
    } else {
      io.out(listText(records, textOptions(io), uses));
      if (records.length === 0) io.err('No record fits. See also: nexus list --all\n');
      else if (total > records.length)
        io.err(`${records.length} of ${plural(total, 'record')} shown; more: --limit\n`);
      io.err(problemLines(problems));
    }
    return records.length === 0 ? EXIT.nothing : EXIT.ok;
  },
};
