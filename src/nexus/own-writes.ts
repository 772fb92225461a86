import { gitBlobId } from '../repo/blob-id.ts';
import type { Context } from './context.ts';

/** By an opened memory: names of what was written through it, each with what it then said. */
const written = new WeakMap<Context['files'], Map<string, string>>();

/**
 * What a process wrote itself it knows already, and may read back; as it wrote it, and no other process may. A process
 * that answers one agent is one session of it.
 * @param id of a record, or of what waits in the journal
 */
export function ownWrite({ files, audience }: Context, id: string, path?: string): void {
  if (audience === undefined) return;
  const own = written.get(files) ?? new Map<string, string>();
  own.set(id, path === undefined ? '' : contentId(files.read(path)));
  written.set(files, own);
}

/** @param bytes of its file as it is now; absent for what has none */
export function isOwnWrite({ files }: Context, id: string, bytes?: Uint8Array): boolean {
  return written.get(files)?.get(id) === (bytes === undefined ? '' : contentId(bytes));
}

function contentId(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? 'gone' : gitBlobId(bytes, 'sha1');
}
