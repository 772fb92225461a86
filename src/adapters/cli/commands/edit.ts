import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import type { Edited } from '../../../nexus/lifecycle.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT, type Invocation } from '../command.ts';
import { recordInEditor } from '../editing.ts';
import { bodyFrom, printJson, redactedText } from '../shared.ts';

export const edit: Command = {
  name: 'edit',
  summary: 'Change a record, here or in your editor',
  usage: '<id>',
  positionals: { min: 1, max: 1 },
  options: {
    set: {
      type: 'string',
      value: 'field=value',
      multiple: true,
      summary: 'Set a field: title=…, language=…, error.message=…',
    },
    unset: { type: 'string', value: 'field', multiple: true, summary: 'Take a field out' },
    tags: { type: 'string', value: 'a,b', summary: 'Set the tags' },
    files: { type: 'string', value: 'a,b', summary: 'Set the citations' },
    section: {
      type: 'string',
      value: 'name',
      summary: 'The section that --body is for, instead of the whole body',
    },
    body: { type: 'string', value: 'text', summary: 'New text; - reads standard input' },
  },
  examples: [
    { line: 'nexus edit 01k9x4', tells: 'opens $EDITOR on the file; what is not sound is not saved' },
    {
      line: 'nexus edit 01k9x4 --set title="Retry uploads twice" --tags http,retry',
      tells: 'two fields; the rest stays byte for byte',
    },
    { line: 'nexus edit 01k9x4 --section Resolution --body -', tells: 'one section from standard input' },
  ],
  async run(call) {
    const { io, args, json } = call;
    const id = args.positionals[0] ?? '';
    const changes = await changesIn(call);
    const stored =
      Object.keys(changes).length === 0
        ? await inEditor(call, id)
        : await (await call.nexus()).edit(id, changes);
    if (stored === undefined) {
      io.err('Nothing was changed.\n');
      return EXIT.nothing;
    }
    const { record, path, redacted, changed } = stored;
    if (json) printJson(io, { path, record, redacted, changed });
    else if (changed) {
      io.out(`${safeText(path)}\n`);
      io.err(`Changed ${shortId(record.id)}: ${safeText(record.title)}${redactedText(redacted)}\n`);
    } else io.err('Nothing was changed: the record says so already.\n');
    return EXIT.ok;
  },
};

async function changesIn({ args, io }: Invocation): Promise<Record<string, unknown>> {
  const set: Record<string, unknown> = {};
  for (const pair of args.all('set')) {
    const at = pair.indexOf('=');
    if (at <= 0)
      throw new NexusError(
        'usage',
        'bad-value',
        `--set takes field=value, not "${pair}"`,
        'for example: --set title="…"',
      );
    set[pair.slice(0, at)] = pair.slice(at + 1);
  }
  if (args.text('tags') !== undefined) set.tags = args.list('tags');
  if (args.text('files') !== undefined) set.files = args.list('files');
  const text = await bodyFrom(args.text('body'), io);
  const section = args.text('section');
  if (section !== undefined && text === undefined) {
    throw new NexusError(
      'usage',
      'missing-argument',
      '--section needs --body',
      'for example: --section Resolution --body -',
    );
  }
  const unset = args.list('unset');
  return {
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(unset.length === 0 ? {} : { unset }),
    ...(text === undefined
      ? {}
      : section === undefined
        ? { body: text }
        : { section: { name: section, text } }),
  };
}

async function inEditor({ io, json, nexus }: Invocation, id: string): Promise<Edited | undefined> {
  const opened = await nexus();
  if (io.stdinIsTTY && !json) return recordInEditor(io, opened, id);
  const { stored } = await opened.text(id);
  throw new NexusError(
    'usage',
    'missing-argument',
    'say what to change',
    `nexus edit ${shortId(stored.record.id)} --set title="…"`,
  );
}
