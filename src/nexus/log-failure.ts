import { createRedactor } from '../capture/redact/redactor.ts';
import { isNexusError } from '../core/error.ts';
import { isoSeconds } from '../core/time.ts';
import { type Context, requireRepository } from './context.ts';

/** One line in the local log, redacted as a record is: what failed may name what it failed on. */
export function logFailure(context: Context, what: string, cause: unknown): void {
  const { state, facts } = requireRepository(context);
  const text = cause instanceof Error ? cause.message : String(cause);
  let said: string;
  try {
    said = createRedactor({ ...context.machine, root: facts.root }).text(text).text;
  } catch {
    // Where redaction itself is what fails, only the kind of failure can be told.
    said = isNexusError(cause) ? cause.code : 'unexpected';
  }
  state.appendLog(`${isoSeconds(context.clock())} ${what}: ${said}`);
}
