import { isNexusError } from '../../core/error.ts';
import type { Nexus } from '../../nexus.ts';
import { recordText } from '../../present/record-text.ts';
import { safeText } from '../../present/safe-text.ts';
import { createStyle } from '../../present/style.ts';
import type { Io } from './io.ts';

/** What can be printed of a record that was picked. */
export const PRINTED = ['id', 'path', 'title', 'text'] as const;
export type Printed = (typeof PRINTED)[number];

/** One line, for `text` as many as it takes. Of a commit, id and path are its full name, title and text are its message's. */
export async function pickedText(
  io: Io,
  memory: Nexus,
  id: string,
  what: Printed,
  at: string | undefined,
): Promise<string> {
  if (what === 'id') return id;
  const stored = await memory.show(id, at).catch(unlessUnknown);
  if (stored !== undefined) {
    if (what === 'path') return safeText(stored.path);
    if (what === 'title') return safeText(stored.record.title);
    const style = createStyle({ color: false });
    return recordText(stored, { style, columns: 0, now: io.now() }).trimEnd();
  }
  if (what === 'path') return id;
  const { subject, body } = (await memory.revision(id)).commit;
  return safeText(what === 'title' ? subject : `${subject}\n\n${body}`, { newlines: true }).trimEnd();
}

function unlessUnknown(cause: unknown): undefined {
  if (!isNexusError(cause) || cause.code !== 'unknown-id') throw cause;
}
