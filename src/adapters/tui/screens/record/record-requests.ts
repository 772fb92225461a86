import { shortId } from '../../../../core/id.ts';
import type { Nexus } from '../../../../nexus.ts';
import type { Changed } from '../../requests.ts';

/** Versions of one record: more than anyone compares. */
const MAX_VERSIONS = 500;

export interface OfRecord {
  readonly id: string;
  /** As of this revision. */
  readonly at?: string;
}

export const RECORD_REQUESTS = {
  about: (memory: Nexus, { id, at }: OfRecord) => memory.about(id, at),
  versions: (memory: Nexus, { id, at }: OfRecord) =>
    memory.versions(id, { max: MAX_VERSIONS, ...(at === undefined ? {} : { at }) }),
  blame: (memory: Nexus, { id, at }: OfRecord) => memory.blame(id, at),
} as const;

export const RESTORING = { restore } as const;

/** Writes an old version's text back into the working tree. */
async function restore(
  memory: Nexus,
  { id, text, name }: { readonly id: string; readonly text: string; readonly name: string },
): Promise<Changed> {
  const { text: before } = await memory.text(id);
  const { record, redacted } = await memory.rewrite(id, text);
  const { text: after } = await memory.text(id);
  const without = redacted === 0 ? '' : ', without its secrets';
  return {
    did: `Wrote ${name} of ${shortId(id)} back${without}, not committed: ${record.title}`,
    undo: { type: 'text', id: record.id, before, after },
  };
}
