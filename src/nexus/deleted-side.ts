import { NexusError } from '../core/error.ts';
import { editRecord } from '../format/edit.ts';
import type { Context } from './context.ts';
import { requireWriter } from './context.ts';
import type { Choice, TracedConflict } from './resolve.ts';

/** Why a record is not served any more that only one side had deleted, where both sides are to be in the tree. */
const REASON = 'deleted on one side of a merge, changed on the other';

/**
 * A file that one side deleted and the other changed: git leaves it in the tree as it was changed, and says so in its
 * index alone. Undefined where both sides have it.
 */
export function deletedSide(
  source: string,
  [, ours, theirs]: readonly (string | undefined)[],
): TracedConflict | undefined {
  if ((ours === undefined) === (theirs === undefined)) return undefined;
  const kept = ours === undefined ? { ours: 1, theirs: 0 } : { ours: 0, theirs: 1 };
  return { key: 'file', part: '', of: 'file', sides: [source, ''], line: 1, ...kept };
}

/** Keeps the file, takes it away, or with `both` keeps it retired; what was decided is staged, since git asks there. */
export async function settleDeleted(
  context: Context,
  path: string,
  { ours, theirs }: TracedConflict,
  choice: Choice,
): Promise<void> {
  const take = 'take' in choice ? choice.take : 'before';
  const side = take === 'ours' ? ours : take === 'theirs' ? theirs : take;
  if (side === 1) context.files.remove(path);
  else if (side === 'both') retire(context, path);
  else if (side !== 0)
    throw new NexusError(
      'usage',
      'bad-value',
      `${path} was deleted on one side`,
      'take ours, theirs, or both: then it stays, retired',
    );
  await requireWriter(context).stage([path]);
}

function retire({ files }: Context, path: string): void {
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(files.read(path));
  const { text, problems } = editRecord(before, { set: { retired: REASON } }, path);
  if (problems.length > 0)
    throw new NexusError('usage', 'bad-value', `${path} cannot be retired`, 'take ours or theirs');
  files.replace(path, text, before);
}
