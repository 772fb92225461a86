import { NexusError } from '../../../core/error.ts';
import { plural } from '../../../present/layout.ts';
import { problemLines } from '../../../present/recall-text.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Parsed } from '../command.ts';
import { kindsIn, present, printJson } from '../shared.ts';

export const exportVerb: Command = {
  name: 'export',
  summary: 'Write the whole memory as one text that import takes apart again',
  usage: '',
  positionals: { min: 0, max: 0 },
  options: {
    format: { type: 'string', value: 'name', summary: 'jsonl (one object a file; the default) or markdown' },
    kind: { type: 'string', value: 'kind', multiple: true, summary: 'Only records of these kinds' },
    at: { type: 'string', value: 'rev', summary: 'As of a commit, branch or tag' },
    output: { type: 'string', short: 'o', value: 'file', summary: 'Into a file instead of standard output' },
  },
  examples: [
    { line: 'nexus export -o memory.jsonl', tells: 'an earlier export of that name is replaced' },
    { line: 'nexus export --format markdown --kind decision --at v1.2', tells: 'to read, or to hand over' },
  ],
  notes: [
    'Records, living documents and settings, each byte for byte. To a terminal, markdown is shown with its',
    'control characters made visible; a file or a pipe gets it as it is.',
  ],
  async run({ io, args, json, nexus }) {
    const format = formatIn(args);
    const to = args.text('output');
    if (json && to === undefined && format === 'markdown')
      throw new NexusError('usage', 'bad-value', '--json prints JSON lines', 'leave one of the two away');
    const opened = await nexus();
    const made = await opened.exportMemory({
      format,
      kinds: kindsIn(args),
      ...present({ at: args.text('at') }),
    });
    if (to !== undefined) {
      const bytes = await opened.saveExport(made, to);
      if (json) printJson(io, { file: to, files: made.count(), bytes, problems: made.problems() });
      else io.err(`${safeText(to)}: ${plural(made.count(), 'file')}, ${plural(bytes, 'byte')}\n`);
    } else {
      const raw = format === 'jsonl' || !io.stdoutIsTTY;
      for await (const piece of made.pieces) io.out(raw ? piece : safeText(piece, { newlines: true }));
    }
    if (!json) io.err(problemLines(made.problems()));
    return made.problems().length > 0 || made.count() === 0 ? EXIT.nothing : EXIT.ok;
  },
};

function formatIn(args: Parsed): 'jsonl' | 'markdown' {
  const text = args.text('format') ?? 'jsonl';
  if (text === 'jsonl' || text === 'markdown') return text;
  throw new NexusError('usage', 'bad-value', `--format is jsonl or markdown, not "${text}"`);
}
