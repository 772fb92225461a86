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
    all: { type: 'boolean', summary: 'Retired, superseded, expired and forgotten ones too' },
  },
  examples: [
    { line: 'nexus list --kind error --since 30d', tells: 'errors of the last 30 days' },
    { line: 'nexus list --all --json', tells: 'everything, for a script' },
  ],
  async run({ io, args, json, nexus }) {
    const pack = packIn(args, 'pack');
    if (pack !== undefined && args.has('at'))
      throw new NexusError('usage', 'bad-value', '--pack and --at do not go together');
    const opened = await nexus();
    const listing = await opened.list({
      kinds: kindsIn(args),
      tags: args.list('tag'),
      all: args.flag('all'),
      limit: countIn(args, 'limit', 50, 1_000_000),
      ...present({
        language: args.text('language'),
        file: args.text('file'),
        since: sinceIn(args, io),
        at: args.text('at'),
        pack,
      }),
    });
    const { records, total, problems } = listing;
    const ids = args.has('at') ? [] : records.map(({ record }) => record.id);
    const uses = ids.length === 0 ? undefined : await opened.usesOfAll(ids);
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
