import { isNexusError } from '../../core/error.ts';

/** Why something could not be done. */
export interface Failure {
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
}

export function failureOf(cause: unknown): Failure {
  const message = cause instanceof Error ? cause.message : String(cause);
  return isNexusError(cause) && cause.hint !== undefined ? { message, hint: cause.hint } : { message };
}

/** In one line. */
export function failureText({ message, hint }: Failure): string {
  return hint === undefined ? message : `${message}; ${hint}`;
}
