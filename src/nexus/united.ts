import { NexusError } from '../core/error.ts';
import { shortId } from '../core/id.ts';
import { problemsInWords } from '../core/problem.ts';
import type { Proposal } from '../core/proposal.ts';
import type { NexusRecord, StoredRecord } from '../core/record.ts';
import { decodeText } from '../format/decode.ts';
import { editRecord } from '../format/edit.ts';
import { unite } from '../merge/unite.ts';
import { supersedesFacet } from '../search/facets.ts';
import { saysNearlyTheSame } from '../store/alike.ts';
import type { Context } from './context.ts';
import { openIndex } from './index-cache.ts';

/** A record that has taken what another has more. */
export interface United {
  readonly kept: StoredRecord;
  /** Its file, as it would be. */
  readonly text: string;
  readonly record: NexusRecord;
}

/** One record of two that say the same, not written yet. Nothing but what is taken changes in the text. Throws `invalid-record`. */
export function united({ files }: Context, kept: StoredRecord, other: StoredRecord): United {
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    files.read(kept.path) ?? new Uint8Array(),
  );
  const changes = unite(kept.record, other.record, {
    as: `Also, from ${shortId(other.record.id)}:`,
    alike: saysNearlyTheSame,
  });
  const { text, problems } = editRecord(before, changes, kept.path);
  const { record } = decodeText(text, kept.path);
  if (record !== undefined && problems.length === 0) return { kept, text, record };
  const { message, hint } = problemsInWords(problems);
  throw new NexusError('usage', 'invalid-record', message, hint);
}

/** The record of a proposal to make one of two. Throws `conflict` where one of them is not served any more. */
export async function unitedFor(context: Context, { id, like, takes }: Proposal): Promise<United> {
  const reader = await context.reader();
  const { index } = await openIndex(context);
  const living = (named: Proposal['takes'] = { id: '', title: '' }): StoredRecord => {
    const found = reader.lookup(named.id);
    const isServed =
      found !== undefined &&
      found.record.retired === undefined &&
      found.record.forgotten === undefined &&
      index.facet(supersedesFacet(named.id)).length === 0;
    if (isServed) return found;
    const what = `${shortId(named.id)} ${named.title} is not served any more`;
    throw new NexusError(
      'usage',
      'conflict',
      what,
      `nothing is left to do: nexus inbox reject ${shortId(id)}`,
    );
  };
  return united(context, living(like), living(takes));
}
