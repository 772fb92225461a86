import { doubtLines } from '../../../present/doubt-text.ts';
import { recordText } from '../../../present/record-text.ts';
import { AGENT_OPTION, audienceIn, forReader } from '../agent-option.ts';
import { type Command, EXIT } from '../command.ts';
import { present, printJson, textOptions } from '../shared.ts';

export const show: Command = {
  name: 'show',
  summary: 'Show one record in full',
  usage: '<id>',
  positionals: { min: 1, max: 1 },
  options: {
    at: { type: 'string', value: 'rev', summary: 'As of a commit, branch or tag' },
    verify: {
      type: 'boolean',
      summary: "Verify its commit's signature, by the program that git names for it",
    },
    ...AGENT_OPTION,
  },
  examples: [
    { line: 'nexus show 01k9x4', tells: 'any beginning of an id that fits one record' },
    { line: 'nexus show 01k9x4 --at v1.2', tells: 'as it was' },
    { line: 'nexus show 01k9x4 --verify', tells: 'with who signed it' },
  ],
  async run({ io, args, json, nexus }) {
    const opened = await nexus(audienceIn(args));
    const stored = await opened.show(args.positionals[0] ?? '', args.text('at'));
    const usefulness = args.has('at') ? undefined : await opened.usefulness(stored.record.id);
    const doubts = args.has('at') ? {} : await opened.doubts(stored.record.id);
    const asked = args.has('at') || args.flag('agent') ? undefined : { verify: args.flag('verify') };
    const provenance = asked && (await opened.provenance(stored.record.id, asked));
    const options = textOptions(io);
    if (json) {
      const { path, record } = stored;
      printJson(io, { path, record, ...present({ usefulness, provenance }), ...doubts });
    } else {
      io.out(forReader(args, (reader) => recordText(stored, reader, usefulness, provenance), options));
      for (const line of doubtLines(doubts, options.now)) io.err(`nexus: ${line}\n`);
    }
    return EXIT.ok;
  },
};
