import { ago, fit, pad } from '../../../present/layout.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson, textOptions } from '../shared.ts';

export const blame: Command = {
  name: 'blame',
  summary: 'Show who last changed each part of a record',
  usage: '<id>',
  positionals: { min: 1, max: 1 },
  options: {},
  examples: [{ line: 'nexus blame 01k9x4', tells: 'field by field and section by section, with the commit' }],
  async run({ io, args, json, nexus }) {
    const { stored, parts } = await (await nexus()).blame(args.positionals[0] ?? '');
    if (json) {
      printJson(io, { id: stored.record.id, path: stored.path, parts });
      return EXIT.ok;
    }
    const { style, now, columns } = textOptions(io);
    const clip = (text: string): string => (columns > 0 ? fit(text, columns) : text);
    io.out(`${style.bold(safeText(stored.record.title))}\n`);
    const width = Math.min(24, Math.max(...parts.map((part) => part.name.length)));
    for (const part of parts) {
      const who = `${safeText(part.authorName)}, ${ago(part.authorTime * 1000, now)}`;
      const signed =
        part.uncommitted === true
          ? style.dim('not committed yet')
          : `${style.yellow(part.oid.slice(0, 10))}  ${style.dim(who)}  ${safeText(part.subject)}`;
      io.out(`${clip(`  ${pad(safeText(part.name), width)}  ${signed}`)}\n`);
    }
    return EXIT.ok;
  },
};
