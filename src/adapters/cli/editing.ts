import { isNexusError } from '../../core/error.ts';
import { safeText } from '../../present/safe-text.ts';
import type { Io } from './io.ts';

/**
 * Opens a text in the person's editor and hands on what they saved (undefined where there is no editor).
 * What is refused is opened again as they left it, if they like: nobody types a text twice. Undefined if
 * they leave it at that.
 */
export async function editedUntilSound<T>(
  io: Io,
  text: string,
  fileName: string,
  use: (saved: string | undefined) => Promise<T>,
): Promise<T | undefined> {
  let open = text;
  for (;;) {
    const saved = await io.edit(open, fileName);
    try {
      return await use(saved);
    } catch (cause) {
      if (saved === undefined || !isNexusError(cause) || cause.kind !== 'usage') throw cause;
      io.err(`nexus: ${safeText(cause.message, { newlines: true })}\n`);
      if (cause.hint !== undefined) io.err(`       ${safeText(cause.hint)}\n`);
      const answer = await io.ask('Open it again? [Y/n] ');
      if (answer === undefined || /^n/i.test(answer.trim())) return undefined;
      open = saved;
    }
  }
}
