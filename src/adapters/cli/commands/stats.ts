import { pad, plural } from '../../../present/layout.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { packText, printJson, textOptions } from '../shared.ts';

export const stats: Command = {
  name: 'stats',
  summary: 'Count records, errors and recurrences',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {},
  examples: [{ line: 'nexus stats', tells: 'counts by kind, and which errors come back' }],
  async run({ io, json, nexus }) {
    const report = await (await nexus()).stats();
    if (json) {
      printJson(io, { ...report });
      return report.records === 0 ? EXIT.nothing : EXIT.ok;
    }
    const { style } = textOptions(io);
    const packs = report.packs.map(packText).join(', ');
    const packsLine = packs === '' ? '' : `${style.bold('packs')}: ${packs}\n`;
    if (report.records === 0) {
      io.err('No records yet. See: nexus remember --help\n');
      io.out(packsLine);
      io.err(problemLines(report.problems));
      return EXIT.nothing;
    }
    const gone = [
      [report.superseded, 'superseded'],
      [report.retired, 'retired'],
      [report.forgotten, 'forgotten'],
    ].flatMap(([count, name]) => (count === 0 ? [] : [`${count} ${name}`]));
    const size = `${Math.max(1, Math.round(report.bytes / 1024))} KiB`;
    io.out(
      `${plural(report.records, 'record')}, ${[`${report.living} living`, ...gone].join(', ')}; ${size}\n`,
    );
    const width = String(report.records).length;
    for (const [kind, count] of Object.entries(report.byKind))
      if (count > 0) io.out(`  ${pad(kind, 8)}  ${pad(String(count), width, 'right')}\n`);
    const top = (title: string, counts: Readonly<Record<string, number>>): void => {
      const rows = Object.entries(counts).slice(0, 8);
      if (rows.length > 0)
        io.out(
          `${style.bold(title)}: ${rows.map(([name, count]) => `${safeText(name)} ${count}`).join(', ')}\n`,
        );
    };
    top('languages', report.byLanguage);
    top('tags', report.byTag);
    if (report.errors.length > 0) io.out(`${style.bold('errors met')}\n`);
    for (const row of report.errors.slice(0, 10))
      io.out(`  ${row.met}× met, ${row.resolved}× resolved  ${safeText(row.signature)}\n`);
    if (report.recalled.shown > 0)
      io.out(`fixes shown ${plural(report.recalled.shown, 'time')}, helped ${report.recalled.helped}\n`);
    io.out(packsLine);
    io.err(problemLines(report.problems));
    return EXIT.ok;
  },
};
