import { NexusError } from '../../core/error.ts';
import { plural } from '../../present/layout.ts';
import { proposalsText } from '../../present/proposal-text.ts';
import { safeText } from '../../present/safe-text.ts';
import { EXIT, type Invocation } from './command.ts';
import { printJson, textOptions } from './shared.ts';

const MAX_STDIN = 64 * 1024 * 1024;

/** `nexus learn --consensus`: what a choice among several solutions teaches. */
export async function learnConsensus({ io, args, json, nexus }: Invocation): Promise<number> {
  const path = args.text('consensus');
  const other = ['commit', 'range', 'staged', 'top', 'dry-run'].find((name) => args.has(name));
  if (path === undefined || other !== undefined || args.positionals.length > 0)
    throw new NexusError(
      'usage',
      'bad-value',
      '--consensus takes a file, and goes with --write alone',
      'usage: nexus learn --consensus result.json',
    );
  const source = path === '-' ? { text: await io.readStdin(MAX_STDIN) } : { path };
  const store = args.flag('write') ? 'records' : 'setting';
  const learned = await (await nexus()).learnFromConsensusJson(source, { store });
  const { patterns, proposals, known, units } = learned;
  if (json) {
    printJson(io, { ...learned });
    return EXIT.ok;
  }
  io.out(patterns.map(({ path: written }) => `${safeText(written)}\n`).join(''));
  io.out(proposalsText(proposals, textOptions(io)));
  for (const { title, why } of known) io.err(`${safeText(title)}: ${safeText(why ?? 'known')}\n`);
  const made = [
    patterns.length === 0 ? '' : `${plural(patterns.length, 'pattern')} written`,
    proposals.length === 0 ? '' : `${plural(proposals.length, 'proposal')} in the inbox`,
    known.length === 0 ? '' : `${known.length} known already`,
  ].filter((part) => part !== '');
  io.err(`${made.join(', ') || 'Nothing new'}, from ${plural(units, 'unit')} of the winner.\n`);
  return EXIT.ok;
}
