/** Every way in which data on disk can be bad. Tests and scripts rely on the codes, never on the prose. */
export type ProblemCode =
  | 'not-utf8'
  | 'too-big'
  | 'not-a-file'
  | 'unreadable'
  | 'conflict-markers'
  | 'no-front-matter'
  | 'bad-yaml'
  | 'bad-field'
  | 'missing-field'
  | 'wrong-folder'
  | 'duplicate-id'
  | 'schema-too-new'
  | 'bad-config'
  | 'bad-citation'
  | 'not-redacted'
  | 'suppressed'
  | 'bad-journal'
  | 'bad-plan'
  | 'bad-queries'
  | 'no-embeddings';

/** One thing wrong with one piece of data. Bad input is a value: it is collected and shown, never thrown. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  /** Repository-relative path, `/`-separated. */
  readonly file: string;
  /** 1-based; absent where a line means nothing. */
  readonly line?: number;
  /** What to do about it. */
  readonly hint?: string;
}

/** Plain one-line form, `file:line: message (hint)`; the caller makes it safe for its surface. */
export function describeProblem(problem: Problem): string {
  const at = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  return `${at}: ${problem.message}${problem.hint === undefined ? '' : ` (${problem.hint})`}`;
}

/** Problems as the message and hint of one error: a hint is said once. */
export function problemsInWords(problems: readonly Problem[]): {
  readonly message: string;
  readonly hint: string | undefined;
} {
  const [first, second] = problems;
  if (first === undefined || second !== undefined)
    return { message: problems.map(describeProblem).join('\n'), hint: undefined };
  const { hint, ...bare } = first;
  return { message: describeProblem(bare), hint: hint === '' ? undefined : hint };
}
