/**
 * Who has to act: `usage` the caller (exit 2), `not-found` nobody (exit 1), `broken` the repository,
 * its data or the machine (exit 3), `internal` us (exit 3).
 */
export type ErrorKind = 'usage' | 'not-found' | 'broken' | 'internal';

export type ErrorCode =
  | 'no-repository'
  | 'bare-repository'
  | 'needs-git'
  | 'git-failed'
  | 'unknown-revision'
  | 'unknown-kind'
  | 'unknown-verb'
  | 'unknown-option'
  | 'missing-argument'
  | 'bad-value'
  | 'ambiguous-id'
  | 'unknown-id'
  | 'no-session'
  | 'no-episode'
  | 'no-queries'
  | 'not-initialised'
  | 'schema-too-new'
  | 'refused'
  | 'invalid-record'
  | 'read-only'
  | 'disk-full'
  | 'write-failed'
  | 'conflict'
  | 'corrupt-index'
  | 'bad-plan'
  | 'task-failed'
  | 'no-embeddings'
  | 'internal';

/** The only class that Nexus throws. Compare `code`; `instanceof` breaks across bundles. */
export class NexusError extends Error {
  override readonly name = 'NexusError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  /** What to do next, one line. */
  readonly hint: string | undefined;

  constructor(kind: ErrorKind, code: ErrorCode, message: string, hint?: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }
}

export function isNexusError(value: unknown): value is NexusError {
  return value instanceof Error && value.name === 'NexusError' && 'kind' in value && 'code' in value;
}
