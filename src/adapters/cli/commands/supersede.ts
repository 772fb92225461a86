import { NexusError } from '../../../core/error.ts';
import { shortId } from '../../../core/id.ts';
import { safeText } from '../../../present/safe-text.ts';
import { type Command, EXIT } from '../command.ts';
import { printJson } from '../shared.ts';
import { DRAFT_OPTIONS, draftFromOptions } from './remember.ts';

export const supersede: Command = {
  name: 'supersede',
  summary: 'Put a new record in the place of an old one',
  usage: '<id> [title…]',
  positionals: { min: 1, max: 1_000 },
  options: DRAFT_OPTIONS,
  examples: [
    {
      line: 'nexus supersede 01k9x4 "Queue on Postgres" --body -',
      tells: 'a new record; the old one stays in the tree and is not recalled',
    },
  ],
  notes: ['Kind, language, tags and files are taken over from the old record unless given.'],
  async run({ io, args, json, nexus }) {
    const id = args.positionals[0] ?? '';
    const opened = await nexus();
    const old = await opened.show(id);
    const draft = await draftFromOptions(old.record.kind, args, io, args.positionals.slice(1).join(' '));
    if (draft.title === '') {
      throw new NexusError(
        'usage',
        'missing-argument',
        'the new record needs a title',
        `nexus supersede ${shortId(old.record.id)} "…" --body -`,
      );
    }
    const { kind: _kind, tags, files, ...rest } = draft;
    const done = await opened.supersede(old.record.id, {
      ...rest,
      ...(tags === undefined || tags.length === 0 ? {} : { tags }),
      ...(files === undefined || files.length === 0 ? {} : { files }),
    });
    if (json)
      printJson(io, {
        id: done.record.id,
        path: done.path,
        supersedes: [old.record.id],
        redacted: done.redacted,
      });
    else {
      io.out(`${safeText(done.path)}\n`);
      io.err(
        `${shortId(done.record.id)} supersedes ${shortId(old.record.id)}: ${safeText(old.record.title)}\n`,
      );
    }
    return EXIT.ok;
  },
};
